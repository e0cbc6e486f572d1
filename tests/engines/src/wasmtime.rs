//! The component as servers run it.

use crate::question::ReadQuestion;
use crate::{Answer, Engine, Question};
use anyhow::Result;
use guestpass::{Limits, Policy, Runtime};
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
        let question = ReadQuestion::read(question)?;
        let decisions = self.policy.check(&question.facts, &question.requests);
        let decisions = decisions.map_err(|error| error.code().to_owned())?;
        question.print(&decisions, self.policy.info(), self.policy.digest())
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
