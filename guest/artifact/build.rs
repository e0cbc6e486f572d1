//! Makes `engine.wasm` whenever something that it is made of has changed. In the package that is given out there are no
//! sources of it beside this crate: that package brings the file itself, which `cargo xtask release` has put there.

#![forbid(unsafe_code)]

#[path = "build/engine.rs"]
mod engine;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the component is made of, below the workspace.
const INPUTS: [&str; 6] = ["wit", "guest/component", "guest/rules", "guest/model", "Cargo.toml", "Cargo.lock"];
/// Where this crate lies in the workspace. There the sources count, and never a file that was made of earlier ones.
const PLACE: &str = "guest/artifact";
/// The component in a package, made before.
const SHIPPED: &str = "engine.wasm";

fn main() -> ExitCode {
    match make() {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            println!("cargo::error={problem}");
            ExitCode::FAILURE
        }
    }
}

fn make() -> Result<(), String> {
    let package = PathBuf::from(variable("CARGO_MANIFEST_DIR")?);
    let out = PathBuf::from(variable("OUT_DIR")?);
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let component = match workspace_of(&package) {
        Some(workspace) => built(workspace, &out)?,
        None => shipped(&package)?,
    };
    write_if_different(&out.join("engine.wasm"), &component)
}

/// The workspace with the sources of the component, where this crate lies in it.
fn workspace_of(package: &Path) -> Option<&Path> {
    let workspace = package.ancestors().nth(2)?;
    let has_all = INPUTS.iter().all(|input| workspace.join(input).exists());
    (has_all && package.ends_with(PLACE)).then_some(workspace)
}

fn built(workspace: &Path, out: &Path) -> Result<Vec<u8>, String> {
    for input in INPUTS {
        println!("cargo::rerun-if-changed={}", workspace.join(input).display());
    }
    engine::build(workspace, "guestpass-component", &out.join("engine"))
}

fn shipped(package: &Path) -> Result<Vec<u8>, String> {
    println!("cargo::rerun-if-changed={SHIPPED}");
    let path = package.join(SHIPPED);
    std::fs::read(&path).map_err(|error| {
        let shown = path.display();
        format!("cannot read `{shown}`: {error}; take the whole package, or build in the whole repository")
    })
}

fn variable(name: &str) -> Result<String, String> {
    std::env::var(name).map_err(|_| format!("`{name}` is not set; this runs under cargo only"))
}

/// An unchanged file keeps its time, so that nothing that includes it is built again.
fn write_if_different(path: &Path, bytes: &[u8]) -> Result<(), String> {
    if std::fs::read(path).is_ok_and(|present| present == bytes) {
        return Ok(());
    }
    std::fs::write(path, bytes).map_err(|error| format!("cannot write `{}`: {error}", path.display()))
}
