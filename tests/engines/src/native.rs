//! The rules as ordinary Rust, without a component in between.

use crate::lift;
use crate::lower::{LoweredFacts, lower_requests};
use crate::question::ReadQuestion;
use crate::{Answer, Engine, Question};
use anyhow::Result;
use guestpass_contract::PolicyInfo;
use guestpass_rules::Policy;

/// The crate `guestpass-rules`, called directly.
pub struct NativeEngine {
    policy: Policy,
    info: PolicyInfo,
    digest: String,
}

impl NativeEngine {
    /// Compiles the policy of the vectors once more, on its own: that its digest equals the other engines' shows that
    /// building twice gives the same bytes.
    ///
    /// # Errors
    /// When the document does not compile.
    pub fn start() -> Result<Self> {
        let (file, source) = (guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE);
        let component = guestpass_compiler::compile(file, source)?;
        let policy = guestpass_compiler::parse(file, source)?.model.into_policy()?;
        let info = lift::policy_info(&policy);
        Ok(Self { policy, info, digest: guestpass::digest_of(&component.component) })
    }

    /// The policy, for those who call the rules themselves.
    #[must_use]
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    fn answer(&self, question: &Question) -> Answer {
        let question = ReadQuestion::read(question)?;
        let lowered = LoweredFacts::new(&question.facts).map_err(str::to_owned)?;
        let requests = lower_requests(&question.requests).map_err(str::to_owned)?;
        let decisions = guestpass_rules::check(&self.policy, &lowered.facts, &requests);
        let decisions: Vec<_> = decisions.iter().map(lift::decision).collect();
        question.print(&decisions, &self.info, &self.digest)
    }
}

impl Engine for NativeEngine {
    fn name(&self) -> &'static str {
        "native"
    }

    fn digest(&self) -> &str {
        &self.digest
    }

    fn decide(&mut self, questions: &[Question]) -> Result<Vec<Answer>> {
        Ok(questions.iter().map(|question| self.answer(question)).collect())
    }
}
