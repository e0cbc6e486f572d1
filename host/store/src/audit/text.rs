//! Texts of the log: short, visible, and free of secrets (reliability row 53).

use std::fmt;

use guestpass_contract::hidden::is_hidden;
use serde::{Deserialize, Serialize};

/// Bytes of a text at most.
const BYTES_MAX: usize = 512;
/// Stands where a text was cut. A backslash of the text itself is always written twice.
const CUT: &str = "\\…";
/// Stands for what looks like a secret.
const SECRET: &str = "\\(a secret was left out)";

/// A text as it may stand in a log: at most 512 bytes, cut between characters, nothing in it that moves the cursor,
/// turns the direction of writing or cannot be seen, and none of it a token or a key.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct AuditText(String);

impl AuditText {
    /// Makes a text fit.
    ///
    /// ```
    /// use guestpass_store::audit::AuditText;
    /// assert_eq!(AuditText::of("dana\r\nfake entry").as_str(), "dana\\r\\nfake entry");
    /// assert_eq!(AuditText::of("Bearer abc").as_str(), "\\(a secret was left out)");
    /// ```
    #[must_use]
    pub fn of(text: &str) -> Self {
        if looks_secret(text) {
            return Self(SECRET.to_owned());
        }
        let (mut fit, mut cut_at) = (String::new(), 0);
        for character in text.chars() {
            if is_hidden(character) || character == '\\' {
                fit.extend(character.escape_default());
            } else {
                fit.push(character);
            }
            if fit.len() <= BYTES_MAX - CUT.len() {
                cut_at = fit.len();
            }
            if fit.len() > BYTES_MAX {
                fit.truncate(cut_at);
                fit.push_str(CUT);
                break;
            }
        }
        Self(fit)
    }

    /// The text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for AuditText {
    fn from(text: &str) -> Self {
        Self::of(text)
    }
}

impl From<AuditText> for String {
    fn from(text: AuditText) -> Self {
        text.0
    }
}

/// Reads a text that was made fit before; another one does not belong into a log.
impl TryFrom<String> for AuditText {
    type Error = &'static str;

    fn try_from(text: String) -> Result<Self, &'static str> {
        if text.len() > BYTES_MAX {
            return Err("a text of the log has at most 512 bytes");
        }
        if text.chars().any(is_hidden) {
            return Err("a text of the log has no hidden characters");
        }
        Ok(Self(text))
    }
}

impl fmt::Display for AuditText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A second wall: callers log names, and a name is none of these.
fn looks_secret(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let is_header = ["bearer ", "authorization:", "private key-----", "password=", "secret="]
        .iter()
        .any(|mark| lower.contains(mark));
    let is_token = text.split(|character: char| !(character.is_ascii_alphanumeric() || "-_.".contains(character)));
    let mut is_token = is_token.filter(|word| word.starts_with("eyJ") && word.matches('.').count() >= 2);
    let is_login = text
        .split_once("://")
        .and_then(|(_, rest)| rest.split_once('@'))
        .is_some_and(|(login, _)| login.contains(':') && !login.contains('/'));
    is_header || is_login || is_token.next().is_some()
}

#[cfg(test)]
mod tests {
    use super::{AuditText, SECRET};
    use proptest::prelude::*;

    #[test]
    fn a_text_is_visible_and_has_no_secret() {
        for (text, expected) in [
            ("dana@partner.example", "dana@partner.example"),
            ("Zoë 日本", "Zoë 日本"),
            ("a\nb\0\u{1b}[31m", "a\\nb\\u{0}\\u{1b}[31m"),
            ("evil\u{202e}txt", "evil\\u{202e}txt"),
            ("in\u{200b}visible\u{feff}", "in\\u{200b}visible\\u{feff}"),
            ("a\\nb", "a\\\\nb"),
            ("Authorization: bEARER x", SECRET),
            ("x eyJhbGciOiJFUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln y", SECRET),
            ("postgres://guestpass:hunter2@db/x", SECRET),
            ("-----BEGIN PRIVATE KEY-----\nMC4C", SECRET),
            ("https://idp.example/eyJ", "https://idp.example/eyJ"),
        ] {
            assert_eq!(AuditText::of(text).as_str(), expected, "{text:?}");
        }
    }

    #[test]
    fn an_identifier_of_a_mebibyte_is_cut_between_characters() {
        for one in ["x", "é", "日", "🦀", "\0", "\u{202e}"] {
            let text = AuditText::of(&one.repeat(1024 * 1024 / one.len()));
            assert!(text.as_str().len() <= 512 && text.as_str().len() > 490, "{one:?}: {}", text.as_str().len());
            assert!(text.as_str().ends_with("\\…"), "{one:?}");
        }
        assert_eq!(AuditText::of(&"x".repeat(512)).as_str(), "x".repeat(512));
    }

    proptest! {
        #[test]
        fn what_was_made_fit_can_be_read_again(text in any::<String>()) {
            let fit = AuditText::of(&text);
            prop_assert_eq!(AuditText::try_from(fit.to_string()), Ok(fit));
        }

        #[test]
        fn different_short_texts_stay_different(one in ".{0,20}", other in ".{0,20}") {
            let is_same = AuditText::of(&one) == AuditText::of(&other);
            prop_assert!(is_same == (one == other) || AuditText::of(&one).as_str() == SECRET);
        }
    }
}
