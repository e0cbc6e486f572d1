//! Prints errors and warnings, for people or for programs, on standard error.

use std::fmt;
use std::io::{IsTerminal, Write};

use anstyle::{AnsiColor, Style};
use guestpass_authoring::cases::{CaseFindings, CaseResult};
use guestpass_compiler::{CompileError, Diagnostics};
use guestpass_contract::{PolicyInfo, json};
use miette::ReportHandler;
use serde::Serialize;

use crate::arguments::Format;
use crate::case_text;
use crate::errors::CliError;
use crate::quoting::visible;

const ERROR: Style = AnsiColor::Red.on_default().bold();
const WARNING: Style = AnsiColor::Yellow.on_default().bold();
const LABEL: Style = AnsiColor::Cyan.on_default();

/// One thing that is wrong. The keys are always there, null when unknown.
#[derive(Debug, Serialize)]
pub(crate) struct Finding {
    pub(crate) severity: &'static str,
    pub(crate) code: String,
    pub(crate) message: String,
    pub(crate) file: Option<String>,
    pub(crate) line: Option<usize>,
    pub(crate) column: Option<usize>,
    pub(crate) help: Option<String>,
}

/// Prints why a command failed.
pub(crate) fn error(error: &CliError, format: Format) {
    match error {
        CliError::BrokenPipe => {}
        CliError::Cases(found) => cases(found, format),
        CliError::Compile { error: cause, .. } => match &**cause {
            CompileError::Document(found) => diagnostics(found, format),
            _ => finding(&Finding::of(error), format),
        },
        _ => finding(&Finding::of(error), format),
    }
}

/// Prints a case that failed while something else was to be done.
pub(crate) fn failed_case(
    file: &str,
    result: &CaseResult<'_>,
    info: &PolicyInfo,
    format: Format,
) -> Result<(), json::JsonError> {
    let lines = match format {
        Format::Text => case_text::failure(file, result, info)?,
        Format::Json => vec![case_text::json(file, result)?],
    };
    lines.iter().for_each(|line| print(format_args!("{line}\n")));
    Ok(())
}

/// Says that nothing was written because cases failed.
pub(crate) fn not_built(output: &str, failed: usize, format: Format) {
    let item = Finding {
        severity: "error",
        code: "cases-failed".to_owned(),
        message: format!("{failed} test cases failed; nothing is written"),
        file: Some(output.to_owned()),
        line: None,
        column: None,
        help: Some("correct the document or its cases; `--no-test` builds without them".to_owned()),
    };
    finding(&item, format);
}

/// Prints what is wrong with a case file.
fn cases(found: &CaseFindings, format: Format) {
    for item in &found.items {
        let item = Finding {
            severity: "error",
            code: item.code.to_owned(),
            message: item.message.clone(),
            file: Some(found.file_name.clone()),
            line: Some(item.line),
            column: Some(item.column),
            help: item.help.clone(),
        };
        finding(&item, format);
    }
}

/// Prints what is wrong with a document, or doubtful about it.
pub(crate) fn diagnostics(found: &Diagnostics, format: Format) {
    if found.is_empty() {
        return;
    }
    if format == Format::Text && std::io::stderr().is_terminal() {
        return print(format_args!("{}", Excerpts(found)));
    }
    findings(found).iter().for_each(|item| finding(item, format));
}

/// What is wrong with a document, or doubtful about it, one by one.
pub(crate) fn findings(found: &Diagnostics) -> Vec<Finding> {
    let finding = |item: &guestpass_compiler::Diagnostic| Finding {
        severity: match item.severity() {
            guestpass_compiler::Severity::Error => "error",
            guestpass_compiler::Severity::Warning => "warning",
        },
        code: item.code().to_string(),
        message: item.message().to_owned(),
        file: Some(found.file_name().to_owned()),
        line: Some(item.line()),
        column: Some(item.column()),
        help: item.help().map(str::to_owned),
    };
    let left_off = (found.left_off() > 0).then(|| Finding::left_off(found));
    found.items().iter().map(finding).chain(left_off).collect()
}

/// Prints one finding.
pub(crate) fn finding(finding: &Finding, format: Format) {
    match format {
        Format::Text => print(format_args!("{finding}")),
        Format::Json => {
            // serde prints this shape always.
            let line = json::to_string(finding).unwrap_or_default();
            print(format_args!("{line}\n"));
        }
    }
}

/// When even standard error cannot be written to, the exit status is all that is left to say it with.
fn print(text: fmt::Arguments<'_>) {
    let _ = anstream::stderr().lock().write_fmt(text);
}

impl Finding {
    fn of(error: &CliError) -> Self {
        let place = error.place();
        Self {
            severity: "error",
            code: error.code(),
            message: error.to_string(),
            file: place.file.map(str::to_owned),
            line: place.line,
            column: place.column,
            help: error.help(),
        }
    }

    fn left_off(found: &Diagnostics) -> Self {
        Self {
            severity: "warning",
            code: "findings-left-off".to_owned(),
            message: format!("{} more findings are not shown", found.left_off()),
            file: Some(found.file_name().to_owned()),
            line: None,
            column: None,
            help: Some("correct what is shown and run the command again".to_owned()),
        }
    }

    /// `file:line:column` opens in editors when it is clicked; a file alone is quoted like every other input.
    fn place(&self) -> String {
        let Some(file) = &self.file else { return String::new() };
        let file = visible(file);
        match (self.line, self.column) {
            (Some(line), Some(column)) => format!("{file}:{line}:{column}: "),
            (Some(line), None) => format!("{file}:{line}: "),
            (None, _) => format!("`{file}`: "),
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let style = if self.severity == "error" { ERROR } else { WARNING };
        let Self { severity, code, message, help, .. } = self;
        writeln!(formatter, "{style}{severity}:{style:#} {}{}", self.place(), visible(message))?;
        writeln!(formatter, "  {LABEL}code:{LABEL:#} {code}")?;
        match help {
            Some(help) => writeln!(formatter, "  {LABEL}help:{LABEL:#} {}", visible(help)),
            None => Ok(()),
        }
    }
}

/// Findings with excerpts of the document.
pub(crate) struct Excerpts<'a>(pub(crate) &'a Diagnostics);

impl fmt::Display for Excerpts<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        miette::MietteHandlerOpts::new().build().debug(self.0, formatter)?;
        formatter.write_str("\n")
    }
}

#[cfg(test)]
mod tests {
    use super::Finding;
    use crate::errors::CliError;

    #[test]
    fn a_finding_is_two_or_three_lines() {
        let place = |line, column| Finding {
            severity: "error",
            code: "json-syntax".into(),
            message: "not\u{1b}JSON".into(),
            file: Some("a.json".into()),
            line,
            column,
            help: None,
        };
        for (line, column, expected) in [
            (None, None, "error: `a.json`: not\u{fffd}JSON\n  code: json-syntax\n"),
            (Some(3), None, "error: a.json:3: not\u{fffd}JSON\n  code: json-syntax\n"),
            (Some(3), Some(4), "error: a.json:3:4: not\u{fffd}JSON\n  code: json-syntax\n"),
        ] {
            let printed = place(line, column).to_string();
            assert_eq!(anstream::adapter::strip_str(&printed).to_string(), expected);
        }
        let reason = "it is".to_owned();
        let error = CliError::compile("c.toml", guestpass_compiler::CompileError::TooLarge { reason });
        assert!(Finding::of(&error).to_string().contains("`c.toml`: the policy is too large"));
        let error = CliError::FileNotFound { file: "b.json".into() };
        assert!(Finding::of(&error).to_string().contains("help:"));
    }
}
