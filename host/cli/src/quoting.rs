//! Text from files and arguments, made safe to print.

/// The user's words in backticks.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", visible(text))
}

/// The same text with nothing in it that could rewrite the terminal, or turn the rest of the line around.
pub(crate) fn visible(text: &str) -> String {
    text.chars().map(|character| if is_hidden(character) { char::REPLACEMENT_CHARACTER } else { character }).collect()
}

fn is_hidden(character: char) -> bool {
    let turns_text_around = matches!(
        character,
        '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
    );
    let breaks_line = matches!(character, '\u{2028}' | '\u{2029}');
    character.is_control() || turns_text_around || breaks_line
}

#[cfg(test)]
mod tests {
    use super::quoted;

    #[test]
    fn nothing_that_rewrites_a_terminal_is_printed() {
        for (text, expected) in [
            ("saas-viewer", "`saas-viewer`"),
            ("Gäste", "`Gäste`"),
            ("a\u{1b}[2Jb", "`a\u{fffd}[2Jb`"),
            ("a\nb", "`a\u{fffd}b`"),
            ("a\u{202e}b", "`a\u{fffd}b`"),
            ("a\u{61c}b", "`a\u{fffd}b`"),
        ] {
            assert_eq!(quoted(text), expected);
        }
    }
}
