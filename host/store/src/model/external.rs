//! What lets people of other organisations in.

use serde::{Deserialize, Serialize};

use super::{Entity, Table, Window};
use crate::identifiers::{OrganisationId, PersonId};

/// That a partner's domain is enabled in a customer's product, so that the customer may choose it (F18).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartnerListing {
    /// Whose product.
    pub customer: OrganisationId,
    /// Whose domain.
    pub partner: OrganisationId,
}

impl Entity for PartnerListing {
    const TABLE: Table = Table { name: "partner_listings", columns: &["customer", "partner"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        vec![self.customer.to_string(), self.partner.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.customer.clone()]
    }
}

/// How a relationship stands (S3, S23).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum RelationshipStatus {
    /// It stands.
    Established,
    /// It has ended; all access ended with it.
    Ended,
}

/// What a customer and a partner are to each other.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Relationship {
    /// Whose system.
    pub customer: OrganisationId,
    /// Who serves it.
    pub partner: OrganisationId,
    /// How it stands.
    pub status: RelationshipStatus,
    /// Whether the partner manages the customer wholly (F6, S4).
    #[serde(default)]
    pub managed: bool,
}

impl Entity for Relationship {
    const TABLE: Table = Table { name: "relationships", columns: &["customer", "partner"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        vec![self.customer.to_string(), self.partner.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.customer.clone(), self.partner.clone()]
    }
}

/// When external access is open (F12, F19).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum AccessMode {
    /// Always.
    Continuous,
    /// In a window.
    Period(Window),
    /// Never.
    Disabled,
}

/// One instance of external access: what a customer grants the vendor or one partner (F4).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ExternalAccess {
    /// Who grants.
    pub customer: OrganisationId,
    /// Who is let in: the vendor or a partner.
    pub grantee: OrganisationId,
    /// When.
    pub mode: AccessMode,
    /// Whether roles narrow what they may do (F8, F9).
    #[serde(default)]
    pub role_management: bool,
}

impl Entity for ExternalAccess {
    const TABLE: Table = Table { name: "external_accesses", columns: &["customer", "grantee"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        vec![self.customer.to_string(), self.grantee.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.customer.clone()]
    }
}

/// That a partner has authorised one of its people for one customer (F20, S6, S7).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AuthorisedUser {
    /// For whose system.
    pub customer: OrganisationId,
    /// By whom.
    pub partner: OrganisationId,
    /// Who.
    pub person: PersonId,
}

impl Entity for AuthorisedUser {
    const TABLE: Table =
        Table { name: "authorised_users", columns: &["customer", "partner", "person"], key_columns: 3 };

    fn columns(&self) -> Vec<String> {
        vec![self.customer.to_string(), self.partner.to_string(), self.person.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.customer.clone()]
    }
}
