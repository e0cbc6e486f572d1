//! What is asked, and how it is read and its answers are printed: the same way for every engine that is called from
//! Rust.

use crate::Answer;
use guestpass_contract::json::{self, DecisionJson, OwnedRequest, PolicyInfoJson, VerdictJson};
use guestpass_contract::{Change, ChangeFacts, Decision, Facts, InstantMs, PolicyInfo, Requests, Verdict};
use guestpass_vectors::{Asked, Asks, Case};

/// A question, as JSON texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Question {
    /// Decides requests.
    Check {
        /// Facts.
        facts: String,
        /// An array of requests.
        requests: String,
    },
    /// Judges a change.
    Review {
        /// Facts, those about the change among them.
        facts: String,
        /// A change with its instant.
        change: String,
    },
    /// Asks the policy what it is.
    Describe,
}

impl From<guestpass_vectors::Question> for Question {
    fn from(generated: guestpass_vectors::Question) -> Self {
        let facts = generated.facts;
        match generated.asks {
            Asks::Requests(requests) => Self::Check { facts, requests },
            Asks::Change(change) => Self::Review { facts, change },
        }
    }
}

impl From<&Case> for Question {
    fn from(case: &Case) -> Self {
        let facts = case.facts.clone();
        match &case.asked {
            Asked::Decision(request) => Self::Check { facts, requests: format!("[{request}]") },
            Asked::Verdict(change) => Self::Review { facts, change: change.clone() },
            Asked::Description => Self::Describe,
        }
    }
}

/// Requests in the contract's types.
pub(crate) struct ReadCheck {
    pub(crate) facts: Facts,
    pub(crate) requests: Requests,
    owned: Vec<OwnedRequest>,
}

impl ReadCheck {
    /// Reads the JSON texts; the code of what is wrong with them otherwise.
    pub(crate) fn read(facts: &str, requests: &str) -> Result<Self, String> {
        let facts = json::facts_from_str(facts).map_err(|error| error.code().to_owned())?;
        let owned = json::requests_from_array_str(requests).map_err(|error| error.code().to_owned())?;
        let requests = json::to_requests(&owned).map_err(|error| error.to_string())?;
        Ok(Self { facts, requests, owned })
    }

    /// Prints the decisions, one line of JSON for each request.
    pub(crate) fn print(&self, decisions: &[Decision], info: &PolicyInfo, digest: &str) -> Answer {
        let print = |(decision, request): (_, &OwnedRequest)| {
            let shape = DecisionJson::new(decision, info, &self.facts, request.now_ms, digest);
            shape.and_then(|shape| json::to_string(&shape)).map_err(|error| error.code().to_owned())
        };
        decisions.iter().zip(&self.owned).map(print).collect()
    }
}

/// A change in the contract's types.
pub(crate) struct ReadReview {
    pub(crate) facts: Facts,
    pub(crate) change_facts: ChangeFacts,
    pub(crate) change: Change,
    pub(crate) now_ms: InstantMs,
}

impl ReadReview {
    /// Reads the JSON texts; the code of what is wrong with them otherwise.
    pub(crate) fn read(facts: &str, change: &str) -> Result<Self, String> {
        let (facts, change_facts) = json::review_facts_from_str(facts).map_err(|error| error.code().to_owned())?;
        let json::ProposedChange { change, now_ms } =
            json::change_from_str(change).map_err(|error| error.code().to_owned())?;
        Ok(Self { facts, change_facts, change, now_ms })
    }

    /// Prints the verdict, a line of JSON.
    pub(crate) fn print(&self, verdict: &Verdict, info: &PolicyInfo, digest: &str) -> Answer {
        let shape = VerdictJson::new(verdict, info, self.now_ms, digest);
        let line = shape.and_then(|shape| json::to_string(&shape)).map_err(|error| error.code().to_owned())?;
        Ok(vec![line])
    }
}

/// Prints a description, a line of JSON.
pub(crate) fn print_description(info: &PolicyInfo, digest: &str) -> Answer {
    let shape = PolicyInfoJson::new(info, digest);
    let line = shape.and_then(|shape| json::to_string(&shape)).map_err(|error| error.code().to_owned())?;
    Ok(vec![line])
}
