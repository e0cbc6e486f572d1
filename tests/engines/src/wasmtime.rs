//! The component as servers run it.

use crate::question::{ReadCheck, ReadReview, print_description};
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

    fn check(&self, facts: &str, requests: &str) -> Answer {
        let question = ReadCheck::read(facts, requests)?;
        let decisions = self.policy.check(&question.facts, &question.requests);
        let decisions = decisions.map_err(|error| error.code().to_owned())?;
        question.print(&decisions, self.policy.info(), self.policy.digest())
    }

    fn review(&self, facts: &str, change: &str) -> Answer {
        let question = ReadReview::read(facts, change)?;
        let ReadReview { facts, change_facts, change, now_ms } = &question;
        let verdict = self.policy.review(facts, change_facts, change, *now_ms);
        let verdict = verdict.map_err(|error| error.code().to_owned())?;
        question.print(&verdict, self.policy.info(), self.policy.digest())
    }
}

impl Engine for WasmtimeEngine {
    fn name(&self) -> &'static str {
        "wasmtime"
    }

    fn digest(&self) -> &str {
        self.policy.digest()
    }

    fn answer(&mut self, questions: &[Question]) -> Result<Vec<Answer>> {
        let answer = |question: &Question| match question {
            Question::Check { facts, requests } => self.check(facts, requests),
            Question::Review { facts, change } => self.review(facts, change),
            Question::Describe => print_description(self.policy.info(), self.policy.digest()),
        };
        Ok(questions.iter().map(answer).collect())
    }
}
