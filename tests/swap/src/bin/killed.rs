//! A server that takes up the policy in the folder of the first argument and is dead in the step of the second.

#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use std::path::Path;

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = arguments.next().context("say which folder")?;
    let step = arguments.next().context("say which step")?.parse()?;
    guestpass_swap_tests::killing::die(Path::new(&folder), step)
}
