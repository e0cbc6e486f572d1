//! Why no role was enough.

use crate::decide::Question;
use crate::document::List;
use crate::holdings::{Held, HeldRole, Holding};
use crate::instants::Instant;
use crate::privilege_gate::condition_holds;

/// The first of these that occurs is the reason.
const ORDER: [&str; 9] = [
    "role-disabled",
    "window-not-started",
    "window-ended",
    "request-pending",
    "grant-revoked",
    "no-access-grant",
    "holder-not-eligible",
    "attribute-missing",
    "condition-not-met",
];

fn first(reasons: &[&'static str]) -> Option<&'static str> {
    ORDER.into_iter().find(|reason| reasons.contains(reason))
}

/// Why none of the privileges is given.
pub(crate) fn of_privileges(question: &Question<'_>, entitled: &[&str], now: Instant) -> &'static str {
    let mut reasons = Vec::new();
    for privilege in entitled {
        for holding in question.holdings.iter().filter(|holding| holding.reaches(question.resource)) {
            if !holding.conditions(privilege).is_empty() {
                let why = why_not_active(question, holding, now);
                reasons.extend(why.or_else(|| why_condition(question, holding, privilege, now)));
            }
        }
        let has_with_grant = |role: HeldRole<'_>| match role {
            HeldRole::Policy(_, role) => role.gives(List::WithGrant).contains_key(*privilege),
            HeldRole::Custom(_) => false,
        };
        reasons.extend(why_no_access_grant(question, has_with_grant, now));
    }
    let is_any_active = || question.holdings.iter().any(|holding| holding.is_active(question.facts, now));
    first(&reasons).unwrap_or_else(|| if is_any_active() { "no-privilege" } else { "no-role-assigned" })
}

/// Holdings that are enough where any role is: those that reach what is asked about; of a third party's, those that
/// give anything here.
pub(crate) fn that_would_do_for_any_role<'a>(question: &Question<'a>) -> impl Iterator<Item = &'a Holding<'a>> {
    let (resource, is_third_party) = (question.resource, question.facts.principal.kind == "third-party");
    let would_do =
        move |holding: &&Holding<'a>| holding.reaches(resource) && (!is_third_party || holding.gives_anything());
    question.holdings.iter().filter(would_do)
}

/// Why no role at all is of effect.
pub(crate) fn of_any_role(question: &Question<'_>, now: Instant) -> &'static str {
    let mut reasons: Vec<&'static str> =
        that_would_do_for_any_role(question).filter_map(|holding| why_not_active(question, holding, now)).collect();
    let has_with_grant = |role: HeldRole<'_>| match role {
        HeldRole::Policy(_, role) => !role.gives(List::WithGrant).is_empty(),
        HeldRole::Custom(_) => false,
    };
    reasons.extend(why_no_access_grant(question, has_with_grant, now));
    first(&reasons).unwrap_or("no-role-assigned")
}

/// The first obstacle of a holding: its windows, the switch, its holder.
fn why_not_active(question: &Question<'_>, holding: &Holding<'_>, now: Instant) -> Option<&'static str> {
    if let Some(missed) = holding.missed(now) {
        return Some(missed);
    }
    if holding.is_disabled(question.facts) {
        return Some("role-disabled");
    }
    match holding.is_eligible(question.facts) {
        Ok(true) => None,
        Ok(false) => Some("holder-not-eligible"),
        Err(_) => Some("attribute-missing"),
    }
}

/// Several conditional entries of one holding: an attribute is missing when any entry misses one.
fn why_condition(
    question: &Question<'_>,
    holding: &Holding<'_>,
    privilege: &str,
    now: Instant,
) -> Option<&'static str> {
    let conditions = holding.conditions(privilege);
    let asked: Vec<_> = conditions.iter().map(|it| condition_holds(question, holding, privilege, *it, now)).collect();
    if asked.contains(&Ok(true)) {
        None
    } else if asked.iter().any(Result::is_err) {
        Some("attribute-missing")
    } else {
        Some("condition-not-met")
    }
}

/// C21, C31, C37: roles that would do with an access grant, beside which none stands.
fn why_no_access_grant(
    question: &Question<'_>,
    has_with_grant: impl Fn(HeldRole<'_>) -> bool,
    now: Instant,
) -> Option<&'static str> {
    let is_held = |holding: &&Holding<'_>| {
        holding.held == Held::ThirdParty && holding.missed(now).is_none() && has_with_grant(holding.role)
    };
    question.holdings.iter().find(is_held)?;
    let reaching = question
        .facts
        .access_grants
        .iter()
        .filter(|access| access.on_resource.is_none() || access.on_resource.as_deref() == question.resource);
    let statuses: Vec<&str> = reaching.map(|access| access.status.as_str()).collect();
    if statuses.contains(&"granted") {
        None
    } else if statuses.contains(&"pending") {
        Some("request-pending")
    } else if statuses.contains(&"revoked") {
        Some("grant-revoked")
    } else {
        Some("no-access-grant")
    }
}
