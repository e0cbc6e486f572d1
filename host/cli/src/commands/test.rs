//! `guestpass policy test`: does a policy answer as its cases say?

use clap::Args;
use guestpass::Policy;
use guestpass_authoring::coverage::{Coverage, DocumentLines, measure};
use serde::Serialize;

use crate::arguments::Format;
use crate::case_files::{CaseFile, beside};
use crate::case_text;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::policy_file;

/// Runs the test cases of a policy: TOML files, each question with its answer, at a pinned time.
///
/// The exit status is 0 when every case passes and coverage is high enough, 1 when not, and 2 after an error.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy test flexera-one.toml --min-coverage 80")]
pub(crate) struct Test {
    /// Policy document, or a component.
    #[arg(value_name = "DOC")]
    document: Input,
    /// Case files; without it, the one beside the document, such as `flexera-one.tests.toml`.
    #[arg(long, value_name = "FILE.tests.toml", num_args = 1..)]
    cases: Vec<Input>,
    /// Runs only cases whose names hold this text.
    #[arg(long, value_name = "TEXT", default_value = "", hide_default_value = true)]
    filter: String,
    /// Shows how much of the policy the cases reach, and what they do not.
    #[arg(long)]
    coverage: bool,
    /// Ends with status 1 when the cases reach less of the policy than this, of 100.
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u8).range(0..=100))]
    min_coverage: Option<u8>,
}

/// What closes a run, as JSON.
#[derive(Debug, Serialize)]
struct SummaryJson<'a> {
    passed: usize,
    failed: usize,
    errors: usize,
    coverage: Option<&'a Coverage>,
}

impl Test {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        Input::stdin_at_most_once(std::iter::once(&self.document).chain(&self.cases))?;
        let (policy, source) = self.load(format)?;
        let files = self.files(&policy)?;
        let results: Vec<_> = files.iter().flat_map(|file| file.run(&policy, &self.filter)).collect();
        let mut printed = Results::new();
        let mut failure = None;
        for (file, result) in &results {
            failure = failure.or_else(|| case_text::error(result));
            let lines = match format {
                Format::Text => case_text::failure(file, result, policy.info()),
                Format::Json => case_text::json(file, result).map(|line| vec![line]),
            };
            let lines = lines.map_err(|error| CliError::unprintable(&self.document.name(), error))?;
            lines.iter().try_for_each(|line| printed.line(line))?;
        }
        let passed = results.iter().filter(|(_, result)| result.is_passed()).count();
        let errors = results.iter().filter(|(_, result)| case_text::error(result).is_some()).count();
        let failed = results.len().saturating_sub(passed).saturating_sub(errors);

        let lines = source.as_deref().and_then(DocumentLines::new);
        let cases: Vec<_> = results.into_iter().map(|(_, result)| result).collect();
        let wanted = self.coverage || self.min_coverage.is_some();
        let coverage = wanted.then(|| measure(policy.info(), &cases, lines.as_ref()));
        match format {
            Format::Text => {
                printed.line(case_text::summary(passed, failed, errors))?;
                if let Some(coverage) = &coverage {
                    let lines = case_text::coverage(coverage, &self.document.name(), self.coverage);
                    lines.iter().try_for_each(|line| printed.line(line))?;
                }
            }
            Format::Json => {
                let summary = SummaryJson { passed, failed, errors, coverage: coverage.as_ref() };
                printed.json_line(&self.document.name(), &summary)?;
            }
        }
        printed.finish()?;
        if let Some(error) = failure {
            return Err(CliError::Check { file: self.document.name(), error });
        }
        if cases.is_empty() {
            let (file, filter) = (self.document.name(), self.filter.clone());
            let is_all = filter.is_empty();
            return Err(if is_all { CliError::NoCases { file } } else { CliError::NoSuchCases { file, filter } });
        }
        let least = usize::from(self.min_coverage.unwrap_or_default());
        let is_enough = coverage.is_none_or(|coverage| coverage.percent >= least);
        Ok(if failed == 0 && is_enough { Outcome::Done } else { Outcome::Denied })
    }

    /// The policy, and the text of its document when it is one.
    fn load(&self, format: Format) -> Result<(Policy, Option<String>), CliError> {
        let file = self.document.name();
        let bytes = policy_file::read(&self.document)?;
        if policy_file::is_component(&bytes) {
            return Ok((policy_file::load_component(&file, &bytes)?, None));
        }
        let compiled = policy_file::compile(&file, &bytes)?;
        crate::report::diagnostics(&compiled.warnings, format);
        Ok((policy_file::load_component(&file, &compiled.component)?, String::from_utf8(bytes).ok()))
    }

    fn files(&self, policy: &Policy) -> Result<Vec<CaseFile>, CliError> {
        if !self.cases.is_empty() {
            return self.cases.iter().map(|input| CaseFile::read(input, policy)).collect();
        }
        match beside(&self.document) {
            Some(input) => Ok(vec![CaseFile::read(&input, policy)?]),
            None => Err(CliError::NoCases { file: self.document.name() }),
        }
    }
}
