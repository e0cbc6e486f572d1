//! `guestpass policy new`: a document to begin with.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use guestpass_compiler::Template;

use crate::arguments::Format;
use crate::errors::CliError;
use crate::output::{NewFile, Results, write_all_new};
use crate::quoting::quoted;

/// Writes a policy document to begin with, a comment at each part, and test cases beside it; never over a file that is
/// there.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy new help-desk -o help-desk.toml")]
pub(crate) struct New {
    /// Name of the policy: `a` to `z`, digits and `-`.
    #[arg(value_name = "NAME")]
    name: String,
    /// Begins with one of the ready documents instead.
    #[arg(long, value_name = "DOCUMENT", value_parser = ready())]
    from: Option<Template>,
    /// Where the document goes; the test cases go beside it, as `NAME.tests.toml`.
    #[arg(short, long, value_name = "FILE")]
    output: PathBuf,
}

/// As for any other new file: the system takes away what the user's mask says.
const READABLE: u32 = 0o666;

fn ready() -> impl TypedValueParser<Value = Template> {
    PossibleValuesParser::new(Template::ready().map(|template| template.name))
        .try_map(|name| Template::ready().find(|template| template.name == name).ok_or("there is no such document"))
}

impl New {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let template = self.from.unwrap_or(Template::START);
        let document = template.document(&self.name);
        let file = self.output.display().to_string();
        // A name that no policy may have is found here, before anything is written.
        guestpass_compiler::parse(&file, &document).map_err(|found| CliError::compile(&file, found))?;
        let cases = template.cases(&self.name);
        let cases_path = self.output.with_extension("tests.toml");
        let file_of = |path, text| NewFile { path, text, mode: READABLE };
        let written = [file_of(self.output.as_path(), &*document), file_of(cases_path.as_path(), &*cases)];
        write_all_new(&written).map_err(|(path, error)| refused(&path, &error))?;
        let mut results = Results::new();
        for NewFile { path, .. } in written {
            let name = path.display().to_string();
            match format {
                Format::Text => results.line(format_args!("wrote {}", quoted(&name)))?,
                Format::Json => results.json_line(&file, &serde_json::json!({ "written": name }))?,
            }
        }
        results.finish()
    }
}

/// Why a file could not be written that must not be there yet.
fn refused(path: &Path, error: &std::io::Error) -> CliError {
    match error.kind() {
        ErrorKind::AlreadyExists => taken(path),
        _ => CliError::OutputNotWritable {
            file: path.display().to_string(),
            reason: error.to_string(),
            help: "give a file in a folder that you may write to",
        },
    }
}

fn taken(path: &Path) -> CliError {
    CliError::OutputNotWritable {
        file: path.display().to_string(),
        reason: "it is there already".to_owned(),
        help: "give another name; a new policy is never written over a file",
    }
}
