//! Files of ordinary size and kind, read off the threads that answer requests.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Read};
use std::path::{Path, PathBuf};

use crate::errors::{Fault, SourceError};

/// All of an ordinary file. A device, a pipe or a folder is refused before it is opened, and whatever is opened is
/// looked at again: opening a pipe would wait for somebody to write into it.
pub(crate) async fn read(path: &Path, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
    let path = path.to_owned();
    off_the_path(path.clone(), move || read_now(&path, bytes_max)).await
}

/// The same, if it is there.
pub(crate) async fn read_if_there(path: &Path, bytes_max: usize) -> Result<Option<Vec<u8>>, SourceError> {
    match read(path, bytes_max).await {
        Err(error) if error.fault() == Fault::NotFound => Ok(None),
        outcome => outcome.map(Some),
    }
}

/// Runs work on files where it may block.
pub(crate) async fn off_the_path<T: Send + 'static>(
    path: PathBuf,
    work: impl FnOnce() -> Result<T, SourceError> + Send + 'static,
) -> Result<T, SourceError> {
    let outcome = tokio::task::spawn_blocking(work).await;
    outcome.unwrap_or_else(|error| Err(SourceError::new(Fault::Unreadable, path.display(), error.to_string())))
}

/// [`read`] for work that is off the path already.
pub(crate) fn read_now(path: &Path, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
    let unreadable = |error: io::Error| unreadable(path, &error);
    expect_ordinary(path, &fs::metadata(path).map_err(unreadable)?)?;
    let file = File::open(path).map_err(unreadable)?;
    expect_ordinary(path, &file.metadata().map_err(unreadable)?)?;
    let mut bytes = Vec::new();
    let limit = u64::try_from(bytes_max).unwrap_or(u64::MAX).saturating_add(1);
    file.take(limit).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > bytes_max {
        return Err(SourceError::too_large(path.display(), bytes_max));
    }
    Ok(bytes)
}

/// Why a file or folder cannot be read.
pub(crate) fn unreadable(path: &Path, error: &io::Error) -> SourceError {
    match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory => {
            SourceError::new(Fault::NotFound, path.display(), "nothing is there")
        }
        _ => SourceError::new(Fault::Unreadable, path.display(), format!("it cannot be read: {error}")),
    }
}

fn expect_ordinary(path: &Path, metadata: &fs::Metadata) -> Result<(), SourceError> {
    if metadata.is_file() {
        return Ok(());
    }
    let what = if metadata.is_dir() { "it is a folder" } else { "it is not an ordinary file" };
    Err(SourceError::new(Fault::NotAFile, path.display(), what))
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::errors::Fault;
    use std::fs;

    #[tokio::test]
    async fn only_ordinary_files_of_ordinary_size_are_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        fs::write(path("five"), "12345").unwrap();
        assert_eq!(read(&path("five"), 5).await.unwrap(), b"12345");
        assert_eq!(read(&path("five"), 4).await.unwrap_err().fault(), Fault::TooLarge);
        assert_eq!(read(&path("six"), 5).await.unwrap_err().fault(), Fault::NotFound);
        assert_eq!(read(&path("five/six"), 5).await.unwrap_err().fault(), Fault::NotFound);
        assert_eq!(read(folder.path(), 5).await.unwrap_err().fault(), Fault::NotAFile);
    }

    #[cfg(unix)]
    #[tokio::test]
    async fn devices_pipes_and_loops_of_links_are_refused_without_waiting() {
        use std::os::unix::fs::symlink;
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str| folder.path().join(name);
        let made = std::process::Command::new("mkfifo").arg(path("pipe")).status().unwrap();
        assert!(made.success());
        symlink("loop", path("loop")).unwrap();
        symlink("/dev/zero", path("endless")).unwrap();
        for (name, fault) in [("pipe", Fault::NotAFile), ("endless", Fault::NotAFile), ("loop", Fault::Unreadable)] {
            assert_eq!(read(&path(name), 5).await.unwrap_err().fault(), fault, "{name}");
        }
    }
}
