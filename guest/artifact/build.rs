//! Makes `engine.wasm` whenever something that it is made of has changed.

#![forbid(unsafe_code)]

#[path = "build/engine.rs"]
mod engine;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What the component is made of, below the workspace.
const INPUTS: [&str; 6] = ["wit", "guest/component", "guest/rules", "guest/model", "Cargo.toml", "Cargo.lock"];

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
    let workspace = package.ancestors().nth(2).ok_or("the crate does not lie in guest/artifact of its workspace")?;
    for input in INPUTS {
        println!("cargo::rerun-if-changed={}", workspace.join(input).display());
    }
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    let out = PathBuf::from(variable("OUT_DIR")?);
    let component = engine::build(workspace, "guestpass-component", &out.join("engine"))?;
    write_if_different(&out.join("engine.wasm"), &component)
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
