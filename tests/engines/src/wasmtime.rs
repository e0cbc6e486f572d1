//! The component as servers run it.

use crate::{Answer, Engine, Question};
use anyhow::Result;
use guestpass::{Limits, Policy, Runtime};
use guestpass_contract::json::{self, DecisionJson};
use std::time::Duration;

/// The `guestpass` crate.
pub struct WasmtimeEngine {
    policy: Policy,
}

impl WasmtimeEngine {
    /// Loads the component.
    ///
    /// # Errors
    /// When it is refused.
    pub fn start(component: &[u8]) -> Result<Self> {
        // Proofs run side by side on few processors; waiting for one must not look like a wrong answer.
        let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
        Ok(Self { policy: Runtime::new(limits)?.load(component)? })
    }

    /// The loaded policy.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    fn answer(&self, question: &Question) -> Answer {
        let facts = json::facts_from_str(&question.facts).map_err(|error| error.code().to_owned())?;
        let owned = json::requests_from_array_str(&question.requests).map_err(|error| error.code().to_owned())?;
        let requests = json::to_requests(&owned).map_err(|error| error.to_string())?;
        let decisions = self.policy.check(&facts, &requests).map_err(|error| error.code().to_owned())?;
        let print = |(decision, request): (_, &json::OwnedRequest)| {
            let (info, digest) = (self.policy.info(), self.policy.digest());
            let shape = DecisionJson::new(decision, info, &facts, request.now_ms, digest);
            shape.and_then(|shape| json::to_string(&shape)).map_err(|error| error.code().to_owned())
        };
        decisions.iter().zip(&owned).map(print).collect()
    }
}

impl Engine for WasmtimeEngine {
    fn name(&self) -> &'static str {
        "wasmtime"
    }

    fn digest(&self) -> &str {
        self.policy.digest()
    }

    fn decide(&mut self, questions: &[Question]) -> Result<Vec<Answer>> {
        Ok(questions.iter().map(|question| self.answer(question)).collect())
    }
}
