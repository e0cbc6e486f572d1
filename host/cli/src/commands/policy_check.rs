//! `guestpass policy check`: everything that is wrong with documents, or doubtful about them.

use clap::Args;
use guestpass_compiler::{Diagnostics, Severity};

use crate::arguments::Format;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::policy_file;
use crate::quoting::quoted;
use crate::report;

/// Checks policy documents without building them: every error and every warning, each with its place and what to do.
///
/// A warning that is meant can be allowed in the document by `[lint]`, with a reason.
#[derive(Debug, Args)]
#[command(
    after_help = "Exit status: 0 when there is nothing but warnings, 1 when `--deny-warnings` is given and there is \
    one, 2 when a document has errors or cannot be read.\n\n\
    Example:\n  guestpass policy check flexera-one.toml --deny-warnings"
)]
pub(crate) struct PolicyCheck {
    /// Policy documents (TOML), or `-` for standard input.
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<Input>,
    /// Ends with exit status 1 when there is a warning.
    #[arg(long)]
    deny_warnings: bool,
}

/// How many there were.
#[derive(Debug, Default)]
struct Counts {
    documents: usize,
    errors: usize,
    warnings: usize,
}

impl PolicyCheck {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        Input::stdin_at_most_once(&self.documents)?;
        let mut results = Results::new();
        let mut counts = Counts::default();
        for document in &self.documents {
            let found = findings(document)?;
            counts.add(&found);
            if format == Format::Text && Results::is_terminal() && !found.is_empty() {
                results.line(report::Excerpts(&found))?;
                continue;
            }
            for finding in report::findings(&found) {
                match format {
                    Format::Text => results.line(finding.to_string().trim_end())?,
                    Format::Json => results.json_line(&document.name(), &finding)?,
                }
            }
        }
        if format == Format::Text {
            results.line(counts.text())?;
        }
        results.finish()?;
        if counts.errors > 0 {
            return Ok(Outcome::Failed);
        }
        let is_refused = self.deny_warnings && counts.warnings > 0;
        Ok(if is_refused { Outcome::Denied } else { Outcome::Done })
    }
}

/// Everything about one document.
fn findings(document: &Input) -> Result<Diagnostics, CliError> {
    let file = document.name();
    let bytes = policy_file::read(document)?;
    if policy_file::is_component(&bytes) {
        return Err(CliError::Usage {
            message: format!("{} is a component", quoted(&file)),
            help: "give the document that it was built from".to_owned(),
        });
    }
    let checked = guestpass_compiler::decode(&file, &bytes).and_then(|source| guestpass_compiler::parse(&file, source));
    Ok(checked.map_or_else(|found| found, |checked| checked.warnings))
}

impl Counts {
    fn add(&mut self, found: &Diagnostics) {
        let errors = found.items().iter().filter(|item| item.severity() == Severity::Error).count();
        let warnings = found.items().len().saturating_sub(errors);
        self.documents = self.documents.saturating_add(1);
        self.errors = self.errors.saturating_add(errors);
        self.warnings = self.warnings.saturating_add(warnings);
    }

    fn text(&self) -> String {
        let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
        format!(
            "checked {}: {}, {}",
            counted(self.documents, "document"),
            counted(self.errors, "error"),
            counted(self.warnings, "warning")
        )
    }
}
