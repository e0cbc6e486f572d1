//! The gates of entry for people who come from outside, each on its own (F15-F33, S3-S23).

use crate::decision::{FactsRead, GateOutcome, Reason};
use crate::facts::{AccessMode, ExternalAccess, Facts, RelationshipStatus};
use crate::gate::Gate;
use crate::time::{Instant, Position};

/// What a gate of entry makes of the facts at one instant, and which facts it looked at.
pub(crate) fn judge(gate: Gate, facts: &Facts<'_>, dual_listing: GateOutcome, at: Instant) -> (GateOutcome, FactsRead) {
    let partner = &facts.principal.partner;
    match gate {
        Gate::Relationship => (relationship(facts), FactsRead::RELATIONSHIP),
        Gate::Accreditation => standing(partner.accredited, Reason::PartnerNotAccredited),
        Gate::Domain => standing(partner.domain_enabled, Reason::DomainNotEnabled),
        Gate::PartnerServiceLayer => standing(partner.partner_service_layer, Reason::NoPartnerServiceLayer),
        Gate::OwnSystemAccess => standing(partner.own_system_access, Reason::NoOwnSystemAccess),
        Gate::Authorisation => standing(partner.authorised, Reason::NotAuthorised),
        Gate::Sso => standing(partner.sso_enabled, Reason::SsoNotEnabled),
        Gate::DualListing => (dual_listing, FactsRead::LISTED_USERS),
        Gate::AccessMode if is_managed(facts) => (GateOutcome::Skipped, FactsRead::RELATIONSHIP),
        // That the customer is not managed is a fact too, and the answer rests on it.
        Gate::AccessMode => {
            (access_mode(facts.external_access, at), FactsRead::EXTERNAL_ACCESS.and(FactsRead::RELATIONSHIP))
        }
        // Not gates of entry. A policy cannot list them; if it ever could, it would let nobody in.
        Gate::WellFormed | Gate::Identification | Gate::Entitlement | Gate::Privilege => {
            (GateOutcome::Failed(Reason::RuleError), FactsRead::NONE)
        }
    }
}

/// Whether the person's partner fully manages the customer: then the customer's mode and role restrictions do not
/// count (S4, S16, X4).
pub(crate) fn is_managed(facts: &Facts<'_>) -> bool {
    use crate::facts::PrincipalKind::PartnerUser;
    facts.principal.kind == PartnerUser
        && facts.relationship.is_some_and(|it| it.managed && it.status == RelationshipStatus::Established)
}

fn relationship(facts: &Facts<'_>) -> GateOutcome {
    match facts.relationship.map(|relationship| relationship.status) {
        Some(RelationshipStatus::Established) => GateOutcome::Passed,
        Some(RelationshipStatus::Ended) => GateOutcome::Failed(Reason::RelationshipEnded),
        Some(RelationshipStatus::None) | None => GateOutcome::Failed(Reason::NoRelationship),
    }
}

/// F12, S17: on for good, on inside a window, or off; a customer that has set up nothing lets nobody in.
fn access_mode(external_access: Option<ExternalAccess>, at: Instant) -> GateOutcome {
    match external_access.map(|access| access.mode) {
        None => GateOutcome::Failed(Reason::NoExternalAccess),
        Some(AccessMode::Disabled) => GateOutcome::Failed(Reason::AccessDisabled),
        Some(AccessMode::Continuous) => GateOutcome::Passed,
        Some(AccessMode::Period(window)) => match window.position(at) {
            Position::Before => GateOutcome::Failed(Reason::WindowNotStarted),
            Position::Inside => GateOutcome::Passed,
            Position::After => GateOutcome::Failed(Reason::WindowEnded),
        },
    }
}

fn standing(holds: bool, otherwise: Reason) -> (GateOutcome, FactsRead) {
    (pass_if(holds, otherwise), FactsRead::PARTNER_STANDING)
}

fn pass_if(holds: bool, otherwise: Reason) -> GateOutcome {
    if holds { GateOutcome::Passed } else { GateOutcome::Failed(otherwise) }
}
