//! Names of files and folders.

use crate::finding::Finding;

/// Names that say nothing about what is inside, so that anything ends up there.
const MEANINGLESS: [&str; 8] = ["util", "utils", "helper", "helpers", "common", "misc", "shared", "stuff"];

/// No file and no folder with a meaningless name; no blanks in names.
pub(super) fn check(path: &str) -> Vec<Finding> {
    let mut findings = Vec::new();
    for part in path.split('/') {
        let stem = part.split_once('.').map_or(part, |(stem, _)| stem);
        if MEANINGLESS.contains(&stem.to_lowercase().as_str()) {
            let message = format!("`{stem}` does not say what is inside; name it after the one thing it does");
            findings.push(Finding::in_file(path, message));
        }
        if part.contains(char::is_whitespace) {
            findings.push(Finding::in_file(path, "has a blank in its name; use `-` or `_`"));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::check;

    #[test]
    fn meaningless_names_are_found() {
        let cases = [
            ("host/engine/src/pool.rs", 0),
            ("host/engine/src/utils.rs", 1),
            ("tests/common/mod.rs", 1),
            ("Helpers.ts", 1),
            ("commonly_used.rs", 0),
            ("a file.md", 1),
        ];
        for (path, expected) in cases {
            assert_eq!(check(path).len(), expected, "{path}");
        }
    }
}
