//! Writes the engine component into a file: `engine FILE`. `cargo xtask release` puts it into the package with it.

#![forbid(unsafe_code)]

use std::process::ExitCode;

use guestpass_artifact::ENGINE_COMPONENT;

fn main() -> ExitCode {
    let Some(path) = std::env::args_os().nth(1) else {
        eprintln!("usage: engine FILE");
        return ExitCode::FAILURE;
    };
    match std::fs::write(&path, ENGINE_COMPONENT) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot write `{}`: {error}", path.display());
            ExitCode::FAILURE
        }
    }
}
