//! Conditions: total expressions over attributes, without loops and without recursion.

use alloc::string::String;
use alloc::vec::Vec;

/// Position of a condition in its policy's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConditionIndex(pub u16);

/// Position of a declared attribute in its policy's list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributeIndex(pub u16);

/// What a declared attribute is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttributeEntity {
    /// The person asking; where a holder is judged for a role, that person.
    Principal,
    /// The organisation.
    Organisation,
    /// The resource asked about.
    Resource,
    /// The circumstances of the request.
    Context,
}

/// What an attribute may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AttributeType {
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

/// An attribute that conditions may ask about.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AttributeDeclaration {
    /// What it is about.
    pub entity: AttributeEntity,
    /// Its name.
    pub name: String,
    /// What it may hold.
    pub holds: AttributeType,
}

/// What every request has, without anybody declaring it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum BuiltIn {
    /// `principal.id`, a text.
    PrincipalId,
    /// `organisation.id`, a text.
    OrganisationId,
    /// `resource.id`, a text; missing when no resource is asked about.
    ResourceId,
    /// `action.suite`, a text: first segment of the privilege.
    ActionSuite,
    /// `action.resource`, a text: second segment of the privilege.
    ActionResource,
    /// `action.name`, a text: third segment of the privilege.
    ActionName,
    /// `role.name`, a text: the role that carries the condition.
    RoleName,
    /// `context.now`, a timestamp: the instant asked about.
    Now,
}

impl BuiltIn {
    /// What it holds.
    #[must_use]
    pub fn holds(self) -> AttributeType {
        if self == Self::Now { AttributeType::Timestamp } else { AttributeType::Text }
    }
}

/// A value in a condition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Operand {
    /// The value of a declared attribute.
    Attribute(AttributeIndex),
    /// The value of something that every request has.
    BuiltIn(BuiltIn),
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

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Comparison {
    /// `==`, of any type.
    Equal,
    /// `!=`, of any type.
    NotEqual,
    /// `<`, of numbers and timestamps, as all below.
    Less,
    /// `<=`.
    LessOrEqual,
    /// `>`.
    Greater,
    /// `>=`.
    GreaterOrEqual,
}

/// Position of a node among those of its condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct NodeIndex(pub u16);

/// A piece of a condition. Pieces refer to earlier ones only, so that evaluation ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ConditionNode {
    /// A boolean value.
    Value(Operand),
    /// Whether the facts have the attribute. Never fails.
    Has(AttributeIndex),
    /// `!`.
    Not(NodeIndex),
    /// `&&`. The right side is not asked when the left one is false; a missing attribute on a side that is asked fails.
    And(NodeIndex, NodeIndex),
    /// `||`. The right side is not asked when the left one is true; a missing attribute on a side that is asked fails.
    Or(NodeIndex, NodeIndex),
    /// A comparison of two values of one type.
    Compare {
        /// How.
        comparison: Comparison,
        /// Left of the operator.
        left: Operand,
        /// Right of the operator.
        right: Operand,
    },
    /// `item in list`.
    In {
        /// A text.
        item: Operand,
        /// Texts.
        list: Operand,
    },
}

/// A condition: its last node is the whole of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    /// As it was written.
    pub source: String,
    /// Its pieces, each after those that it refers to; at least one.
    pub nodes: Vec<ConditionNode>,
}
