//! Whether the rules may rely on facts at all (X5).

use super::{AttributeValue, CustomRole, Facts, PrincipalKind, RoleGrant};
use crate::decision::Reason;
use crate::identifiers::RoleName;
use crate::limits;
use crate::order::{sort, sort_by};
use crate::policy::{AttributeType, Policy};
use alloc::vec::Vec;

impl Facts<'_> {
    /// Whether the rules may rely on these facts at all. Windows need no look here: one that runs backward cannot be
    /// made.
    pub(crate) fn validate(&self, policy: &Policy) -> Result<(), Reason> {
        self.validate_for(policy, None)
    }

    /// The same for the deletion of an organisation's own role, which may be one whose name a later policy has taken:
    /// otherwise nobody could get rid of it. As long as the facts have it, they grant nobody a role of that name.
    pub(crate) fn validate_for(&self, policy: &Policy, deleted: Option<RoleName<'_>>) -> Result<(), Reason> {
        self.validate_counts()?;
        if self.principal.kind != PrincipalKind::Unidentified && self.principal.id.0.is_empty() {
            return Err(Reason::MalformedFacts);
        }
        // Without an organisation there is nothing that anybody could hold in it (R1, R10).
        if self.organisation.0.is_empty()
            && (self.relationship.is_some() || self.external_access.is_some() || !self.role_grants.is_empty())
        {
            return Err(Reason::MalformedFacts);
        }
        // Two things without an identifier are not the same thing.
        if self.groups.iter().any(|group| group.0.is_empty()) || self.role_grants.iter().any(RoleGrant::is_nameless) {
            return Err(Reason::MalformedFacts);
        }
        if !self.has_fitting_home() {
            return Err(Reason::MalformedFacts);
        }
        if self.access_grants.iter().any(|grant| grant.on_resource.is_some_and(|resource| resource.0.is_empty())) {
            return Err(Reason::MalformedFacts);
        }
        self.validate_custom_roles(policy, deleted)?;
        self.validate_attributes(policy)
    }

    /// A third party's roles are of an organisation of its own (C7); nobody else has another one.
    fn has_fitting_home(&self) -> bool {
        let home = self.principal.home;
        match self.principal.kind {
            PrincipalKind::ThirdParty => !home.0.is_empty() && home != self.organisation,
            _ => home.0.is_empty(),
        }
    }

    fn validate_counts(&self) -> Result<(), Reason> {
        let counts = [
            (self.entitlements.len(), limits::ENTITLEMENTS_MAX),
            (self.listed_users.len(), limits::LISTED_USERS_MAX),
            (self.groups.len(), limits::GROUPS_MAX),
            (self.role_grants.len(), limits::ROLE_GRANTS_MAX),
            (self.custom_roles.len(), limits::CUSTOM_ROLES_MAX),
            (self.disabled_roles.len(), limits::DISABLED_ROLES_MAX),
            (self.access_grants.len(), limits::ACCESS_GRANTS_MAX),
            (self.attributes.len(), limits::ATTRIBUTES_MAX),
        ];
        if counts.iter().any(|&(count, maximum)| count > maximum) {
            return Err(Reason::LimitExceeded);
        }
        Ok(())
    }

    /// R3: names are unique within an organisation's catalogue, and the policy's own are taken.
    fn validate_custom_roles(&self, policy: &Policy, deleted: Option<RoleName<'_>>) -> Result<(), Reason> {
        let may_go =
            |name: RoleName<'_>| deleted == Some(name) && self.role_grants.iter().all(|grant| grant.role != name);
        let is_taken = |role: &CustomRole<'_>| policy.role_index(role.name).is_some() && !may_go(role.name);
        if self.custom_roles.iter().any(|role| role.name.0.is_empty() || is_taken(role)) {
            return Err(Reason::MalformedFacts);
        }
        let mut names: Vec<_> = self.custom_roles.iter().map(|role| role.name).collect();
        sort(&mut names);
        if names.iter().zip(names.iter().skip(1)).any(|(one, next)| one == next) {
            return Err(Reason::MalformedFacts);
        }
        Ok(())
    }

    /// An attribute that the policy declares has the declared type, and one value. Others are not looked at.
    fn validate_attributes(&self, policy: &Policy) -> Result<(), Reason> {
        let mut declared = Vec::new();
        for attribute in &self.attributes {
            let Some(expected) = policy.attribute_type(attribute.subject, attribute.name) else { continue };
            if expected != type_of(&attribute.value) {
                return Err(Reason::MalformedFacts);
            }
            declared.push(((attribute.subject, attribute.name), &attribute.value));
        }
        sort_by(&mut declared, |one, other| one.0.cmp(&other.0));
        let mut neighbours = declared.iter().zip(declared.iter().skip(1));
        if neighbours.any(|(one, next)| one.0 == next.0 && one.1 != next.1) {
            return Err(Reason::MalformedFacts);
        }
        Ok(())
    }
}

fn type_of(value: &AttributeValue<'_>) -> AttributeType {
    match value {
        AttributeValue::Text(_) => AttributeType::Text,
        AttributeValue::Texts(_) => AttributeType::Texts,
        AttributeValue::Integer(_) => AttributeType::Integer,
        AttributeValue::Boolean(_) => AttributeType::Boolean,
        AttributeValue::Timestamp(_) => AttributeType::Timestamp,
    }
}
