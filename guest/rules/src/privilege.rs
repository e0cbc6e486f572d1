//! The grammar of privilege names (R5).

use crate::limits::NAME_BYTES_MAX;

/// A well-formed privilege name: `suite:resource:action`, each segment of `A-Z a-z 0-9 _ . -` and not empty (R5).
///
/// ```
/// use guestpass_rules::PrivilegeName;
/// assert_eq!(PrivilegeName::parse("iam:invitation:create").map(|name| name.suite()), Ok("iam"));
/// assert!(PrivilegeName::parse("iam:*:create").is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct PrivilegeName<'a> {
    name: &'a str,
    suite: &'a str,
}

/// Why a text is not a privilege name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PrivilegeNameError {
    /// There are not exactly three segments.
    #[error("a privilege has exactly three segments, `suite:resource:action`")]
    SegmentCount,
    /// A segment is empty.
    #[error("a segment of a privilege is not empty")]
    EmptySegment,
    /// A character is not allowed; wildcards are not.
    #[error("a privilege is made of letters, digits, `_`, `.` and `-`; `{0}` is not allowed")]
    Character(char),
    /// The name is longer than 256 bytes.
    #[error("a privilege is at most 256 bytes long")]
    TooLong,
}

impl<'a> PrivilegeName<'a> {
    /// Reads a name. Nothing is trimmed and case is kept.
    ///
    /// # Errors
    /// [`PrivilegeNameError`] says which rule of the grammar the text breaks.
    pub fn parse(name: &'a str) -> Result<Self, PrivilegeNameError> {
        if name.len() > NAME_BYTES_MAX {
            return Err(PrivilegeNameError::TooLong);
        }
        if let Some(character) = name.chars().find(|&character| character != ':' && !is_segment_character(character)) {
            return Err(PrivilegeNameError::Character(character));
        }
        let mut segments = name.split(':');
        let (Some(suite), Some(resource), Some(action), None) =
            (segments.next(), segments.next(), segments.next(), segments.next())
        else {
            return Err(PrivilegeNameError::SegmentCount);
        };
        if suite.is_empty() || resource.is_empty() || action.is_empty() {
            return Err(PrivilegeNameError::EmptySegment);
        }
        Ok(Self { name, suite })
    }

    /// The whole name.
    #[must_use]
    pub fn as_str(self) -> &'a str {
        self.name
    }

    /// The first segment.
    #[must_use]
    pub fn suite(self) -> &'a str {
        self.suite
    }
}

/// Whether a character may stand in a segment of a privilege name.
fn is_segment_character(character: char) -> bool {
    character.is_ascii_alphanumeric() || matches!(character, '_' | '.' | '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_follow_the_grammar() {
        use PrivilegeNameError::{Character, EmptySegment, SegmentCount, TooLong};
        let long = "a".repeat(300);
        let longest = std::format!("a:b:{}", "c".repeat(NAME_BYTES_MAX - 4));
        for (text, expected) in [
            ("iam:invitation:create", Ok(())),
            ("I.A_M-1:x:y", Ok(())),
            ("iam:invitation", Err(SegmentCount)),
            ("iam:invitation:create:now", Err(SegmentCount)),
            ("", Err(SegmentCount)),
            ("::", Err(EmptySegment)),
            ("iam::create", Err(EmptySegment)),
            ("iam:*:create", Err(Character('*'))),
            ("iam:invitation:create ", Err(Character(' '))),
            ("iam:invit\u{e4}tion:create", Err(Character('\u{e4}'))),
            (long.as_str(), Err(TooLong)),
            (longest.as_str(), Ok(())),
        ] {
            assert_eq!(PrivilegeName::parse(text).map(|_| ()), expected, "`{text}`");
        }
    }

    extern crate std;
}
