//! `guestpass manual`: the manual pages.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use clap::{Args, Command, CommandFactory};
use clap_mangen::Man;
use serde::Serialize;

use crate::arguments::{Arguments, Format};
use crate::errors::CliError;
use crate::output::{Results, write_whole};
use crate::quoting::quoted;

/// Prints the manual page, or writes the pages of all commands into a folder.
///
/// Each command has a page of its own, such as `guestpass-policy-build.1`. Pages that are there are replaced.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass manual | man -l -\n  guestpass manual ~/.local/share/man/man1")]
pub(crate) struct Manual {
    /// Folder that the pages go to; it is made when it is not there.
    #[arg(value_name = "FOLDER")]
    folder: Option<PathBuf>,
}

/// What was written, as JSON.
#[derive(Debug, Serialize)]
struct WrittenJson<'a> {
    written: &'a str,
}

impl Manual {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let mut results = Results::new();
        let mut program = Arguments::command().disable_help_subcommand(true);
        // Only then do commands know the whole of their names.
        program.build();
        let Some(folder) = &self.folder else {
            let page = page(&program).map_err(|error| not_written(Path::new("<stdout>"), &error))?;
            results.line(String::from_utf8_lossy(&page).trim_end())?;
            return results.finish();
        };
        fs::create_dir_all(folder).map_err(|error| not_written(folder, &error))?;
        let mut waiting = vec![&program];
        while let Some(command) = waiting.pop() {
            let path = folder.join(format!("{}.1", page_name(command)));
            write_whole(&path, &page(command).map_err(|error| not_written(&path, &error))?)?;
            let name = path.display().to_string();
            match format {
                Format::Text => results.line(format_args!("wrote {}", quoted(&name)))?,
                Format::Json => results.json_line("<stdout>", &WrittenJson { written: &name })?,
            }
            waiting.extend(command.get_subcommands());
        }
        results.finish()
    }
}

/// What a page is called: the command and those above it.
fn page_name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

fn page(command: &Command) -> io::Result<Vec<u8>> {
    let mut page = Vec::new();
    let source = concat!("guestpass ", env!("CARGO_PKG_VERSION"));
    Man::new(command.clone()).title(page_name(command)).source(source).manual("Guestpass").render(&mut page)?;
    Ok(page)
}

fn not_written(path: &Path, error: &io::Error) -> CliError {
    CliError::OutputNotWritable {
        file: path.display().to_string(),
        reason: error.to_string(),
        help: "give a folder that you may write to",
    }
}
