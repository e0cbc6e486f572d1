//! Puts the same questions to both policies.

use guestpass::{CheckError, Policy};
use guestpass_contract::limits::MAX_REQUESTS;
use guestpass_contract::{
    Change, ChangeFacts, Decision, Facts, InstantMs, RequestDraft, Requests, TargetDraft, Verdict,
};

use super::bounds::{ATTEMPTS_MAX, CALL_TEXT_BYTES_MAX};
use super::errors::{ComparisonError, Side};

/// Both policies, and how much they have been asked.
#[derive(Debug)]
pub(crate) struct Both<'a> {
    pub(crate) old: &'a Policy,
    pub(crate) new: &'a Policy,
    /// Questions put to each.
    pub(crate) questions: u64,
    questions_max: u64,
    /// Questions that were not asked.
    pub(crate) left_out: u64,
}

/// What the two policies answered to a question.
pub(crate) type Pair<Answer> = (Answer, Answer);

impl<'a> Both<'a> {
    pub(crate) fn new(old: &'a Policy, new: &'a Policy, questions_max: u64) -> Self {
        Self { old, new, questions: 0, questions_max, left_out: 0 }
    }

    /// The decisions of both on each request, in their order; none at all when that would be one question too many.
    pub(crate) fn check(
        &mut self,
        facts: &Facts,
        drafts: &[RequestDraft<'_>],
    ) -> Result<Vec<Pair<Decision>>, ComparisonError> {
        self.check_apart([facts, facts], drafts)
    }

    /// The same, when each looks at facts of its own: first those of the old policy, then those of the new one.
    pub(crate) fn check_apart(
        &mut self,
        [old_facts, new_facts]: [&Facts; 2],
        drafts: &[RequestDraft<'_>],
    ) -> Result<Vec<Pair<Decision>>, ComparisonError> {
        if !self.may_ask(drafts.len()) {
            return Ok(Vec::new());
        }
        let mut pairs = Vec::with_capacity(drafts.len());
        for call in calls(drafts)? {
            let old = patiently(|| self.old.check(old_facts, &call)).map_err(of(Side::Old))?;
            let new = patiently(|| self.new.check(new_facts, &call)).map_err(of(Side::New))?;
            pairs.extend(old.into_iter().zip(new));
        }
        Ok(pairs)
    }

    /// The verdicts of both; none when that would be one question too many.
    pub(crate) fn review(
        &mut self,
        facts: &Facts,
        change_facts: &ChangeFacts,
        change: &Change,
        now_ms: InstantMs,
    ) -> Result<Option<Pair<Verdict>>, ComparisonError> {
        if !self.may_ask(1) {
            return Ok(None);
        }
        let ask = |policy: &Policy| patiently(|| policy.review(facts, change_facts, change, now_ms));
        Ok(Some((ask(self.old).map_err(of(Side::Old))?, ask(self.new).map_err(of(Side::New))?)))
    }

    /// Questions that may still be put to each.
    pub(crate) fn room(&self) -> u64 {
        self.questions_max.saturating_sub(self.questions)
    }

    /// Counts questions that are not even made, as there is no room for them.
    pub(crate) fn leave_out(&mut self, questions: u64) {
        self.left_out = self.left_out.saturating_add(questions);
    }

    fn may_ask(&mut self, count: usize) -> bool {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        if count > self.room() {
            self.leave_out(count);
            return false;
        }
        self.questions = self.questions.saturating_add(count);
        true
    }
}

fn of(side: Side) -> impl Fn(CheckError) -> ComparisonError {
    move |error| ComparisonError::Check { side, error }
}

/// Requests in pieces that fit into one call each.
fn calls(drafts: &[RequestDraft<'_>]) -> Result<Vec<Requests>, ComparisonError> {
    let mut calls = Vec::new();
    let mut call = Requests::default();
    for draft in drafts {
        let (TargetDraft::Privileges(name) | TargetDraft::Api(name)) = draft.target;
        let bytes = call.text.len().saturating_add(name.len());
        if call.items.len() == MAX_REQUESTS || (bytes > CALL_TEXT_BYTES_MAX && !call.items.is_empty()) {
            calls.push(std::mem::take(&mut call));
        }
        call.push(draft)?;
    }
    if !call.items.is_empty() {
        calls.push(call);
    }
    Ok(calls)
}

/// Asks again what a busy machine may have cut short.
fn patiently<T>(mut ask: impl FnMut() -> Result<T, CheckError>) -> Result<T, CheckError> {
    for _ in 1..ATTEMPTS_MAX {
        match ask() {
            Err(CheckError::Deadline) => {}
            outcome => return outcome,
        }
    }
    ask()
}
