//! The decision at one instant: every gate in its order, the first that is closed names the reason (S22).

use crate::answer::GrantedBy;
use crate::document::{Document, Requirement};
use crate::expression;
use crate::facts::Facts;
use crate::fields;
use crate::gates;
use crate::holdings::Holding;
use crate::instants::Instant;
use crate::privilege_gate;

/// What is asked, apart from the instant.
#[derive(Debug)]
pub(crate) struct Question<'a> {
    pub(crate) document: &'a Document,
    pub(crate) facts: &'a Facts,
    pub(crate) holdings: &'a [Holding<'a>],
    pub(crate) requirement: &'a Requirement,
    pub(crate) gates: Option<&'a [String]>,
    pub(crate) resource: Option<&'a str>,
}

/// Everything that an interval is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) allowed: bool,
    pub(crate) reason: &'static str,
    pub(crate) gate: Option<&'static str>,
    pub(crate) granted_by: Option<GrantedBy>,
    pub(crate) hidden: Vec<String>,
}

impl Outcome {
    pub(crate) fn denied(gate: &'static str, reason: &'static str) -> Self {
        Self { allowed: false, reason, gate: Some(gate), granted_by: None, hidden: Vec::new() }
    }

    fn no_role_required() -> Self {
        Self { allowed: true, reason: "no-role-required", gate: None, granted_by: None, hidden: Vec::new() }
    }
}

/// Decides at one instant.
pub(crate) fn decide(question: &Question<'_>, now: Instant) -> Outcome {
    let Question { document, facts, .. } = *question;
    // R7
    if facts.principal.kind == "unidentified" {
        return Outcome::denied("identification", "not-identified");
    }
    // R10
    if *question.requirement == Requirement::Nothing {
        return Outcome::no_role_required();
    }
    let entitled = match question.requirement {
        Requirement::Privileges(wanted) => match entitled(document, facts, wanted) {
            Some(entitled) => entitled,
            None => return Outcome::denied("entitlement", "not-entitled"),
        },
        _ => Vec::new(),
    };
    // F9, F33
    let reachable: Vec<&str> =
        entitled.into_iter().filter(|privilege| privilege_gate::is_within_reach(question, privilege)).collect();
    if let Some(closed) = gates::first_closed(document, facts, question.gates, now) {
        return Outcome::denied(closed.gate, closed.reason);
    }
    // S21, X5: where no gate stands, nobody from outside gets in.
    if gates::is_unguarded(document, facts, question.gates, question.requirement) {
        return Outcome::denied("access-mode", "no-external-access");
    }
    let passed = match question.requirement {
        // S19
        Requirement::Entry | Requirement::Nothing => return Outcome::no_role_required(),
        Requirement::AnyRole => privilege_gate::any_role(question, now),
        Requirement::Privileges(_) => privilege_gate::privileges(question, &reachable, now),
    };
    match passed {
        Ok(granted_by) => {
            let hidden = fields::hidden(question, granted_by.privilege.as_deref(), now);
            let granted_by = Some(granted_by);
            Outcome { allowed: true, reason: "granted", gate: None, granted_by, hidden }
        }
        Err(reason) => Outcome::denied("privilege", reason),
    }
}

/// F1: those wanted privileges that the policy declares and whose suite needs nothing or something that was bought, in
/// byte order. None when all that are declared need something that was not bought.
fn entitled<'a>(document: &Document, facts: &Facts, wanted: &'a [String]) -> Option<Vec<&'a str>> {
    let declared: Vec<&str> =
        wanted.iter().filter(|name| document.privileges.contains(*name)).map(String::as_str).collect();
    let mut entitled: Vec<&str> =
        declared.iter().copied().filter(|privilege| is_entitled(document, facts, privilege)).collect();
    entitled.sort_unstable();
    if entitled.is_empty() && !declared.is_empty() { None } else { Some(entitled) }
}

/// F1: the suite of the privilege needs nothing, or something that the organisation has bought.
pub(crate) fn is_entitled(document: &Document, facts: &Facts, privilege: &str) -> bool {
    let needed = document.suites.get(expression::suite(privilege)).and_then(Option::as_ref);
    needed.is_none_or(|needed| facts.entitlements.contains(needed))
}
