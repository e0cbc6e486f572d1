//! What the oracle answers, in the words of the JSON shapes.

use crate::instants::{self, Instant};
use serde_json::{Value, json};

/// What granted a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantedBy {
    /// The role; none for full access.
    pub role: Option<String>,
    /// The role is the organisation's own.
    pub is_custom: bool,
    /// How it was held.
    pub held: &'static str,
    /// The privilege that it gave; none when any role was enough.
    pub privilege: Option<String>,
}

/// The answer to a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Whether the request is allowed.
    pub allowed: bool,
    /// Why.
    pub reason: &'static str,
    /// The gate that failed; none for an allowed request.
    pub gate: Option<&'static str>,
    /// What gave it.
    pub granted_by: Option<GrantedBy>,
    /// The first instant of the answer, in milliseconds; none when it always was so.
    pub valid_from: Option<Instant>,
    /// The first instant after it, in milliseconds; none when it stays so.
    pub valid_until: Option<Instant>,
    /// Names of the field groups to hide, in the order of the document.
    pub hidden: Vec<String>,
    /// What the caller owes.
    pub obligations: Vec<&'static str>,
}

impl Answer {
    /// The members of a decision as JSON that this answer knows.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut answer = json!({
            "effect": if self.allowed { "allow" } else { "deny" },
            "reason": self.reason,
            "valid_from": self.valid_from.map(instants::print),
            "valid_until": self.valid_until.map(instants::print),
            "hidden_field_groups": self.hidden,
            "obligations": self.obligations,
        });
        if let (Some(granted_by), Some(members)) = (&self.granted_by, answer.as_object_mut()) {
            let mut shape = serde_json::Map::new();
            if let Some(role) = &granted_by.role {
                shape.insert("role".to_owned(), json!(role));
                shape.insert("role_kind".to_owned(), json!(if granted_by.is_custom { "custom" } else { "policy" }));
            }
            shape.insert("held".to_owned(), json!(granted_by.held));
            shape.extend(granted_by.privilege.as_ref().map(|name| ("privilege".to_owned(), json!(name))));
            members.insert("granted_by".to_owned(), Value::Object(shape));
        }
        answer
    }
}

/// The answer to a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It may be made.
    Accepted {
        /// In the order of the contract.
        warnings: Vec<&'static str>,
        /// What the person owes.
        obligations: Vec<&'static str>,
        /// The roles that a new person gets.
        roles: Vec<String>,
        /// The first instant of access that is granted and the first one after it, in milliseconds.
        access: Option<(Instant, Instant)>,
    },
    /// It may not.
    Refused {
        /// In the order of the contract.
        refusals: Vec<&'static str>,
        /// Why the person may not make the change.
        denial: Option<&'static str>,
    },
}

impl Verdict {
    /// The members of a verdict as JSON that this answer knows.
    #[must_use]
    pub fn to_json(&self) -> Value {
        match self {
            Self::Accepted { warnings, obligations, roles, access } => json!({
                "verdict": "accepted",
                "warnings": warnings,
                "obligations": obligations,
                "roles": roles,
                "access": access.map(|(start, end)| json!({
                    "start": instants::print(start), "end": instants::print(end),
                })),
            }),
            Self::Refused { refusals, denial: None } => json!({ "verdict": "refused", "refusals": refusals }),
            Self::Refused { refusals, denial: Some(denial) } => {
                json!({ "verdict": "refused", "refusals": refusals, "denial": denial })
            }
        }
    }
}
