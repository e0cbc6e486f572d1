//! `guestpass policy fmt`: one layout for every document.

use std::path::Path;

use clap::Args;
use guestpass_compiler::FormatError;

use crate::arguments::Format;
use crate::commands::Outcome;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{Results, write_whole};
use crate::quoting::quoted;
use crate::report::{self, Finding};

/// Gives policy documents the layout of all documents; what they mean, their order and their comments stay.
///
/// A document that cannot be read is refused with its place and left alone. From standard input to standard output with
/// `-`.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy fmt flexera-one.toml --check")]
pub(crate) struct Fmt {
    /// Policy documents (TOML), or `-` for standard input.
    #[arg(value_name = "DOC", required = true)]
    documents: Vec<Input>,
    /// Writes nothing, names the first line of each document that would change, and ends with exit status 1 if there is
    /// one.
    #[arg(long)]
    check: bool,
}

impl Fmt {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        Input::stdin_at_most_once(&self.documents)?;
        let mut results = Results::new();
        let mut outcome = Outcome::Done;
        for document in &self.documents {
            let file = document.name();
            let source = document.text(guestpass_compiler::limits::DOCUMENT_BYTES_MAX)?;
            let laid_out = guestpass_compiler::format(&file, &source).map_err(|error| refused(&file, error))?;
            let changed = first_difference(&source, &laid_out);
            match (changed, document.path()) {
                (Some(line), _) if self.check => {
                    outcome = Outcome::Denied;
                    report::finding(&difference(&file, line), format);
                }
                (_, _) if self.check => {}
                (_, None) => results.line(laid_out.trim_end_matches('\n'))?,
                (Some(_), Some(path)) => rewrite(path, &laid_out, &file, format, &mut results)?,
                (None, Some(_)) => {}
            }
        }
        results.finish()?;
        Ok(outcome)
    }
}

fn rewrite(path: &Path, text: &str, file: &str, format: Format, results: &mut Results) -> Result<(), CliError> {
    write_whole(path, text.as_bytes())?;
    match format {
        Format::Text => results.line(format!("laid out {}", quoted(file))),
        Format::Json => results.json_line(file, &serde_json::json!({ "changed": file })),
    }
}

fn refused(file: &str, error: FormatError) -> CliError {
    match error {
        FormatError::Document(found) => CliError::compile(file, found),
        FormatError::Meaning => CliError::NotLaidOut { file: file.to_owned(), reason: error.to_string() },
    }
}

/// The first line that is not as it would be, counted from 1.
fn first_difference(source: &str, laid_out: &str) -> Option<usize> {
    let lines = source.split('\n').zip(laid_out.split('\n'));
    let same = lines.take_while(|(was, is)| was == is).count();
    (source != laid_out).then(|| same.saturating_add(1))
}

fn difference(file: &str, line: usize) -> Finding {
    Finding {
        severity: "error",
        code: "policy::layout".to_owned(),
        message: "the line is not laid out as `guestpass policy fmt` would".to_owned(),
        file: Some(file.to_owned()),
        line: Some(line),
        column: None,
        help: Some("run `guestpass policy fmt` on the document".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::first_difference;

    #[test]
    fn the_first_line_that_differs_is_found() {
        for (source, laid_out, expected) in [
            ("a\nb\n", "a\nb\n", None),
            ("a\nb", "a\nb\n", Some(3)),
            ("a\n\n\nb\n", "a\n\nb\n", Some(3)),
            ("", "a\n", Some(1)),
        ] {
            assert_eq!(first_difference(source, laid_out), expected, "{source:?}");
        }
    }
}
