//! Where things stand in this repository.

use std::path::{Path, PathBuf};

use guestpass_tidy::Tree;

/// The folders that tasks work in.
#[derive(Clone, Debug)]
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
}

impl Project {
    /// The repository that this program was built in, with cargo's target folder.
    pub(crate) fn find() -> Self {
        let root = Tree::root();
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("target"), PathBuf::from);
        let target = root.join(target);
        Self { root, target }
    }

    /// Top of the repository.
    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// Where cargo puts programs of the development profile.
    pub(crate) fn programs(&self) -> PathBuf {
        self.target.join("debug")
    }

    /// Where cargo puts programs of the release profile.
    pub(crate) fn release_programs(&self) -> PathBuf {
        self.target.join("release")
    }

    /// Where cargo puts the examples of the development profile.
    pub(crate) fn example_programs(&self) -> PathBuf {
        self.programs().join("examples")
    }

    /// Where tools are installed that only this repository uses. It is kept from run to run.
    pub(crate) fn tools(&self) -> PathBuf {
        self.target.join("tools")
    }

    /// Where the commands of the README run.
    pub(crate) fn readme_folder(&self) -> PathBuf {
        self.target.join("readme")
    }

    /// Where cargo puts the packages of crates.
    pub(crate) fn packages(&self) -> PathBuf {
        self.target.join("package")
    }

    /// Where packages of crates are unpacked and compiled.
    pub(crate) fn unpacked(&self) -> PathBuf {
        self.target.join("unpacked")
    }

    /// Where the npm package is built, whatever cargo's target folder is.
    pub(crate) fn npm_package(&self) -> PathBuf {
        self.root.join("target/npm")
    }

    /// Where the comparison with other engines is built, a workspace of its own.
    pub(crate) fn peers(&self) -> PathBuf {
        self.target.join("peers")
    }

    /// Where the proofs of a long run write what they have found.
    pub(crate) fn soak_rows(&self) -> PathBuf {
        self.target.join("soak-rows.ndjson")
    }

    /// Where the results of the mutants are.
    pub(crate) fn mutants(&self) -> PathBuf {
        self.target.join("mutants")
    }

    /// Where the fuzzers are built, a workspace of their own, and what they find on the way.
    pub(crate) fn fuzz(&self) -> PathBuf {
        self.target.join("fuzz")
    }

    /// The cargo-fuzz that `cargo xtask fuzz` installs.
    pub(crate) fn cargo_fuzz(&self) -> PathBuf {
        self.tools().join("bin").join("cargo-fuzz")
    }

    /// The cargo-mutants that `cargo xtask mutants` installs.
    pub(crate) fn cargo_mutants(&self) -> PathBuf {
        self.tools().join("bin").join("cargo-mutants")
    }

    /// The cargo-deny that setup installs.
    pub(crate) fn cargo_deny(&self) -> PathBuf {
        self.tools().join("bin").join("cargo-deny")
    }
}
