//! Results on standard output, and files that are there whole or not at all.

use std::fmt::Display;
use std::fs::{self, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, IsTerminal, StdoutLock, Write};
use std::path::{Path, PathBuf};

use anstream::AutoStream;
use guestpass_contract::json;
use serde::Serialize;
use tempfile::NamedTempFile;

use crate::errors::CliError;

/// Standard output. Colours are left out when it is not a terminal.
pub(crate) struct Results {
    stream: BufWriter<AutoStream<StdoutLock<'static>>>,
}

impl Results {
    pub(crate) fn new() -> Self {
        Self { stream: BufWriter::new(anstream::stdout().lock()) }
    }

    /// Whether people look at it as it is printed.
    pub(crate) fn is_terminal() -> bool {
        io::stdout().is_terminal()
    }

    /// Prints a line, or several.
    pub(crate) fn line(&mut self, text: impl Display) -> Result<(), CliError> {
        writeln!(self.stream, "{text}").map_err(|error| not_printed(&error))
    }

    /// Prints an object on a line of its own. `file` is what the object is about.
    pub(crate) fn json_line(&mut self, file: &str, object: &impl Serialize) -> Result<(), CliError> {
        let line = json::to_string(object).map_err(|error| CliError::unprintable(file, error))?;
        self.line(line)
    }

    /// Makes sure that everything has been printed.
    pub(crate) fn finish(&mut self) -> Result<(), CliError> {
        self.stream.flush().map_err(|error| not_printed(&error))
    }
}

fn not_printed(error: &io::Error) -> CliError {
    if error.kind() == ErrorKind::BrokenPipe {
        return CliError::BrokenPipe;
    }
    CliError::OutputNotWritable {
        file: "<stdout>".to_owned(),
        reason: error.to_string(),
        help: "not all results were printed; make room and run the command again",
    }
}

/// Writes a file so that whoever opens it finds either what was there before or all of `bytes`.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    Staged::write(path, bytes)?.put()
}

/// A file that is written and not in its place yet: what else is to be written may still fail. Dropped, it is gone.
pub(crate) struct Staged {
    file: NamedTempFile,
    path: PathBuf,
    target: PathBuf,
}

impl Staged {
    /// Writes it beside its place.
    pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Self, CliError> {
        let target = target_of(path).map_err(|reason| refused(path, reason.to_owned(), "give the name of a file"))?;
        let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".guestpass-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            // As for any other new file: the system takes away what the user's mask says.
            builder.permissions(fs::Permissions::from_mode(0o666));
        }
        let failed = |error: io::Error| not_written(path, &error);
        let mut file = builder.tempfile_in(folder).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        Ok(Self { file, path: path.to_owned(), target })
    }

    /// Puts it in its place, in one step.
    pub(crate) fn put(self) -> Result<(), CliError> {
        let Self { file, path, target } = self;
        file.persist(&target).map(drop).map_err(|error| not_written(&path, &error.error))
    }
}

/// Removes a file, if it is there.
pub(crate) fn remove(path: &Path) -> Result<(), CliError> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(not_written(path, &error)),
        _ => Ok(()),
    }
}

fn not_written(path: &Path, error: &io::Error) -> CliError {
    refused(path, error.to_string(), "give a file in a folder that you may write to")
}

fn refused(path: &Path, reason: String, help: &'static str) -> CliError {
    CliError::OutputNotWritable { file: path.display().to_string(), reason, help }
}

/// Writes a file that must not be there yet, with these permissions where the system has such.
pub(crate) fn write_new(path: &Path, text: &str, mode: u32) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// The file to replace: the one that a link leads to rather than the link, and never a device.
pub(crate) fn target_of(path: &Path) -> Result<PathBuf, &'static str> {
    let Ok(metadata) = fs::metadata(path) else { return Ok(path.to_owned()) };
    if metadata.is_dir() {
        return Err("it is a folder");
    }
    if !metadata.is_file() {
        return Err("it is not an ordinary file");
    }
    Ok(fs::canonicalize(path).unwrap_or_else(|_| path.to_owned()))
}
