//! Writes the seeds of a target, and its corpus, to a folder for a fuzzer to begin with.
#![forbid(unsafe_code)]

use std::fs;
use std::path::PathBuf;

use anyhow::{Context as _, ensure};
use guestpass_fuzz::{TARGETS, corpus};

fn main() -> anyhow::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let (name, folder) = (arguments.next(), arguments.next().map(PathBuf::from));
    let (name, folder) = (name.context("name a target")?, folder.context("name a folder behind the target")?);
    let target = TARGETS.iter().find(|target| target.name == name);
    let target = target.with_context(|| format!("there is no target `{name}`"))?;
    let seeds = [(target.seeds)()?, corpus(target.name)?].concat();
    ensure!(!seeds.is_empty(), "`{name}` has no seeds");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make `{}`", folder.display()))?;
    for (number, seed) in seeds.iter().enumerate() {
        let path = folder.join(format!("seed-{number:04}"));
        fs::write(&path, seed).with_context(|| format!("cannot write `{}`", path.display()))?;
    }
    Ok(())
}
