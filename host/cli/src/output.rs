//! Results on standard output, and files that are there whole or not at all.

use std::fmt::Display;
use std::fs;
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
    /// Writes it beside its place. Whoever may read the file that it replaces, and nobody else, may read it.
    pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<Self, CliError> {
        let target = target_of(path).map_err(|reason| refused(path, reason.to_owned(), "give the name of a file"))?;
        let failed = |error: io::Error| not_written(path, &error);
        let mut file = unfinished(&target).map_err(failed)?;
        file.write_all(bytes).map_err(failed)?;
        file.as_file().sync_all().map_err(failed)?;
        Ok(Self { file, path: path.to_owned(), target })
    }

    /// Puts it in its place, in one step.
    pub(crate) fn put(self) -> Result<(), CliError> {
        let Self { file, path, target } = self;
        file.persist(&target).map(drop).map_err(|error| not_written(&path, &error.error))
    }

    /// The same, and gives what was there, so that it can be put back when something else fails.
    pub(crate) fn put_for_now(self) -> Result<Replaced, CliError> {
        let (path, target) = (self.path.clone(), self.target.clone());
        let failed = |error: io::Error| not_written(&path, &error);
        let former = match fs::read(&target) {
            Ok(bytes) => {
                let mut former = unfinished(&target).map_err(failed)?;
                former.write_all(&bytes).and_then(|()| former.as_file().sync_all()).map_err(failed)?;
                Some(former)
            }
            Err(error) if error.kind() == ErrorKind::NotFound => None,
            Err(error) => return Err(failed(error)),
        };
        self.put()?;
        Ok(Replaced { former, path, target })
    }
}

/// A file that was put in its place for now, and what was there before.
pub(crate) struct Replaced {
    former: Option<NamedTempFile>,
    path: PathBuf,
    target: PathBuf,
}

impl Replaced {
    /// Puts back what was there, or takes away what was put where nothing was.
    pub(crate) fn put_back(self) -> Result<(), CliError> {
        match self.former {
            Some(former) => {
                former.persist(&self.target).map(drop).map_err(|error| not_written(&self.path, &error.error))
            }
            None => remove(&self.target),
        }
    }
}

/// An empty file beside another one, with the permissions of that one, or with those of any new file.
fn unfinished(target: &Path) -> io::Result<NamedTempFile> {
    let folder = target.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let mut builder = tempfile::Builder::new();
    builder.prefix(".guestpass-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let former = fs::metadata(target).ok().map(|metadata| metadata.permissions().mode() & 0o777);
        // The system takes away what the user's mask says. What the former one was allowed beyond that is given after.
        builder.permissions(fs::Permissions::from_mode(former.unwrap_or(0o666)));
        let file = builder.tempfile_in(folder)?;
        if let Some(former) = former
            && file.as_file().metadata()?.permissions().mode() & 0o777 != former
        {
            file.as_file().set_permissions(fs::Permissions::from_mode(former))?;
        }
        Ok(file)
    }
    #[cfg(not(unix))]
    builder.tempfile_in(folder)
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

/// A file that must not be there yet, with its permissions where the system has such.
#[derive(Clone, Copy)]
pub(crate) struct NewFile<'a> {
    pub(crate) path: &'a Path,
    pub(crate) text: &'a str,
    pub(crate) mode: u32,
}

/// Writes all of these files or none; on an error, with the one that it is about.
pub(crate) fn write_all_new(files: &[NewFile<'_>]) -> Result<(), (PathBuf, io::Error)> {
    let staged = files.iter().map(|file| file.staged().map_err(|error| (file.path.to_owned(), error)));
    let staged = staged.collect::<Result<Vec<_>, _>>()?;
    for (number, (file, written)) in files.iter().zip(staged).enumerate() {
        if let Err(error) = written.persist_noclobber(file.path) {
            // What was put there a moment ago is nobody else's.
            files.iter().take(number).for_each(|file| drop(fs::remove_file(file.path)));
            return Err((file.path.to_owned(), error.error));
        }
    }
    Ok(())
}

impl NewFile<'_> {
    /// Writes it beside its place.
    fn staged(&self) -> io::Result<NamedTempFile> {
        let folder = self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let mut builder = tempfile::Builder::new();
        builder.prefix(".guestpass-");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            builder.permissions(fs::Permissions::from_mode(self.mode));
        }
        let mut file = builder.tempfile_in(folder)?;
        file.write_all(self.text.as_bytes())?;
        file.as_file().sync_all()?;
        Ok(file)
    }
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

#[cfg(all(test, unix))]
mod tests {
    use super::write_whole;
    use std::fs::{self, Permissions};
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_takes_the_place_of_a_file_is_for_the_same_readers() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("acme.toml");
        let mode = || fs::metadata(&path).unwrap().permissions().mode() & 0o777;
        write_whole(&path, b"new").unwrap();
        assert_eq!(mode() & 0o600, 0o600, "its owner reads and writes a new file");
        // Less than the user's mask leaves of a new file, and more.
        for expected in [0o600, 0o640, 0o444, 0o666, 0o755] {
            fs::set_permissions(&path, Permissions::from_mode(expected)).unwrap();
            write_whole(&path, b"another").unwrap();
            assert_eq!(mode(), expected, "{expected:o}");
        }
    }
}
