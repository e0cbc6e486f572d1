//! What is wrong with a condition.

use crate::code::DiagnosticCode;
use std::ops::Range;

/// What conditions may hold, for the help of a message.
pub(super) const ALLOWED: &str = "a condition is made of `==`, `!=`, `<`, `<=`, `>`, `>=`, `in`, `has(...)`, \
     `&&`, `||`, `!`, parentheses, strings, whole numbers, `true`, `false`, lists of strings, `timestamp(\"...\")`, \
     and attributes of `principal`, `organisation`, `resource`, `context`, `action` and `role`";

/// What to do about a condition that is too large.
pub(super) const SPLIT: &str = "split it: the same privilege may stand several times, each with a condition of its own";

/// A piece of a condition that cannot stand where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Slip {
    pub(crate) code: DiagnosticCode,
    /// Bytes of the condition.
    pub(crate) range: Range<usize>,
    pub(crate) message: String,
    pub(crate) help: Option<String>,
}

impl Slip {
    pub(super) fn new(code: DiagnosticCode, range: Range<usize>, message: impl Into<String>) -> Self {
        Self { code, range, message: message.into(), help: None }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}
