//! Which roles the facts give, worked out once for all requests of a call.

use super::attributes::Attributes;
use super::condition::{Circumstances, MissingAttribute};
use super::lookup::Lookup;
use crate::decision::{Holding, RoleReference};
use crate::facts::{AppLevel, Facts, Login, PrincipalKind, PrivilegeNames, RoleGrant, RoleKind};
use crate::identifiers::{CustomRoleIndex, EntityId, RoleIndex};
use crate::order::sort_by;
use crate::policy::{Automatic, ConditionIndex, Policy, Reach, Role, RolePrivilege, hash_of};
use crate::time::{Instant, Window};
use alloc::vec::Vec;
use core::cmp::Ordering;

/// Whether a role that is held may have any effect, whatever the request. The declaration order is the order in which
/// one of several that do not counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Standing {
    Effective,
    /// The organisation has switched the role off (P4).
    Disabled,
    /// The person is not what the role asks of its holders (C24).
    NotEligible,
    /// What the role asks of its holders is not known of the person.
    AttributeMissing,
}

impl Standing {
    /// Of a role that is held for as long as another one is: what stands against either stands against it.
    fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::Effective, other) => other,
            (this, Self::Effective) => this,
            (this, other) => this.min(other),
        }
    }
}

/// The one resource that a role is held on. Somebody may hold a role on a thousand: numbers are compared before names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Place<'a> {
    hash: u64,
    id: EntityId<'a>,
}

impl<'a> Place<'a> {
    fn of(id: EntityId<'a>) -> Self {
        Self { hash: hash_of(id.0), id }
    }
}

/// A role that is held, with its role found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held<'a> {
    pub(crate) role: RoleReference,
    pub(crate) name: &'a str,
    pub(crate) held: Holding,
    on_resource: Option<Place<'a>>,
    pub(crate) window: Option<Window>,
    pub(crate) standing: Standing,
}

impl<'a> Held<'a> {
    /// The order in which an answer names the first that will do: the policy's own roles before custom ones, in the
    /// policy's order; custom roles by name, because their positions depend on the order of the facts; then by the
    /// way of holding them. Resources follow in an order that is no more than quick.
    fn order(&self, other: &Self) -> Ordering {
        let by_role = match (self.role, other.role) {
            (RoleReference::Policy(one), RoleReference::Policy(other)) => one.cmp(&other),
            (RoleReference::Policy(_), RoleReference::Custom(_)) => Ordering::Less,
            (RoleReference::Custom(_), RoleReference::Policy(_)) => Ordering::Greater,
            (RoleReference::Custom(_), RoleReference::Custom(_)) => self.name.cmp(other.name),
        };
        let span = |held: &Self| (held.window.map(|window| (window.start(), window.end())), held.standing);
        let by_way = by_role.then_with(|| self.held.cmp(&other.held));
        by_way.then_with(|| self.on_resource.cmp(&other.on_resource)).then_with(|| span(self).cmp(&span(other)))
    }

    /// Whether it has an effect somewhere at this instant.
    pub(crate) fn is_active(&self, at: Instant) -> bool {
        self.standing == Standing::Effective && self.window.is_none_or(|window| window.holds(at))
    }
}

/// What a role gives in the way in which it is held.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Gives<'a> {
    /// Of one reach, rising.
    Policy(&'a [RolePrivilege]),
    Custom(PrivilegeNames<'a>),
}

/// One role, held in one way, once or more.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Group<'a> {
    pub(crate) role: RoleReference,
    pub(crate) name: &'a str,
    pub(crate) held: Holding,
    pub(crate) gives: Gives<'a>,
    /// First of its holdings, which come in the order of the resources: those of the whole organisation first.
    start: usize,
    end: usize,
}

impl Group<'_> {
    /// Whether it gives nothing at all.
    pub(crate) fn gives_nothing(&self) -> bool {
        matches!(self.gives, Gives::Policy([]))
    }
}

/// All roles that are held.
pub(crate) struct Holdings<'a> {
    /// In the order in which an answer names the first that will do: by role, then by the way of holding it.
    groups: Vec<Group<'a>>,
    /// Without repeats, in the order of `groups`.
    held: Vec<Held<'a>>,
}

impl<'a> Holdings<'a> {
    /// Every role that is held according to these facts.
    pub(crate) fn of(policy: &'a Policy, facts: &'a Facts<'a>, attributes: &Attributes<'a>) -> Self {
        let mut held = Finder::new(policy, facts, attributes).find();
        sort_by(&mut held, Held::order);
        held.dedup();
        let mut groups: Vec<Group<'a>> = Vec::with_capacity(held.len());
        for (position, one) in held.iter().enumerate() {
            let end = position.saturating_add(1);
            match groups.last_mut() {
                Some(last) if last.role == one.role && last.held == one.held => last.end = end,
                _ => {
                    let gives = gives(policy, facts, one);
                    groups.push(Group { role: one.role, name: one.name, held: one.held, gives, start: position, end });
                }
            }
        }
        Self { groups, held }
    }

    pub(crate) fn groups(&self) -> &[Group<'a>] {
        &self.groups
    }

    pub(crate) fn all(&self) -> &[Held<'a>] {
        &self.held
    }

    /// Every holding of the group, on whatever resource.
    pub(crate) fn of_group(&self, group: &Group<'a>) -> &[Held<'a>] {
        self.held.get(group.start..group.end).unwrap_or_default()
    }

    /// The holdings of the group that reach a request on this resource: those of the whole organisation, and those of
    /// the very resource.
    pub(crate) fn reaching(
        &self,
        group: &Group<'a>,
        on_resource: Option<EntityId<'_>>,
    ) -> impl Iterator<Item = &Held<'a>> + use<'_, 'a> {
        let held = self.of_group(group);
        let (whole, rest) = split(held, |one| one.on_resource.is_none());
        let here = on_resource.filter(|_| !rest.is_empty()).map_or(&[][..], |resource| {
            let place = Some(Place::of(resource));
            let (_, from) = split(rest, |one| one.on_resource < place);
            split(from, |one| one.on_resource == place).0
        });
        whole.iter().chain(here)
    }
}

/// Cuts where the predicate turns false.
fn split<'h, 'a>(held: &'h [Held<'a>], before: impl Fn(&Held<'a>) -> bool) -> (&'h [Held<'a>], &'h [Held<'a>]) {
    held.split_at_checked(held.partition_point(before)).unwrap_or((held, &[]))
}

fn gives<'a>(policy: &'a Policy, facts: &'a Facts<'a>, held: &Held<'a>) -> Gives<'a> {
    let reach = match held.held {
        Holding::ThirdParty => Reach::ThirdParty,
        Holding::AccessGrant => Reach::WithGrant,
        _ => Reach::Own,
    };
    match held.role {
        RoleReference::Policy(index) => Gives::Policy(policy.role(index).map_or(&[], |role| of_reach(role, reach))),
        RoleReference::Custom(index) => {
            let custom = facts.custom_roles.get(index.as_usize());
            custom.map_or(Gives::Policy(&[]), |role| Gives::Custom(role.privileges))
        }
    }
}

/// What a role gives at this reach; the list is in the order of the reach.
fn of_reach(role: &Role, reach: Reach) -> &[RolePrivilege] {
    let all = role.privileges.as_slice();
    // Most roles give everything at one reach.
    if let ([first, ..], [.., last]) = (all, all)
        && first.reach == reach
        && last.reach == reach
    {
        return all;
    }
    let start = all.partition_point(|given| given.reach < reach);
    let end = all.partition_point(|given| given.reach <= reach);
    all.get(start..end).unwrap_or_default()
}

/// What the rules ask about a role, wherever it is defined.
struct Found<'a> {
    role: RoleReference,
    name: &'a str,
    kind: RoleKind,
    level: AppLevel,
    holder_condition: Option<ConditionIndex>,
}

/// Finds the roles that are held.
struct Finder<'c, 'a> {
    policy: &'a Policy,
    facts: &'a Facts<'a>,
    attributes: &'c Attributes<'a>,
    groups: Lookup<'a>,
    custom_roles: Lookup<'a>,
    disabled_roles: Lookup<'a>,
    found: Vec<Held<'a>>,
}

impl<'c, 'a> Finder<'c, 'a> {
    fn new(policy: &'a Policy, facts: &'a Facts<'a>, attributes: &'c Attributes<'a>) -> Self {
        Self {
            policy,
            facts,
            attributes,
            groups: Lookup::of(facts.groups.iter().map(|group| group.0)),
            custom_roles: Lookup::of(facts.custom_roles.iter().map(|role| role.name.0)),
            disabled_roles: Lookup::of(facts.disabled_roles.iter().map(|role| role.0)),
            found: Vec::with_capacity(facts.role_grants.len()),
        }
    }

    fn find(mut self) -> Vec<Held<'a>> {
        match self.facts.principal.kind {
            PrincipalKind::Unidentified => {}
            PrincipalKind::Member => {
                self.find_grants();
                self.find_automatic();
            }
            PrincipalKind::PartnerUser | PrincipalKind::VendorEmployee => self.find_grants(),
            PrincipalKind::ThirdParty => self.find_abroad(),
        }
        self.found
    }

    /// Grants of this organisation (R1), to the person or to a group of the person's, of a role that exists (R16) and
    /// that the login may hold (C2).
    fn find_grants(&mut self) {
        let facts = self.facts;
        let is_external = facts.principal.kind.is_external();
        for grant in facts.role_grants.iter().filter(|grant| grant.organisation == facts.organisation) {
            // People from outside hold what was assigned to them and never more (F9): the customer's groups are of the
            // customer's own users.
            let is_held = grant.group.is_none_or(|group| !is_external && self.groups.position(group.0).is_some());
            if !is_held {
                continue;
            }
            let Some(found) = self.role_of(grant) else { continue };
            let held = match (is_external, grant.on_resource, grant.group) {
                (true, _, _) => Holding::External,
                (false, Some(_), _) => Holding::AppRole,
                (false, None, Some(_)) => Holding::Group,
                (false, None, None) => Holding::Direct,
            };
            let standing = self.standing(&found);
            let (on_resource, window) = (grant.on_resource.map(Place::of), grant.window);
            self.found.push(Held { role: found.role, name: found.name, held, on_resource, window, standing });
            if !is_external && found.kind == RoleKind::App && found.level >= AppLevel::View {
                self.find_automatic_for(window, standing);
            }
        }
    }

    /// P14: whoever holds an app role at `view` or above holds these roles, for as long as the app role has an effect.
    fn find_automatic_for(&mut self, window: Option<Window>, of_app_role: Standing) {
        for &index in self.policy.automatic_roles() {
            let Some(role) = self.policy.role(index).filter(|role| role.automatic == Some(Automatic::AppRole)) else {
                continue;
            };
            self.push_automatic(index, role, window, of_app_role);
        }
    }

    /// C8, C17, C23: what everybody holds who signed in so.
    fn find_automatic(&mut self) {
        for &index in self.policy.automatic_roles() {
            let Some(role) = self.policy.role(index) else { continue };
            let applies = match role.automatic {
                Some(Automatic::Everyone) => true,
                Some(Automatic::UserLogin) => self.facts.principal.login == Login::User,
                Some(Automatic::AccountLogin) => self.facts.principal.login == Login::Account,
                Some(Automatic::AppRole) | None => false,
            };
            if applies {
                self.push_automatic(index, role, None, Standing::Effective);
            }
        }
    }

    fn push_automatic(&mut self, index: RoleIndex, role: &'a Role, window: Option<Window>, also: Standing) {
        let found = found(index, role);
        let standing = self.standing(&found).and(also);
        let (name, held) = (found.name, Holding::Automatic);
        self.found.push(Held { role: found.role, name, held, on_resource: None, window, standing });
    }

    /// C18, C21: roles of the policy that the person holds at home, of which some effect is felt here. Whether a
    /// grant of access stands beside is asked when a request names a resource.
    fn find_abroad(&mut self) {
        let facts = self.facts;
        let is_abroad = |grant: &&RoleGrant<'_>| {
            grant.organisation == facts.principal.home && grant.group.is_none() && grant.on_resource.is_none()
        };
        for grant in facts.role_grants.iter().filter(is_abroad) {
            let Some(found) = self.role_of(grant) else { continue };
            if matches!(found.role, RoleReference::Custom(_)) {
                continue;
            }
            let standing = self.standing(&found);
            for held in [Holding::ThirdParty, Holding::AccessGrant] {
                let (on_resource, window) = (None, grant.window);
                self.found.push(Held { role: found.role, name: found.name, held, on_resource, window, standing });
            }
        }
    }

    /// The role of a grant; none when there is no such role, or when it is not for this login, lacks its resource, or
    /// is held automatically: what follows from something else is never granted as well (P15, C17).
    fn role_of(&self, grant: &RoleGrant<'a>) -> Option<Found<'a>> {
        let found = match self.policy.role_index(grant.role) {
            Some(index) => found(index, self.policy.role(index).filter(|role| role.automatic.is_none())?),
            None => {
                let position = self.custom_roles.position(grant.role.0)?;
                let role = self.facts.custom_roles.get(position)?;
                let index = CustomRoleIndex(u16::try_from(position).ok()?);
                Found {
                    role: RoleReference::Custom(index),
                    name: role.name.0,
                    kind: role.kind,
                    level: role.level,
                    holder_condition: None,
                }
            }
        };
        let login = self.facts.principal.login;
        let fits = match found.kind {
            RoleKind::User => login == Login::User,
            RoleKind::Account => login == Login::Account,
            RoleKind::App => login == Login::User && grant.on_resource.is_some(),
        };
        fits.then_some(found)
    }

    fn standing(&self, found: &Found<'a>) -> Standing {
        if self.disabled_roles.position(found.name).is_some() {
            return Standing::Disabled;
        }
        let Some(condition) = found.holder_condition else { return Standing::Effective };
        let person = self.facts.principal.id.0;
        let circumstances = Circumstances::of_holder(self.policy, self.attributes, self.facts, person, found.name);
        match circumstances.meet(condition) {
            Ok(true) => Standing::Effective,
            Ok(false) => Standing::NotEligible,
            Err(MissingAttribute) => Standing::AttributeMissing,
        }
    }
}

fn found(index: RoleIndex, role: &Role) -> Found<'_> {
    Found {
        role: RoleReference::Policy(index),
        name: &role.name,
        kind: role.kind,
        level: role.level,
        holder_condition: role.holder_condition,
    }
}

#[cfg(test)]
mod tests {
    use super::Standing;

    #[test]
    fn what_stands_against_either_role_stands_against_both() {
        use Standing::{AttributeMissing, Disabled, Effective, NotEligible};
        for (one, other, expected) in [
            (Effective, Effective, Effective),
            (Effective, AttributeMissing, AttributeMissing),
            (Disabled, Effective, Disabled),
            (NotEligible, Disabled, Disabled),
            (AttributeMissing, NotEligible, NotEligible),
        ] {
            assert_eq!(one.and(other), expected, "{one:?} and {other:?}");
            assert_eq!(other.and(one), expected, "{other:?} and {one:?}");
        }
    }
}
