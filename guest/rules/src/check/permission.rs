//! What the judging of changes asks about permission. Facts must have been found valid.

use super::attributes::Attributes;
use super::condition::{Circumstances, MissingAttribute};
use super::entry::EntryGates;
use super::judge::Judge;
use super::wanted::Wanted;
use crate::decision::{GateOutcome, Holding, Reason, RoleReference};
use crate::facts::{AttributeSubject, Facts, PrincipalKind};
use crate::gate::Gate;
use crate::identifiers::EntityId;
use crate::policy::{Assigner, ConditionIndex, Policy, Reach, Requirement, RolePrivilege};
use crate::time::Instant;
use alloc::vec::Vec;

/// Whether the person has what is required, on this resource and at this instant; decided like an operation with this
/// requirement, behind all gates of entry.
///
/// # Errors
/// The reason that a decision would have.
pub(crate) fn permission<'a>(
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    requirement: &'a Requirement,
    on_resource: Option<EntityId<'a>>,
    now: Instant,
) -> Result<(), Reason> {
    identified(facts)?;
    let judge = Judge::new(policy, facts);
    let mut candidates = Vec::new();
    let asked = judge.ask(Wanted::of(requirement), on_resource, &mut candidates);
    let outcome = judge.outcome(&asked, &candidates, now);
    if outcome.failed.is_some() { Err(outcome.reason) } else { Ok(()) }
}

/// Whether the person is identified and past every gate of entry at this instant.
///
/// # Errors
/// The reason of the first of these gates that fails.
pub(crate) fn entry<'a>(policy: &'a Policy, facts: &'a Facts<'a>, now: Instant) -> Result<(), Reason> {
    identified(facts)?;
    let gates = EntryGates::of(policy, facts);
    if let (Some((_, reason)), _) = gates.lasting(None, true) {
        return Err(reason);
    }
    if !gates.asks_access_mode(None) {
        return Ok(());
    }
    match gates.judge(Gate::AccessMode, now).0 {
        GateOutcome::Failed(reason) => Err(reason),
        _ => Ok(()),
    }
}

/// Whether the person holds a role of these at this instant (C9-C22). One that needs a grant of access counts while
/// access is granted, on the resource of the assignment if it has one (C12). Any other counts where it reaches: one
/// that is held on one resource counts for assignments on that resource only, and one that is held by way of external
/// access only where it gives anything, as that leads to one product (F9, F33).
pub(crate) fn holds_assigner<'a>(
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    assigners: &[Assigner],
    on_resource: Option<EntityId<'a>>,
    now: Instant,
) -> bool {
    let judge = Judge::new(policy, facts);
    let Some(roles) = judge.roles() else { return false };
    let gives_within_reach = |role| {
        let gives = |given: &RolePrivilege| given.reach == Reach::Own && policy.full_access_gives(given.privilege);
        policy.role(role).is_some_and(|role| role.privileges.iter().any(gives))
    };
    let is_assigner = |role: RoleReference, held: Holding| {
        let RoleReference::Policy(role) = role else { return false };
        let needs_grant = held == Holding::AccessGrant;
        assigners.contains(&Assigner { role, needs_grant }) && (held != Holding::External || gives_within_reach(role))
    };
    roles.holds_one_of(is_assigner, on_resource, now)
}

/// Whether somebody is what a role asks of its holders (C10, C13, C20, C24). With `as_person` that is the person of
/// this id, whose attributes are those with the subject [`AttributeSubject::Person`]; without, it is the person
/// asking.
///
/// # Errors
/// The facts do not have an attribute that is asked about.
pub(crate) fn holder_eligible<'a>(
    policy: &'a Policy,
    condition: ConditionIndex,
    facts: &'a Facts<'a>,
    as_person: Option<EntityId<'a>>,
    role: &'a str,
) -> Result<bool, MissingAttribute> {
    let (subject, person) = match as_person {
        Some(person) => (AttributeSubject::Person, person),
        None => (AttributeSubject::Principal, facts.principal.id),
    };
    let attributes = Attributes::of(policy, facts, subject);
    Circumstances::of_holder(policy, &attributes, facts, person.0, role).meet(condition)
}

fn identified(facts: &Facts<'_>) -> Result<(), Reason> {
    if facts.principal.kind == PrincipalKind::Unidentified { Err(Reason::NotIdentified) } else { Ok(()) }
}
