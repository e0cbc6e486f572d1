//! The operations, changes and field groups of a policy as JSON.

use serde::Serialize;

use super::{privilege_name, texts};
use crate::json::errors::JsonError;
use crate::json::shape::Code;
use crate::{ApiInfo, ChangeInfo, FieldGroupInfo, Gate, PolicyInfo, Requirement};

/// An operation of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "api", deny_unknown_fields))]
pub(super) struct ApiJson<'a> {
    /// Unique within the policy.
    name: &'a str,
    /// One sentence on what it does.
    summary: &'a str,
    /// What it asks for.
    requirement: RequirementJson<'a>,
    /// The gates of entry that stand before it; null for all that the policy has.
    gates: Option<Vec<Code<Gate>>>,
}

/// What the policy asks of a person who makes a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "change-rule", deny_unknown_fields))]
pub(super) struct ChangeRuleJson<'a> {
    /// The kind of change.
    name: &'a str,
    /// What it asks for.
    requirement: RequirementJson<'a>,
}

/// What an operation or a change asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub(in crate::json) enum RequirementJson<'a> {
    /// An identified person, and nothing else.
    Nothing,
    /// That the person gets past the gates of entry.
    Entry,
    /// Any role, or full access.
    AnyRole,
    /// Any one of these privileges.
    Privileges(Vec<&'a str>),
}

/// A group of fields that is shown or hidden as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "field-group", deny_unknown_fields))]
pub(super) struct FieldGroupJson<'a> {
    /// Unique within the policy.
    name: &'a str,
    /// One sentence on which fields it holds.
    summary: &'a str,
    /// The fields.
    fields: Vec<&'a str>,
    /// Any one of these privileges, held on the same resource, shows them.
    shown_by: Vec<&'a str>,
    /// The privileges whose use can show them.
    on: Vec<&'a str>,
}

impl<'a> ApiJson<'a> {
    pub(super) fn new(api: &'a ApiInfo) -> Self {
        let gates = api.gates.as_ref().map(|gates| gates.iter().copied().map(Code).collect());
        Self { name: &api.name, summary: &api.summary, requirement: RequirementJson::new(&api.requirement), gates }
    }
}

impl<'a> ChangeRuleJson<'a> {
    pub(super) fn new(change: &'a ChangeInfo) -> Self {
        Self { name: &change.name, requirement: RequirementJson::new(&change.requirement) }
    }
}

impl<'a> RequirementJson<'a> {
    /// The forms without privileges.
    #[cfg(feature = "schema")]
    pub(in crate::json) const WORDS: [&'static str; 3] = ["nothing", "entry", "any-role"];

    fn new(requirement: &'a Requirement) -> Self {
        match requirement {
            Requirement::Nothing => Self::Nothing,
            Requirement::Entry => Self::Entry,
            Requirement::AnyRole => Self::AnyRole,
            Requirement::Privileges(names) => Self::Privileges(texts(names)),
        }
    }
}

impl<'a> FieldGroupJson<'a> {
    pub(super) fn new(group: &'a FieldGroupInfo, info: &'a PolicyInfo) -> Result<Self, JsonError> {
        let names = |indices: &[u16]| {
            indices.iter().map(|index| privilege_name("field_groups", *index, info)).collect::<Result<Vec<_>, _>>()
        };
        Ok(Self {
            name: &group.name,
            summary: &group.summary,
            fields: texts(&group.fields),
            shown_by: names(&group.shown_by)?,
            on: names(&group.on)?,
        })
    }
}
