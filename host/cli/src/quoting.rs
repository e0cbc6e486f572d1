//! Text from files and arguments, made safe to print.

pub(crate) use guestpass_contract::hidden::visible;

/// The user's words in backticks.
pub(crate) fn quoted(text: &str) -> String {
    format!("`{}`", visible(text))
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
