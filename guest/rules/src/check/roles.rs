//! What the roles that are held give.

use super::access::{self, Access};
use super::attributes::Attributes;
use super::condition::{Circumstances, MissingAttribute};
use super::coverage::Coverage;
use super::holdings::{Gives, Group, Held, Holdings, Standing};
use super::obstacles::{Obstacle, Obstacles};
use crate::decision::{GrantedBy, Holding, Reason, RoleReference};
use crate::facts::{Facts, RequestStatus};
use crate::identifiers::{EntityId, PrivilegeIndex};
use crate::policy::{ConditionIndex, Policy, RolePrivilege};
use crate::time::{Instant, Position};
use alloc::vec;
use alloc::vec::Vec;
use core::cell::OnceCell;

/// Everything about the roles that are held that does not depend on the request.
pub(crate) struct Roles<'a> {
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    attributes: Attributes<'a>,
    holdings: Holdings<'a>,
    /// Worked out when it is first asked for: only a denial looks at it.
    coverage: OnceCell<Coverage>,
}

/// A role that may satisfy a request, held in one way.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Candidate<'a> {
    /// What it gives of what is wanted; none where any role is enough.
    privilege: Option<PrivilegeIndex>,
    /// Its place among the groups of holdings.
    group: usize,
    when: When<'a>,
}

/// When a role gives a privilege.
#[derive(Debug, Clone, Copy)]
enum When<'a> {
    Always,
    /// When the condition of one of these holds.
    OneHolds(&'a [RolePrivilege]),
}

impl<'a> Roles<'a> {
    pub(crate) fn of(policy: &'a Policy, facts: &'a Facts<'a>, attributes: Attributes<'a>) -> Self {
        let holdings = Holdings::of(policy, facts, &attributes);
        Self { policy, facts, attributes, holdings, coverage: OnceCell::new() }
    }

    /// Adds the roles that may give one of the privileges wanted, in the order in which an answer names the first that
    /// does: by privilege, by role, by the way of holding it. A role that gives one of them without a condition
    /// stands there once: where that comes to nothing, so does whatever else it would give without one.
    pub(crate) fn push_candidates(&self, wanted: &[PrivilegeIndex], candidates: &mut Vec<Candidate<'a>>) {
        let mut stands = if wanted.len() > 1 { vec![false; self.holdings.groups().len()] } else { Vec::new() };
        for &privilege in wanted {
            for (place, group) in self.holdings.groups().iter().enumerate() {
                let Some(when) = self.when(group, privilege) else { continue };
                if let (When::Always, Some(stands)) = (when, stands.get_mut(place)) {
                    if *stands {
                        continue;
                    }
                    *stands = true;
                }
                candidates.push(Candidate { privilege: Some(privilege), group: place, when });
            }
        }
    }

    /// Adds every role that counts as one (P1). What gives nothing abroad is no role there.
    pub(crate) fn push_any(&self, candidates: &mut Vec<Candidate<'a>>) {
        for (place, group) in self.holdings.groups().iter().enumerate() {
            let is_abroad = matches!(group.held, Holding::ThirdParty | Holding::AccessGrant);
            if !(is_abroad && group.gives_nothing()) {
                candidates.push(Candidate { privilege: None, group: place, when: When::Always });
            }
        }
    }

    fn when(&self, group: &Group<'a>, privilege: PrivilegeIndex) -> Option<When<'a>> {
        match group.gives {
            Gives::Custom(names) => names.contains(self.policy.privilege_name(privilege)?).then_some(When::Always),
            Gives::Policy(list) => {
                // A role mostly gives privileges of one suite, and those are next to each other.
                if list.first()?.privilege > privilege || list.last()?.privilege < privilege {
                    return None;
                }
                // One without a condition comes before those with one.
                let from = list.get(list.partition_point(|given| given.privilege < privilege)..)?;
                let first = from.first().filter(|first| first.privilege == privilege)?;
                if first.condition.is_none() {
                    return Some(When::Always);
                }
                let count = from.partition_point(|given| given.privilege == privilege);
                from.get(..count).map(When::OneHolds)
            }
        }
    }

    /// The first of the candidates that has an effect on the resource at the instant, or what stood in the way of those
    /// that have none.
    pub(crate) fn first_given(
        &self,
        candidates: &[Candidate<'a>],
        on_resource: Option<EntityId<'a>>,
        at: Instant,
    ) -> Result<GrantedBy, Obstacles> {
        let mut moment = Moment { roles: self, on_resource, at, access: None, obstacles: Obstacles::default() };
        for candidate in candidates {
            let Some(group) = self.holdings.groups().get(candidate.group) else { continue };
            if moment.gives(group, candidate) {
                return Ok(GrantedBy { role: Some(group.role), held: group.held, privilege: candidate.privilege });
            }
        }
        Err(moment.obstacles)
    }

    /// Why nothing that is held gives the privilege, where nothing in particular stood in its way.
    pub(crate) fn reason_without_obstacle(&self, at: Instant) -> Reason {
        if self.coverage().holds(at) { Reason::NoPrivilege } else { Reason::NoRoleAssigned }
    }

    pub(crate) fn coverage(&self) -> &Coverage {
        self.coverage.get_or_init(|| Coverage::of(self.holdings.all()))
    }

    /// Adds the instants at which a candidate may begin or cease to have an effect.
    pub(crate) fn push_boundaries(
        &self,
        candidates: &[Candidate<'a>],
        on_resource: Option<EntityId<'a>>,
        boundaries: &mut Vec<Instant>,
    ) {
        let mut is_access_asked = false;
        for candidate in candidates {
            let Some(group) = self.holdings.groups().get(candidate.group) else { continue };
            is_access_asked |= group.held == Holding::AccessGrant;
            for window in self.holdings.reaching(group, on_resource).filter_map(|held| held.window) {
                boundaries.extend([window.start(), window.end()]);
            }
            if let When::OneHolds(entries) = candidate.when {
                let circumstances = self.circumstances(group, candidate, on_resource, None);
                for condition in entries.iter().filter_map(|entry| entry.condition) {
                    circumstances.push_boundaries(condition, boundaries);
                }
            }
        }
        if is_access_asked {
            let granted = self.facts.access_grants.iter().filter(|grant| grant.status == RequestStatus::Granted);
            for grant in granted.filter(|grant| access::reaches(grant, on_resource)) {
                boundaries.extend([grant.window.start(), grant.window.end()]);
            }
        }
    }

    fn circumstances(
        &self,
        group: &Group<'a>,
        candidate: &Candidate<'a>,
        on_resource: Option<EntityId<'a>>,
        now: Option<Instant>,
    ) -> Circumstances<'_, 'a> {
        Circumstances {
            policy: self.policy,
            attributes: &self.attributes,
            principal: self.facts.principal.id.0,
            organisation: self.facts.organisation.0,
            on_resource,
            privilege: candidate.privilege,
            role: group.name,
            now,
        }
    }

    /// Whether one of the given roles has an effect at the instant. Where access has to be granted, on the resource,
    /// and for no resource on any.
    pub(crate) fn holds_one_of(
        &self,
        is_wanted: impl Fn(RoleReference, Holding) -> bool,
        on_resource: Option<EntityId<'a>>,
        at: Instant,
    ) -> bool {
        self.holdings.groups().iter().filter(|group| is_wanted(group.role, group.held)).any(|group| match group.held {
            Holding::AccessGrant => {
                let holds_access = self.facts.access_grants.iter().any(|grant| {
                    grant.status == RequestStatus::Granted
                        && grant.window.holds(at)
                        && (on_resource.is_none() || access::reaches(grant, on_resource))
                });
                holds_access && self.holdings.of_group(group).iter().any(|held| held.is_active(at))
            }
            Holding::ThirdParty if group.gives_nothing() => false,
            _ => self.holdings.reaching(group, on_resource).any(|held| held.is_active(at)),
        })
    }
}

/// What is asked of the roles at one instant.
struct Moment<'q, 'a> {
    roles: &'q Roles<'a>,
    on_resource: Option<EntityId<'a>>,
    at: Instant,
    /// Worked out when it is first asked for.
    access: Option<Access>,
    obstacles: Obstacles,
}

impl<'a> Moment<'_, 'a> {
    /// Whether one of the holdings of the group has the effect wanted; notes what stands in the way of those that do
    /// not.
    fn gives(&mut self, group: &Group<'a>, candidate: &Candidate<'a>) -> bool {
        let mut condition = None;
        let roles = self.roles;
        for held in roles.holdings.reaching(group, self.on_resource) {
            if !self.is_open(group.held, held) {
                continue;
            }
            match held.standing {
                Standing::Effective => {}
                Standing::Disabled => {
                    self.obstacles.note(Obstacle::RoleDisabled);
                    continue;
                }
                Standing::NotEligible => {
                    self.obstacles.note(Obstacle::HolderNotEligible);
                    continue;
                }
                Standing::AttributeMissing => {
                    self.obstacles.note(Obstacle::AttributeMissing);
                    continue;
                }
            }
            // The same for every holding of the group.
            match *condition.get_or_insert_with(|| self.condition(group, candidate)) {
                Ok(()) => return true,
                Err(obstacle) => self.obstacles.note(obstacle),
            }
        }
        false
    }

    /// Whether the instant is inside the window of the holding, and of a grant of access where one has to stand beside.
    fn is_open(&mut self, way: Holding, held: &Held<'a>) -> bool {
        let position = held.window.map_or(Position::Inside, |window| window.position(self.at));
        if way == Holding::AccessGrant {
            let access = self.access();
            if !access.is_granted {
                // The role gives nothing here, in whatever window; that is worth saying where it would give something.
                if position == Position::Inside {
                    self.obstacles.note(access.otherwise);
                }
                return false;
            }
            if position == Position::Inside {
                if access.begins_later {
                    self.obstacles.note(Obstacle::WindowNotStarted);
                }
                if access.has_ended {
                    self.obstacles.note(Obstacle::WindowEnded);
                }
                return access.holds;
            }
        }
        match position {
            Position::Before => self.obstacles.note(Obstacle::WindowNotStarted),
            Position::Inside => return true,
            Position::After => self.obstacles.note(Obstacle::WindowEnded),
        }
        false
    }

    fn access(&mut self) -> Access {
        let (grants, on_resource, at) = (&self.roles.facts.access_grants, self.on_resource, self.at);
        *self.access.get_or_insert_with(|| Access::at(grants, on_resource, at))
    }

    /// Whether one of the conditions holds under which the role gives what is wanted.
    fn condition(&self, group: &Group<'a>, candidate: &Candidate<'a>) -> Result<(), Obstacle> {
        let When::OneHolds(entries) = candidate.when else { return Ok(()) };
        let circumstances = self.roles.circumstances(group, candidate, self.on_resource, Some(self.at));
        let holds = |condition: Option<ConditionIndex>| condition.map_or(Ok(true), |one| circumstances.meet(one));
        let mut obstacle = Obstacle::ConditionNotMet;
        for entry in entries {
            match holds(entry.condition) {
                Ok(true) => return Ok(()),
                Ok(false) => {}
                Err(MissingAttribute) => obstacle = Obstacle::AttributeMissing,
            }
        }
        Err(obstacle)
    }
}
