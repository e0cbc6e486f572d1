//! Judges the gates in their order, at one instant.

use super::Outcome;
use super::entry;
use super::held_roles::{HeldRole, HeldRoles, push_boundaries};
use super::privilege_gate::{self, Question};
use super::same_person;
use super::wanted::Wanted;
use crate::decision::{Explanation, FactsRead, GateOutcome, GateResult, GrantedBy, Reason};
use crate::facts::{AccessMode, Facts, PrincipalKind};
use crate::gate::Gate;
use crate::identifiers::PrivilegeIndex;
use crate::policy::Policy;
use crate::request::Request;
use crate::time::Instant;
use alloc::borrow::Cow;
use alloc::vec::Vec;

/// Everything about policy and facts that does not depend on the request.
pub(crate) struct Judge<'p, 'f> {
    policy: &'p Policy,
    facts: &'p Facts<'f>,
    entry_gates: &'p [Gate],
    dual_listing: GateOutcome,
    /// What the gates of entry that know no time make of the facts: the first failure, and what was read up to it.
    lasting_entry: (Option<Reason>, FactsRead),
    /// None for full access: then no role counts (F8, F10).
    held_roles: Option<HeldRoles<'f>>,
    boundaries: Vec<Instant>,
}

/// A request, with all of its answer that no instant changes.
pub(crate) struct Asked<'w> {
    /// Privileges wanted that the organisation is entitled to.
    entitled: Cow<'w, [PrivilegeIndex]>,
    facts_read: FactsRead,
    /// The whole answer, where no instant can change any of it.
    fixed: Option<Outcome>,
}

impl<'p, 'f> Judge<'p, 'f> {
    pub(crate) fn new(policy: &'p Policy, facts: &'p Facts<'f>) -> Self {
        let entry = policy.entry();
        let entry_gates: &[Gate] = match facts.principal.kind {
            PrincipalKind::Member | PrincipalKind::Unidentified => &[],
            PrincipalKind::PartnerUser => &entry.partner_gates,
            PrincipalKind::VendorEmployee => &entry.vendor_gates,
        };
        let held_roles = (!has_full_access(facts)).then(|| HeldRoles::of(policy, facts));
        // Comparing people costs more than any other gate; members are never asked.
        let is_compared = entry_gates.contains(&Gate::DualListing);
        let dual_listing = if is_compared { same_person::judge(entry.same_person, facts) } else { GateOutcome::Passed };
        Self {
            policy,
            facts,
            entry_gates,
            dual_listing,
            lasting_entry: lasting_entry(facts, entry_gates, dual_listing),
            boundaries: boundaries(facts, held_roles.as_ref().map_or(&[], |held| held.roles.as_slice())),
            held_roles,
        }
    }

    pub(crate) fn facts(&self) -> &'p Facts<'f> {
        self.facts
    }

    /// All instants at which an answer may change, rising and without repeats.
    pub(crate) fn boundaries(&self) -> &[Instant] {
        &self.boundaries
    }

    pub(crate) fn is_external(&self) -> bool {
        is_external(self.facts)
    }

    /// What of the answer no instant changes: done once for a request, however many instants are asked about.
    pub(crate) fn ask<'w>(&self, wanted: &'w Wanted<'_>) -> Asked<'w> {
        let mut facts_read = FactsRead::PRINCIPAL;
        let Wanted::AnyOf(privileges) = wanted else {
            let free = Outcome { reason: Reason::NoRoleRequired, granted_by: None, facts_read };
            return Asked { entitled: Cow::Borrowed(&[]), facts_read, fixed: Some(free) };
        };
        let (entitled, read) = self.entitled(privileges);
        facts_read = facts_read.and(read);
        let fixed = match entitlement(privileges, &entitled) {
            GateOutcome::Failed(reason) => Some(reason),
            _ => {
                facts_read = facts_read.and(self.lasting_entry.1);
                self.lasting_entry.0
            }
        };
        Asked { entitled, facts_read, fixed: fixed.map(|reason| Outcome::denied(reason, facts_read)) }
    }

    /// The answer at one instant: the first gate that fails names the reason.
    pub(crate) fn outcome(&self, asked: &Asked<'_>, request: &Request<'_>, at: Instant) -> Outcome {
        if let Some(fixed) = asked.fixed {
            return fixed;
        }
        let mut facts_read = asked.facts_read;
        if self.entry_gates.last() == Some(&Gate::AccessMode) {
            let (outcome, read) = entry::judge(Gate::AccessMode, self.facts, self.dual_listing, at);
            facts_read = facts_read.and(read);
            if let GateOutcome::Failed(reason) = outcome {
                return Outcome::denied(reason, facts_read);
            }
        }
        facts_read = facts_read.and(self.read_by_the_privilege_gate());
        match self.privilege(&asked.entitled, request, at) {
            Ok(granted_by) => Outcome { reason: Reason::Granted, granted_by: Some(granted_by), facts_read },
            Err(reason) => Outcome::denied(reason, facts_read),
        }
    }

    /// Every gate that applies to this kind of person. All are judged, so that every obstacle shows, not only the
    /// first.
    pub(crate) fn explain(&self, wanted: &Wanted<'_>, request: &Request<'_>) -> Explanation {
        let mut gates = Vec::new();
        let mut line = |gate, outcome| gates.push(GateResult { gate, outcome });
        line(Gate::WellFormed, GateOutcome::Passed);
        line(Gate::Identification, GateOutcome::Passed);
        let Wanted::AnyOf(privileges) = wanted else {
            line(Gate::Entitlement, GateOutcome::Skipped);
            self.entry_gates.iter().for_each(|&gate| line(gate, GateOutcome::Skipped));
            line(Gate::Privilege, GateOutcome::Skipped);
            return Explanation { gates };
        };
        let (entitled, _) = self.entitled(privileges);
        line(Gate::Entitlement, entitlement(privileges, &entitled));
        if self.is_external() && self.entry_gates.is_empty() {
            line(Gate::AccessMode, GateOutcome::Failed(Reason::NoExternalAccess));
        }
        for &gate in self.entry_gates {
            line(gate, entry::judge(gate, self.facts, self.dual_listing, request.now).0);
        }
        let privilege = self.privilege(&entitled, request, request.now);
        line(Gate::Privilege, privilege.map_or_else(GateOutcome::Failed, |_| GateOutcome::Passed));
        Explanation { gates }
    }

    /// Those of the privileges whose suite the organisation is entitled to (F1).
    fn entitled<'w>(&self, wanted: &'w [PrivilegeIndex]) -> (Cow<'w, [PrivilegeIndex]>, FactsRead) {
        let mut read = FactsRead::NONE;
        let mut is_entitled = |&privilege: &PrivilegeIndex| {
            let Some(needed) = self.policy.entitlement_for(privilege) else { return true };
            read = FactsRead::ENTITLEMENTS;
            self.facts.entitlements.iter().any(|bought| bought.0 == needed)
        };
        let entitled = if wanted.iter().all(&mut is_entitled) {
            Cow::Borrowed(wanted)
        } else {
            Cow::Owned(wanted.iter().copied().filter(|privilege| is_entitled(privilege)).collect())
        };
        (entitled, read)
    }

    fn privilege(&self, wanted: &[PrivilegeIndex], request: &Request<'_>, at: Instant) -> Result<GrantedBy, Reason> {
        let on_resource = request.on_resource;
        let question = Question { policy: self.policy, wanted, on_resource, at };
        match &self.held_roles {
            None => privilege_gate::by_full_access(&question),
            Some(held_roles) => privilege_gate::by_roles(&question, held_roles),
        }
    }

    fn read_by_the_privilege_gate(&self) -> FactsRead {
        let external =
            if self.is_external() { FactsRead::EXTERNAL_ACCESS.and(FactsRead::RELATIONSHIP) } else { FactsRead::NONE };
        if self.held_roles.is_none() {
            return external;
        }
        external
            .and(FactsRead::ROLE_GRANTS)
            .and(FactsRead::GROUPS)
            .and(FactsRead::CUSTOM_ROLES)
            .and(FactsRead::DISABLED_ROLES)
    }
}

/// The gates of entry whose answer no instant changes: all but the access mode, which is the last of them (S22).
fn lasting_entry(facts: &Facts<'_>, gates: &[Gate], dual_listing: GateOutcome) -> (Option<Reason>, FactsRead) {
    let mut facts_read = FactsRead::NONE;
    if gates.is_empty() && is_external(facts) {
        return (Some(Reason::NoExternalAccess), facts_read);
    }
    for &gate in gates.iter().filter(|&&gate| gate != Gate::AccessMode) {
        // The instant does not matter to these.
        let (outcome, read) = entry::judge(gate, facts, dual_listing, Instant(0));
        facts_read = facts_read.and(read);
        if let GateOutcome::Failed(reason) = outcome {
            return (Some(reason), facts_read);
        }
    }
    (None, facts_read)
}

fn is_external(facts: &Facts<'_>) -> bool {
    matches!(facts.principal.kind, PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee)
}

/// Fails when the organisation is entitled to none of the privileges that the policy declares (F1).
fn entitlement(wanted: &[PrivilegeIndex], entitled: &[PrivilegeIndex]) -> GateOutcome {
    if !wanted.is_empty() && entitled.is_empty() {
        GateOutcome::Failed(Reason::NotEntitled)
    } else {
        GateOutcome::Passed
    }
}

/// Full access holds for people from outside while role management is off, and always for the partner that manages the
/// customer (F8, F10, S16, S18).
fn has_full_access(facts: &Facts<'_>) -> bool {
    match facts.principal.kind {
        PrincipalKind::Member | PrincipalKind::Unidentified => false,
        PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => {
            entry::is_managed(facts) || facts.external_access.is_some_and(|access| !access.role_management)
        }
    }
}

fn boundaries(facts: &Facts<'_>, held_roles: &[HeldRole<'_>]) -> Vec<Instant> {
    let mut boundaries = Vec::new();
    if let Some(AccessMode::Period(window)) = facts.external_access.map(|access| access.mode) {
        push_boundaries(&mut boundaries, window);
    }
    held_roles.iter().filter_map(|held| held.window).for_each(|window| push_boundaries(&mut boundaries, window));
    boundaries.sort_unstable();
    boundaries.dedup();
    boundaries
}
