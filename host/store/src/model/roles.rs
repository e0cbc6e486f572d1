//! Roles that organisations make, and who holds which.

use serde::{Deserialize, Serialize};

use super::{Entity, Table, Window};
use crate::identifiers::{GroupId, Name, OrganisationId, PersonId};

/// What a role can be held by (C2, P20).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RoleKind {
    /// A user.
    #[default]
    User,
    /// An account login.
    Account,
    /// A user, on one app.
    App,
}

/// How much an app role lets its holder do (P31).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AppLevel {
    /// Nothing yet.
    #[default]
    None,
    /// Looking.
    View,
    /// Changing.
    Edit,
    /// Everything.
    Full,
}

/// A role that an organisation made for itself (R3, P3).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CustomRole {
    /// Whose role it is.
    pub organisation: OrganisationId,
    /// Its name there.
    pub name: Name,
    /// What it can be held by.
    #[serde(default)]
    pub kind: RoleKind,
    /// How much it lets its holder do on an app.
    #[serde(default)]
    pub level: AppLevel,
    /// The names of the privileges that it gives (R3).
    pub privileges: Vec<Name>,
}

impl Entity for CustomRole {
    const TABLE: Table = Table { name: "custom_roles", columns: &["organisation", "name"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        vec![self.organisation.to_string(), self.name.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.organisation.clone()]
    }
}

/// Who holds a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Holder {
    /// A person, or an account login.
    Person(PersonId),
    /// A group, for all who are in it (R2).
    Group(GroupId),
}

impl Holder {
    /// How it is called in SQL: its kind, and its identifier.
    #[must_use]
    pub fn columns(&self) -> (&'static str, &str) {
        match self {
            Self::Person(person) => ("person", person.as_str()),
            Self::Group(group) => ("group", group.as_str()),
        }
    }
}

/// That a role is held in an organisation (R1, R2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RoleAssignment {
    /// Where it counts.
    pub organisation: OrganisationId,
    /// Who holds it.
    pub holder: Holder,
    /// Which role.
    pub role: Name,
    /// The one resource that it is limited to (P13, P21).
    #[serde(default)]
    pub on_resource: Option<Name>,
    /// When it holds; always when absent.
    #[serde(default)]
    pub window: Option<Window>,
    /// Who assigned it (C39).
    #[serde(default)]
    pub assigned_by: Option<PersonId>,
}

impl Entity for RoleAssignment {
    const TABLE: Table = Table {
        name: "role_assignments",
        columns: &["organisation", "holder_kind", "holder", "role", "on_resource"],
        key_columns: 5,
    };

    fn columns(&self) -> Vec<String> {
        let (kind, holder) = self.holder.columns();
        let on_resource = self.on_resource.as_ref().map_or("", Name::as_str);
        [self.organisation.as_str(), kind, holder, self.role.as_str(), on_resource].map(str::to_owned).to_vec()
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.organisation.clone()]
    }
}
