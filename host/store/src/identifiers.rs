//! Names of things, as the directory keeps them.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

/// Bytes of an identifier at most: what the contract allows for a name.
const BYTES_MAX: usize = 256;

/// A text that cannot name anything.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum UnfitIdentifier {
    /// The empty text.
    #[error("an identifier is empty")]
    Empty,
    /// Too many bytes.
    #[error("an identifier has {0} bytes; 256 are allowed")]
    TooLong(usize),
    /// A control character, or a blank at the beginning or at the end: it would look like another one.
    #[error("the identifier `{0}` begins or ends with a blank, or holds a control character")]
    Characters(String),
}

fn fit(text: &str) -> Result<(), UnfitIdentifier> {
    if text.is_empty() {
        return Err(UnfitIdentifier::Empty);
    }
    if text.len() > BYTES_MAX {
        return Err(UnfitIdentifier::TooLong(text.len()));
    }
    if text.trim() != text || text.chars().any(char::is_control) {
        return Err(UnfitIdentifier::Characters(text.escape_debug().to_string()));
    }
    Ok(())
}

/// Identifiers of one kind, so that a person's cannot be taken for an organisation's.
macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        ///
        /// 1 to 256 bytes, compared byte for byte: neither case nor the form of an accent is changed.
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[cfg_attr(
            feature = "schema",
            derive(schemars::JsonSchema),
            schemars(extend("minLength" = 1, "maxLength" = 256))
        )]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// Its text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = UnfitIdentifier;

            fn from_str(text: &str) -> Result<Self, UnfitIdentifier> {
                fit(text).map(|()| Self(text.to_owned()))
            }
        }

        impl TryFrom<String> for $name {
            type Error = UnfitIdentifier;

            fn try_from(text: String) -> Result<Self, UnfitIdentifier> {
                fit(&text).map(|()| Self(text))
            }
        }

        impl From<$name> for String {
            fn from(identifier: $name) -> Self {
                identifier.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                self.0.fmt(formatter)
            }
        }
    };
}

identifier!(
    /// An organisation: a vendor, a partner, a customer or an account.
    OrganisationId
);
identifier!(
    /// A person, or an account login; one name for the whole store.
    PersonId
);
identifier!(
    /// A group of one organisation.
    GroupId
);
identifier!(
    /// A role, an entitlement, a kind of resource, a resource or a request.
    Name
);

#[cfg(test)]
mod tests {
    use super::{Name, UnfitIdentifier};

    #[test]
    fn what_could_be_mistaken_for_another_is_refused() {
        for (text, expected) in [
            ("initech", None),
            ("Zoë@partner.example", None),
            ("two words", None),
            ("", Some(UnfitIdentifier::Empty)),
            (" initech", Some(UnfitIdentifier::Characters(" initech".to_owned()))),
            ("initech\u{a0}", Some(UnfitIdentifier::Characters("initech\\u{a0}".to_owned()))),
            ("a\0b", Some(UnfitIdentifier::Characters("a\\0b".to_owned()))),
            (&"x".repeat(256), None),
            (&"x".repeat(257), Some(UnfitIdentifier::TooLong(257))),
        ] {
            assert_eq!(text.parse::<Name>().err(), expected, "{text:?}");
        }
    }
}
