//! What is wrong with a document, all of it, each with its place.

use crate::code::DiagnosticCode;
use crate::spans::{LineIndex, Span};
use crate::suggest::visible_in_place;
use guestpass_contract::hidden::visible;
use miette::{LabeledSpan, NamedSource};
use serde::{Serialize, Serializer};
use std::fmt;
use std::sync::Arc;

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// There is no policy.
    Error,
    /// There is a policy; something in it is doubtful.
    Warning,
}

impl fmt::Display for Severity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Error => "error",
            Self::Warning => "warning",
        })
    }
}

/// One finding. Serialises as `{code, severity, message, help, line, column, name}`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Diagnostic {
    pub(crate) code: DiagnosticCode,
    pub(crate) severity: Severity,
    pub(crate) message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) help: Option<String>,
    pub(crate) line: usize,
    pub(crate) column: usize,
    #[serde(rename = "name", skip_serializing_if = "Option::is_none")]
    pub(crate) about: Option<String>,
    #[serde(skip)]
    pub(crate) span: Span,
}

impl Diagnostic {
    /// Its stable code.
    #[must_use]
    pub fn code(&self) -> DiagnosticCode {
        self.code
    }

    /// How bad it is.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.severity
    }

    /// What is wrong, with what the author wrote in backticks.
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it.
    #[must_use]
    pub fn help(&self) -> Option<&str> {
        self.help.as_deref()
    }

    /// The name of what a warning is about, such as a role: what `[lint]` allows it by. None for an error.
    #[must_use]
    pub fn about(&self) -> Option<&str> {
        self.about.as_deref()
    }

    /// Its line, counted from 1.
    #[must_use]
    pub fn line(&self) -> usize {
        self.line
    }

    /// Its column, counted from 1 in characters.
    #[must_use]
    pub fn column(&self) -> usize {
        self.column
    }
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for Diagnostic {}

impl miette::Diagnostic for Diagnostic {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        self.help.as_ref().map(|help| Box::new(help) as Box<dyn fmt::Display + 'a>)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let label = LabeledSpan::new_primary_with_span(None, self.span.clone());
        Some(Box::new(std::iter::once(label)))
    }
}

/// All findings about one document, in the order of the document.
///
/// - For a terminal: it is a [`miette::Diagnostic`] whose related diagnostics carry the excerpts. In these, and in the
///   name that stands above them, whatever could rewrite the terminal is replaced.
/// - For a log: [`Diagnostics::plain`] prints `file:line:column: error: message`.
/// - For a program: it serialises as a list.
#[derive(Clone)]
pub struct Diagnostics {
    file_name: Arc<str>,
    /// For excerpts only.
    source: Arc<NamedSource<String>>,
    items: Vec<Diagnostic>,
    left_off: usize,
}

impl Diagnostics {
    pub(crate) fn new(file_name: &str, source: &str, mut items: Vec<Diagnostic>, left_off: usize) -> Self {
        items.sort_by_key(|item| (item.line, item.column, item.code));
        let shown = NamedSource::new(visible(file_name), visible_in_place(source));
        Self { file_name: file_name.into(), source: Arc::new(shown), items, left_off }
    }

    /// The findings.
    #[must_use]
    pub fn items(&self) -> &[Diagnostic] {
        &self.items
    }

    /// There is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// How many more there were than are kept.
    #[must_use]
    pub fn left_off(&self) -> usize {
        self.left_off
    }

    /// The document's name, as the caller gave it.
    #[must_use]
    pub fn file_name(&self) -> &str {
        &self.file_name
    }

    /// Two lines for each finding: `file:line:column: error: message`, and its help when there is one.
    #[must_use]
    pub fn plain(&self) -> String {
        let mut text = String::new();
        for item in &self.items {
            let Diagnostic { severity, message, line, column, .. } = item;
            text.push_str(&format!("{}:{line}:{column}: {severity}: {message}\n", self.file_name()));
            if let Some(help) = &item.help {
                text.push_str(&format!("  help: {help}\n"));
            }
        }
        if self.left_off > 0 {
            text.push_str(&format!("{}: {} more are not shown\n", self.file_name(), self.left_off));
        }
        text
    }

    fn count(&self, severity: Severity) -> usize {
        self.items.iter().filter(|item| item.severity == severity).count()
    }
}

impl fmt::Display for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let counted = |count: usize, what: &str| match count {
            1 => format!("1 {what}"),
            _ => format!("{count} {what}s"),
        };
        let errors = self.count(Severity::Error);
        let warnings = self.count(Severity::Warning);
        let found = match (errors, warnings) {
            (_, 0) => counted(errors, "error"),
            (0, _) => counted(warnings, "warning"),
            _ => format!("{} and {}", counted(errors, "error"), counted(warnings, "warning")),
        };
        let at_least = if self.left_off > 0 { "at least " } else { "" };
        write!(formatter, "the policy document has {at_least}{found}")
    }
}

impl fmt::Debug for Diagnostics {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.plain())
    }
}

impl std::error::Error for Diagnostics {}

impl miette::Diagnostic for Diagnostics {
    fn severity(&self) -> Option<miette::Severity> {
        let errors = self.count(Severity::Error);
        Some(if errors > 0 { miette::Severity::Error } else { miette::Severity::Warning })
    }

    fn source_code(&self) -> Option<&dyn miette::SourceCode> {
        Some(&*self.source)
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn miette::Diagnostic> + 'a>> {
        Some(Box::new(self.items.iter().map(|item| item as &dyn miette::Diagnostic)))
    }
}

impl Serialize for Diagnostics {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.items.serialize(serializer)
    }
}

/// The words of a finding.
pub(crate) struct Wording {
    message: String,
    help: Option<String>,
}

/// A finding that says this.
pub(crate) fn says(message: impl Into<String>) -> Wording {
    Wording { message: message.into(), help: None }
}

impl Wording {
    /// What to do about it.
    pub(crate) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Collects findings while a document is read.
pub(crate) struct Sink<'s> {
    file_name: &'s str,
    pub(crate) source: &'s str,
    lines: LineIndex,
    errors: Kept,
    warnings: Kept,
    allowances: Vec<Allowance>,
}

/// A warning that the document allows itself.
pub(crate) struct Allowance {
    pub(crate) code: DiagnosticCode,
    /// What it is allowed for; none for everything.
    pub(crate) name: Option<String>,
    pub(crate) span: Span,
    pub(crate) is_used: bool,
}

#[derive(Default)]
struct Kept {
    items: Vec<Diagnostic>,
    left_off: usize,
}

impl<'s> Sink<'s> {
    pub(crate) fn new(file_name: &'s str, source: &'s str) -> Self {
        let lines = LineIndex::new(source);
        let (errors, warnings) = (Kept::default(), Kept::default());
        Self { file_name, source, lines, errors, warnings, allowances: Vec::new() }
    }

    /// From here on these warnings are not reported.
    pub(crate) fn allow(&mut self, allowances: Vec<Allowance>) {
        self.allowances = allowances;
    }

    /// What was allowed, and whether that was of use.
    pub(crate) fn take_allowances(&mut self) -> Vec<Allowance> {
        std::mem::take(&mut self.allowances)
    }

    /// Reports an error. The words are made only when they are kept: looking for near misses takes time.
    pub(crate) fn error(&mut self, code: DiagnosticCode, span: &Span, words: impl FnOnce() -> Wording) {
        self.report(None, code, span, words);
    }

    /// Reports a warning, unless the document allows it. `about` is the name of what it is about.
    pub(crate) fn warning(&mut self, code: DiagnosticCode, about: &str, span: &Span, words: impl FnOnce() -> Wording) {
        let mut is_allowed = false;
        for allowance in self.allowances.iter_mut().filter(|allowance| allowance.code == code) {
            if allowance.name.as_deref().is_none_or(|name| name == about) {
                allowance.is_used = true;
                is_allowed = true;
            }
        }
        if !is_allowed {
            self.report(Some(about), code, span, words);
        }
    }

    /// An error is about nothing, a warning about something.
    fn report(&mut self, about: Option<&str>, code: DiagnosticCode, span: &Span, words: impl FnOnce() -> Wording) {
        let (severity, kept) = match about {
            None => (Severity::Error, &mut self.errors),
            Some(_) => (Severity::Warning, &mut self.warnings),
        };
        if kept.items.len() >= crate::limits::DIAGNOSTICS_MAX {
            kept.left_off = kept.left_off.saturating_add(1);
            return;
        }
        let Wording { message, help } = words();
        let (message, help) = (visible(&message), help.as_deref().map(visible));
        let position = self.lines.position(self.source, span.start);
        let (line, column) = (position.line, position.column);
        // An excerpt can only show what is there.
        let end = span.end.min(self.source.len());
        let span = span.start.min(end)..end;
        let about = about.map(str::to_owned);
        kept.items.push(Diagnostic { code, severity, message, help, line, column, about, span });
    }

    /// The line that something begins on, counted from 1.
    pub(crate) fn line(&self, span: &Span) -> usize {
        self.lines.position(self.source, span.start).line
    }

    pub(crate) fn has_errors(&self) -> bool {
        !self.errors.items.is_empty()
    }

    /// Everything that was reported.
    pub(crate) fn into_diagnostics(self) -> Diagnostics {
        let left_off = self.errors.left_off.saturating_add(self.warnings.left_off);
        let items = [self.errors.items, self.warnings.items].concat();
        Diagnostics::new(self.file_name, self.source, items, left_off)
    }
}
