//! Decisions as JSON.

mod explanation;
mod granted_by;

use serde::Serialize;

use explanation::ExplanationJson;
use granted_by::GrantedByJson;

use super::errors::{JsonError, JsonErrorKind};
use super::instant::InstantText;
use super::shape::Code;
use crate::{Decision, Effect, Facts, InstantMs, PolicyInfo, Reason, RoleReference};

/// The answer to one request, with names in place of indices. serde prints it; the order of the keys is fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "decision", deny_unknown_fields))]
pub struct DecisionJson<'a> {
    /// Whether the request is allowed.
    effect: Code<Effect>,
    /// Why. A denial names the first gate's reason.
    reason: Code<Reason>,
    /// What granted it; present exactly when `reason` is `granted`.
    #[serde(skip_serializing_if = "Option::is_none")]
    granted_by: Option<GrantedByJson<'a>>,
    /// The instant that was asked about.
    now: InstantText,
    /// The first instant from which the same facts give this decision without a break; null when they always did.
    valid_from: Option<InstantText>,
    /// The first instant after `now` at which the same facts give another decision; null when they never do.
    valid_until: Option<InstantText>,
    /// Groups of fields that must not be shown.
    hidden_field_groups: Vec<&'a str>,
    /// What the caller owes when it acts on the decision.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::json::schema::obligation_names"))]
    obligations: Vec<&'static str>,
    /// What the decision rests on.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::json::schema::facts_read_names"))]
    facts_read: Vec<&'static str>,
    /// The gates, one by one, and what would help; present exactly when the request asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationJson<'a>>,
    /// Which policy decided.
    policy: PolicyReferenceJson<'a>,
}

/// Which policy decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "policy-reference", deny_unknown_fields)
)]
pub(super) struct PolicyReferenceJson<'a> {
    /// Name of the policy.
    name: &'a str,
    /// Version of the policy document.
    version: &'a str,
    /// Digest of the component, `sha256:` and 64 hexadecimal digits.
    digest: String,
}

impl<'a> DecisionJson<'a> {
    /// Gives a decision its names: of the policy that made it, of the facts that it was made about, and of the
    /// component.
    ///
    /// `digest` is the SHA-256 of the component in hexadecimal digits, with or without `sha256:` before it.
    ///
    /// # Errors
    /// [`JsonErrorKind::Unprintable`] for an instant outside the years 0001 to 9999, and for an index that `info` or
    /// `facts` does not know; [`Decision::verify`] finds the latter sooner.
    pub fn new(
        decision: &Decision,
        info: &'a PolicyInfo,
        facts: &'a Facts,
        now_ms: InstantMs,
        digest: &str,
    ) -> Result<Self, JsonError> {
        let granted_by =
            decision.granted_by.map(|granted_by| GrantedByJson::new(granted_by, info, facts)).transpose()?;
        let explanation = decision.explanation.as_ref();
        let explanation = explanation.map(|explanation| ExplanationJson::new(explanation, info, facts)).transpose()?;
        let instant = |path, instant: Option<InstantMs>| instant.map(|ms| InstantText::new(path, ms)).transpose();
        Ok(Self {
            effect: Code(decision.effect),
            reason: Code(decision.reason),
            granted_by,
            now: InstantText::new("now", now_ms)?,
            valid_from: instant("valid_from", decision.valid_from)?,
            valid_until: instant("valid_until", decision.valid_until)?,
            hidden_field_groups: hidden_field_groups(decision.hidden_field_groups, info)?,
            obligations: decision.obligations.names().collect(),
            facts_read: decision.facts_read.names().collect(),
            explanation,
            policy: PolicyReferenceJson::new(info, digest),
        })
    }
}

impl<'a> PolicyReferenceJson<'a> {
    pub(super) fn new(info: &'a PolicyInfo, digest: &str) -> Self {
        Self { name: &info.name, version: &info.version, digest: prefixed_digest(digest) }
    }
}

/// Where a role is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-origin"))]
#[serde(rename_all = "kebab-case")]
enum RoleOrigin {
    /// In the policy.
    Policy,
    /// By the organisation.
    Custom,
}

/// The role's name and where it is defined.
fn role_name<'a>(
    path: &str,
    role: RoleReference,
    info: &'a PolicyInfo,
    facts: &'a Facts,
) -> Result<(RoleOrigin, &'a str), JsonError> {
    let found = match role {
        RoleReference::Policy(index) => {
            info.roles.get(usize::from(index)).map(|role| (RoleOrigin::Policy, role.name.as_str()))
        }
        RoleReference::Custom(index) => facts
            .custom_roles
            .get(usize::from(index))
            .and_then(|role| role.name.of(&facts.text))
            .map(|name| (RoleOrigin::Custom, name)),
    };
    found.ok_or_else(|| unknown_index(path, "a role"))
}

/// The name of a privilege.
pub(super) fn privilege_name<'a>(path: &str, index: u16, info: &'a PolicyInfo) -> Result<&'a str, JsonError> {
    let privilege = info.privileges.get(usize::from(index));
    privilege.map(|privilege| privilege.name.as_str()).ok_or_else(|| unknown_index(path, "a privilege"))
}

fn hidden_field_groups(bits: u64, info: &PolicyInfo) -> Result<Vec<&str>, JsonError> {
    (0..u64::BITS)
        .filter(|bit| bits & (1 << bit) != 0)
        .map(|bit| {
            let group = usize::try_from(bit).ok().and_then(|index| info.field_groups.get(index));
            group.map(|group| group.name.as_str()).ok_or_else(|| unknown_index("hidden_field_groups", "a field group"))
        })
        .collect()
}

fn unknown_index(path: &str, what: &str) -> JsonError {
    let message = format!("an index names {what} that the policy and the facts do not have");
    JsonError::new(JsonErrorKind::Unprintable, path, message)
}

/// The digest as every shape prints it.
pub(super) fn prefixed_digest(digest: &str) -> String {
    format!("sha256:{}", digest.strip_prefix("sha256:").unwrap_or(digest))
}
