//! One policy in its time of activity.

use super::event::Announcer;
use super::shadow::Shadow;
use crate::check_error::CheckError;
use crate::policy::{Policy, one_request};
use arc_swap::ArcSwapOption;
use guestpass_contract::{
    Change, ChangeFacts, Decision, Facts, InstantMs, PolicyInfo, RequestDraft, Requests, Verdict,
};
use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

/// One policy in its time of activity. Whoever holds it can ask it, whatever is activated meanwhile; it is freed when
/// nobody holds it and it is no longer kept.
///
/// [`Generation::check`] and [`Generation::review`] also ask a shadow, if there is one; [`Generation::policy`] never
/// does. Whoever makes facts or requests by what a policy says of itself asks by [`Generation::check_apart`] and
/// [`Generation::review_apart`], so that the shadow is asked what it would be asked if it were the active one.
pub struct Generation {
    number: u64,
    activated_ms: InstantMs,
    policy: Policy,
    surroundings: Arc<Surroundings>,
}

/// What the generations of one [`Generations`](super::Generations) have in common.
pub(super) struct Surroundings {
    pub(super) shadow: ArcSwapOption<Shadow>,
    pub(super) announcer: Announcer,
    /// Generations that are not freed yet.
    pub(super) live: AtomicUsize,
}

impl Generation {
    pub(super) fn new(number: u64, policy: Policy, activated_ms: InstantMs, surroundings: Arc<Surroundings>) -> Self {
        surroundings.live.fetch_add(1, Ordering::Relaxed);
        Self { number, activated_ms, policy, surroundings }
    }

    /// Rises by one with each activation, from 1 in each process. A generation keeps its number when it is rolled back
    /// to, and no number is given twice.
    #[must_use]
    pub fn number(&self) -> u64 {
        self.number
    }

    /// When it was first activated, as the activation said.
    #[must_use]
    pub fn activated_ms(&self) -> InstantMs {
        self.activated_ms
    }

    /// The policy, without a shadow.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// Digest of the policy's component. Name it in every answer.
    #[must_use]
    pub fn digest(&self) -> &str {
        self.policy.digest()
    }

    /// As [`Policy::check`]; then asks the shadow too, if there is one and its turn has come.
    ///
    /// # Errors
    /// As [`Policy::check`]. What the shadow does never changes the answer.
    pub fn check(&self, facts: &Facts, requests: &Requests) -> Result<Vec<Decision>, CheckError> {
        let answer = self.policy.check(facts, requests);
        if let Some(shadow) = self.shadow_in_turn() {
            let asked = (facts, requests);
            shadow.compare_check(&self.policy, &self.surroundings.announcer, asked, asked, &answer);
        }
        answer
    }

    /// As [`Generation::check`], with other facts and requests for the shadow, the same number of them: those that
    /// `of_shadow` makes by what the shadow says of itself. It is called only when the shadow is asked. None when the
    /// shadow can be asked nothing of the kind, which [`ShadowReport::left_out`](super::ShadowReport::left_out) counts.
    ///
    /// # Errors
    /// As [`Policy::check`]. What the shadow does never changes the answer.
    pub fn check_apart(
        &self,
        facts: &Facts,
        requests: &Requests,
        of_shadow: impl FnOnce(&PolicyInfo) -> Option<(Facts, Requests)>,
    ) -> Result<Vec<Decision>, CheckError> {
        let answer = self.policy.check(facts, requests);
        if let Some(shadow) = self.shadow_in_turn() {
            let own = of_shadow(shadow.policy().info());
            match own.filter(|(_, own)| own.items.len() == requests.items.len()) {
                Some((own_facts, own_requests)) => {
                    let (asked, own) = ((facts, requests), (&own_facts, &own_requests));
                    shadow.compare_check(&self.policy, &self.surroundings.announcer, asked, own, &answer);
                }
                None => shadow.leave_out(),
            }
        }
        answer
    }

    /// As [`Policy::check_one`]; then asks the shadow too, if there is one and its turn has come.
    ///
    /// # Errors
    /// As [`Policy::check_one`]. What the shadow does never changes the answer.
    pub fn check_one(&self, facts: &Facts, request: &RequestDraft<'_>) -> Result<Decision, CheckError> {
        only(self.check(facts, &one_request(request)?)?)
    }

    /// As [`Generation::check_apart`], of one request.
    ///
    /// # Errors
    /// As [`Policy::check_one`]. What the shadow does never changes the answer.
    pub fn check_one_apart(
        &self,
        facts: &Facts,
        request: &RequestDraft<'_>,
        of_shadow: impl FnOnce(&PolicyInfo) -> Option<(Facts, Requests)>,
    ) -> Result<Decision, CheckError> {
        only(self.check_apart(facts, &one_request(request)?, of_shadow)?)
    }

    /// As [`Policy::review`]; then asks the shadow too, if there is one and its turn has come.
    ///
    /// # Errors
    /// As [`Policy::review`]. What the shadow does never changes the verdict.
    pub fn review(
        &self,
        facts: &Facts,
        change_facts: &ChangeFacts,
        change: &Change,
        now_ms: InstantMs,
    ) -> Result<Verdict, CheckError> {
        let answer = self.policy.review(facts, change_facts, change, now_ms);
        if let Some(shadow) = self.shadow_in_turn() {
            let verdict = shadow.policy().review(facts, change_facts, change, now_ms);
            shadow.compare_review(&self.policy, &self.surroundings.announcer, facts, now_ms, &answer, &verdict);
        }
        answer
    }

    /// As [`Generation::review`], with other facts about who makes the change for the shadow: those that `of_shadow`
    /// makes, as for [`Generation::check_apart`].
    ///
    /// # Errors
    /// As [`Policy::review`]. What the shadow does never changes the verdict.
    pub fn review_apart(
        &self,
        facts: &Facts,
        change_facts: &ChangeFacts,
        change: &Change,
        now_ms: InstantMs,
        of_shadow: impl FnOnce(&PolicyInfo) -> Option<Facts>,
    ) -> Result<Verdict, CheckError> {
        let answer = self.policy.review(facts, change_facts, change, now_ms);
        if let Some(shadow) = self.shadow_in_turn() {
            match of_shadow(shadow.policy().info()) {
                Some(own) => {
                    let verdict = shadow.policy().review(&own, change_facts, change, now_ms);
                    shadow.compare_review(&self.policy, &self.surroundings.announcer, facts, now_ms, &answer, &verdict);
                }
                None => shadow.leave_out(),
            }
        }
        answer
    }

    fn shadow_in_turn(&self) -> Option<Arc<Shadow>> {
        // Nearly always there is none, and finding that out takes no lock and writes nothing.
        let guard = self.surroundings.shadow.load();
        guard.as_ref().filter(|shadow| shadow.takes_its_turn()).map(Arc::clone)
    }
}

fn only(decisions: Vec<Decision>) -> Result<Decision, CheckError> {
    decisions.into_iter().next().ok_or(CheckError::Count { asked: 1, received: 0 })
}

impl Drop for Generation {
    fn drop(&mut self) {
        self.surroundings.live.fetch_sub(1, Ordering::Relaxed);
    }
}

impl fmt::Debug for Generation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, activated_ms, policy, .. } = self;
        formatter
            .debug_struct("Generation")
            .field("number", number)
            .field("activated_ms", activated_ms)
            .field("policy", policy)
            .finish_non_exhaustive()
    }
}
