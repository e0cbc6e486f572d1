//! Two policies that answer differently, what they must answer, and components that must be refused.

use anyhow::{Context, Result};
use guestpass::contract::json;
use guestpass::contract::{Decision, Facts, Requests};
use guestpass::generations::{ExpectedDecision, SelfTest};
use guestpass::{Limits, Runtime, digest_of};
use guestpass_contract::Effect;
use guestpass_oracle::Oracle;
use guestpass_vectors::{Asks, DOCUMENTS, Document, Generator};
use std::collections::BTreeMap;
use std::time::Duration;

/// Questions that every answer is compared for.
const QUESTIONS: u64 = 200;
/// Any will do.
const SEED: u64 = 2026;

/// A question, as hosts ask it.
pub struct Question {
    /// Facts.
    pub facts: Facts,
    /// Requests.
    pub requests: Requests,
}

/// What a decision is compared by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    effect: &'static str,
    reason: &'static str,
    valid_until: Option<i64>,
}

impl From<&Decision> for Answer {
    fn from(decision: &Decision) -> Self {
        let Decision { effect, reason, valid_until, .. } = decision;
        Self { effect: effect.name(), reason: reason.name(), valid_until: *valid_until }
    }
}

/// Everything that a swap needs.
pub struct Policies {
    /// The questions.
    pub questions: Vec<Question>,
    /// The good components.
    pub good: Vec<Vec<u8>>,
    /// Bad ones: what is offered, the digest that is expected, the self-tests, and the code of the refusal.
    pub bad: Vec<Bad>,
    /// What the oracle answers to each question, by the digest of the component that must answer the same.
    pub expected: BTreeMap<String, Vec<Vec<Answer>>>,
    /// Limits under which waiting for a processor looks like nothing else.
    pub limits: Limits,
}

/// A candidate that must be refused.
pub struct Bad {
    /// The bytes.
    pub component: Vec<u8>,
    /// The digest that was promised.
    pub digest: String,
    /// Questions that it must answer.
    pub self_tests: Vec<SelfTest>,
    /// The refusal.
    pub code: &'static str,
}

impl Policies {
    /// Compiles two documents, asks the oracle, and spoils a few copies.
    ///
    /// # Errors
    /// When a ready document does not compile, or the oracle cannot read a generated question.
    pub fn new() -> Result<Self> {
        let documents: Vec<&Document> =
            DOCUMENTS.iter().filter(|document| ["flexera-one", "default"].contains(&document.stem)).collect();
        let mut good = Vec::new();
        for document in &documents {
            good.push(guestpass_compiler::compile(document.file, document.source)?.component);
        }
        let texts = questions(documents.first().context("there is one")?);
        let mut expected = BTreeMap::new();
        for (document, component) in documents.iter().zip(&good) {
            let oracle = Oracle::new(document.source)?;
            let answers: Result<Vec<_>> =
                texts.iter().map(|(facts, requests)| answers(&oracle, facts, requests)).collect();
            expected.insert(digest_of(component), answers?);
        }
        let mut questions = Vec::new();
        for (facts, requests) in &texts {
            let requests = json::to_requests(&json::requests_from_array_str(requests)?)?;
            questions.push(Question { facts: json::facts_from_str(facts)?, requests });
        }
        let bad = spoil(good.first().context("there is one")?, questions.first().context("there is one")?);
        let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
        Ok(Self { questions, good, bad, expected, limits })
    }

    /// A runtime for all of them.
    ///
    /// # Errors
    /// When this machine cannot run WebAssembly.
    pub fn runtime(&self) -> Result<Runtime> {
        Ok(Runtime::new(self.limits.clone())?)
    }
}

/// Well-formed questions about a document.
fn questions(document: &Document) -> Vec<(String, String)> {
    let generator = Generator::new(document);
    let generated = (0..QUESTIONS.saturating_mul(10)).map(|number| generator.question(SEED, number));
    let checks = generated.filter_map(|question| match question.asks {
        Asks::Requests(requests) => Some((question.facts, requests)),
        Asks::Change(_) => None,
    });
    let readable = checks.filter(|(facts, requests)| {
        json::facts_from_str(facts).is_ok()
            && json::requests_from_array_str(requests).is_ok_and(|read| !read.is_empty())
    });
    readable.take(usize::try_from(QUESTIONS).unwrap_or(usize::MAX)).collect()
}

fn answers(oracle: &Oracle, facts: &str, requests: &str) -> Result<Vec<Answer>> {
    let requests: Vec<serde_json::Value> = serde_json::from_str(requests)?;
    let answers = oracle.check_all(&serde_json::from_str(facts)?, &requests)?;
    let answer = |answer: guestpass_oracle::Answer| Answer {
        effect: if answer.allowed { "allow" } else { "deny" },
        reason: answer.reason,
        valid_until: answer.valid_until,
    };
    Ok(answers.into_iter().map(answer).collect())
}

fn spoil(good: &[u8], question: &Question) -> Vec<Bad> {
    let bad = |component: Vec<u8>, code| Bad { digest: digest_of(&component), component, self_tests: Vec::new(), code };
    let half = good.get(..good.len() / 2).unwrap_or_default().to_vec();
    // No answer can be both, so that one of the two tests fails whatever is decided.
    let both = [Effect::Allow, Effect::Deny].map(|effect| SelfTest {
        name: format!("everything is {}", effect.name()),
        facts: question.facts.clone(),
        requests: question.requests.clone(),
        expected: vec![ExpectedDecision { effect, reason: None }; question.requests.items.len()],
    });
    vec![
        Bad { digest: digest_of(b""), ..bad(good.to_vec(), "digest-mismatch") },
        bad(half, "component-malformed"),
        bad(b"\0asm\x0d\0\x01\0".to_vec(), "component-shape"),
        bad(b"\x7fELF".to_vec(), "component-not-a-component"),
        bad(guestpass_artifact::ENGINE_COMPONENT.to_vec(), "component-without-policy"),
        Bad { self_tests: both.into(), ..bad(good.to_vec(), "candidate-self-test") },
    ]
}
