//! Attributes and conditions.

use alloc::string::String;
use alloc::vec::Vec;
use serde::{Deserialize, Serialize};

/// An attribute that conditions may ask about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct AttributeModel {
    /// What it is about.
    pub entity: EntityModel,
    /// Its name.
    pub name: String,
    /// What it may hold.
    pub holds: AttributeTypeModel,
}

/// What an attribute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntityModel {
    /// The person asking, or the person who is to hold a role.
    Principal,
    /// The organisation.
    Organisation,
    /// The resource asked about.
    Resource,
    /// The circumstances of the request.
    Context,
}

/// What an attribute may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum AttributeTypeModel {
    /// A text.
    Text,
    /// Texts.
    Texts,
    /// A number.
    Integer,
    /// Yes or no.
    Boolean,
    /// An instant.
    Timestamp,
}

/// A condition: its last node is the whole of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ConditionModel {
    /// As it was written.
    pub source: String,
    /// Its pieces, each after those that it refers to.
    pub nodes: Vec<NodeModel>,
}

/// A piece of a condition. Numbers are positions of earlier pieces of the same condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum NodeModel {
    /// A boolean value.
    Value(OperandModel),
    /// Whether the facts have the attribute at this position of [`PolicyModel::attributes`](super::PolicyModel).
    Has(u16),
    /// `!`.
    Not(u16),
    /// `&&`.
    And(u16, u16),
    /// `||`.
    Or(u16, u16),
    /// A comparison of two values of one type.
    Compare {
        /// How.
        comparison: ComparisonModel,
        /// Left of the operator.
        left: OperandModel,
        /// Right of the operator.
        right: OperandModel,
    },
    /// `item in list`.
    In {
        /// A text.
        item: OperandModel,
        /// Texts.
        list: OperandModel,
    },
}

/// A value in a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum OperandModel {
    /// The attribute at this position of [`PolicyModel::attributes`](super::PolicyModel::attributes).
    Attribute(u16),
    /// What every request has.
    BuiltIn(BuiltInModel),
    /// A text.
    Text(String),
    /// Texts.
    Texts(Vec<String>),
    /// A number.
    Integer(i64),
    /// Yes or no.
    Boolean(bool),
    /// Milliseconds since the Unix epoch, UTC.
    Timestamp(i64),
}

/// What every request has, without anybody declaring it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum BuiltInModel {
    /// `principal.id`.
    PrincipalId,
    /// `organisation.id`.
    OrganisationId,
    /// `resource.id`.
    ResourceId,
    /// `action.suite`.
    ActionSuite,
    /// `action.resource`.
    ActionResource,
    /// `action.name`.
    ActionName,
    /// `role.name`.
    RoleName,
    /// `context.now`.
    Now,
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum ComparisonModel {
    /// `==`.
    Equal,
    /// `!=`.
    NotEqual,
    /// `<`.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}
