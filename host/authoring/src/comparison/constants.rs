//! What stands in a condition: names and constants, without understanding how they are joined.

use std::collections::BTreeSet;

use guestpass_contract::InstantMs;
use guestpass_contract::json::instant_from_str;

/// The names and the constants of conditions. A description gives conditions as they were written; which of these
/// pieces belong together is not looked at, because asking with every combination finds out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pieces {
    /// Such as `principal.named`; also words that are no attributes.
    pub(super) names: BTreeSet<String>,
    pub(super) texts: BTreeSet<String>,
    pub(super) integers: BTreeSet<i64>,
    pub(super) timestamps: BTreeSet<InstantMs>,
}

impl Pieces {
    /// The pieces of a condition.
    pub(super) fn of(condition: &str) -> Self {
        let mut pieces = Self::default();
        let mut rest = condition.chars().peekable();
        let mut word = String::new();
        while let Some(character) = rest.next() {
            if character == '"' || character == '\'' {
                pieces.text(&quoted_text(&mut rest, character), &word);
                word.clear();
            } else if character.is_alphanumeric() || matches!(character, '_' | '.') {
                word = std::iter::once(character).collect();
                while let Some(next) = rest.next_if(|next| next.is_alphanumeric() || matches!(next, '_' | '.')) {
                    word.push(next);
                }
                pieces.word(&word);
            } else if !character.is_whitespace() && character != '(' {
                word.clear();
            }
        }
        pieces
    }

    /// All of both.
    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.texts.extend(other.texts.iter().cloned());
        self.integers.extend(&other.integers);
        self.timestamps.extend(&other.timestamps);
    }

    fn text(&mut self, text: &str, before: &str) {
        match instant_from_str(text) {
            Ok(instant) if before == "timestamp" => {
                self.timestamps.insert(instant);
            }
            _ => {
                self.texts.insert(text.to_owned());
            }
        }
    }

    fn word(&mut self, word: &str) {
        match word.parse::<i64>() {
            // A sign is not part of the word, so that both numbers are tried.
            Ok(number) => self.integers.extend([number, number.saturating_neg()]),
            Err(_) => {
                self.names.insert(word.to_owned());
            }
        }
    }
}

/// Up to the closing mark, which is taken.
fn quoted_text(rest: &mut impl Iterator<Item = char>, mark: char) -> String {
    let mut text = String::new();
    while let Some(character) = rest.next() {
        if character == mark {
            break;
        }
        if character == '\\' {
            text.extend(rest.next().map(unescaped));
        } else {
            text.push(character);
        }
    }
    text
}

fn unescaped(character: char) -> char {
    match character {
        'n' => '\n',
        't' => '\t',
        'r' => '\r',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::Pieces;

    #[test]
    fn names_and_constants_are_found() {
        for (condition, names, texts, integers, timestamps) in [
            ("principal.named && resource.x == \"a\\\"b\"", "principal.named resource.x", "a\"b", "", ""),
            ("principal.position in ['a', \"b\"]", "in principal.position", "a b", "", ""),
            ("organisation.size >= -3", "organisation.size", "", "-3 3", ""),
            (
                "context.now < timestamp(\"1970-01-01T00:00:01Z\") && context.x == \"2026-01-01T00:00:00Z\"",
                "context.now context.x timestamp",
                "2026-01-01T00:00:00Z",
                "",
                "1000",
            ),
            ("\"open", "", "open", "", ""),
        ] {
            let pieces = Pieces::of(condition);
            let joined = |words: Vec<String>| words.join(" ");
            assert_eq!(joined(pieces.names.iter().cloned().collect()), names, "{condition}");
            assert_eq!(joined(pieces.texts.iter().cloned().collect()), texts, "{condition}");
            assert_eq!(joined(pieces.integers.iter().map(i64::to_string).collect()), integers, "{condition}");
            assert_eq!(joined(pieces.timestamps.iter().map(i64::to_string).collect()), timestamps, "{condition}");
        }
    }
}
