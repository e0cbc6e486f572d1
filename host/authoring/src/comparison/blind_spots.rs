//! What a comparison cannot have seen.

use std::fmt;

use super::errors::Side;

/// What a comparison cannot have seen, and what may hide new access. As text it is the sentence that is told.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BlindSpot {
    /// A policy is a custom component: what its conditions ask about need not be what it describes.
    Undescribed(Side),
    /// So many entitlements were never taken away, beginning with this one. Whoever lacks one may get in now.
    NeverTakenAway {
        /// How many.
        count: usize,
        /// The name of the first.
        first: String,
    },
    /// The privileges of both policies are too long for one custom role.
    CustomRoles,
    /// A condition asks for more than is tried, or cannot be read: it may hold, and was never seen to.
    Condition(String),
    /// Attributes combine in more ways than are tried.
    Combinations {
        /// How many were not tried.
        left_out: u64,
        /// How many there are.
        all: u64,
        /// The attributes.
        attributes: Vec<String>,
        /// The role that is held; none for what is held automatically.
        role: Option<String>,
    },
    /// So many privileges and operations need an entitlement that is not known.
    Unentitled(usize),
    /// Questions were not asked, as they would have been too many.
    LeftOut {
        /// How many.
        questions: u64,
        /// How many a comparison asks at most.
        questions_max: u64,
    },
}

impl fmt::Display for BlindSpot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Undescribed(side) => {
                let side = match side {
                    Side::Old => "old",
                    Side::New => "new",
                };
                write!(formatter, "conditions that the {side} policy does not describe: it is a custom component")
            }
            Self::NeverTakenAway { count, first } => {
                write!(formatter, "what changes without each of {count} entitlements, beginning with `{first}`")
            }
            Self::CustomRoles => formatter.write_str("custom roles: the privileges are too many for one"),
            Self::Condition(condition) => {
                write!(formatter, "every way in which `{condition}` may hold: it asks for more than is tried")
            }
            Self::Combinations { left_out, all, attributes, role } => {
                write!(formatter, "{left_out} of {all} combinations of {} for ", attributes.join(", "))?;
                match role {
                    Some(role) => write!(formatter, "role `{role}`"),
                    None => formatter.write_str("what is held automatically"),
                }
            }
            Self::Unentitled(1) => formatter.write_str(
                "1 privilege or operation: it needs an entitlement that is not known; name it by `--entitlement`",
            ),
            Self::Unentitled(count) => {
                write!(formatter, "{count} privileges and operations: they need an entitlement that is not known; ")?;
                formatter.write_str("name it by `--entitlement`")
            }
            Self::LeftOut { questions, questions_max } => {
                write!(formatter, "{questions} questions: a comparison asks at most {questions_max}")
            }
        }
    }
}
