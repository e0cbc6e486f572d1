//! The same sources give the same bytes, whatever folder they are built in.

#![cfg(test)]
#![forbid(unsafe_code)]

#[path = "../build/engine.rs"]
mod engine;

use std::path::Path;

#[test]
fn a_build_in_another_folder_gives_the_same_bytes() {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let workspace = package.ancestors().nth(2).expect("the crate lies in guest/artifact");
    let elsewhere = tempfile::tempdir().expect("a folder for the second build");
    let copy = elsewhere.path().join("a folder with another name");
    for input in ["wit", "guest", "host", "tests", "Cargo.toml", "Cargo.lock", "rust-toolchain.toml"] {
        copy_tree(&workspace.join(input), &copy.join(input));
    }
    let bytes = engine::build(&copy, "guestpass-component", &elsewhere.path().join("target")).expect("the copy builds");
    assert!(
        bytes == guestpass_artifact::ENGINE_COMPONENT,
        "{} bytes here, {} bytes in the other folder, and they differ",
        guestpass_artifact::ENGINE_COMPONENT.len(),
        bytes.len(),
    );
}

fn copy_tree(from: &Path, to: &Path) {
    if from.is_dir() {
        std::fs::create_dir_all(to).expect("a folder");
        for entry in std::fs::read_dir(from).expect("a listing") {
            let name = entry.expect("an entry").file_name();
            if name != "node_modules" && name != "target" {
                copy_tree(&from.join(&name), &to.join(&name));
            }
        }
    } else {
        std::fs::copy(from, to).expect("a copy");
    }
}
