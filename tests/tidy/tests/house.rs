//! Runs every check over the files of this repository.
#![cfg(test)]

use guestpass_tidy::{CHECKS, SizeReport, Tree};

#[test]
fn the_house_is_tidy() {
    let tree = Tree::read(&Tree::root()).unwrap();
    assert!(tree.sources.len() > 50, "only {} files were found", tree.sources.len());
    let mut broken = String::new();
    for check in CHECKS {
        for finding in (check.run)(&tree) {
            broken.push_str(&format!("\n{}: {finding}", check.name));
        }
    }
    assert!(broken.is_empty(), "{broken}\n({})", SizeReport::of(&tree));
}
