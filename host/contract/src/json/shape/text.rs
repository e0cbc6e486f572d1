//! Texts, each with its bound.

use super::too_large;
use crate::json::errors::{Complaint, JsonErrorKind, quoted};
use crate::json::read::{Form, Place, Taken, Unfit};
use crate::limits::{MAX_DESCRIPTION_BYTES, MAX_EXPRESSION_BYTES, MAX_NAME_BYTES};

/// Gives a text its bound, and a second look when it has one.
macro_rules! text {
    ($type:ident, $maximum_bytes:expr $(, $settle:expr)?) => {
        impl Place for $type {
            fn form(&self) -> Form {
                Form::Text("a string")
            }

            fn text(&mut self, text: &str) -> Taken {
                self.0 = bounded(text, $maximum_bytes).map_err(Unfit::Value)?;
                Ok(())
            }

            $(fn settle(&self) -> Result<(), Complaint> {
                $settle(&self.0)
            })?
        }
    };
}

/// A name or an identifier: not empty, at most [`MAX_NAME_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default)]
pub(in crate::json) struct Name(pub(in crate::json) String);

text!(Name, MAX_NAME_BYTES, check_not_empty);

impl Name {
    pub(in crate::json) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The name of a custom role's privilege. Blanks part one of them from the next, so that none has one.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::json) struct PrivilegeName(pub(in crate::json) String);

text!(PrivilegeName, MAX_NAME_BYTES, check_privilege);

/// The value of an attribute: at most [`MAX_NAME_BYTES`], and it may be empty.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::json) struct Text(pub(in crate::json) String);

text!(Text, MAX_NAME_BYTES);

/// Free text for people: at most [`MAX_DESCRIPTION_BYTES`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::json) struct Description(pub(in crate::json) String);

text!(Description, MAX_DESCRIPTION_BYTES);

/// A privilege expression: at most [`MAX_EXPRESSION_BYTES`]. What it says, or that it says nothing, is the policy's to
/// judge.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::json) struct Expression(pub(in crate::json) String);

text!(Expression, MAX_EXPRESSION_BYTES);

/// Whether a key may be a name.
pub(in crate::json) fn check_name(text: &str) -> Result<(), Complaint> {
    check_length(text, MAX_NAME_BYTES)?;
    check_not_empty(text)
}

fn check_not_empty(text: &str) -> Result<(), Complaint> {
    if text.is_empty() {
        let message = "must not be empty; leave the key out when there is nothing to say".to_owned();
        return Err(Complaint::new(JsonErrorKind::WrongValue, message));
    }
    Ok(())
}

fn check_privilege(text: &str) -> Result<(), Complaint> {
    check_not_empty(text)?;
    if text.contains(' ') {
        let message = format!("{} holds a blank, which no privilege does", quoted(text));
        return Err(Complaint::new(JsonErrorKind::WrongValue, message));
    }
    Ok(())
}

fn bounded(text: &str, maximum_bytes: usize) -> Result<String, Complaint> {
    check_length(text, maximum_bytes)?;
    Ok(text.to_owned())
}

fn check_length(text: &str, maximum_bytes: usize) -> Result<(), Complaint> {
    if text.len() > maximum_bytes {
        return Err(too_large(format!("{} is longer than {maximum_bytes} bytes", quoted(text))));
    }
    Ok(())
}
