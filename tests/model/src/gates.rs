//! The gates of entry for people from outside (S22).

use crate::document::{Document, Requirement};
use crate::facts::{Facts, Mode};
use crate::instants::Instant;
use crate::people::{self, Sameness};

/// The order in which the gates are tried, whatever the order in the document.
const ORDER: [&str; 9] = [
    "relationship",
    "accreditation",
    "domain",
    "partner-service-layer",
    "own-system-access",
    "authorisation",
    "sso",
    "dual-listing",
    "access-mode",
];

/// A gate and why it was not passed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Closed {
    pub(crate) gate: &'static str,
    pub(crate) reason: &'static str,
}

/// S4, S16: the partner fully manages the customer and the relationship stands.
pub(crate) fn is_managed(facts: &Facts) -> bool {
    facts.principal.kind == "partner-user"
        && facts.relationship.as_ref().is_some_and(|it| it.status == "established" && it.managed)
}

/// The first gate of entry that is closed. `only`: those of the policy's gates that an operation asks for (S21).
pub(crate) fn first_closed(
    document: &Document,
    facts: &Facts,
    only: Option<&[String]>,
    now: Instant,
) -> Option<Closed> {
    let gates = match facts.principal.kind.as_str() {
        "partner-user" => &document.partner_gates,
        "vendor-employee" => &document.vendor_gates,
        _ => return None,
    };
    if gates.is_empty() {
        return Some(Closed { gate: "access-mode", reason: "no-external-access" });
    }
    for gate in ORDER {
        let is_asked = gates.iter().any(|it| it == gate) && only.is_none_or(|only| only.iter().any(|it| it == gate));
        if let (true, Some(reason)) = (is_asked, why_closed(document, facts, gate, now)) {
            return Some(Closed { gate, reason });
        }
    }
    None
}

/// Somebody from outside for whom none of these gates is there.
pub(crate) fn is_unguarded(
    document: &Document,
    facts: &Facts,
    only: Option<&[String]>,
    requirement: &Requirement,
) -> bool {
    let has_one = |gates: &[String]| gates.iter().any(|gate| only.is_none_or(|only| only.contains(gate)));
    match facts.principal.kind.as_str() {
        "partner-user" => !has_one(&document.partner_gates),
        "vendor-employee" => !has_one(&document.vendor_gates),
        kind => kind == "third-party" && *requirement == Requirement::Entry,
    }
}

fn why_closed(document: &Document, facts: &Facts, gate: &str, now: Instant) -> Option<&'static str> {
    let unless = |passed: bool, reason| if passed { None } else { Some(reason) };
    let partner = &facts.principal.partner;
    match gate {
        "relationship" => relationship(facts),
        "accreditation" => unless(partner.accredited, "partner-not-accredited"),
        "domain" => unless(partner.domain_enabled, "domain-not-enabled"),
        "partner-service-layer" => unless(partner.partner_service_layer, "no-partner-service-layer"),
        "own-system-access" => unless(partner.own_system_access, "no-own-system-access"),
        "authorisation" => unless(partner.authorised, "not-authorised"),
        "sso" => unless(partner.sso_enabled, "sso-not-enabled"),
        "dual-listing" => dual_listing(document, facts),
        // S14: skipped for a managed customer.
        _ => {
            if is_managed(facts) {
                None
            } else {
                access_mode(facts, now)
            }
        }
    }
}

/// S3, S23.
fn relationship(facts: &Facts) -> Option<&'static str> {
    match facts.relationship.as_ref().map(|it| it.status.as_str()) {
        Some("established") => None,
        Some("ended") => Some("relationship-ended"),
        _ => Some("no-relationship"),
    }
}

/// F24, S9, S10: nobody on the customer's list is this person; one who cannot be compared denies too (X5).
fn dual_listing(document: &Document, facts: &Facts) -> Option<&'static str> {
    let (email, identity) = (facts.principal.email.as_deref(), facts.principal.identity.as_deref());
    let compared: Vec<Sameness> =
        facts.listed_users.iter().map(|user| people::compare(&document.same_person, email, identity, user)).collect();
    if compared.contains(&Sameness::Same) {
        Some("dual-listed")
    } else if compared.contains(&Sameness::Unknown) {
        Some("rule-error")
    } else {
        None
    }
}

/// F12, S17, F29.
fn access_mode(facts: &Facts, now: Instant) -> Option<&'static str> {
    match facts.external_access.as_ref().map(|access| &access.mode) {
        None => Some("no-external-access"),
        Some(Mode::Disabled) => Some("access-disabled"),
        Some(Mode::Continuous) => None,
        Some(Mode::Period(window)) => window.missed(now),
    }
}
