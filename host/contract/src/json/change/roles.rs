//! Changes to roles and to who holds them.

use crate::json::facts::kind_and_level;
use crate::json::read::{Checked, Kinds, Place, object};
use crate::json::shape::{Code, List, Name, OneKey, Tagged};
use crate::limits::MAX_CUSTOM_PRIVILEGES;
use crate::{AppLevel, CustomRoleEdit, RoleAssignment, RoleHolder, RoleKind, RoleSwitch, RunGrant};

/// A custom role as it is to be.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "custom-role-edit", deny_unknown_fields)
)]
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

object!(CustomRoleEditShape { required name, optional kind, optional level, required privileges });

/// A custom role that is to go.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "custom-role-deletion", deny_unknown_fields)
)]
pub(super) struct DeleteCustomRoleShape {
    /// Its name.
    name: Name,
}

object!(DeleteCustomRoleShape { required name });

/// A role switched on or off.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-switch", deny_unknown_fields))]
pub(super) struct RoleSwitchShape {
    /// Which role.
    role: Name,
    /// On, or off.
    enabled: bool,
}

object!(RoleSwitchShape { required role, required enabled });

/// A role and who is to hold it, or no longer.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-assignment", deny_unknown_fields))]
pub(super) struct AssignmentShape {
    /// Who: an object with one key, which is what the holder is.
    holder: OneKey<HolderShape>,
    /// Which role.
    role: Name,
    /// The one resource that it is limited to; left out for all of the organisation.
    on_resource: Option<Name>,
}

object!(AssignmentShape { required holder, required role, optional on_resource });

/// Who is to hold a role.
#[derive(Debug, Default)]
pub(in crate::json) struct HolderShape {
    /// Position among the keys.
    tag: usize,
    id: Name,
}

/// The role of people who arrive by themselves.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "default-role", deny_unknown_fields))]
pub(super) struct DefaultRoleShape {
    /// Which role; left out for none.
    role: Option<Name>,
}

object!(DefaultRoleShape { optional role });

/// A workflow run opened or closed to a role.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "run-grant", deny_unknown_fields))]
pub(super) struct RunGrantShape {
    /// The run.
    run: Name,
    /// The role.
    role: Name,
}

object!(RunGrantShape { required run, required role });

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

impl Tagged for HolderShape {
    const KINDS: Kinds = Kinds { what: "a holder", tags: &["person", "group", "account", "external_person"] };

    fn place(&mut self, tag: usize) -> Option<&mut dyn Place> {
        self.tag = tag;
        Some(&mut self.id)
    }
}

impl From<HolderShape> for RoleHolder {
    fn from(HolderShape { tag, id: Name(id) }: HolderShape) -> Self {
        match tag {
            0 => Self::Person(id),
            1 => Self::Group(id),
            2 => Self::Account(id),
            _ => Self::ExternalPerson(id),
        }
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
        let AssignmentShape { holder: OneKey(holder), role: Name(role), on_resource } = shape;
        Self { holder: holder.into(), role, on_resource: on_resource.map(|Name(id)| id) }
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
