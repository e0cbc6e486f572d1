//! The name that a heading of a Markdown page can be linked by.

/// As the usual forges make it: lower case, blanks become hyphens, punctuation goes.
pub(super) fn slug(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|character| character.is_alphanumeric() || "-_ ".contains(*character));
    kept.map(|character| if character == ' ' { '-' } else { character }).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::slug;

    #[test]
    fn headings_become_names() {
        assert_eq!(slug("First steps"), "first-steps");
        assert_eq!(slug("0.1.0"), "010");
        assert_eq!(slug("What it `check`s, and why"), "what-it-checks-and-why");
    }
}
