//! Asks two policies what real people asked, or could ask: recorded decisions, and facts of people.
//!
//! A recorded decision is one line of JSON, `{"policy": "sha256:...", "facts": {...}, "request": {...}, "decision":
//! {...}}`, each part as `guestpass schema` describes it. Whoever writes records decides what of the facts may be kept:
//! names are masked before they get here, never after.

mod record;

pub use record::{Record, RecordError, record_line, request_text};

use std::collections::{BTreeMap, BTreeSet};

use guestpass::Policy;
use guestpass_contract::{Facts, InstantMs, RequestDraft, TargetDraft};
use serde::Serialize;

use crate::comparison::{Both, ComparisonError, Kind, Target, all_targets, differences, joined};

/// What changes for people, each by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
pub struct PeopleChanges {
    /// For each kind of difference the people, and for each of them what it is about.
    pub people: BTreeMap<Kind, BTreeMap<String, BTreeSet<String>>>,
    /// Questions that were put to each policy.
    pub questions: u64,
}

impl PeopleChanges {
    /// Whether somebody gets at something that was out of reach.
    #[must_use]
    pub fn gives_new_access(&self) -> bool {
        self.people.keys().any(|kind| kind.is_new_access())
    }

    /// One sentence for each kind: how many people, who, and what it is about.
    #[must_use]
    pub fn sentences(&self) -> Vec<(Kind, String)> {
        self.people.iter().map(|(kind, people)| (*kind, sentence(*kind, people))).collect()
    }

    /// Asks both policies what was recorded.
    ///
    /// # Errors
    /// [`ComparisonError`] when a policy gives no answer.
    pub fn replay(&mut self, old: &Policy, new: &Policy, record: &Record) -> Result<(), ComparisonError> {
        self.ask(old, new, [&record.facts, &record.facts], &[record.request.as_draft()])
    }

    /// Asks both policies for every privilege and every operation of either, as this person and at this instant.
    ///
    /// # Errors
    /// [`ComparisonError`] when a policy gives no answer.
    pub fn everything(
        &mut self,
        old: &Policy,
        new: &Policy,
        facts: &Facts,
        now_ms: InstantMs,
    ) -> Result<(), ComparisonError> {
        self.everything_apart(old, new, [facts, facts], now_ms)
    }

    /// The same, when what is known of the person is cut to what each policy has: first the facts for the old policy,
    /// then those for the new one.
    ///
    /// # Errors
    /// [`ComparisonError`] when a policy gives no answer.
    pub fn everything_apart(
        &mut self,
        old: &Policy,
        new: &Policy,
        facts: [&Facts; 2],
        now_ms: InstantMs,
    ) -> Result<(), ComparisonError> {
        let targets = all_targets(old.info(), new.info());
        let draft = |target| RequestDraft { target, on_resource: None, now: now_ms, explain: false };
        let drafts: Vec<RequestDraft<'_>> = targets.iter().filter_map(Target::draft).map(draft).collect();
        self.ask(old, new, facts, &drafts)
    }

    fn ask(
        &mut self,
        old: &Policy,
        new: &Policy,
        facts: [&Facts; 2],
        drafts: &[RequestDraft<'_>],
    ) -> Result<(), ComparisonError> {
        let [of_whom, _] = facts;
        let mut both = Both::new(old, new, u64::MAX);
        let pairs = both.check_apart(facts, drafts)?;
        self.questions = self.questions.saturating_add(both.questions);
        for ((before, after), draft) in pairs.iter().zip(drafts) {
            let (TargetDraft::Privileges(name) | TargetDraft::Api(name)) = draft.target;
            for (kind, _) in differences(before, after, old.info(), new.info()) {
                let people = self.people.entry(kind).or_default();
                people.entry(person(of_whom)).or_default().insert(name.to_owned());
            }
        }
        Ok(())
    }
}

/// The e-mail address, or the id where there is none.
fn person(facts: &Facts) -> String {
    let principal = &facts.principal;
    let texts = [principal.email, principal.id].into_iter().filter_map(|range| range.of(&facts.text));
    texts.into_iter().find(|text| !text.is_empty()).unwrap_or("somebody unidentified").to_owned()
}

/// Things that a sentence names for each person.
const NAMED_MAX: usize = 3;

fn sentence(kind: Kind, people: &BTreeMap<String, BTreeSet<String>>) -> String {
    let one = people.len() == 1;
    let (noun, s) = if one { ("person", "s") } else { ("people", "") };
    let verb = match kind {
        Kind::NewlyAllowed => format!("gain{s} access"),
        Kind::NewlyDenied => format!("lose{s} access"),
        Kind::MoreShown => format!("see{s} more"),
        Kind::LessShown => format!("see{s} less"),
        Kind::OtherObligations => format!("owe{s} something else"),
        Kind::OtherReason => format!("get{s} the same answer for another reason"),
        Kind::OtherValidity => format!("get{s} the same answer for another time"),
    };
    let each = people.iter().map(|(person, what)| {
        let mut names: Vec<String> = what.iter().take(NAMED_MAX).cloned().collect();
        let more = what.len().saturating_sub(NAMED_MAX);
        if more > 0 {
            names.push(format!("{more} more"));
        }
        format!("{person} ({})", joined(&names, "and"))
    });
    format!("{} {noun} {verb}: {}", people.len(), each.collect::<Vec<_>>().join(", "))
}
