//! Answers that are given again.

use serde::{Deserialize, Serialize};

use super::{Entity, Table};
use crate::identifiers::{Name, OrganisationId};

/// What somebody who made a change was answered, so that a change that is sent again is not made again.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct KeptAnswer {
    /// Who made it.
    pub caller: Name,
    /// What they called it.
    pub idempotency_key: Name,
    /// Digest of what was sent: the same key with something else is a mistake.
    pub request: String,
    /// When it was made, in milliseconds since 1970-01-01T00:00:00Z.
    pub made_ms: i64,
    /// What was answered.
    pub answer: serde_json::Value,
}

impl Entity for KeptAnswer {
    const TABLE: Table = Table { name: "kept_answers", columns: &["caller", "idempotency_key"], key_columns: 2 };

    fn columns(&self) -> Vec<String> {
        vec![self.caller.to_string(), self.idempotency_key.to_string()]
    }

    fn organisations(&self) -> Vec<OrganisationId> {
        Vec::new()
    }
}
