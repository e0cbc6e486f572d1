//! Characters that nobody sees, which could make a text read as another one.
//!
//! Whatever repeats the words of a caller, an author or an operator asks here: messages, lists of roles, the audit log.

/// Whether nobody sees this character: controls, marks of direction, line separators, and what has no width.
///
/// ```
/// use guestpass_contract::hidden::is_hidden;
///
/// assert!(is_hidden('\u{1b}') && is_hidden('\u{202e}') && is_hidden('\u{200b}'));
/// assert!(!is_hidden('ä') && !is_hidden(' '));
/// ```
#[must_use]
pub fn is_hidden(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e007f}'
        )
}

/// The character, or the replacement character in the place of one that is [hidden](is_hidden).
#[must_use]
pub fn seen(character: char) -> char {
    if is_hidden(character) { char::REPLACEMENT_CHARACTER } else { character }
}

/// The text on one line, with nothing in it that could rewrite a terminal or turn the rest of the line around.
///
/// ```
/// use guestpass_contract::hidden::visible;
///
/// assert_eq!(visible("a\u{1b}[2Jb\nc"), "a\u{fffd}[2Jb\u{fffd}c");
/// ```
#[must_use]
pub fn visible(text: &str) -> String {
    text.chars().map(seen).collect()
}
