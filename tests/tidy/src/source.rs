//! The files that are part of the project: those that git tracks, and new ones that it does not ignore.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A text file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Where it stands, from the top of the repository, with `/` between folders.
    pub path: String,
    /// What it holds.
    pub text: String,
}

impl Source {
    /// A file that exists in memory only; the checks' own tests are made of these.
    pub fn new(path: impl Into<String>, text: impl Into<String>) -> Self {
        Self { path: path.into(), text: text.into() }
    }

    /// Its name without the folders.
    #[must_use]
    pub fn file_name(&self) -> &str {
        self.path.rsplit('/').next().unwrap_or_default()
    }

    /// The folder it stands in, empty at the top.
    #[must_use]
    pub fn folder(&self) -> &str {
        self.path.rsplit_once('/').map_or("", |(folder, _)| folder)
    }

    /// What follows the last dot of its name, empty when there is none.
    #[must_use]
    pub fn extension(&self) -> &str {
        self.file_name().rsplit_once('.').map_or("", |(_, extension)| extension)
    }

    /// Its lines with their numbers, counted from 1.
    pub fn lines(&self) -> impl Iterator<Item = (usize, &str)> {
        (1..).zip(self.text.lines())
    }
}

/// All files of the project.
#[derive(Clone, Debug, Default)]
pub struct Tree {
    /// The text files, by path.
    pub sources: Vec<Source>,
    /// The paths of all files, binary ones too.
    pub paths: BTreeSet<String>,
}

/// Why the files could not be listed.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    /// git is missing or could not be started.
    #[error("cannot start `git` to list the files of `{root}`; install git: {cause}")]
    NoGit {
        /// The folder that was to be listed.
        root: PathBuf,
        /// What the system said.
        cause: std::io::Error,
    },
    /// git refused.
    #[error("`git ls-files` failed in `{root}`; run it there to see why: {message}")]
    GitFailed {
        /// The folder that was to be listed.
        root: PathBuf,
        /// What git printed.
        message: String,
    },
}

impl Tree {
    /// A tree that exists in memory only.
    #[must_use]
    pub fn of(sources: Vec<Source>) -> Self {
        let paths = sources.iter().map(|source| source.path.clone()).collect();
        Self { sources, paths }
    }

    /// Reads the files of the repository at `root`.
    ///
    /// # Errors
    /// When git cannot be started or does not know the folder. A file that is gone or is not text is left out of
    /// [`Tree::sources`].
    pub fn read(root: &Path) -> Result<Self, SourceError> {
        let mut tree = Self::default();
        for path in list(root)? {
            let Ok(bytes) = std::fs::read(root.join(&path)) else { continue };
            if let Some(text) = text_of(bytes) {
                tree.sources.push(Source::new(path.clone(), text));
            }
            tree.paths.insert(path);
        }
        Ok(tree)
    }

    /// The top of the repository that this crate was built in.
    #[must_use]
    pub fn root() -> PathBuf {
        let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
        crate_folder.ancestors().nth(2).unwrap_or(crate_folder).to_owned()
    }

    /// Whether a file or a folder of this path belongs to the project.
    #[must_use]
    pub fn holds(&self, path: &str) -> bool {
        let inside = format!("{path}/");
        path.is_empty()
            || self.paths.contains(path)
            || self.paths.range(inside.clone()..).next().is_some_and(|next| next.starts_with(&inside))
    }

    /// The text file of this path.
    #[must_use]
    pub fn source(&self, path: &str) -> Option<&Source> {
        self.sources.iter().find(|source| source.path == path)
    }
}

fn list(root: &Path) -> Result<Vec<String>, SourceError> {
    // A build server often checks out as another user than the one that runs; reading the list is harmless.
    let arguments = ["-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard"];
    let output = Command::new("git")
        .args(arguments)
        .current_dir(root)
        .output()
        .map_err(|cause| SourceError::NoGit { root: root.to_owned(), cause })?;
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        return Err(SourceError::GitFailed { root: root.to_owned(), message });
    }
    let listed = String::from_utf8_lossy(&output.stdout);
    let paths: BTreeSet<&str> = listed.split('\0').filter(|path| !path.is_empty()).collect();
    Ok(paths.into_iter().map(str::to_owned).collect())
}

/// The text of a file, unless it is a binary one.
fn text_of(bytes: Vec<u8>) -> Option<String> {
    String::from_utf8(bytes).ok().filter(|text| !text.contains('\0'))
}

#[cfg(test)]
mod tests {
    use super::{Source, Tree, text_of};

    #[test]
    fn a_path_is_taken_apart() {
        let source = Source::new("host/engine/src/lib.rs", "a\nb\n");
        assert_eq!((source.folder(), source.file_name(), source.extension()), ("host/engine/src", "lib.rs", "rs"));
        assert_eq!(source.lines().collect::<Vec<_>>(), [(1, "a"), (2, "b")]);
    }

    #[test]
    fn a_tree_holds_files_and_folders() {
        let tree = Tree::of(vec![Source::new("host/engine/src/lib.rs", "")]);
        assert!(tree.holds("host/engine/src/lib.rs") && tree.holds("host/engine") && tree.holds(""));
        assert!(!tree.holds("host/eng") && !tree.holds("host/engine/src/main.rs"));
    }

    #[test]
    fn bytes_with_a_nul_are_not_text() {
        assert_eq!(text_of(vec![b'a', 0]), None);
        assert_eq!(text_of(vec![0xff]), None);
        assert_eq!(text_of(vec![b'a']), Some("a".to_owned()));
    }
}
