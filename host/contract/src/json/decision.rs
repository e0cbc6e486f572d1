//! Decisions as JSON.

use serde::Serialize;

use super::errors::{JsonError, JsonErrorKind};
use super::instant::InstantText;
use super::shape::Code;
use crate::{
    Decision, Effect, Explanation, Facts, Gate, GateOutcome, GateResult, GrantedBy, Holding, InstantMs, PolicyInfo,
    Reason, RoleReference,
};

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
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::obligation_names"))]
    obligations: Vec<&'static str>,
    /// What the decision rests on.
    #[cfg_attr(feature = "schema", schemars(schema_with = "super::schema::facts_read_names"))]
    facts_read: Vec<&'static str>,
    /// The gates, one by one; present exactly when the request asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    explanation: Option<ExplanationJson>,
    /// Which policy decided.
    policy: PolicyReferenceJson<'a>,
}

/// What granted an allowed request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "granted-by", deny_unknown_fields))]
struct GrantedByJson<'a> {
    /// The role; absent for full access.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    /// Whether the role is the policy's own or the organisation's; absent for full access.
    #[serde(skip_serializing_if = "Option::is_none")]
    role_kind: Option<RoleKind>,
    /// How the role was held.
    held: Code<Holding>,
    /// The privilege of the request that it gave.
    privilege: &'a str,
}

/// Where a role is defined.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-kind"))]
#[serde(rename_all = "kebab-case")]
enum RoleKind {
    /// In the policy.
    Policy,
    /// By the organisation.
    Custom,
}

/// Why a decision is what it is, gate by gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "explanation", deny_unknown_fields))]
struct ExplanationJson {
    /// Every gate that applies to this kind of person, in order.
    gates: Vec<GateJson>,
}

/// What became of one gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "gate", deny_unknown_fields))]
struct GateJson {
    /// Which gate.
    gate: Code<Gate>,
    /// What became of it.
    outcome: Outcome,
    /// Why it failed; present exactly when it did.
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Code<Reason>>,
}

/// What became of a gate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "outcome"))]
#[serde(rename_all = "kebab-case")]
enum Outcome {
    /// The request passed it.
    Passed,
    /// The request is exempt from it.
    Skipped,
    /// The request failed it.
    Failed,
    /// An earlier failure left nothing to ask of it.
    NotReached,
}

/// Which policy decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "policy-reference", deny_unknown_fields)
)]
struct PolicyReferenceJson<'a> {
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
            explanation: decision.explanation.as_ref().map(ExplanationJson::new),
            policy: PolicyReferenceJson { name: &info.name, version: &info.version, digest: prefixed_digest(digest) },
        })
    }
}

impl<'a> GrantedByJson<'a> {
    fn new(granted_by: GrantedBy, info: &'a PolicyInfo, facts: &'a Facts) -> Result<Self, JsonError> {
        let role = match granted_by.role {
            None => None,
            Some(RoleReference::Policy(index)) => {
                info.roles.get(usize::from(index)).map(|role| (RoleKind::Policy, role.name.as_str()))
            }
            Some(RoleReference::Custom(index)) => facts
                .custom_roles
                .get(usize::from(index))
                .and_then(|role| role.name.of(&facts.text))
                .map(|name| (RoleKind::Custom, name)),
        };
        if granted_by.role.is_some() && role.is_none() {
            return Err(unknown_index("granted_by.role", "a role"));
        }
        let privilege = info.privileges.get(usize::from(granted_by.privilege));
        let privilege = privilege.ok_or_else(|| unknown_index("granted_by.privilege", "a privilege"))?;
        Ok(Self {
            role: role.map(|(_, name)| name),
            role_kind: role.map(|(kind, _)| kind),
            held: Code(granted_by.held),
            privilege: &privilege.name,
        })
    }
}

impl ExplanationJson {
    fn new(explanation: &Explanation) -> Self {
        Self { gates: explanation.gates.iter().map(GateJson::new).collect() }
    }
}

impl GateJson {
    fn new(result: &GateResult) -> Self {
        let (outcome, reason) = match result.outcome {
            GateOutcome::Passed => (Outcome::Passed, None),
            GateOutcome::Skipped => (Outcome::Skipped, None),
            GateOutcome::Failed(reason) => (Outcome::Failed, Some(Code(reason))),
            GateOutcome::NotReached => (Outcome::NotReached, None),
        };
        Self { gate: Code(result.gate), outcome, reason }
    }
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
    let message = format!("the decision names {what} that the policy and the facts do not have");
    JsonError::new(JsonErrorKind::Unprintable, path, message)
}

/// The digest as every shape prints it.
pub(super) fn prefixed_digest(digest: &str) -> String {
    format!("sha256:{}", digest.strip_prefix("sha256:").unwrap_or(digest))
}
