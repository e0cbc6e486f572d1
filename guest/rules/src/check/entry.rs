//! The gates of entry for people who come from outside, each on its own (F15-F33, S3-S23).

use super::same_person;
use crate::decision::{FactsRead, GateOutcome, Reason};
use crate::facts::{AccessMode, ExternalAccess, Facts, PrincipalKind, RelationshipStatus};
use crate::gate::Gate;
use crate::policy::Policy;
use crate::time::{Instant, Position};
use alloc::vec::Vec;

/// Where no gate stands, nobody from outside gets in.
const NO_WAY_IN: (Gate, Reason) = (Gate::AccessMode, Reason::NoExternalAccess);

/// The gates of entry for one person.
pub(crate) struct EntryGates<'a> {
    facts: &'a Facts<'a>,
    /// All that the policy has for this kind of person, in their order.
    gates: &'a [Gate],
    /// Comparing people costs more than any other gate, so that it is done once.
    dual_listing: GateOutcome,
    /// What all gates that know no time make of the facts.
    lasting: (Option<(Gate, Reason)>, FactsRead),
}

impl<'a> EntryGates<'a> {
    pub(crate) fn of(policy: &'a Policy, facts: &'a Facts<'a>) -> Self {
        let entry = policy.entry();
        let gates: &[Gate] = match facts.principal.kind {
            PrincipalKind::Member | PrincipalKind::ThirdParty | PrincipalKind::Unidentified => &[],
            PrincipalKind::PartnerUser => &entry.partner_gates,
            PrincipalKind::VendorEmployee => &entry.vendor_gates,
        };
        let is_compared = gates.contains(&Gate::DualListing);
        let dual_listing = if is_compared { same_person::judge(entry.same_person, facts) } else { GateOutcome::Passed };
        let mut found = Self { facts, gates, dual_listing, lasting: (None, FactsRead::NONE) };
        found.lasting = found.judge_lasting(None, true);
        found
    }

    /// The first failure of the gates whose answer no instant changes, and what was read up to it: all but the access
    /// mode, which is the last of them (S22). `kept` are those that stand before the operation; none for all (S21).
    pub(crate) fn lasting(&self, kept: Option<&[Gate]>, asks_for_a_role: bool) -> (Option<(Gate, Reason)>, FactsRead) {
        if kept.is_none() && asks_for_a_role { self.lasting } else { self.judge_lasting(kept, asks_for_a_role) }
    }

    fn judge_lasting(&self, kept: Option<&[Gate]>, asks_for_a_role: bool) -> (Option<(Gate, Reason)>, FactsRead) {
        let mut facts_read = FactsRead::NONE;
        if self.lets_nobody_in(kept, asks_for_a_role) {
            return (Some(NO_WAY_IN), facts_read);
        }
        for &gate in self.gates.iter().filter(|&&gate| gate != Gate::AccessMode && is_kept(kept, gate)) {
            // The instant does not matter to these.
            let (outcome, read) = self.judge(gate, Instant(0));
            facts_read = facts_read.and(read);
            if let GateOutcome::Failed(reason) = outcome {
                return (Some((gate, reason)), facts_read);
            }
        }
        (None, facts_read)
    }

    /// Whether the access mode stands before the operation.
    pub(crate) fn asks_access_mode(&self, kept: Option<&[Gate]>) -> bool {
        self.gates.last() == Some(&Gate::AccessMode) && is_kept(kept, Gate::AccessMode)
    }

    /// All that the policy has for this kind of person, in their order.
    pub(crate) fn all(&self) -> &'a [Gate] {
        self.gates
    }

    /// What becomes of each gate that the policy has for this kind of person.
    pub(crate) fn explain(
        &self,
        kept: Option<&[Gate]>,
        asks_for_a_role: bool,
        at: Instant,
    ) -> impl Iterator<Item = (Gate, GateOutcome)> {
        let (no_way, reason) = NO_WAY_IN;
        let is_closed = self.lets_nobody_in(kept, asks_for_a_role);
        let closed = is_closed.then_some((no_way, GateOutcome::Failed(reason)));
        let open = self.gates.iter().filter(move |&&gate| !(is_closed && gate == no_way));
        let open = open
            .map(move |&gate| (gate, if is_kept(kept, gate) { self.judge(gate, at).0 } else { GateOutcome::Skipped }));
        open.chain(closed)
    }

    /// Whether this person is from outside and none of the gates that stand before the operation is for them: then
    /// nothing would keep them out, and there is no way in (S21, X5). Third parties have no gates; a role lets them in,
    /// and where none is asked for, nothing does.
    fn lets_nobody_in(&self, kept: Option<&[Gate]>, asks_for_a_role: bool) -> bool {
        match self.facts.principal.kind {
            PrincipalKind::Member | PrincipalKind::Unidentified => false,
            PrincipalKind::ThirdParty => !asks_for_a_role,
            PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => {
                !self.gates.iter().any(|&gate| is_kept(kept, gate))
            }
        }
    }

    /// What a gate makes of the facts at one instant, and which facts it looked at.
    pub(crate) fn judge(&self, gate: Gate, at: Instant) -> (GateOutcome, FactsRead) {
        let (facts, partner) = (self.facts, &self.facts.principal.partner);
        match gate {
            Gate::Relationship => (relationship(facts), FactsRead::RELATIONSHIP),
            Gate::Accreditation => standing(partner.accredited, Reason::PartnerNotAccredited),
            Gate::Domain => standing(partner.domain_enabled, Reason::DomainNotEnabled),
            Gate::PartnerServiceLayer => standing(partner.partner_service_layer, Reason::NoPartnerServiceLayer),
            Gate::OwnSystemAccess => standing(partner.own_system_access, Reason::NoOwnSystemAccess),
            Gate::Authorisation => standing(partner.authorised, Reason::NotAuthorised),
            Gate::Sso => standing(partner.sso_enabled, Reason::SsoNotEnabled),
            Gate::DualListing => (self.dual_listing, FactsRead::LISTED_USERS),
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
}

/// An operation may name those of the policy's gates that stand before it (S21).
fn is_kept(kept: Option<&[Gate]>, gate: Gate) -> bool {
    kept.is_none_or(|kept| kept.contains(&gate))
}

/// Adds the instants at which external access goes on or off.
pub(crate) fn push_boundaries(facts: &Facts<'_>, boundaries: &mut Vec<Instant>) {
    if let Some(AccessMode::Period(window)) = facts.external_access.map(|access| access.mode) {
        boundaries.extend([window.start(), window.end()]);
    }
}

/// Whether the person's partner fully manages the customer: then the customer's mode and role restrictions do not
/// count (S4, S16, X4).
pub(crate) fn is_managed(facts: &Facts<'_>) -> bool {
    facts.principal.kind == PrincipalKind::PartnerUser
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
