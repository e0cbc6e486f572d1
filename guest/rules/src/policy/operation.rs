//! Operations, changes, and what they ask for.

use crate::change::ChangeKind;
use crate::gate::Gate;
use crate::identifiers::PrivilegeIndex;
use alloc::string::String;
use alloc::vec::Vec;

/// What an operation or a change asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Requirement {
    /// An identified person, and nothing else (R10).
    Nothing,
    /// That the person gets past the gates of entry (S19).
    Entry,
    /// Any role, or full access (P1).
    AnyRole,
    /// Any one of these privileges (R9), rising without repeats. None of them: nobody can hold it yet (R16).
    AnyOf(Vec<PrivilegeIndex>),
}

/// An operation of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Api {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on what it does.
    pub summary: String,
    /// What it asks for.
    pub requirement: Requirement,
    /// Those of the policy's gates of entry that stand before it, in their order; none for all of them (S21).
    pub gates: Option<Vec<Gate>>,
}

/// What the policy asks of a person who makes a change. A kind of change without a rule is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangeRule {
    /// The kind of change.
    pub kind: ChangeKind,
    /// What it asks for; never [`Requirement::Entry`].
    pub requirement: Requirement,
}

/// A group of fields that is shown or hidden as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldGroup {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on which fields it holds.
    pub summary: String,
    /// The fields.
    pub fields: Vec<String>,
    /// Any one of these privileges, held on the same resource, shows them; rising without repeats.
    pub shown_by: Vec<PrivilegeIndex>,
    /// The privileges whose use can show them (P26, P28); rising without repeats. A decision that grants another one
    /// says nothing about the group.
    pub on: Vec<PrivilegeIndex>,
}
