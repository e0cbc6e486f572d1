//! A candidate that is asked what the active policy is asked, and never believed.

use super::disagreement::{DisagreementKind, Ground, decided, decisions_differ, judged, verdicts_differ, wanted};
use super::event::{Announcer, Step};
use crate::check_error::CheckError;
use crate::policy::Policy;
use guestpass_contract::{Decision, Facts, InstantMs, Requests, TextRange, Verdict};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Errors after which a shadow is no longer asked: each may cost a request as much time as the deadline allows.
pub const SHADOW_ERRORS_MAX: u64 = 100;

/// Bytes of a request or a name in a [`Disagreement`]; the rest is cut off.
const TEXT_BYTES_MAX: usize = 256;

/// One answer in which shadow and active policy differ. It names a person: treat it as you treat a log of decisions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Disagreement {
    /// How they differ.
    pub kind: DisagreementKind,
    /// Digest of the policy that answered.
    pub active_digest: String,
    /// The organisation that was asked about.
    pub organisation: String,
    /// The person who was asked about.
    pub principal: String,
    /// The privileges, the operation, or `a change`.
    pub asked: String,
    /// The instant that was asked about.
    pub now_ms: InstantMs,
    /// What was answered, such as `deny: window-ended`.
    pub active: String,
    /// What the shadow would have answered.
    pub shadow: String,
}

/// What has come of a shadow so far.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShadowReport {
    /// Digest of the shadow.
    pub digest: String,
    /// Answers that were compared: each decision of a batch counts.
    pub compared: u64,
    /// Calls that were not compared since there was nothing to ask the shadow: what is asked rests on something that
    /// the two policies have not in common.
    pub left_out: u64,
    /// Calls in which the shadow failed and the active policy did not.
    pub errors: u64,
    /// Whether it failed [`SHADOW_ERRORS_MAX`] times, so that it is no longer asked.
    pub given_up: bool,
    /// How often it disagreed in each way.
    pub disagreements: [(DisagreementKind, u64); 4],
    /// The latest disagreements, the oldest first; at most as many as the options allow.
    pub samples: Vec<Disagreement>,
    /// Code of the latest error.
    pub last_error: Option<&'static str>,
}

impl ShadowReport {
    /// Answers in which it disagreed, in whatever way.
    #[must_use]
    pub fn disagreed(&self) -> u64 {
        self.disagreements.iter().fold(0, |sum, (_, count)| sum.saturating_add(*count))
    }
}

/// A policy beside the active one.
pub(super) struct Shadow {
    policy: Policy,
    every: u64,
    samples_max: usize,
    calls: AtomicU64,
    compared: AtomicU64,
    left_out: AtomicU64,
    errors: AtomicU64,
    disagreements: [AtomicU64; 4],
    recent: Mutex<Recent>,
}

#[derive(Default)]
struct Recent {
    samples: VecDeque<Disagreement>,
    error: Option<&'static str>,
}

/// Where and of what two answers were given.
struct Occasion<'a> {
    active: &'a Policy,
    facts: &'a Facts,
    asked: &'a str,
    now_ms: InstantMs,
}

impl Shadow {
    pub(super) fn new(policy: Policy, every: u32, samples_max: usize) -> Self {
        Self {
            policy,
            every: u64::from(every.max(1)),
            samples_max,
            calls: AtomicU64::new(0),
            compared: AtomicU64::new(0),
            left_out: AtomicU64::new(0),
            errors: AtomicU64::new(0),
            disagreements: Default::default(),
            recent: Mutex::default(),
        }
    }

    pub(super) fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Counts a call, and says whether the shadow is asked too.
    pub(super) fn takes_its_turn(&self) -> bool {
        let turn = self.calls.fetch_add(1, Ordering::Relaxed).is_multiple_of(self.every);
        turn && self.errors.load(Ordering::Relaxed) < SHADOW_ERRORS_MAX
    }

    /// Counts a call in which there was nothing to ask the shadow.
    pub(super) fn leave_out(&self) {
        self.left_out.fetch_add(1, Ordering::Relaxed);
    }

    /// Asks the shadow what the active policy was asked, or what it is asked in place of that.
    pub(super) fn compare_check(
        &self,
        active: &Policy,
        announcer: &Announcer,
        (facts, requests): (&Facts, &Requests),
        (own_facts, own_requests): (&Facts, &Requests),
        answer: &Result<Vec<Decision>, CheckError>,
    ) {
        let own = self.policy.check(own_facts, own_requests);
        let Some((answer, own)) = self.both(answer, &own) else { return };
        let ground = Ground { info: active.info(), facts };
        let own_ground = Ground { info: self.policy.info(), facts: own_facts };
        for ((request, answer), own) in requests.items.iter().zip(answer).zip(own) {
            self.compared.fetch_add(1, Ordering::Relaxed);
            if let Some(kind) = decisions_differ(answer, ground, own, own_ground) {
                let asked = wanted(request, requests);
                let occasion = Occasion { active, facts, asked, now_ms: request.now };
                self.disagree(kind, announcer, &occasion, decided(answer), decided(own));
            }
        }
    }

    /// Compares a verdict of the shadow with that of the active policy.
    pub(super) fn compare_review(
        &self,
        active: &Policy,
        announcer: &Announcer,
        facts: &Facts,
        now_ms: InstantMs,
        answer: &Result<Verdict, CheckError>,
        own: &Result<Verdict, CheckError>,
    ) {
        let Some((answer, own)) = self.both(answer, own) else { return };
        self.compared.fetch_add(1, Ordering::Relaxed);
        if let Some(kind) = verdicts_differ(answer, own) {
            let occasion = Occasion { active, facts, asked: "a change", now_ms };
            self.disagree(kind, announcer, &occasion, judged(answer), judged(own));
        }
    }

    pub(super) fn report(&self) -> ShadowReport {
        let errors = self.errors.load(Ordering::Relaxed);
        let mut counts = self.disagreements.iter();
        let disagreements =
            DisagreementKind::ALL.map(|kind| (kind, counts.next().map_or(0, |count| count.load(Ordering::Relaxed))));
        let recent = self.recent();
        ShadowReport {
            digest: self.policy.digest().to_owned(),
            compared: self.compared.load(Ordering::Relaxed),
            left_out: self.left_out.load(Ordering::Relaxed),
            errors,
            given_up: errors >= SHADOW_ERRORS_MAX,
            disagreements,
            samples: recent.samples.iter().cloned().collect(),
            last_error: recent.error,
        }
    }

    /// Both answers, if there are two to compare. A call that the active policy failed says nothing about the shadow.
    fn both<'a, Answer>(
        &self,
        answer: &'a Result<Answer, CheckError>,
        own: &'a Result<Answer, CheckError>,
    ) -> Option<(&'a Answer, &'a Answer)> {
        match (answer, own) {
            (Ok(answer), Ok(own)) => Some((answer, own)),
            (Ok(_), Err(error)) => {
                self.errors.fetch_add(1, Ordering::Relaxed);
                self.recent().error = Some(error.code());
                None
            }
            (Err(_), _) => None,
        }
    }

    fn disagree(
        &self,
        kind: DisagreementKind,
        announcer: &Announcer,
        occasion: &Occasion<'_>,
        active: String,
        shadow: String,
    ) {
        let mut counters = DisagreementKind::ALL.iter().zip(&self.disagreements);
        let counter = counters.find(|(counted, _)| **counted == kind);
        let count = counter.map_or(0, |(_, counter)| counter.fetch_add(1, Ordering::Relaxed));
        let facts = occasion.facts;
        let named = |range: TextRange| cut(range.of(&facts.text).unwrap_or_default());
        let sample = Disagreement {
            kind,
            active_digest: occasion.active.digest().to_owned(),
            organisation: named(facts.organisation),
            principal: named(facts.principal.id),
            asked: cut(occasion.asked),
            now_ms: occasion.now_ms,
            active,
            shadow,
        };
        self.keep(sample);
        let count = count.saturating_add(1);
        if count.is_power_of_two() {
            announcer.note(Step::Disagreed { kind, count }, Some(self.policy.digest()));
            announcer.tell();
        }
    }

    fn keep(&self, sample: Disagreement) {
        let mut recent = self.recent();
        recent.samples.push_back(sample);
        while recent.samples.len() > self.samples_max {
            recent.samples.pop_front();
        }
    }

    fn recent(&self) -> MutexGuard<'_, Recent> {
        self.recent.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// At most [`TEXT_BYTES_MAX`] bytes, and no half character.
fn cut(text: &str) -> String {
    let end = (0..=TEXT_BYTES_MAX.min(text.len())).rev().find(|&end| text.is_char_boundary(end)).unwrap_or(0);
    text.get(..end).unwrap_or_default().to_owned()
}
