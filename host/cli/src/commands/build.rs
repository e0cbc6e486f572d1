//! `guestpass policy build`: from a document to the component that hosts load.

use std::path::PathBuf;

use clap::Args;
use guestpass::Policy;
use guestpass_compiler::{CompiledPolicy, Diagnostics};
use serde::Serialize;

use crate::arguments::Format;
use crate::case_files::{CaseFile, beside};
use crate::case_text;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{Results, write_whole};
use crate::quoting::{quoted, visible};
use crate::{policy_file, report};

/// Builds a policy document into the component that servers and pages load.
///
/// The test cases beside the document are run first. The same document always gives the same bytes. After an error, and
/// when a case fails, nothing is written, and a file that was there stays as it was.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy build flexera-one.toml --output flexera-one.wasm")]
pub(crate) struct Build {
    /// Policy document (TOML), or `-` for standard input.
    #[arg(value_name = "DOC")]
    document: Input,
    /// Where the component goes; a file that is there is replaced.
    #[arg(short, long, value_name = "OUT.wasm")]
    output: PathBuf,
    /// Builds without running the test cases beside the document.
    #[arg(long)]
    no_test: bool,
}

/// A case failed, and has been printed.
struct Failed;

/// What was built, as JSON.
#[derive(Debug, Serialize)]
struct BuiltJson<'a> {
    output: String,
    name: &'a str,
    version: &'a str,
    digest: &'a str,
    source_digest: String,
    contract_version: &'a str,
    bytes: usize,
    cases_passed: Option<usize>,
    warnings: &'a Diagnostics,
}

impl Build {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        self.check_arguments()?;
        let file = self.document.name();
        let bytes = policy_file::read(&self.document)?;
        if policy_file::is_component(&bytes) {
            let help = "give the document that it was built from; `guestpass policy inspect` shows what is in it";
            return Err(usage(format!("{} is a component already", quoted(&file)), help));
        }
        let compiled = policy_file::compile(&file, &bytes)?;
        // What no host would load is not written.
        let policy = policy_file::load_component(&file, &compiled.component)?;
        let Ok(cases) = self.test(&policy, format)? else { return Ok(Outcome::Denied) };
        write_whole(&self.output, &compiled.component)?;

        let mut results = Results::new();
        match format {
            Format::Text => {
                report::diagnostics(&compiled.warnings, format);
                results.line(self.text(&compiled, &policy, cases))?;
            }
            Format::Json => {
                results.json_line(&file, &self.json(&compiled, &policy, cases))?;
            }
        }
        results.finish()?;
        Ok(Outcome::Done)
    }

    /// Runs the cases beside the document: how many passed, none when there are none or they are not to be run. When
    /// one fails, all that failed are printed and nothing is built.
    fn test(&self, policy: &Policy, format: Format) -> Result<Result<Option<usize>, Failed>, CliError> {
        let Some(input) = beside(&self.document).filter(|_| !self.no_test) else { return Ok(Ok(None)) };
        let file = CaseFile::read(&input, policy)?;
        let results = file.run(policy, "");
        let passed = results.iter().filter(|(_, result)| result.is_passed()).count();
        if passed == results.len() {
            return Ok(Ok(Some(passed)));
        }
        for (name, result) in results.iter().filter(|(_, result)| !result.is_passed()) {
            if let Some(error) = case_text::error(result) {
                return Err(CliError::Check { file: self.document.name(), error });
            }
            report::failed_case(name, result, policy.info(), format)
                .map_err(|error| CliError::unprintable(&self.document.name(), error))?;
        }
        report::not_built(&self.output.display().to_string(), results.len().saturating_sub(passed), format);
        Ok(Err(Failed))
    }

    /// Replacing the document with its component would lose it.
    fn check_arguments(&self) -> Result<(), CliError> {
        let document = self.document.path().and_then(|path| path.canonicalize().ok());
        if document.is_some() && document == self.output.canonicalize().ok() {
            let help = "give the component a name of its own, such as `policy.wasm`";
            return Err(usage("the output would replace the document".to_owned(), help));
        }
        Ok(())
    }

    fn text(&self, compiled: &CompiledPolicy, policy: &Policy, cases: Option<usize>) -> String {
        let (info, bytes) = (policy.info(), compiled.component.len());
        let cases = match cases {
            Some(passed) => format!("\n  cases: {passed} passed"),
            None if self.no_test => "\n  cases: not run, as `--no-test` says".to_owned(),
            None => String::new(),
        };
        format!(
            "built {}\n  policy: {} {}{cases}\n  digest: {}\n  size: {bytes} bytes",
            quoted(&self.output.display().to_string()),
            visible(&info.name),
            visible(&info.version),
            policy.digest(),
        )
    }

    fn json<'a>(&self, compiled: &'a CompiledPolicy, policy: &'a Policy, cases_passed: Option<usize>) -> BuiltJson<'a> {
        let info = policy.info();
        BuiltJson {
            output: self.output.display().to_string(),
            name: &info.name,
            version: &info.version,
            digest: policy.digest(),
            source_digest: format!("sha256:{}", info.source_digest),
            contract_version: &info.contract_version,
            bytes: compiled.component.len(),
            cases_passed,
            warnings: &compiled.warnings,
        }
    }
}

fn usage(message: String, help: &str) -> CliError {
    CliError::Usage { message, help: help.to_owned() }
}
