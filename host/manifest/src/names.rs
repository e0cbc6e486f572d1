//! Names of policies and targets.

use std::fmt;

use crate::limits::NAME_BYTES_MAX;

/// A text that is no name: empty, too long, or with characters that cannot be seen.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "`{0}` is not a name: give 1 to {NAME_BYTES_MAX} bytes without blanks at the ends and without control characters"
)]
pub struct NameError(String);

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(String);

        impl $name {
            /// Takes a text that is a name.
            ///
            /// # Errors
            /// When it is empty, longer than [`NAME_BYTES_MAX`], begins or ends with a blank, or holds a control
            /// character.
            pub fn new(text: &str) -> Result<Self, NameError> {
                checked(text).map(Self)
            }

            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

name! {
    /// The name of a policy, as its document and its component give it.
    PolicyName
}

name! {
    /// Where a policy is meant to be used, such as `production`.
    TargetName
}

fn checked(text: &str) -> Result<String, NameError> {
    let fits = !text.is_empty() && text.len() <= NAME_BYTES_MAX && text.trim() == text;
    if fits && !text.chars().any(char::is_control) {
        return Ok(text.to_owned());
    }
    Err(NameError(text.chars().filter(|character| !character.is_control()).take(64).collect()))
}
