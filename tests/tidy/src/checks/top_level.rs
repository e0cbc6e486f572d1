//! What may stand at the top of the repository: a reader sees the whole house at a glance.

use std::collections::BTreeSet;

use crate::finding::Finding;
use crate::source::Tree;

/// Everything that may stand there.
const ALLOWED: [&str; 19] = [
    ".cargo",
    ".ci",
    ".clippy.toml",
    ".config",
    ".deny.toml",
    ".github",
    ".gitignore",
    ".rustfmt.toml",
    "CHANGELOG.md",
    "Cargo.lock",
    "Cargo.toml",
    "LICENSE",
    "README.md",
    "guest",
    "host",
    "rust-toolchain.toml",
    "tests",
    "web-demo",
    "wit",
];

/// Nothing but the allowed entries stands at the top.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let entries: BTreeSet<&str> = tree.paths.iter().filter_map(|path| path.split('/').next()).collect();
    let strange = entries.into_iter().filter(|entry| !ALLOWED.contains(entry));
    let message = "does not belong at the top; put it under guest, host, wit or tests";
    strange.map(|entry| Finding::in_file(entry, message)).collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::{Source, Tree};

    #[test]
    fn a_strange_entry_is_found_once() {
        let file = |path: &str| Source::new(path, "");
        assert_eq!(check(&Tree::of(vec![file("README.md"), file("host/a.rs"), file("web-demo/x.ts")])), []);
        let found = check(&Tree::of(vec![file("scripts/a.sh"), file("scripts/b.sh"), file("NOTES.md")]));
        assert_eq!(found.iter().map(|finding| finding.path.as_str()).collect::<Vec<_>>(), ["NOTES.md", "scripts"]);
    }
}
