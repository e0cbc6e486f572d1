//! Reads a question and prints its answers, the same way for every engine that is called from Rust.

use crate::{Answer, Question};
use guestpass_contract::json::{self, DecisionJson, OwnedRequest};
use guestpass_contract::{Decision, Facts, PolicyInfo, Requests};

/// A question in the contract's types.
pub(crate) struct ReadQuestion {
    pub(crate) facts: Facts,
    pub(crate) requests: Requests,
    owned: Vec<OwnedRequest>,
}

impl ReadQuestion {
    /// Reads the JSON texts; the code of what is wrong with them otherwise.
    pub(crate) fn read(question: &Question) -> Result<Self, String> {
        let facts = json::facts_from_str(&question.facts).map_err(|error| error.code().to_owned())?;
        let owned = json::requests_from_array_str(&question.requests).map_err(|error| error.code().to_owned())?;
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
