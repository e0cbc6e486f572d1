//! One file for each family of rules.

mod crate_roots;
mod independence;
mod layers;
mod licence;
mod links;
mod manifests;
mod names;
mod packages;
mod promises;
mod size;
mod slug;
mod toolchain;
mod top_level;
mod whitespace;
mod words;

pub use packages::given_out;

use crate::finding::Finding;
use crate::source::{Source, Tree};

/// A rule of the house with its name.
#[derive(Clone, Copy, Debug)]
pub struct Check {
    /// Short name, shown when the rule is broken.
    pub name: &'static str,
    /// Finds every breach.
    pub run: fn(&Tree) -> Vec<Finding>,
}

/// Every rule, in the order in which the findings are printed.
pub const CHECKS: &[Check] = &[
    Check { name: "top level", run: top_level::check },
    Check { name: "dependencies point downwards", run: layers::check },
    Check { name: "independence of the oracle", run: |tree| each(tree, independence::check) },
    Check { name: "crate roots", run: crate_roots::check },
    Check { name: "licence", run: licence::check },
    Check { name: "packages", run: packages::check },
    Check { name: "file names", run: |tree| tree.paths.iter().flat_map(|path| names::check(path)).collect() },
    Check { name: "file size", run: |tree| each(tree, size::check_file) },
    Check { name: "median size", run: size::check_median },
    Check { name: "line length", run: |tree| each(tree, size::check_lines) },
    Check { name: "white space", run: |tree| each(tree, whitespace::check) },
    Check { name: "words", run: |tree| each(tree, words::check) },
    Check { name: "links", run: links::check },
    Check { name: "promises", run: promises::check },
    Check { name: "compiler", run: toolchain::check },
];

/// Runs a check of one file over all of them.
fn each(tree: &Tree, check: fn(&Source) -> Vec<Finding>) -> Vec<Finding> {
    tree.sources.iter().flat_map(check).collect()
}
