//! Loads the component that a file holds, alone in a process, and prints what came of it: a code or `loaded`.
//!
//! ```sh
//! load_alone policy.wasm
//! ```

#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use guestpass::{Limits, Runtime};

fn main() -> Result<()> {
    let path = std::env::args().nth(1).context("name the file of a component")?;
    let component = std::fs::read(&path).with_context(|| format!("cannot read `{path}`"))?;
    match Runtime::new(Limits::default())?.load(&component) {
        Ok(_) => println!("loaded"),
        Err(error) => println!("{}", error.code()),
    }
    Ok(())
}
