//! White space that nobody sees and that every comparison of two versions shows.

use crate::finding::Finding;
use crate::source::Source;

/// What a fuzzer kept. There white space is what something else makes of it.
const CORPUS: &str = "tests/fuzz/corpus/";

/// No tabs, no blanks at the end of a line, no carriage returns, one line feed at the end.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    if source.path.starts_with(CORPUS) {
        return findings;
    }
    for (line, text) in (1..).zip(source.text.split('\n')) {
        let mut found = |message: &str| findings.push(Finding::at(&source.path, line, message));
        if text.contains('\t') {
            found("holds a tab; use spaces");
        }
        if text.contains('\r') {
            found("holds a carriage return; end lines with a line feed alone");
        }
        if text.ends_with(' ') {
            found("ends with a blank; remove it");
        }
    }
    if !source.text.is_empty() && (!source.text.ends_with('\n') || source.text.ends_with("\n\n")) {
        findings.push(Finding::in_file(&source.path, "must end with exactly one line feed"));
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::Source;

    #[test]
    fn each_kind_of_white_space_is_found() {
        let cases: [(&str, &[usize]); 7] = [
            ("a\nb\n", &[]),
            ("", &[]),
            ("a\n\tb\n", &[2]),
            ("a \nb\n", &[1]),
            ("a\r\nb\n", &[1]),
            ("a\nb", &[0]),
            ("a\n\n", &[0]),
        ];
        for (text, expected) in cases {
            let lines: Vec<usize> = check(&Source::new("a.rs", text)).iter().map(|finding| finding.line).collect();
            assert_eq!(lines, expected, "{text:?}");
        }
        assert_eq!(check(&Source::new("tests/fuzz/corpus/documents/a-tab", "a =\t1\r")), []);
    }
}
