//! A decision, gate by gate.

use serde::Serialize;

use super::{privilege_name, role_name};
use crate::json::errors::JsonError;
use crate::json::shape::Code;
use crate::{Explanation, Facts, Gate, GateOutcome, GateResult, PolicyInfo, Reason, Remedy, RemedySet, RoleReference};

/// Why a decision is what it is, gate by gate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "explanation", deny_unknown_fields))]
pub(super) struct ExplanationJson<'a> {
    /// Every gate that applies to this kind of person, in order.
    gates: Vec<GateJson>,
    /// For a denial: sets of changes that would flip it, each when all of its changes are made.
    remedies: Vec<Vec<RemedyJson<'a>>>,
}

/// A single change of the facts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "remedy", deny_unknown_fields))]
struct RemedyJson<'a> {
    /// What is to be done.
    #[cfg_attr(feature = "schema", schemars(schema_with = "crate::json::schema::remedy_names"))]
    remedy: &'static str,
    /// The role that it is to be done with; absent when it is no matter of roles.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    /// The privilege whose suite is to be bought; absent when nothing is.
    #[serde(skip_serializing_if = "Option::is_none")]
    privilege: Option<&'a str>,
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

impl<'a> ExplanationJson<'a> {
    pub(super) fn new(explanation: &Explanation, info: &'a PolicyInfo, facts: &'a Facts) -> Result<Self, JsonError> {
        let gates = explanation.gates.iter().map(GateJson::new).collect();
        let remedies = explanation.remedies.iter().map(|RemedySet { remedies }| {
            remedies.iter().map(|remedy| RemedyJson::new(*remedy, info, facts)).collect()
        });
        Ok(Self { gates, remedies: remedies.collect::<Result<_, JsonError>>()? })
    }
}

impl<'a> RemedyJson<'a> {
    fn new(remedy: Remedy, info: &'a PolicyInfo, facts: &'a Facts) -> Result<Self, JsonError> {
        let (role, privilege) = match remedy {
            Remedy::EnableRole(role) | Remedy::AdvanceRole(role) | Remedy::ExtendRole(role) => (Some(role), None),
            Remedy::AssignRole(index) => (Some(RoleReference::Policy(index)), None),
            Remedy::BuyEntitlement(index) => (None, Some(index)),
            _ => (None, None),
        };
        let path = "explanation.remedies";
        let role = role.map(|role| role_name(path, role, info, facts)).transpose()?;
        let privilege = privilege.map(|index| privilege_name(path, index, info)).transpose()?;
        Ok(Self { remedy: remedy.name(), role: role.map(|(_, name)| name), privilege })
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
