//! `guestpass policy docs`: a policy as a page to read.

use std::path::PathBuf;

use clap::{Args, ValueEnum};
use guestpass_authoring::documentation::{self, Entry, Form};

use crate::arguments::Format;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{Results, write_whole};
use crate::quoting::quoted;
use crate::{policy_file, report};

/// Writes a page about a policy: its roles, what each gives and who assigns it, operations, gates, and the matrix of
/// roles and privileges.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy docs flexera-one.toml -o flexera-one.html")]
pub(crate) struct Docs {
    /// Policy document, or a policy component, which does not describe its gates; or `-` for standard input.
    #[arg(value_name = "POLICY")]
    policy: Input,
    /// Where the page goes; a file that is there is replaced. Standard output when it is left out.
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,
    /// How the page is written; HTML when the file ends with `.html`, Markdown otherwise.
    #[arg(long, value_enum, value_name = "FORM")]
    output_as: Option<OutputAs>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum OutputAs {
    /// Markdown, the gates as a mermaid picture.
    Markdown,
    /// One file for browsers, without scripts.
    Html,
}

impl Docs {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let file = self.policy.name();
        let bytes = policy_file::read(&self.policy)?;
        let (component, entry) = if policy_file::is_component(&bytes) {
            (bytes, None)
        } else {
            let compiled = policy_file::compile(&file, &bytes)?;
            report::diagnostics(&compiled.warnings, format);
            let entry = str::from_utf8(&bytes).ok().map(Entry::of_document);
            (compiled.component, entry)
        };
        let policy = policy_file::load_component(&file, &component)?;
        let page = documentation::page(policy.info(), policy.digest(), entry.as_ref(), self.form());
        let mut results = Results::new();
        match &self.output {
            None => results.line(page.trim_end())?,
            Some(path) => {
                write_whole(path, page.as_bytes())?;
                let name = path.display().to_string();
                match format {
                    Format::Text => results.line(format_args!("wrote {}", quoted(&name)))?,
                    Format::Json => results.json_line(&file, &serde_json::json!({ "written": name }))?,
                }
            }
        }
        results.finish()
    }

    fn form(&self) -> Form {
        let is_html = || self.output.as_ref().and_then(|path| path.extension()).is_some_and(|end| end == "html");
        match self.output_as {
            Some(OutputAs::Html) => Form::Html,
            Some(OutputAs::Markdown) => Form::Markdown,
            None if is_html() => Form::Html,
            None => Form::Markdown,
        }
    }
}
