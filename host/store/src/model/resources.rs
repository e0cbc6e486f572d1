//! What is acted upon.

use serde::{Deserialize, Serialize};

use super::{Attributes, Entity, Table};
use crate::identifiers::{Name, OrganisationId};

/// An app, a workflow run, a company of an account, or whatever else a policy speaks of (P12, P24, C28).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// Whose it is.
    pub organisation: OrganisationId,
    /// What it is, for example `app`.
    pub kind: Name,
    /// Its identifier among those of its kind.
    pub id: Name,
    /// What people call it.
    #[serde(default)]
    pub name: String,
    /// What conditions may ask about it.
    #[serde(default)]
    pub attributes: Attributes,
}

impl Entity for Resource {
    const TABLE: Table = Table { name: "resources", columns: &["organisation", "kind", "id"], key_columns: 3 };

    fn columns(&self) -> Vec<String> {
        vec![self.organisation.to_string(), self.kind.to_string(), self.id.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.organisation.clone()]
    }
}
