//! Puts questions to the policy.

use std::sync::Arc;

use guestpass::contract::{InstantMs, PolicyInfo, RequestDraft};
use guestpass::generations::Generation;
use guestpass_store::{Consistency, Directory, Name};

use super::answer::Answer;
use super::question::Question;
use super::wire::Evaluation;
use crate::identity::Scope;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// Answers questions. A trait, so that lists of questions can be tried with answers that a test gives.
pub(super) trait Decide: Sync {
    /// Answers one question.
    fn decide(&self, evaluation: &Evaluation, explain: bool) -> impl Future<Output = Result<Answer, Problem>> + Send;
}

/// Answers by the directory and the active policy: one policy and one instant for all that a request asks.
#[derive(Debug, Clone)]
pub(super) struct Decider<'s> {
    pub(super) directory: &'s Directory,
    generation: Arc<Generation>,
    now_ms: InstantMs,
    pub(super) reach: &'s Scope,
}

impl<'s> Decider<'s> {
    /// For one request of a caller with this reach.
    ///
    /// # Errors
    /// There is no policy, so that nobody is let in.
    pub(super) fn pin(state: &'s ServerState, reach: &'s Scope) -> Result<Self, Problem> {
        let no_policy = || Problem::new(ProblemCode::NoPolicy, "no policy has been activated yet");
        let generation = state.generations.pin().ok_or_else(no_policy)?;
        Ok(Self { directory: &state.directory, generation, now_ms: state.clock.now_ms(), reach })
    }

    /// What the policy says about itself.
    pub(super) fn info(&self) -> &PolicyInfo {
        self.generation.policy().info()
    }
}

impl Decide for Decider<'_> {
    async fn decide(&self, evaluation: &Evaluation, explain: bool) -> Result<Answer, Problem> {
        let question = Question::of(self.info(), self.reach, evaluation)?;
        let Some(question) = question else { return Ok(Answer::of_nobody(explain)) };
        let material = self.directory.material(&question.about, Consistency::Latest).await?;
        let facts = material.facts(&question.supplied).map_err(|unfit| {
            Problem::new(ProblemCode::Malformed, format!("too much is known or said to decide this: {unfit}"))
        })?;
        let (target, on_resource) = (question.wanted.target(), question.on_resource.as_ref().map(Name::as_str));
        let request = RequestDraft { target, on_resource, now: self.now_ms, explain };
        let decision = self.generation.check_one(&facts, &request).map_err(|error| {
            tracing::error!(code = error.code(), %error, "the policy gave no answer");
            Problem::new(ProblemCode::Internal, "the policy gave no answer, and so nobody is let in")
                .with("reason", error.code())
        })?;
        Answer::decided(&decision, &self.generation, &facts, self.now_ms, explain)
    }
}
