//! How large the Rust files are, as figures.

use std::fmt;

use crate::source::Tree;

/// Half of the Rust files must have no more lines than this: small files are quick to read.
pub const RUST_FILE_LINES_MEDIAN_MAX: usize = 200;

/// The sizes of the Rust files.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct SizeReport {
    /// Number of Rust files.
    pub files: usize,
    /// Lines of all of them.
    pub lines: usize,
    /// Lines of the file in the middle.
    pub median_lines: usize,
    /// Nine in ten have no more lines than this.
    pub ninetieth_lines: usize,
    /// Lines of the largest one.
    pub largest_lines: usize,
}

impl SizeReport {
    /// Measures the Rust files of a tree.
    #[must_use]
    pub fn of(tree: &Tree) -> Self {
        let rust = tree.sources.iter().filter(|source| source.extension() == "rs");
        let mut lines: Vec<usize> = rust.map(|source| source.text.lines().count()).collect();
        lines.sort_unstable();
        let at = |percent: usize| lines.get((lines.len() * percent / 100).min(lines.len().saturating_sub(1)));
        Self {
            files: lines.len(),
            lines: lines.iter().sum(),
            median_lines: at(50).copied().unwrap_or_default(),
            ninetieth_lines: at(90).copied().unwrap_or_default(),
            largest_lines: lines.last().copied().unwrap_or_default(),
        }
    }
}

impl fmt::Display for SizeReport {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { files, lines, median_lines, ninetieth_lines, largest_lines } = self;
        write!(
            formatter,
            "{files} Rust files, {lines} lines; median {median_lines}, nine in ten at most {ninetieth_lines}, \
             largest {largest_lines}"
        )
    }
}

#[cfg(test)]
mod tests {
    use super::SizeReport;
    use crate::source::{Source, Tree};

    #[test]
    fn the_middle_and_the_ninth_tenth_are_found() {
        let source = |count: usize| Source::new(format!("a{count}.rs"), "x\n".repeat(count));
        let mut sources: Vec<Source> = (1..=10).map(source).collect();
        sources.push(Source::new("long.md", "x\n".repeat(900)));
        let report = SizeReport::of(&Tree::of(sources));
        let expected = SizeReport { files: 10, lines: 55, median_lines: 6, ninetieth_lines: 10, largest_lines: 10 };
        assert_eq!(report, expected);
        assert_eq!(SizeReport::of(&Tree::default()), SizeReport::default());
    }
}
