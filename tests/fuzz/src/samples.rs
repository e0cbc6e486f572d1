//! Samples of the repository, which fuzzers begin with. They are read from where they stand and copied nowhere.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// The files in a folder of the repository, and in those below it, whose names end so; in the order of their names.
pub(crate) fn files(folder: &str, ending: &str) -> anyhow::Result<Vec<Vec<u8>>> {
    let mut paths = Vec::new();
    collect(&root().join(folder), ending, &mut paths)?;
    paths.sort();
    paths.iter().map(|path| fs::read(path).with_context(|| format!("cannot read `{}`", path.display()))).collect()
}

/// The corpus of a target: what was found, and what a fuzzer thought worth keeping.
///
/// # Errors
/// When a file cannot be read. A target without a folder has no corpus yet: one that is new.
pub fn corpus(target: &str) -> anyhow::Result<Vec<Vec<u8>>> {
    let folder = format!("tests/fuzz/corpus/{target}");
    if root().join(&folder).is_dir() { files(&folder, "") } else { Ok(Vec::new()) }
}

fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.ancestors().nth(2).unwrap_or(package).to_owned()
}

fn collect(folder: &Path, ending: &str, found: &mut Vec<PathBuf>) -> anyhow::Result<()> {
    for entry in fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))? {
        let path = entry?.path();
        if path.is_dir() {
            collect(&path, ending, found)?;
        } else if path.to_string_lossy().ends_with(ending) {
            found.push(path);
        }
    }
    Ok(())
}
