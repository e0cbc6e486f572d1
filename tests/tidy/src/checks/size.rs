//! Size of files and length of lines. Clippy measures functions.

use crate::finding::Finding;
use crate::size_report::{RUST_FILE_LINES_MEDIAN_MAX, SizeReport};
use crate::source::{Source, Tree};

/// No file that people write has more lines than this, `.wit` files apart.
const FILE_LINES_MAX: usize = 800;

/// The contract is one interface: its types cannot move to another one without being imported, and a policy component
/// imports nothing. An interface cannot be spread over files either.
const WIT_FILE_LINES_MAX: usize = 1400;

/// rustfmt breaks code at this many characters but leaves comments and literals alone.
const LINE_CHARACTERS_MAX: usize = 120;

/// Files that people write by hand. Data and lock files grow as they must.
const WRITTEN: [&str; 9] = ["rs", "ts", "tsx", "js", "mjs", "css", "html", "wit", "md"];

/// Files of at most 800 lines, or 1400 for the contract.
pub(super) fn check_file(source: &Source) -> Vec<Finding> {
    let lines = source.text.lines().count();
    let lines_max = if source.extension() == "wit" { WIT_FILE_LINES_MAX } else { FILE_LINES_MAX };
    if !WRITTEN.contains(&source.extension()) || lines <= lines_max {
        return Vec::new();
    }
    let message = format!("has {lines} lines, at most {lines_max} are allowed; split it by what it does");
    vec![Finding::in_file(&source.path, message)]
}

/// The middle Rust file has at most 200 lines.
pub(super) fn check_median(tree: &Tree) -> Vec<Finding> {
    let report = SizeReport::of(tree);
    if report.median_lines <= RUST_FILE_LINES_MEDIAN_MAX {
        return Vec::new();
    }
    let message = format!("{report}; the median may be {RUST_FILE_LINES_MEDIAN_MAX}, split the large files");
    vec![Finding::in_file(".", message)]
}

/// Lines of Rust of at most 120 characters. An address or a text in quotes cannot be broken, so a line that holds one
/// may be longer.
pub(super) fn check_lines(source: &Source) -> Vec<Finding> {
    if source.extension() != "rs" {
        return Vec::new();
    }
    let too_long = |(line, text): (usize, &str)| {
        let characters = text.chars().count();
        let message = || format!("has {characters} characters, at most {LINE_CHARACTERS_MAX} are allowed; break it");
        let unbreakable = text.contains("://") || text.contains('"');
        (characters > LINE_CHARACTERS_MAX && !unbreakable).then(|| Finding::at(&source.path, line, message()))
    };
    source.lines().filter_map(too_long).collect()
}

#[cfg(test)]
mod tests {
    use super::{check_file, check_lines, check_median};
    use crate::source::{Source, Tree};

    #[test]
    fn a_file_of_one_line_too_many_is_found() {
        let findings = |path: &str, lines: usize| check_file(&Source::new(path, "x\n".repeat(lines))).len();
        for (path, lines, expected) in [
            ("a.rs", 800, 0),
            ("a.rs", 801, 1),
            ("policy.wit", 1400, 0),
            ("policy.wit", 1401, 1),
            ("vectors.toml", 801, 0),
        ] {
            assert_eq!(findings(path, lines), expected, "{path} of {lines} lines");
        }
    }

    #[test]
    fn a_median_of_201_lines_is_found() {
        let tree = |lines: usize| Tree::of(vec![Source::new("a.rs", "x\n".repeat(lines))]);
        assert_eq!(check_median(&tree(200)).len(), 0);
        assert_eq!(check_median(&tree(201)).len(), 1);
    }

    #[test]
    fn a_line_of_121_characters_is_found() {
        let findings = |text: String| check_lines(&Source::new("a.rs", text));
        assert_eq!(findings("é".repeat(120)), []);
        let found = findings(format!("short\n{}", "x".repeat(121)));
        assert_eq!(found.iter().map(|finding| finding.line).collect::<Vec<_>>(), [2]);
        assert_eq!(findings(format!("// https://{}", "x".repeat(121))), []);
        assert_eq!(findings(format!("    \"{}\",", "x".repeat(121))), []);
    }
}
