//! The role that a change names, and what every new holder of it meets.

use super::{Context, Findings};
use crate::change::{Refusal, Warning};
use crate::facts::{CustomRole, RoleKind};
use crate::identifiers::RoleName;
use crate::policy::Role;

/// A role of the policy or of the organisation.
#[derive(Clone, Copy)]
pub(super) enum NamedRole<'c, 'a> {
    Policy(&'a Role),
    Custom(&'c CustomRole<'a>),
}

impl<'c, 'a> NamedRole<'c, 'a> {
    /// The role of that name; none when neither the policy nor the organisation has one (R16).
    pub(super) fn find(context: &Context<'c, 'a>, name: RoleName<'_>) -> Option<Self> {
        if let Some(index) = context.policy.role_index(name) {
            return context.policy.role(index).map(Self::Policy);
        }
        context.facts.custom_roles.iter().find(|role| role.name == name).map(Self::Custom)
    }

    pub(super) fn kind(self) -> RoleKind {
        match self {
            Self::Policy(role) => role.kind,
            Self::Custom(role) => role.kind,
        }
    }

    /// What only roles of the policy have.
    pub(super) fn of_policy(self) -> Option<&'a Role> {
        match self {
            Self::Policy(role) => Some(role),
            Self::Custom(_) => None,
        }
    }

    /// Whether the role is held automatically and by no other way (P15, C17).
    pub(super) fn is_automatic(self) -> bool {
        self.of_policy().is_some_and(|role| role.automatic.is_some())
    }

    /// Whether users can hold the role for all of the organisation, as a new person does.
    pub(super) fn is_for_a_new_person(self) -> bool {
        self.kind() == RoleKind::User
    }
}

/// The role of that name, unless nobody can be given it anew: unknown, automatic, switched off, or deprecated where the
/// policy refuses such roles (P4, P11, P15, R16).
pub(super) fn assignable<'c, 'a>(
    context: &Context<'c, 'a>,
    name: RoleName<'_>,
    findings: &mut Findings<'a>,
) -> Option<NamedRole<'c, 'a>> {
    let Some(role) = NamedRole::find(context, name) else {
        findings.refuse(Refusal::UnknownRole);
        return None;
    };
    findings.refuse_if(role.is_automatic(), Refusal::RoleAutomatic);
    findings.refuse_if(context.facts.disabled_roles.contains(&name), Refusal::RoleDisabled);
    if role.of_policy().is_some_and(|role| role.deprecated) {
        let is_refused = context.policy.assignment().refuse_deprecated;
        findings.refuse_if(is_refused, Refusal::RoleDeprecated);
        findings.warn_if(!is_refused, Warning::DeprecatedRole);
    }
    Some(role)
}
