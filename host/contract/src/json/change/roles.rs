//! Changes to roles and to who holds them.

use serde::Deserialize;
use serde::de::MapAccess;

use crate::json::facts::kind_and_level;
use crate::json::shape::{Checked, Code, List, Name, OneKey, Tagged};
use crate::limits::MAX_CUSTOM_PRIVILEGES;
use crate::{AppLevel, CustomRoleEdit, RoleAssignment, RoleHolder, RoleKind, RoleSwitch, RunGrant};

/// A custom role as it is to be.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "custom-role-edit"))]
#[serde(deny_unknown_fields)]
pub(super) struct CustomRoleEditShape {
    /// Its name, unique in the organisation.
    name: Name,
    /// Who may hold it; left out for `user`.
    kind: Option<Code<RoleKind>>,
    /// For an app role: how much it allows; left out for `none`.
    level: Option<Code<AppLevel>>,
    /// What it is to give.
    privileges: List<Name, MAX_CUSTOM_PRIVILEGES>,
}

/// A custom role that is to go.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "custom-role-deletion"))]
#[serde(deny_unknown_fields)]
pub(super) struct DeleteCustomRoleShape {
    /// Its name.
    name: Name,
}

/// A role switched on or off.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-switch"))]
#[serde(deny_unknown_fields)]
pub(super) struct RoleSwitchShape {
    /// Which role.
    role: Name,
    /// On, or off.
    enabled: bool,
}

/// A role and who is to hold it, or no longer.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-assignment"))]
#[serde(deny_unknown_fields)]
pub(super) struct AssignmentShape {
    /// Who: an object with one key, which is what the holder is.
    holder: OneKey<HolderShape>,
    /// Which role.
    role: Name,
    /// The one resource that it is limited to; left out for all of the organisation.
    on_resource: Option<Name>,
}

/// Who is to hold a role.
#[derive(Debug)]
pub(in crate::json) struct HolderShape(RoleHolder);

/// The role of people who arrive by themselves.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "default-role"))]
#[serde(deny_unknown_fields)]
pub(super) struct DefaultRoleShape {
    /// Which role; left out for none.
    role: Option<Name>,
}

/// A workflow run opened or closed to a role.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "run-grant"))]
#[serde(deny_unknown_fields)]
pub(super) struct RunGrantShape {
    /// The run.
    run: Name,
    /// The role.
    role: Name,
}

impl Checked for CustomRoleEditShape {}
impl Checked for DeleteCustomRoleShape {}
impl Checked for RoleSwitchShape {}
impl Checked for AssignmentShape {}
impl Checked for DefaultRoleShape {}
impl Checked for RunGrantShape {}

#[cfg(feature = "schema")]
impl HolderShape {
    /// Each key and what it is.
    pub(in crate::json) const DESCRIBED: [(&'static str, &'static str); 4] = [
        ("person", "A user of the organisation."),
        ("group", "A group of the organisation."),
        ("account", "An account login."),
        ("external_person", "An external person let in by an instance."),
    ];
}

impl<'de> Tagged<'de> for HolderShape {
    const TAGS: &'static [&'static str] = &["person", "group", "account", "external_person"];
    const WHAT: &'static str = "a holder";

    fn read<A: MapAccess<'de>>(tag: &'static str, map: &mut A) -> Result<Self, A::Error> {
        let Name(id) = map.next_value()?;
        Ok(Self(match tag {
            "person" => RoleHolder::Person(id),
            "group" => RoleHolder::Group(id),
            "account" => RoleHolder::Account(id),
            _ => RoleHolder::ExternalPerson(id),
        }))
    }
}

impl From<CustomRoleEditShape> for CustomRoleEdit {
    fn from(shape: CustomRoleEditShape) -> Self {
        let (kind, level) = kind_and_level(shape.kind, shape.level);
        let privileges = shape.privileges.0.into_iter().map(|Name(privilege)| privilege).collect();
        Self { name: shape.name.0, kind, level, privileges }
    }
}

impl From<DeleteCustomRoleShape> for String {
    fn from(DeleteCustomRoleShape { name: Name(name) }: DeleteCustomRoleShape) -> Self {
        name
    }
}

impl From<RoleSwitchShape> for RoleSwitch {
    fn from(RoleSwitchShape { role: Name(role), enabled }: RoleSwitchShape) -> Self {
        Self { role, enabled }
    }
}

impl From<AssignmentShape> for RoleAssignment {
    fn from(shape: AssignmentShape) -> Self {
        let AssignmentShape { holder: OneKey(HolderShape(holder)), role: Name(role), on_resource } = shape;
        Self { holder, role, on_resource: on_resource.map(|Name(id)| id) }
    }
}

impl From<DefaultRoleShape> for Option<String> {
    fn from(DefaultRoleShape { role }: DefaultRoleShape) -> Self {
        role.map(|Name(role)| role)
    }
}

impl From<RunGrantShape> for RunGrant {
    fn from(RunGrantShape { run: Name(run), role: Name(role) }: RunGrantShape) -> Self {
        Self { run, role }
    }
}
