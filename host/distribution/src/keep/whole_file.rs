//! Files that are there whole or not at all.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use super::steps::{KeptFile, Step};

/// How files are called while they are being written.
const UNFINISHED: &str = ".unfinished-";

/// Replaces a file, so that whoever is killed on the way finds the old one or the new one.
pub(super) fn replace(path: &Path, bytes: &[u8], step: impl Fn(fn(KeptFile) -> Step)) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Path::new("."));
    step(Step::Begun);
    let mut file = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder)?;
    file.write_all(bytes)?;
    file.as_file().sync_all()?;
    step(Step::Written);
    file.persist(path)?;
    // The name, too, has to be on the disk.
    File::open(folder)?.sync_all()?;
    step(Step::Replaced);
    Ok(())
}

/// Removes what a killed program has left behind.
pub(super) fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_name().as_encoded_bytes().starts_with(UNFINISHED.as_bytes()) {
            fs::remove_file(entry.path())?;
        }
    }
    Ok(())
}
