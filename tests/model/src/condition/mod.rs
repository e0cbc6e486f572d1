//! Conditions: a subset of CEL, read into a tree and walked.

mod parse;
mod tokens;
mod walk;

pub(crate) use walk::{Circumstances, MissingAttribute};

use crate::instants::Instant;
use crate::json::Unreadable;

/// A value that a condition can hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Text(String),
    Texts(Vec<String>),
    Integer(i64),
    Boolean(bool),
    Timestamp(Instant),
}

/// How two values are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Equal,
    NotEqual,
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A condition, or a part of one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Condition {
    Literal(Value),
    /// `principal.named`: the value of an attribute, or of something that every request has.
    Name(String),
    Has(String),
    Not(Box<Condition>),
    And(Box<Condition>, Box<Condition>),
    Or(Box<Condition>, Box<Condition>),
    Compare(Comparison, Box<Condition>, Box<Condition>),
    In(Box<Condition>, Box<Condition>),
}

impl Condition {
    /// Reads a condition.
    pub(crate) fn read(text: &str) -> Result<Self, Unreadable> {
        parse::parse(&tokens::split(text)?).map_err(|error| Unreadable(format!("condition `{text}`: {error}")))
    }

    /// Every timestamp that is written in it.
    pub(crate) fn timestamps(&self) -> Vec<Instant> {
        match self {
            Self::Literal(Value::Timestamp(instant)) => vec![*instant],
            Self::Literal(_) | Self::Name(_) | Self::Has(_) => Vec::new(),
            Self::Not(inner) => inner.timestamps(),
            Self::And(left, right) | Self::Or(left, right) | Self::Compare(_, left, right) | Self::In(left, right) => {
                [left.timestamps(), right.timestamps()].concat()
            }
        }
    }
}
