//! Components and inputs that mean harm, against the wasmtime host: none may hang, crash or fool a server.
//!
//! The tests take a small component with fixed answers and change one thing about it; [`harmless`] is the component
//! before the change, and [`question`] is what they all ask. [`attacks`] lists what they do while they run,
//! [`bombs`] what they do to a compiler.

#![forbid(unsafe_code)]

mod attacks;
mod bombs;
mod resident;

pub use attacks::{Asked, Attack, attacks};
pub use bombs::{Bomb, End, bombs};
pub use resident::{Watch, resident_bytes};

use anyhow::Result;
use guestpass::Policy;
use guestpass_browser_tests::{Fixture, small_policy};
use guestpass_contract::{
    Acceptance, Change, ChangeFacts, Decision, Effect, Facts, FactsBuilder, FactsRead, GrantedBy, Holding, Obligations,
    PolicyInfo, PrincipalDraft, Reason, Requests, RoleReference, Verdict,
};

/// The instant that everything here asks about.
pub const NOW_MS: i64 = 1_772_366_400_000;

/// A component that allows whatever it is asked and accepts every change, and says so consistently.
///
/// # Errors
/// When the fixture cannot be laid out.
pub fn harmless() -> Result<Fixture> {
    Fixture::new(&info(), &[allowed()])?.judging(&Verdict::Accepted(accepted()))
}

/// What the component says about itself: one role, one privilege.
#[must_use]
pub fn info() -> PolicyInfo {
    small_policy("fixture")
}

/// A decision that could be true.
#[must_use]
pub fn allowed() -> Decision {
    Decision {
        effect: Effect::Allow,
        reason: Reason::Granted,
        granted_by: Some(GrantedBy { role: Some(RoleReference::Policy(0)), held: Holding::Direct, privilege: Some(0) }),
        valid_from: None,
        valid_until: None,
        hidden_field_groups: 0,
        obligations: Obligations::default(),
        facts_read: FactsRead::default(),
        explanation: None,
    }
}

/// An acceptance that could be true.
#[must_use]
pub fn accepted() -> Acceptance {
    Acceptance { warnings: Vec::new(), obligations: Obligations::default(), roles: Vec::new(), access: None }
}

/// Facts about a member, and one request.
///
/// # Errors
/// When the names do not fit into one text, which they do.
pub fn question() -> Result<(Facts, Requests)> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.principal(&PrincipalDraft::member("sam"))?;
    Ok((facts.build(), Requests::privileges("saas:application:view", NOW_MS)?))
}

/// What came of a call: a reason for each decision, or the code of the error.
///
/// # Errors
/// When the question cannot be put.
pub fn ask(policy: &Policy) -> Result<String> {
    let (facts, requests) = question()?;
    Ok(match policy.check(&facts, &requests) {
        Ok(decisions) => decisions.iter().map(|decision| decision.reason.name()).collect::<Vec<_>>().join(","),
        Err(error) => error.code().to_owned(),
    })
}

/// What came of a review: `accepted`, the reasons of a refusal, or the code of the error.
///
/// # Errors
/// When the question cannot be put.
pub fn ask_for_change(policy: &Policy) -> Result<String> {
    let (facts, _) = question()?;
    let change = Change::DeleteCustomRole("auditor".into());
    Ok(verdict_words(policy, &facts, &ChangeFacts::default(), &change))
}

/// What came of a review of this change, likewise.
#[must_use]
pub fn verdict_words(policy: &Policy, facts: &Facts, change_facts: &ChangeFacts, change: &Change) -> String {
    match policy.review(facts, change_facts, change, NOW_MS) {
        Ok(Verdict::Accepted(_)) => "accepted".to_owned(),
        Ok(Verdict::Refused(rejection)) => {
            rejection.refusals.iter().map(|refusal| refusal.name()).collect::<Vec<_>>().join(",")
        }
        Err(error) => error.code().to_owned(),
    }
}
