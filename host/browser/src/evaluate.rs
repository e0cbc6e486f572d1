//! From JSON to JSON through a component. No JavaScript here: the tests run it against other guests than a page's.

use guestpass_contract::json::{
    DecisionJson, JsonError, OwnedRequest, PolicyInfoJson, facts_from_str, request_from_str, requests_from_array_str,
    to_requests, to_string,
};
use guestpass_contract::{Decision, Facts, PolicyInfo, Requests, UnfitPolicy};

use crate::abi::{self, Guest};
use crate::error::{CallError, EvaluateError, LoadError};

/// What a loaded policy has told about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    info: PolicyInfo,
    digest: String,
}

/// A set of facts and the questions about them, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    facts: Facts,
    requests: Requests,
}

/// Whether decisions explain themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explain {
    /// As each request says.
    AsAsked,
    /// Always.
    Always,
}

impl Questions {
    /// Reads facts and one request.
    ///
    /// # Errors
    /// [`EvaluateError::Facts`] or [`EvaluateError::Requests`] with the first thing that is wrong.
    pub fn one(facts_json: &str, request_json: &str, explain: Explain) -> Result<Self, EvaluateError> {
        let facts = facts_from_str(facts_json).map_err(EvaluateError::Facts)?;
        let mut request = request_from_str(request_json).map_err(EvaluateError::Requests)?;
        request.explain |= explain == Explain::Always;
        Self::new(facts, &[request])
    }

    /// Reads facts and an array of requests.
    ///
    /// # Errors
    /// [`EvaluateError::Facts`] or [`EvaluateError::Requests`] with the first thing that is wrong.
    pub fn many(facts_json: &str, requests_json: &str) -> Result<Self, EvaluateError> {
        let facts = facts_from_str(facts_json).map_err(EvaluateError::Facts)?;
        let requests = requests_from_array_str(requests_json).map_err(EvaluateError::Requests)?;
        Self::new(facts, &requests)
    }

    fn new(facts: Facts, requests: &[OwnedRequest]) -> Result<Self, EvaluateError> {
        let requests = to_requests(requests).map_err(|_| EvaluateError::RequestsTooLong)?;
        Ok(Self { facts, requests })
    }
}

impl Description {
    /// Asks a freshly loaded component what it is, and believes no description that contradicts itself.
    ///
    /// # Errors
    /// [`LoadError::Start`], [`LoadError::NoPolicy`] or [`LoadError::Description`].
    pub fn ask(guest: &mut dyn Guest, digest: String) -> Result<Self, LoadError> {
        let info = abi::describe(guest).map_err(|error| LoadError::Start { reason: error.to_string() })?;
        info.verify().map_err(|unfit| match unfit {
            UnfitPolicy::NoPolicy => LoadError::NoPolicy,
            _ => LoadError::Description { reason: unfit.to_string() },
        })?;
        Ok(Self { info, digest })
    }

    /// The digest of the component.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The description as JSON, on one line.
    ///
    /// # Errors
    /// [`EvaluateError::Print`]; a description that has been verified prints.
    pub fn to_json(&self) -> Result<String, EvaluateError> {
        PolicyInfoJson::new(&self.info, &self.digest).and_then(|shape| to_string(&shape)).map_err(EvaluateError::Print)
    }

    /// Decides all questions in one call; as many decisions as requests, each as JSON on one line.
    ///
    /// # Errors
    /// An [`EvaluateError`] when there is no decision to be had; that is a denial. After an [`EvaluateError::Call`] the
    /// guest must not be used again.
    pub fn decide(&self, guest: &mut dyn Guest, questions: &Questions) -> Result<Vec<String>, EvaluateError> {
        let Questions { facts, requests } = questions;
        let decisions = abi::check(guest, facts, requests)?;
        self.require_honest(questions, &decisions)?;
        let printed = decisions.iter().zip(&requests.items).map(|(decision, request)| {
            DecisionJson::new(decision, &self.info, facts, request.now, &self.digest)
                .and_then(|shape| to_string(&shape))
        });
        printed.collect::<Result<_, JsonError>>().map_err(EvaluateError::Print)
    }

    /// One decision that no honest policy gives spoils the whole answer.
    fn require_honest(&self, questions: &Questions, decisions: &[Decision]) -> Result<(), CallError> {
        let Questions { facts, requests } = questions;
        if decisions.len() != requests.items.len() {
            return Err(CallError::Count { asked: requests.items.len(), received: decisions.len() });
        }
        for (position, (decision, request)) in decisions.iter().zip(&requests.items).enumerate() {
            decision.verify(request, facts, &self.info).map_err(|lie| CallError::Untrue { position, lie })?;
        }
        Ok(())
    }
}
