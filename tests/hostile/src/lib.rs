//! Components and inputs that mean harm, against the wasmtime host: none may hang, crash or fool a server.
//!
//! The tests take a small component with fixed answers and change one thing about it; [`harmless`] is the component
//! before the change, and [`question`] is what they all ask.

#![forbid(unsafe_code)]

use anyhow::Result;
use guestpass::Policy;
use guestpass_browser_tests::Fixture;
use guestpass_contract::{
    Decision, Effect, Facts, FactsBuilder, FactsRead, GrantedBy, Holding, Obligations, PolicyInfo, PrincipalDraft,
    PrivilegeInfo, Reason, Requests, RoleInfo, RoleReference,
};

/// The instant that [`question`] asks about.
pub const NOW_MS: i64 = 1_772_366_400_000;

/// A component that allows whatever it is asked, and says so consistently.
///
/// # Errors
/// When the fixture cannot be laid out.
pub fn harmless() -> Result<Fixture> {
    Fixture::new(&info(), &[allowed()])
}

/// What the component says about itself: one role, one privilege.
#[must_use]
pub fn info() -> PolicyInfo {
    PolicyInfo {
        name: "fixture".into(),
        version: "1.0.0".into(),
        source_digest: "0".repeat(64),
        contract_version: guestpass_contract::CONTRACT_VERSION.into(),
        roles: vec![RoleInfo {
            name: "viewer".into(),
            title: "Viewer".into(),
            summary: "Views".into(),
            privileges: vec![0],
            switchable: false,
            deprecated: false,
        }],
        privileges: vec![PrivilegeInfo { name: "saas:application:view".into(), summary: "View".into() }],
        apis: Vec::new(),
        field_groups: Vec::new(),
        limits: Vec::new(),
        settings: Vec::new(),
    }
}

/// A decision that could be true.
#[must_use]
pub fn allowed() -> Decision {
    Decision {
        effect: Effect::Allow,
        reason: Reason::Granted,
        granted_by: Some(GrantedBy { role: Some(RoleReference::Policy(0)), held: Holding::Direct, privilege: 0 }),
        valid_from: None,
        valid_until: None,
        hidden_field_groups: 0,
        obligations: Obligations::default(),
        facts_read: FactsRead::default(),
        explanation: None,
    }
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
