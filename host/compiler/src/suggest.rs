//! Finds what somebody probably meant, and shows what they wrote.

use std::iter::repeat_n;

use guestpass_contract::hidden::{is_hidden, seen};

/// Characters of the user's input that a message repeats.
const QUOTED_CHARACTERS_MAX: usize = 80;

/// The nearest of the names, when it is near enough to be a slip: at most a third of its letters differ.
pub(crate) fn nearest<'n>(given: &str, known: impl IntoIterator<Item = &'n str>) -> Option<&'n str> {
    // Distances take time in the product of both lengths: not for input that nobody mistyped.
    if given.len() > QUOTED_CHARACTERS_MAX {
        return None;
    }
    let given = folded(given);
    let is_near = |name: &&str| name.len().abs_diff(given.len()).saturating_mul(3) <= name.len();
    let distance = |name: &'n str| (strsim::osa_distance(&given, &folded(name)), name);
    let (best, name) = known.into_iter().filter(is_near).map(distance).min()?;
    (best.saturating_mul(3) <= name.len()).then_some(name)
}

/// Case and the choice between ` `, `_` and `-` are the most common slips: they count as none.
fn folded(name: &str) -> String {
    name.to_lowercase().replace(['_', ' '], "-")
}

/// `; did you mean ...?`, or nothing when no name is near.
pub(crate) fn did_you_mean<'n>(given: &str, known: impl IntoIterator<Item = &'n str>) -> String {
    nearest(given, known).map(|name| format!("; did you mean `{name}`?")).unwrap_or_default()
}

/// The names in backticks, separated by commas.
pub(crate) fn listed<'n>(names: impl IntoIterator<Item = &'n str>) -> String {
    let quoted: Vec<String> = names.into_iter().map(|name| format!("`{name}`")).collect();
    quoted.join(", ")
}

/// What the user wrote, in backticks: shortened, and without characters that could rewrite a terminal.
pub(crate) fn quoted(text: &str) -> String {
    let mut part: String = text.chars().take(QUOTED_CHARACTERS_MAX).map(seen).collect();
    if text.chars().nth(QUOTED_CHARACTERS_MAX).is_some() {
        part.push('\u{2026}');
    }
    format!("`{part}`")
}

/// The lines of a text without characters that could rewrite a terminal. What stands in their place has as many bytes,
/// so that whatever points into the text points at the same.
pub(crate) fn visible_in_place(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    let mut characters = text.chars().peekable();
    while let Some(character) = characters.next() {
        let ends_line = character == '\n' || (character == '\r' && characters.peek() == Some(&'\n'));
        match character.len_utf8() {
            _ if ends_line || character == '\t' || !is_hidden(character) => shown.push(character),
            2 => shown.push('\u{bf}'),
            3 => shown.push(char::REPLACEMENT_CHARACTER),
            bytes => shown.extend(repeat_n('?', bytes)),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let known = ["privileges", "summary", "saas:application:view", "title"];
        for (given, expected) in [
            ("privilges", Some("privileges")),
            ("Privileges", Some("privileges")),
            ("sumary", Some("summary")),
            ("saas:aplication:view", Some("saas:application:view")),
            ("tite", Some("title")),
            ("description", None),
            ("", None),
        ] {
            assert_eq!(nearest(given, known), expected, "`{given}`");
        }
    }

    #[test]
    fn what_is_hidden_is_replaced_where_it_stands() {
        for (text, expected) in [
            ("a\tb\r\n", "a\tb\r\n"),
            ("a\r\u{1b}]0;x\u{7}", "a??]0;x?"),
            ("\u{9b}2J\u{61c}\u{e4}", "\u{bf}2J\u{bf}\u{e4}"),
            ("\u{202e}\u{2028}\u{1f600}", "\u{fffd}\u{fffd}\u{1f600}"),
            ("\u{ad}\u{e0041}b", "\u{bf}????b"),
        ] {
            let shown = visible_in_place(text);
            assert_eq!((shown.as_str(), shown.len()), (expected, text.len()));
        }
    }

    #[test]
    fn input_is_shown_harmless_and_short() {
        assert_eq!(quoted("a\u{1b}[2J\u{202e}b"), "`a\u{fffd}[2J\u{fffd}b`");
        assert_eq!(quoted(&"x".repeat(500)).chars().count(), 83);
    }
}
