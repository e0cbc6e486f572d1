//! Roles that are held, roles of the organisation's own, and what a third party's organisation was granted.

use super::WindowShape;
use crate::json::read::{Checked, object};
use crate::json::shape::{Code, List, Name, Object, PrivilegeName};
use crate::limits::MAX_CUSTOM_PRIVILEGES;
use crate::{
    AccessGrantDraft, AppLevel, CustomRoleDraft, FactsBuilder, RequestStatus, RoleGrantDraft, RoleKind, UnfitFacts,
};

/// A role held by the person or by a group.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-grant", deny_unknown_fields))]
pub(super) struct RoleGrantShape {
    /// Which role.
    role: Name,
    /// The organisation that it was granted in; the one asked about when left out.
    organisation: Option<Name>,
    /// The group that holds it; left out when the person does.
    group: Option<Name>,
    /// The one resource that it is limited to; left out for all of the organisation.
    on_resource: Option<Name>,
    /// When it holds; left out for always.
    window: Option<Object<WindowShape>>,
}

object!(RoleGrantShape {
    required role,
    optional organisation,
    optional group,
    optional on_resource,
    optional window,
});

/// A role that the organisation made for itself.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "custom-role", deny_unknown_fields))]
pub(super) struct CustomRoleShape {
    /// Unique among the organisation's custom roles and the policy's own.
    name: Name,
    /// Who may hold it; left out for `user`.
    kind: Option<Code<RoleKind>>,
    /// For an app role: how much it allows; left out for `none`.
    level: Option<Code<AppLevel>>,
    /// What it gives; order and duplicates do not matter.
    privileges: List<PrivilegeName, MAX_CUSTOM_PRIVILEGES>,
}

object!(CustomRoleShape { required name, optional kind, optional level, required privileges });

/// A request for access by a third party's own organisation, and what became of it.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "access-grant", deny_unknown_fields))]
pub(super) struct AccessGrantShape {
    /// How far it has come.
    status: Code<RequestStatus>,
    /// The part of the organisation that it is for; left out for all of it.
    on_resource: Option<Name>,
    /// When it gives access.
    window: Object<WindowShape>,
}

object!(AccessGrantShape { required status, optional on_resource, required window });

impl Checked for RoleGrantShape {}
impl Checked for CustomRoleShape {}
impl Checked for AccessGrantShape {}

impl RoleGrantShape {
    pub(super) fn draft<'a>(&'a self, own_organisation: &'a Name) -> RoleGrantDraft<'a> {
        RoleGrantDraft {
            role: &self.role.0,
            organisation: &self.organisation.as_ref().unwrap_or(own_organisation).0,
            group: self.group.as_ref().map(Name::as_str),
            on_resource: self.on_resource.as_ref().map(Name::as_str),
            window: self.window.as_ref().map(|Object(window)| window.window()),
        }
    }
}

impl CustomRoleShape {
    pub(super) fn add_to(&self, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        let privileges: Vec<&str> = self.privileges.0.iter().map(|PrivilegeName(name)| name.as_str()).collect();
        let (kind, level) = kind_and_level(self.kind, self.level);
        facts.custom_role(&CustomRoleDraft { name: &self.name.0, kind, level, privileges: &privileges })?;
        Ok(())
    }
}

impl AccessGrantShape {
    pub(super) fn draft(&self) -> AccessGrantDraft<'_> {
        AccessGrantDraft {
            status: self.status.0,
            on_resource: self.on_resource.as_ref().map(Name::as_str),
            window: self.window.0.window(),
        }
    }
}

/// A custom role is one for users unless it says otherwise.
pub(in crate::json) fn kind_and_level(
    kind: Option<Code<RoleKind>>,
    level: Option<Code<AppLevel>>,
) -> (RoleKind, AppLevel) {
    (kind.map_or(RoleKind::User, |Code(kind)| kind), level.map_or(AppLevel::None, |Code(level)| level))
}
