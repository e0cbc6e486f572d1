//! Judges the gates in their order, at one instant.

use super::attributes::Attributes;
use super::entry::{self, EntryGates};
use super::roles::{Candidate, Roles};
use super::wanted::{Needs, Privileges, Wanted};
use crate::decision::{Explanation, FactsRead, GateOutcome, GateResult, GrantedBy, Holding, Reason};
use crate::facts::{AttributeSubject, Facts, PrincipalKind};
use crate::gate::Gate;
use crate::identifiers::{EntityId, PrivilegeIndex};
use crate::limits::SUITES_MAX;
use crate::policy::Policy;
use crate::text::is_same;
use crate::time::Instant;
use alloc::vec::Vec;
use core::cell::Cell;

/// Everything about policy and facts that does not depend on the request.
pub(crate) struct Judge<'a> {
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    entry: EntryGates<'a>,
    /// None for full access: then no role counts (F8, F10).
    roles: Option<Roles<'a>>,
    /// Whether the organisation is entitled to each suite, as far as somebody has asked (F1).
    entitled_suites: Entitled,
}

/// A request, with all of its answer that no instant changes.
pub(crate) struct Asked<'a> {
    needs: Needs<'a>,
    pub(crate) on_resource: Option<EntityId<'a>>,
    /// The answer depends on whether external access is on.
    pub(crate) asks_access_mode: bool,
    facts_read: FactsRead,
    /// The whole answer, where no instant can change any of it.
    fixed: Option<Outcome>,
}

/// What the gates make of a request at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Outcome {
    pub(crate) reason: Reason,
    /// The gate that failed; none when the request is allowed.
    pub(crate) failed: Option<Gate>,
    pub(crate) granted_by: Option<GrantedBy>,
    pub(crate) facts_read: FactsRead,
}

impl Outcome {
    pub(crate) fn denied(gate: Gate, reason: Reason, facts_read: FactsRead) -> Self {
        Self { reason, failed: Some(gate), granted_by: None, facts_read }
    }

    fn free(facts_read: FactsRead) -> Self {
        Self { reason: Reason::NoRoleRequired, failed: None, granted_by: None, facts_read }
    }
}

impl<'a> Judge<'a> {
    pub(crate) fn new(policy: &'a Policy, facts: &'a Facts<'a>) -> Self {
        let roles = (!has_full_access(facts)).then(|| {
            let attributes = Attributes::of(policy, facts, AttributeSubject::Principal);
            Roles::of(policy, facts, attributes)
        });
        Self { policy, facts, entry: EntryGates::of(policy, facts), roles, entitled_suites: Entitled::default() }
    }

    pub(crate) fn policy(&self) -> &'a Policy {
        self.policy
    }

    pub(crate) fn facts(&self) -> &'a Facts<'a> {
        self.facts
    }

    pub(crate) fn roles(&self) -> Option<&Roles<'a>> {
        self.roles.as_ref()
    }

    /// What of the answer no instant changes: done once for a request, however many instants are asked about. Adds the
    /// roles that may satisfy it to `candidates`, which must be empty.
    pub(crate) fn ask(
        &self,
        wanted: Wanted<'a>,
        on_resource: Option<EntityId<'a>>,
        candidates: &mut Vec<Candidate<'a>>,
    ) -> Asked<'a> {
        let mut asked = Asked {
            needs: wanted.needs,
            on_resource,
            asks_access_mode: false,
            facts_read: FactsRead::PRINCIPAL,
            fixed: None,
        };
        asked.fixed = self.ask_lasting(&mut asked, wanted.gates);
        if let (None, Some(roles)) = (asked.fixed, &self.roles) {
            match &asked.needs {
                Needs::Nothing | Needs::Entry => {}
                Needs::AnyRole => roles.push_any(candidates),
                Needs::AnyOf(entitled) => roles.push_candidates(entitled.as_slice(), candidates),
            }
        }
        asked
    }

    /// The gates before the access mode. Leaves only those of the privileges wanted that the organisation is entitled
    /// to.
    fn ask_lasting(&self, asked: &mut Asked<'a>, gates: Option<&[Gate]>) -> Option<Outcome> {
        match &mut asked.needs {
            Needs::Nothing => return Some(Outcome::free(asked.facts_read)),
            Needs::Entry | Needs::AnyRole => {}
            Needs::AnyOf(privileges) => {
                let wanted = core::mem::replace(privileges, Privileges::OfPolicy(&[]));
                let read = |read: FactsRead, &privilege: &_| read.and(self.reads_for_entitlement(privilege));
                asked.facts_read = wanted.as_slice().iter().fold(asked.facts_read, read);
                let is_bought = wanted.as_slice().iter().any(|&privilege| self.is_entitled(privilege));
                if !is_bought && !wanted.as_slice().is_empty() {
                    // An explanation goes on to the last gate, as if it had been bought.
                    *privileges = wanted.filtered(|privilege| self.is_within_reach(privilege));
                    return Some(Outcome::denied(Gate::Entitlement, Reason::NotEntitled, asked.facts_read));
                }
                let entitled = wanted.filtered(|privilege| self.is_entitled(privilege));
                *privileges = entitled.filtered(|privilege| self.is_within_reach(privilege));
            }
        }
        let (failure, read) = self.entry.lasting(gates, asked.needs != Needs::Entry);
        asked.facts_read = asked.facts_read.and(read);
        if let Some((gate, reason)) = failure {
            return Some(Outcome::denied(gate, reason, asked.facts_read));
        }
        asked.asks_access_mode = self.entry.asks_access_mode(gates);
        None
    }

    /// The answer at one instant: the first gate that fails names the reason.
    pub(crate) fn outcome(&self, asked: &Asked<'a>, candidates: &[Candidate<'a>], at: Instant) -> Outcome {
        if let Some(fixed) = asked.fixed {
            return fixed;
        }
        let mut facts_read = asked.facts_read;
        if asked.asks_access_mode {
            let (outcome, read) = self.entry.judge(Gate::AccessMode, at);
            facts_read = facts_read.and(read);
            if let GateOutcome::Failed(reason) = outcome {
                return Outcome::denied(Gate::AccessMode, reason, facts_read);
            }
        }
        if asked.needs == Needs::Entry {
            return Outcome::free(facts_read);
        }
        facts_read = facts_read.and(self.read_by_the_privilege_gate());
        match self.privilege(asked, candidates, at) {
            Ok(granted_by) => {
                Outcome { reason: Reason::Granted, failed: None, granted_by: Some(granted_by), facts_read }
            }
            Err(reason) => Outcome::denied(Gate::Privilege, reason, facts_read),
        }
    }

    /// Adds the instants at which the answer, which is this one now, may change.
    pub(crate) fn push_boundaries(
        &self,
        asked: &Asked<'a>,
        candidates: &[Candidate<'a>],
        outcome: &Outcome,
        boundaries: &mut Vec<Instant>,
    ) {
        if asked.fixed.is_some() {
            return;
        }
        if asked.asks_access_mode {
            entry::push_boundaries(self.facts, boundaries);
        }
        let Some(roles) = &self.roles else { return };
        if outcome.failed == Some(Gate::AccessMode) || asked.needs == Needs::Entry {
            return;
        }
        roles.push_boundaries(candidates, asked.on_resource, boundaries);
        let rests_on_any_role = matches!(outcome.reason, Reason::NoPrivilege | Reason::NoRoleAssigned);
        if rests_on_any_role && asked.needs != Needs::AnyRole {
            roles.coverage().push_boundaries(boundaries);
        }
    }

    /// Every gate that applies to this kind of person. All are judged, so that every obstacle shows, not only the
    /// first.
    pub(crate) fn explain(&self, wanted: Wanted<'a>, on_resource: Option<EntityId<'a>>, at: Instant) -> Explanation {
        let mut gates = Vec::new();
        let mut line = |gate, outcome| gates.push(GateResult { gate, outcome });
        line(Gate::WellFormed, GateOutcome::Passed);
        line(Gate::Identification, GateOutcome::Passed);
        let kept = wanted.gates;
        let mut candidates = Vec::new();
        let asked = self.ask(wanted, on_resource, &mut candidates);
        let failed = asked.fixed.and_then(|fixed| fixed.failed);
        line(
            Gate::Entitlement,
            match &asked.needs {
                Needs::AnyOf(_) if failed == Some(Gate::Entitlement) => GateOutcome::Failed(Reason::NotEntitled),
                Needs::AnyOf(_) => GateOutcome::Passed,
                Needs::Nothing | Needs::Entry | Needs::AnyRole => GateOutcome::Skipped,
            },
        );
        if asked.needs == Needs::Nothing {
            self.entry.all().iter().for_each(|&gate| line(gate, GateOutcome::Skipped));
        } else {
            let asks_for_a_role = asked.needs != Needs::Entry;
            self.entry.explain(kept, asks_for_a_role, at).for_each(|(gate, outcome)| line(gate, outcome));
        }
        let privilege = match &asked.needs {
            Needs::Nothing | Needs::Entry => GateOutcome::Skipped,
            Needs::AnyRole | Needs::AnyOf(_) => {
                if let (Some(_), Some(roles)) = (asked.fixed, &self.roles) {
                    // An earlier gate failed, so that nobody has asked the roles yet.
                    match &asked.needs {
                        Needs::AnyOf(entitled) => roles.push_candidates(entitled.as_slice(), &mut candidates),
                        _ => roles.push_any(&mut candidates),
                    }
                }
                let given = self.privilege(&asked, &candidates, at);
                given.map_or_else(GateOutcome::Failed, |_| GateOutcome::Passed)
            }
        };
        line(Gate::Privilege, privilege);
        Explanation { gates, remedies: Vec::new() }
    }

    /// The last gate: does a role, or full access, give what is wanted?
    fn privilege(&self, asked: &Asked<'a>, candidates: &[Candidate<'a>], at: Instant) -> Result<GrantedBy, Reason> {
        let Some(roles) = &self.roles else { return self.by_full_access(&asked.needs) };
        roles.first_given(candidates, asked.on_resource, at).map_err(|obstacles| {
            obstacles.reason().unwrap_or_else(|| match asked.needs {
                Needs::AnyRole => Reason::NoRoleAssigned,
                _ => roles.reason_without_obstacle(at),
            })
        })
    }

    /// Full access gives everything within reach (F8) but to change external access: that takes a role (F2), and nobody
    /// who was let in prolongs that by the change that let them in.
    fn by_full_access(&self, needs: &Needs<'_>) -> Result<GrantedBy, Reason> {
        let privilege = match needs {
            Needs::AnyOf(reachable) => {
                let mut given = reachable.as_slice().iter().filter(|&&privilege| !self.policy.opens_doors(privilege));
                Some(*given.next().ok_or(Reason::NoPrivilege)?)
            }
            Needs::Nothing | Needs::Entry | Needs::AnyRole => None,
        };
        Ok(GrantedBy { role: None, held: Holding::FullAccess, privilege })
    }

    /// Whether this kind of person can have the privilege at all. External access is to the data of one product, so
    /// that neither full access nor a role gives anything outside its suites: roles narrow, and never widen (F9, F33).
    pub(crate) fn is_within_reach(&self, privilege: PrivilegeIndex) -> bool {
        match self.facts.principal.kind {
            PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => self.policy.full_access_gives(privilege),
            PrincipalKind::Member | PrincipalKind::ThirdParty | PrincipalKind::Unidentified => true,
        }
    }

    /// Whether the organisation has bought what the suite of the privilege needs (F1).
    pub(crate) fn is_entitled(&self, privilege: PrivilegeIndex) -> bool {
        let Some(needed) = self.policy.entitlement_for(privilege) else { return true };
        let find = || self.facts.entitlements.iter().any(|bought| is_same(bought.0, needed));
        match self.policy.suite_position(privilege) {
            Some(suite) => self.entitled_suites.get_or_find(suite, find),
            None => find(),
        }
    }

    /// What [`Self::is_entitled`] looks at.
    pub(crate) fn reads_for_entitlement(&self, privilege: PrivilegeIndex) -> FactsRead {
        if self.policy.entitlement_for(privilege).is_some() { FactsRead::ENTITLEMENTS } else { FactsRead::NONE }
    }

    fn read_by_the_privilege_gate(&self) -> FactsRead {
        let mut read = match self.facts.principal.kind {
            PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => {
                FactsRead::EXTERNAL_ACCESS.and(FactsRead::RELATIONSHIP)
            }
            PrincipalKind::ThirdParty => FactsRead::ACCESS_GRANTS,
            PrincipalKind::Member | PrincipalKind::Unidentified => FactsRead::NONE,
        };
        if self.roles.is_some() {
            read = read
                .and(FactsRead::ROLE_GRANTS)
                .and(FactsRead::GROUPS)
                .and(FactsRead::CUSTOM_ROLES)
                .and(FactsRead::DISABLED_ROLES);
            if !self.policy.attributes().is_empty() {
                read = read.and(FactsRead::ATTRIBUTES);
            }
        }
        read
    }
}

/// What has been found out about suites: two bits for each.
#[derive(Default)]
struct Entitled {
    known: [Cell<u64>; SUITES_MAX.div_ceil(64)],
    entitled: [Cell<u64>; SUITES_MAX.div_ceil(64)],
}

impl Entitled {
    fn get_or_find(&self, suite: usize, find: impl FnOnce() -> bool) -> bool {
        let bit = u32::try_from(suite & 63).map_or(0, |place| 1_u64.wrapping_shl(place));
        // A policy has no more suites than there are bits; if it ever could, they would be asked for again.
        let places = (self.known.get(suite >> 6), self.entitled.get(suite >> 6));
        let (Some(known), Some(entitled)) = places else { return find() };
        if known.get() & bit == 0 {
            let found = if find() { bit } else { 0 };
            entitled.set(entitled.get() | found);
            known.set(known.get() | bit);
        }
        entitled.get() & bit != 0
    }
}

/// Full access holds for people from outside while role management is off, and always for the partner that manages the
/// customer (F8, F10, S16, S18).
fn has_full_access(facts: &Facts<'_>) -> bool {
    match facts.principal.kind {
        PrincipalKind::Member | PrincipalKind::ThirdParty | PrincipalKind::Unidentified => false,
        PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => {
            entry::is_managed(facts) || facts.external_access.is_some_and(|access| !access.role_management)
        }
    }
}
