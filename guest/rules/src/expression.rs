//! Privilege expressions: any one of the privileges is enough (R9, R11).

use crate::limits::{EXPRESSION_BYTES_MAX, EXPRESSION_OPERANDS_MAX};
use crate::privilege::{PrivilegeName, PrivilegeNameError};

/// A privilege expression that has not been read yet: names joined by `||` or `+`, both meaning "or" (R11).
///
/// White space around a name does not count (R13). Anything else (a single `|`, `&&`, parentheses, an empty operand)
/// makes the expression malformed, and a malformed expression denies: it never means "no privileges" (R13, R14).
///
/// ```
/// use guestpass_rules::PrivilegeExpression;
/// let names: Result<Vec<_>, _> = PrivilegeExpression("iam:invitation:create || common:org:own").operands().collect();
/// assert_eq!(names?.len(), 2);
/// # Ok::<(), guestpass_rules::ExpressionError>(())
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PrivilegeExpression<'a>(pub &'a str);

/// Why an expression cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// There is nothing between two operators, before the first, after the last, or at all (R13, R14).
    #[error("a privilege is missing before or after an operator")]
    EmptyOperand,
    /// A single `|`, which is neither of the two operators (R13).
    #[error("`|` is not an operator; write `||` or `+`")]
    SingleBar,
    /// An operand is not a privilege name (R5).
    #[error(transparent)]
    Privilege(#[from] PrivilegeNameError),
    /// More than 100 privileges, or more than 4096 bytes.
    #[error("an expression is at most 4096 bytes long and joins at most 100 privileges")]
    TooLong,
}

impl<'a> PrivilegeExpression<'a> {
    /// The privileges in the order written. The first error ends the sequence.
    pub fn operands(self) -> impl Iterator<Item = Result<PrivilegeName<'a>, ExpressionError>> {
        Operands { rest: Some(self.0), read: 0 }
    }
}

struct Operands<'a> {
    /// What follows the last operator; none at the end and after an error.
    rest: Option<&'a str>,
    read: usize,
}

impl<'a> Operands<'a> {
    fn operand(&mut self, rest: &'a str) -> Result<PrivilegeName<'a>, ExpressionError> {
        if self.read >= EXPRESSION_OPERANDS_MAX || rest.len() > EXPRESSION_BYTES_MAX {
            return Err(ExpressionError::TooLong);
        }
        let (operand, following) = match rest.split_once(['|', '+']) {
            None => (rest, None),
            Some((operand, following)) => {
                let is_bar = rest.as_bytes().get(operand.len()) == Some(&b'|');
                let following =
                    if is_bar { following.strip_prefix('|').ok_or(ExpressionError::SingleBar)? } else { following };
                (operand, Some(following))
            }
        };
        let operand = operand.trim_matches([' ', '\t', '\r', '\n']);
        if operand.is_empty() {
            return Err(ExpressionError::EmptyOperand);
        }
        let name = PrivilegeName::parse(operand)?;
        self.rest = following;
        self.read = self.read.saturating_add(1);
        Ok(name)
    }
}

impl<'a> Iterator for Operands<'a> {
    type Item = Result<PrivilegeName<'a>, ExpressionError>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        Some(self.operand(rest))
    }
}

#[cfg(test)]
mod tests {
    extern crate std;
    use super::*;
    use std::string::String;
    use std::vec::Vec;

    fn read(text: &str) -> Result<Vec<&str>, ExpressionError> {
        PrivilegeExpression(text).operands().map(|name| name.map(PrivilegeName::as_str)).collect()
    }

    #[test]
    fn both_operators_mean_or() {
        let both = Ok(Vec::from(["iam:invitation:create", "common:org:own"]));
        for text in [
            "iam:invitation:create||common:org:own",
            "iam:invitation:create+common:org:own",
            "  iam:invitation:create\t+ common:org:own\n",
        ] {
            assert_eq!(read(text), both, "`{text}`");
        }
        assert_eq!(read("a:b:c||d:e:f+g:h:i").map(|names| names.len()), Ok(3));
    }

    #[test]
    fn anything_else_is_malformed() {
        use ExpressionError::{EmptyOperand, SingleBar, TooLong};
        let many = std::iter::repeat_n("a:b:c", 101).collect::<Vec<_>>().join("+");
        let long = String::from("a:b:c").repeat(1000);
        let padded = std::format!("{:width$}", "a:b:c", width = EXPRESSION_BYTES_MAX);
        assert_eq!(read(&padded), Ok(Vec::from(["a:b:c"])));
        let too_long = padded.clone() + " ";
        for (text, expected) in [
            ("", EmptyOperand),
            ("   ", EmptyOperand),
            ("||", EmptyOperand),
            ("a:b:c||", EmptyOperand),
            ("+a:b:c", EmptyOperand),
            ("a:b:c||+d:e:f", EmptyOperand),
            ("a:b:c|d:e:f", SingleBar),
            ("a:b:c|||d:e:f", SingleBar),
            ("a:b:c&&d:e:f", ExpressionError::Privilege(PrivilegeNameError::Character('&'))),
            ("(a:b:c)", ExpressionError::Privilege(PrivilegeNameError::Character('('))),
            ("a:b:c d:e:f", ExpressionError::Privilege(PrivilegeNameError::Character(' '))),
            (many.as_str(), TooLong),
            (long.as_str(), TooLong),
            (too_long.as_str(), TooLong),
        ] {
            assert_eq!(read(text), Err(expected), "`{text}`");
        }
    }
}
