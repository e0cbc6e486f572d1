//! Requests for access, and what became of them.

use serde::{Deserialize, Serialize};

use super::{Entity, Table, Window};
use crate::identifiers::{Name, OrganisationId, PersonId};

/// How far a request has come (C31-C37).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(rename_all = "kebab-case")]
pub enum RequestStatus {
    /// It waits, and gives nothing (C31).
    Pending,
    /// It gives access in its window (C35).
    Granted,
    /// Somebody said no.
    Rejected,
    /// Taken back by whoever asked.
    Withdrawn,
    /// Granted once, and ended before its time (C37).
    Revoked,
}

impl RequestStatus {
    fn name(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Granted => "granted",
            Self::Rejected => "rejected",
            Self::Withdrawn => "withdrawn",
            Self::Revoked => "revoked",
        }
    }
}

/// A request for access to a company of an account (C27-C37).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema))]
#[serde(deny_unknown_fields)]
pub struct AccessRequest {
    /// Whose data it is about.
    pub account: OrganisationId,
    /// Its identifier there.
    pub id: Name,
    /// The company of that account.
    pub company: Name,
    /// Why (C27).
    #[serde(default)]
    pub description: String,
    /// Who is responsible for it (C30).
    pub requested_by: PersonId,
    /// Who wrote it down (C30).
    pub created_by: PersonId,
    /// When it gives access.
    pub window: Window,
    /// How far it has come.
    pub status: RequestStatus,
    /// Who decided last.
    #[serde(default)]
    pub decided_by: Option<PersonId>,
}

impl Entity for AccessRequest {
    const TABLE: Table =
        Table { name: "access_requests", columns: &["account", "id", "requested_by", "status"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        [self.account.as_str(), self.id.as_str(), self.requested_by.as_str(), self.status.name()]
            .map(str::to_owned)
            .to_vec()
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        vec![self.account.clone()]
    }
}
