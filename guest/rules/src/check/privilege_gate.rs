//! The last gate: does a role, or full access, give one of the privileges wanted?

use super::held_roles::{HeldRole, HeldRoles};
use crate::decision::{GrantedBy, Holding, Reason, RoleReference};
use crate::identifiers::{EntityId, PrivilegeIndex};
use crate::policy::Policy;
use crate::time::{Instant, Position};

/// What the gate is asked.
#[derive(Clone, Copy)]
pub(crate) struct Question<'q> {
    pub(crate) policy: &'q Policy,
    /// Privileges that the organisation is entitled to, rising.
    pub(crate) wanted: &'q [PrivilegeIndex],
    pub(crate) on_resource: Option<EntityId<'q>>,
    pub(crate) at: Instant,
}

/// Full access gives every privilege of its suites, and only those (F8, F33).
pub(crate) fn by_full_access(question: &Question<'_>) -> Result<GrantedBy, Reason> {
    let given = question.wanted.iter().copied().find(|&privilege| question.policy.full_access_gives(privilege));
    let privilege = given.ok_or(Reason::NoPrivilege)?;
    Ok(GrantedBy { role: None, held: Holding::FullAccess, privilege })
}

/// The union of all roles held (R4, C4). Of several grants that would do, the answer names the one with the first
/// privilege, then the first role, then the plainest holding, so that the order of the facts does not matter.
pub(crate) fn by_roles(question: &Question<'_>, held_roles: &HeldRoles<'_>) -> Result<GrantedBy, Reason> {
    let mut best: Option<(Rank<'_>, GrantedBy)> = None;
    let mut obstacles = Obstacles::default();
    for held in &held_roles.roles {
        let position = held.window.map_or(Position::Inside, |window| window.position(question.at));
        let active = position == Position::Inside && !held.disabled;
        obstacles.any_role_active |= active;
        let Some(privilege) = first_given(question, held_roles, held) else { continue };
        if !active {
            obstacles.note(held.disabled, position);
            continue;
        }
        let rank = Rank::new(privilege, held);
        if best.as_ref().is_none_or(|(best_rank, _)| rank < *best_rank) {
            best = Some((rank, GrantedBy { role: Some(held.role), held: held.held, privilege }));
        }
    }
    best.map(|(_, granted_by)| granted_by).ok_or_else(|| obstacles.reason())
}

/// The first of the privileges wanted that this grant gives on the resource.
fn first_given(question: &Question<'_>, held_roles: &HeldRoles<'_>, held: &HeldRole<'_>) -> Option<PrivilegeIndex> {
    if !held.reaches(question.on_resource) {
        return None;
    }
    question.wanted.iter().copied().find(|&privilege| held_roles.gives(question.policy, held.role, privilege))
}

/// Which of several sufficient grants an answer names: the smallest.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Rank<'a> {
    privilege: PrivilegeIndex,
    /// The policy's own roles before custom ones, in the policy's order.
    role: u32,
    /// Custom roles by name: their positions depend on the order of the facts.
    name: &'a str,
    held: Holding,
}

impl<'a> Rank<'a> {
    fn new(privilege: PrivilegeIndex, held: &HeldRole<'a>) -> Self {
        let (role, name) = match held.role {
            RoleReference::Policy(index) => (u32::from(index.0), ""),
            RoleReference::Custom(_) => (u32::MAX, held.name),
        };
        Self { privilege, role, name, held: held.held }
    }
}

/// Why the grants that would do did not.
#[derive(Default)]
struct Obstacles {
    any_role_active: bool,
    disabled: bool,
    not_started: bool,
    ended: bool,
}

impl Obstacles {
    fn note(&mut self, disabled: bool, position: Position) {
        match position {
            Position::Before => self.not_started = true,
            Position::After => self.ended = true,
            Position::Inside => self.disabled |= disabled,
        }
    }

    /// The nearest miss first: what takes one change to mend comes before what takes a new grant.
    fn reason(&self) -> Reason {
        if self.disabled {
            Reason::RoleDisabled
        } else if self.not_started {
            Reason::WindowNotStarted
        } else if self.ended {
            Reason::WindowEnded
        } else if self.any_role_active {
            Reason::NoPrivilege
        } else {
            Reason::NoRoleAssigned
        }
    }
}
