//! Puts questions to the policy, and writes the answers down if that is wanted.

use std::sync::Arc;

use guestpass::CheckError;
use guestpass::contract::json::{DecisionJson, OwnedRequest, OwnedTarget};
use guestpass::contract::{Decision, Facts, InstantMs, PolicyInfo, Requests};
use guestpass::generations::Generation;
use guestpass_store::{Consistency, Directory, FactsQuestion, Name, OrganisationId, Revision};
use tokio::sync::OnceCell;

use super::access_requests::requestable;
use super::answer::Answer;
use super::question::{Question, Wanted};
use super::wire::{Evaluation, Object, at_least_revision};
use crate::administration::Seen;
use crate::evidence::{DecisionLog, LoggedDecision};
use crate::identity::Scope;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;
use crate::telemetry::{Stage, stage, stage_of};

/// Answers questions. A trait, so that lists of questions can be tried with answers that a test gives.
pub(super) trait Decide: Sync {
    /// Answers one question.
    fn decide(&self, evaluation: &Evaluation, explain: bool) -> impl Future<Output = Result<Answer, Problem>> + Send;
}

/// Answers by the directory and the active policy: one policy and one instant for all that a request asks, and of the
/// directory what is as new as the request.
#[derive(Debug)]
pub(super) struct Decider<'s> {
    pub(super) directory: &'s Directory,
    generation: Arc<Generation>,
    now_ms: InstantMs,
    pub(super) reach: &'s Scope,
    state: &'s ServerState,
    /// The revision that all answers are at least of. Asked once, when the first question comes.
    newest: OnceCell<Revision>,
    /// Whether each question counts for the limit of its organisation, and is written down.
    is_evaluation: bool,
}

impl<'s> Decider<'s> {
    /// For one request of a caller with this reach.
    ///
    /// # Errors
    /// There is no policy, so that nobody is let in.
    pub(super) fn pin(state: &'s ServerState, reach: &'s Scope) -> Result<Self, Problem> {
        let generation = state.deciding()?;
        Ok(Self {
            directory: &state.directory,
            generation,
            now_ms: state.clock.now_ms(),
            reach,
            state,
            newest: OnceCell::new(),
            is_evaluation: false,
        })
    }

    /// The same for evaluations: they are written down, and each counts for its organisation. A search counts once, and
    /// asks so much of what nobody then does that it is not written down.
    pub(super) fn evaluating(self) -> Self {
        Self { is_evaluation: true, ..self }
    }

    /// The same for a caller who may have seen a revision, `options.at_least_revision` of the body. What was written
    /// before the request counts anyway, so that nothing is waited for.
    ///
    /// # Errors
    /// It is no revision, or one that this directory has not reached: the caller has seen another one, or one that was
    /// put back from a backup.
    pub(super) async fn at_least(self, body: &Object) -> Result<Self, Problem> {
        let Some(wanted) = at_least_revision(body)? else { return Ok(self) };
        if wanted > *self.newest.get_or_try_init(|| self.directory.newest()).await? {
            let detail = "this directory has not reached `options.at_least_revision`; leave it out to be answered by \
                 what is known now";
            return Err(Problem::new(ProblemCode::Conflict, detail).with("reason", "revision-not-reached"));
        }
        Ok(self)
    }

    /// Counts a search for its organisation.
    pub(super) fn count(&self, organisation: &OrganisationId) -> Result<(), Problem> {
        self.state.rates.count_organisation(organisation)
    }

    /// What the policy says about itself.
    pub(super) fn info(&self) -> &PolicyInfo {
        self.generation.policy().info()
    }
}

impl Decider<'_> {
    /// What is known of somebody, as new as the request.
    pub(super) async fn material(&self, about: &FactsQuestion) -> Result<Seen, Problem> {
        stage(Stage::AssembleFacts, async {
            let newest = self.newest.get_or_try_init(|| self.directory.newest()).await?;
            let material = self.directory.material(about, Consistency::AtLeast(*newest)).await?;
            Ok(Seen::by(self.info(), material))
        })
        .await
    }

    /// Several questions about the same facts, in one call of the policy; and what a shadow is asked in place of them.
    pub(super) fn check(
        &self,
        facts: &Facts,
        requests: &Requests,
        of_shadow: impl FnOnce(&PolicyInfo) -> Option<(Facts, Requests)>,
    ) -> Result<Vec<Decision>, Problem> {
        let check = || self.generation.check_apart(facts, requests, of_shadow);
        stage_of(Stage::AskPolicy, check).map_err(|error| unreliable(&error))
    }

    /// What a shadow is asked in place of a question: what it would be asked if it were the active policy.
    fn asked_of(
        &self,
        shadow: &PolicyInfo,
        evaluation: &Evaluation,
        material: &Seen,
        explain: bool,
    ) -> Option<(Facts, Requests)> {
        let question = Question::of(shadow, self.reach, evaluation).ok()??;
        material.asked_of(shadow, &question.supplied, &question.request(self.now_ms, explain))
    }

    pub(super) fn now_ms(&self) -> InstantMs {
        self.now_ms
    }

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

fn unreliable(error: &CheckError) -> Problem {
    tracing::error!(code = error.code(), %error, "the policy gave no answer");
    let problem = Problem::without_answer(error, "the policy gave no answer, and so nobody is let in");
    problem.with("reason", error.code())
}

fn prefixed(digest: &str) -> String {
    if digest.starts_with("sha256:") { digest.to_owned() } else { format!("sha256:{digest}") }
}

impl Decide for Decider<'_> {
    async fn decide(&self, evaluation: &Evaluation, explain: bool) -> Result<Answer, Problem> {
        let question = Question::of(self.info(), self.reach, evaluation)?;
        let Some(question) = question else { return Ok(Answer::of_nobody(explain)) };
        if self.is_evaluation {
            self.count(&question.about.organisation)?;
        }
        let material = self.material(&question.about).await?;
        let facts = material.facts(&question.supplied).map_err(|unfit| {
            Problem::new(ProblemCode::Malformed, format!("too much is known or said to decide this: {unfit}"))
        })?;
        let request = question.request(self.now_ms, explain);
        let of_shadow = |shadow: &PolicyInfo| self.asked_of(shadow, evaluation, &material, explain);
        let decide = || self.generation.check_one_apart(&facts, &request, of_shadow);
        let decision = stage_of(Stage::AskPolicy, decide).map_err(|error| unreliable(&error))?;
        let log = self.state.decision_log.as_ref().filter(|_| self.is_evaluation);
        if let Some(log) = log.filter(|log| log.wants(decision.is_allowed())) {
            self.write_down(log, material.revision(), &facts, &question, &decision);
        }
        let answer = Answer::decided(&decision, &self.generation, &facts, self.now_ms, explain)?;
        if !explain || answer.decision {
            return Ok(answer);
        }
        let account = &question.about.organisation;
        match requestable(self.state, evaluation, account, &decision, self.now_ms).await? {
            Some(said) => answer.saying(&said),
            None => Ok(answer),
        }
    }
}
