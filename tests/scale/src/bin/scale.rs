//! Drives a load against several servers on one PostgreSQL, and prints what was found and where the next limit lies.

#![forbid(unsafe_code)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, ensure};
use clap::Parser;
use guestpass_scale::report::{Circumstances, page};
use guestpass_scale::{Model, chart, run};

/// Drives a load against several servers on one PostgreSQL.
#[derive(Parser)]
struct Arguments {
    /// The program that is the server, `guestpass`.
    #[arg(long, value_name = "FILE")]
    program: PathBuf,
    /// How it was compiled, for the page.
    #[arg(long, value_name = "WORDS")]
    profile: String,
    /// The load (TOML), of the shape of `model.toml`; that file itself when it is left out.
    #[arg(long, value_name = "FILE")]
    model: Option<PathBuf>,
    /// Keeps the page and its picture in the folder of this program's sources.
    #[arg(long)]
    record: bool,
}

/// Below this heading stands what was found; what is above it, people write.
const FOUND: &str = "## What was found\n";

#[tokio::main]
async fn main() -> Result<()> {
    let arguments = Arguments::parse();
    let document = match &arguments.model {
        Some(path) => Some(fs::read_to_string(path).with_context(|| format!("`{}`", path.display()))?),
        None => None,
    };
    let model = Model::read(document.as_deref())?;
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let (all, database) = run(&model.driven, &arguments.program).await?;
    let circumstances = Circumstances {
        day: day()?,
        machine: machine()?,
        profile: arguments.profile,
        database,
        load: load.split(' ').next().unwrap_or_default().to_owned(),
    };
    let found = page(&model, &all, &circumstances);
    println!("{found}");
    if arguments.record {
        record(&found, &chart::svg(&all))?;
    }
    let stale: u64 = all.iter().map(|measured| measured.stale).sum();
    ensure!(stale == 0, "{stale} answers allowed what had been revoked");
    Ok(())
}

fn record(found: &str, picture: &str) -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    let readme = folder.join("README.md");
    let before = fs::read_to_string(&readme)?;
    let (written, _) = before.split_once(FOUND).context("README.md has no place for what was found")?;
    fs::write(readme, format!("{written}{found}"))?;
    fs::write(folder.join("costs.svg"), picture)?;
    Ok(())
}

fn day() -> Result<String> {
    let output = Command::new("date").args(["-u", "+%Y-%m-%d"]).output().context("running `date`")?;
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn machine() -> Result<String> {
    let processors = std::thread::available_parallelism()?;
    let text = fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = text.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    Ok(format!("{}, {processors} cores", name.map_or("a processor without a name", |(_, name)| name)))
}
