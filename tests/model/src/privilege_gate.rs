//! The last gate: a role, or full access, gives what is wanted (R4, F8, F9).

use crate::answer::GrantedBy;
use crate::condition::{Circumstances, Condition, MissingAttribute};
use crate::decide::Question;
use crate::denial;
use crate::document::Requirement;
use crate::expression;
use crate::holdings::{self, HeldRole, Holding};
use crate::instants::Instant;

/// Any one of the privileges is enough (R9); `reachable` is in byte order.
pub(crate) fn privileges(question: &Question<'_>, reachable: &[&str], now: Instant) -> Result<GrantedBy, &'static str> {
    if holdings::has_full_access(question.facts) {
        // F2: to say who has access takes a role.
        return match reachable.iter().find(|privilege| !opens_doors(question, privilege)) {
            Some(privilege) => Ok(full_access(Some(privilege))),
            None => Err("no-privilege"),
        };
    }
    for privilege in reachable {
        let giving = question.holdings.iter().filter(|holding| gives(question, holding, privilege, now));
        if let Some(holding) = giving.min_by_key(|holding| (holding.role.order(), holding.held)) {
            return Ok(granted_by(holding, Some(privilege)));
        }
    }
    Err(denial::of_privileges(question, reachable, now))
}

/// P1: any role that is active and reaches what is asked about.
pub(crate) fn any_role(question: &Question<'_>, now: Instant) -> Result<GrantedBy, &'static str> {
    if holdings::has_full_access(question.facts) {
        return Ok(full_access(None));
    }
    let active = denial::that_would_do_for_any_role(question).filter(|holding| holding.is_active(question.facts, now));
    match active.min_by_key(|holding| (holding.role.order(), holding.held)) {
        Some(holding) => Ok(granted_by(holding, None)),
        None => Err(denial::of_any_role(question, now)),
    }
}

fn granted_by(holding: &Holding<'_>, privilege: Option<&str>) -> GrantedBy {
    GrantedBy {
        role: Some(holding.role.name().to_owned()),
        is_custom: matches!(holding.role, HeldRole::Custom(_)),
        held: holding.held.name(),
        privilege: privilege.map(str::to_owned),
    }
}

fn full_access(privilege: Option<&str>) -> GrantedBy {
    GrantedBy { role: None, is_custom: false, held: "full-access", privilege: privilege.map(str::to_owned) }
}

/// F9, F33: people who come by external access have, whether by roles or by full access, what is in its suites and
/// nothing else.
pub(crate) fn is_within_reach(question: &Question<'_>, privilege: &str) -> bool {
    let comes_by_external_access = ["partner-user", "vendor-employee"].contains(&&*question.facts.principal.kind);
    !comes_by_external_access || question.document.full_access.iter().any(|suite| suite == expression::suite(privilege))
}

/// F2: what the document asks of whoever changes external access.
fn opens_doors(question: &Question<'_>, privilege: &str) -> bool {
    let changes = ["create-external-access", "edit-external-access", "delete-external-access"];
    let mut asked = changes.into_iter().filter_map(|change| question.document.changes.get(change));
    asked.any(|requirement| match requirement {
        Requirement::Privileges(wanted) => wanted.iter().any(|one| one == privilege),
        Requirement::Nothing | Requirement::Entry | Requirement::AnyRole => false,
    })
}

/// Whether a holding gives a privilege at an instant.
pub(crate) fn gives(question: &Question<'_>, holding: &Holding<'_>, privilege: &str, now: Instant) -> bool {
    let conditions = holding.conditions(privilege);
    !conditions.is_empty()
        && holding.reaches(question.resource)
        && holding.is_active(question.facts, now)
        && conditions.iter().any(|it| condition_holds(question, holding, privilege, *it, now) == Ok(true))
}

/// Whether the condition of a privilege in a role is true at an instant; without one it is.
pub(crate) fn condition_holds(
    question: &Question<'_>,
    holding: &Holding<'_>,
    privilege: &str,
    condition: Option<&Condition>,
    now: Instant,
) -> Result<bool, MissingAttribute> {
    let Some(condition) = condition else { return Ok(true) };
    let facts = question.facts;
    condition.holds(&Circumstances {
        principal_id: &facts.principal.id,
        principal: &facts.about_principal,
        organisation_id: &facts.organisation,
        organisation: &facts.about_organisation,
        context: &facts.about_context,
        resource: question.resource.map(|resource| (resource, facts.about_resources.get(resource))),
        privilege: Some(privilege),
        role: holding.role.name(),
        now,
    })
}
