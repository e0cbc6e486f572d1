//! Organisations and their settings.

use serde::{Deserialize, Serialize};

use super::{Attributes, Entity, Table};
use crate::identifiers::{Name, OrganisationId};

/// What an organisation is to the others.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum OrganisationKind {
    /// It makes the product; its employees may be let in (F4, F5).
    Vendor,
    /// It serves customers (S1).
    Partner,
    /// Its data is what access is about.
    Customer,
    /// A customer's account, with companies in it, or the account of support staff (C1, C21).
    Account,
}

impl OrganisationKind {
    fn name(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Partner => "partner",
            Self::Customer => "customer",
            Self::Account => "account",
        }
    }
}

/// An organisation, with the settings that it may change itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Organisation {
    /// Its identifier, one for the whole store.
    pub id: OrganisationId,
    /// What it is.
    pub kind: OrganisationKind,
    /// What people call it (S2).
    #[serde(default)]
    pub name: String,
    /// Its domain on the internet (S2).
    #[serde(default)]
    pub domain: String,
    /// The products that it has bought (F1).
    #[serde(default)]
    pub entitlements: Vec<Name>,
    /// A partner: whether the vendor accredits it (F17, F32).
    #[serde(default)]
    pub accredited: bool,
    /// Whether its people sign in by single sign-on (S12).
    #[serde(default)]
    pub sso_enabled: bool,
    /// Whether people may arrive by single sign-on (P17).
    #[serde(default)]
    pub sso_arrivals: bool,
    /// Whether people may ask for an account (P17).
    #[serde(default)]
    pub account_requests: bool,
    /// The role of those who arrive (P17).
    #[serde(default)]
    pub default_role: Option<Name>,
    /// The switchable roles that are off (P4).
    #[serde(default)]
    pub disabled_roles: Vec<Name>,
    /// What conditions may ask about it.
    #[serde(default)]
    pub attributes: Attributes,
}

impl Organisation {
    /// An organisation that has bought and switched nothing.
    #[must_use]
    pub fn new(id: OrganisationId, kind: OrganisationKind) -> Self {
        Self {
            name: id.to_string(),
            id,
            kind,
            domain: String::new(),
            entitlements: Vec::new(),
            accredited: false,
            sso_enabled: false,
            sso_arrivals: false,
            account_requests: false,
            default_role: None,
            disabled_roles: Vec::new(),
            attributes: Attributes::new(),
        }
    }
}

impl Entity for Organisation {
    const TABLE: Table = Table { name: "organisations", columns: &["id", "kind"], key_columns: 1 };

    fn columns(&self) -> Vec<String> {
        vec![self.id.to_string(), self.kind.name().to_owned()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.id.clone()]
    }
}
