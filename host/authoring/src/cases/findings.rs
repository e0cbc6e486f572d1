//! What is wrong with a case file, each with its place.

use std::fmt;
use std::ops::Range;

use serde::Serialize;

/// Findings that are kept at most.
const FINDINGS_MAX: usize = 100;

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseFinding {
    /// Its stable code, such as `cases::unknown-key`.
    pub code: &'static str,
    /// What is wrong, with what the author wrote in backticks.
    pub message: String,
    /// What to do about it.
    pub help: Option<String>,
    /// Its line, counted from 1.
    pub line: usize,
    /// Its column, counted from 1 in characters.
    pub column: usize,
}

/// All that is wrong with a case file, in its order; at least one thing, at most 100.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseFindings {
    /// The file, as the caller named it.
    pub file_name: String,
    /// Each finding.
    pub items: Vec<CaseFinding>,
}

impl fmt::Display for CaseFindings {
    /// `file:line:column: error: message` for each.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        for CaseFinding { message, help, line, column, .. } in &self.items {
            writeln!(formatter, "{}:{line}:{column}: error: {message}", self.file_name)?;
            if let Some(help) = help {
                writeln!(formatter, "  help: {help}")?;
            }
        }
        Ok(())
    }
}

impl std::error::Error for CaseFindings {}

/// Bytes of the file, first included, last not.
pub(super) type Span = Range<usize>;

/// Collects findings.
pub(super) struct Sink<'s> {
    file_name: &'s str,
    pub(super) source: &'s str,
    items: Vec<CaseFinding>,
}

impl<'s> Sink<'s> {
    pub(super) fn new(file_name: &'s str, source: &'s str) -> Self {
        Self { file_name, source, items: Vec::new() }
    }

    /// Reports something, with advice.
    pub(super) fn advise(&mut self, code: &'static str, span: &Span, message: String, help: &str) {
        self.push(code, span, message, Some(help.to_owned()));
    }

    /// Reports something that speaks for itself.
    pub(super) fn error(&mut self, code: &'static str, span: &Span, message: String) {
        self.push(code, span, message, None);
    }

    fn push(&mut self, code: &'static str, span: &Span, message: String, help: Option<String>) {
        if self.items.len() < FINDINGS_MAX {
            let (line, column) = position(self.source, span.start);
            self.items.push(CaseFinding { code, message, help, line, column });
        }
    }

    /// How much was found until now.
    pub(super) fn count(&self) -> usize {
        self.items.len()
    }

    pub(super) fn line(&self, span: &Span) -> usize {
        position(self.source, span.start).0
    }

    pub(super) fn finish(mut self) -> Result<(), CaseFindings> {
        self.items.sort_by_key(|item| (item.line, item.column));
        match self.items.is_empty() {
            true => Ok(()),
            false => Err(CaseFindings { file_name: self.file_name.to_owned(), items: self.items }),
        }
    }
}

/// Line and column, both counted from 1, columns in characters.
pub(crate) fn position(source: &str, offset: usize) -> (usize, usize) {
    let before = source.get(..source.floor_char_boundary(offset)).unwrap_or_default();
    let line = before.matches('\n').count().saturating_add(1);
    let start = before.rfind('\n').map_or(0, |index| index.saturating_add(1));
    let column = before.get(start..).map_or(0, |text| text.chars().count()).saturating_add(1);
    (line, column)
}
