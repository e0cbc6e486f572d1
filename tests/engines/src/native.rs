//! The rules as ordinary Rust, without a component in between.

use crate::lift;
use crate::lower::{LoweredFacts, lower_change, lower_change_facts, lower_requests};
use crate::question::{ReadCheck, ReadReview, print_description};
use crate::{Answer, Engine, Question};
use anyhow::Result;
use guestpass_contract::PolicyInfo;
use guestpass_rules::{Instant, Policy};
use guestpass_vectors::Document;

/// The crate `guestpass-rules`, called directly.
pub struct NativeEngine {
    policy: Policy,
    info: PolicyInfo,
    digest: String,
}

impl NativeEngine {
    /// Compiles the document once more, on its own: that its digest equals the other engines' shows that building twice
    /// gives the same bytes.
    ///
    /// # Errors
    /// When the document does not compile.
    pub fn start(document: &Document) -> Result<Self> {
        let component = guestpass_compiler::compile(document.file, document.source)?;
        let policy = guestpass_compiler::parse(document.file, document.source)?.model.into_policy()?;
        let info = lift::policy_info(&policy);
        Ok(Self { policy, info, digest: guestpass::digest_of(&component.component) })
    }

    /// The policy, for those who call the rules themselves.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    fn check(&self, facts: &str, requests: &str) -> Answer {
        let question = ReadCheck::read(facts, requests)?;
        let lowered = LoweredFacts::new(&question.facts).map_err(str::to_owned)?;
        let requests = lower_requests(&question.requests).map_err(str::to_owned)?;
        let decisions = guestpass_rules::check(&self.policy, &lowered.facts, &requests);
        let decisions: Vec<_> = decisions.iter().map(lift::decision).collect();
        question.print(&decisions, &self.info, &self.digest)
    }

    fn review(&self, facts: &str, change: &str) -> Answer {
        let question = ReadReview::read(facts, change)?;
        let lowered = LoweredFacts::new(&question.facts).map_err(str::to_owned)?;
        let change_facts = lower_change_facts(&question.change_facts).map_err(str::to_owned)?;
        let change = lower_change(&question.change);
        let now = Instant(question.now_ms);
        let verdict = guestpass_rules::review(&self.policy, &lowered.facts, &change_facts, &change, now);
        question.print(&lift::verdict(&verdict), &self.info, &self.digest)
    }
}

impl Engine for NativeEngine {
    fn name(&self) -> &'static str {
        "native"
    }

    fn digest(&self) -> &str {
        &self.digest
    }

    fn answer(&mut self, questions: &[Question]) -> Result<Vec<Answer>> {
        let answer = |question: &Question| match question {
            Question::Check { facts, requests } => self.check(facts, requests),
            Question::Review { facts, change } => self.review(facts, change),
            Question::Describe => print_description(&self.info, &self.digest),
        };
        Ok(questions.iter().map(answer).collect())
    }
}
