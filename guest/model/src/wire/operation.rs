//! Operations, changes and field groups, and what they ask for.

use super::GateModel;
use alloc::string::String;
use alloc::vec::Vec;
use guestpass_rules::ChangeKind;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// What an operation or a change asks for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum RequirementModel {
    /// An identified person, and nothing else (R10).
    Nothing,
    /// That the person gets past the gates of entry (S19).
    Entry,
    /// Any role, or full access (P1).
    AnyRole,
    /// Any one of these: positions in [`PolicyModel::privileges`](super::PolicyModel::privileges), rising without
    /// repeats. None of them: nobody can hold it yet (R16).
    AnyOf(Vec<u16>),
}

/// An operation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApiModel {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on what it does.
    pub summary: String,
    /// What it asks for.
    pub requirement: RequirementModel,
    /// Those of the policy's gates of entry that stand before it; none for all of them (S21).
    pub gates: Option<Vec<GateModel>>,
}

/// What the policy asks of a person who makes a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRuleModel {
    /// The kind of change; its position among all kinds travels.
    #[serde(serialize_with = "write_kind", deserialize_with = "read_kind")]
    pub kind: ChangeKind,
    /// What it asks for.
    pub requirement: RequirementModel,
}

/// A group of fields that is shown or hidden as a whole (P13, P28).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldGroupModel {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on which fields it holds.
    pub summary: String,
    /// The fields.
    pub fields: Vec<String>,
    /// Positions in [`PolicyModel::privileges`](super::PolicyModel::privileges) of those that show the fields.
    pub shown_by: Vec<u16>,
    /// Positions in [`PolicyModel::privileges`](super::PolicyModel::privileges) of those whose use can show them.
    pub on: Vec<u16>,
}

fn write_kind<S: Serializer>(kind: &ChangeKind, serializer: S) -> Result<S::Ok, S::Error> {
    let position = ChangeKind::ALL.iter().position(|known| known == kind).and_then(|at| u8::try_from(at).ok());
    position.ok_or_else(|| serde::ser::Error::custom("a kind of change without a position"))?.serialize(serializer)
}

fn read_kind<'de, D: Deserializer<'de>>(deserializer: D) -> Result<ChangeKind, D::Error> {
    let position = u8::deserialize(deserializer)?;
    let kind = ChangeKind::ALL.get(usize::from(position)).copied();
    kind.ok_or_else(|| de::Error::custom("there is no such kind of change"))
}
