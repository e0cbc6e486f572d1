//! Puts questions to the policy, and writes the answers down if that is wanted.

use std::sync::Arc;

use guestpass::contract::json::{DecisionJson, OwnedRequest, OwnedTarget};
use guestpass::contract::{Decision, Facts, InstantMs, PolicyInfo, RequestDraft};
use guestpass::generations::Generation;
use guestpass_store::{Consistency, Directory, Name, Revision};

use super::answer::Answer;
use super::question::{Question, Wanted};
use super::wire::Evaluation;
use crate::evidence::{DecisionLog, LoggedDecision};
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
    log: Option<&'s DecisionLog>,
}

impl<'s> Decider<'s> {
    /// For one request of a caller with this reach.
    ///
    /// # Errors
    /// There is no policy, so that nobody is let in.
    pub(super) fn pin(state: &'s ServerState, reach: &'s Scope) -> Result<Self, Problem> {
        let generation = state.deciding()?;
        Ok(Self { directory: &state.directory, generation, now_ms: state.clock.now_ms(), reach, log: None })
    }

    /// The same, whose answers are written down. A search asks so much of what nobody then does that it is not.
    pub(super) fn logging(self, state: &'s ServerState) -> Self {
        Self { log: state.decision_log.as_ref(), ..self }
    }

    /// What the policy says about itself.
    pub(super) fn info(&self) -> &PolicyInfo {
        self.generation.policy().info()
    }
}

impl Decider<'_> {
    /// The explanation is left out: whoever asks the facts again gets it again.
    fn write_down(
        &self,
        log: &DecisionLog,
        revision: Revision,
        facts: &Facts,
        question: &Question,
        decision: &Decision,
    ) {
        let target = match question.wanted.clone() {
            Wanted::Privileges(expression) => OwnedTarget::Privileges(expression),
            Wanted::Api(name) => OwnedTarget::Api(name),
        };
        let on_resource = question.on_resource.as_ref().map(Name::to_string);
        let plain = Decision { explanation: None, ..decision.clone() };
        let (info, digest) = (self.info(), self.generation.digest());
        let json = DecisionJson::new(&plain, info, facts, self.now_ms, digest);
        log.log(LoggedDecision {
            policy: prefixed(digest),
            revision: revision.number(),
            facts: facts.clone(),
            request: OwnedRequest { target, on_resource, now_ms: self.now_ms, explain: false },
            is_allowed: decision.is_allowed(),
            // What cannot be printed is dropped by the log, and counted there.
            decision: json.ok().and_then(|json| serde_json::to_string(&json).ok()).unwrap_or_default(),
        });
    }
}

fn prefixed(digest: &str) -> String {
    if digest.starts_with("sha256:") { digest.to_owned() } else { format!("sha256:{digest}") }
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
        if let Some(log) = self.log.filter(|log| log.wants(decision.is_allowed())) {
            self.write_down(log, material.revision(), &facts, &question, &decision);
        }
        Answer::decided(&decision, &self.generation, &facts, self.now_ms, explain)
    }
}
