//! Lets each call of the system fail once that a directory makes to its disk, one run for each call, and looks at what
//! is left; and ends the program in each of them. It needs `strace`, which does both.

#![forbid(unsafe_code)]

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};
use guestpass_promises::{Number, Row, cases};
use guestpass_store::StoreLocation;
use guestpass_store_tests::crash::{self, CrashReport};
use guestpass_store_tests::despite::{Told, run};

/// Writes of one run.
const WRITES: u32 = 6;
/// What becomes of a call: its name here, and what strace is told.
const FATES: [(&str, &str); 3] =
    [("input/output error", "error=EIO"), ("no space", "error=ENOSPC"), ("kill", "signal=KILL")];
/// Calls that write, and that wait until what was written is on the disk.
const CALLS: [&str; 2] = ["pwrite64", "fsync"];

/// Runs the program, with one call failing if there is a fate for it; what it said, and how many such calls it made.
fn traced(program: &Path, location: &str, call: &str, fate: Option<&str>, number: u64) -> Result<(Told, u64)> {
    let log = tempfile::NamedTempFile::new()?;
    let mut strace = Command::new("strace");
    strace.args(["-f", "-qq", "--seccomp-bpf", "-e", &format!("trace={call}"), "-o"]).arg(log.path());
    if let Some(fate) = fate {
        strace.args(["-e", &format!("inject={call}:{fate}:when={number}")]);
    }
    strace.arg(program).args([location, &number.to_string(), &WRITES.to_string()]);
    let told = run(&mut strace).context("the calls are made to fail by `strace`; install it, and allow it to trace")?;
    let calls = std::fs::read_to_string(log.path())?.lines().filter(|line| line.contains(call)).count();
    Ok((told, u64::try_from(calls)?))
}

/// Each call in turn, or as many of them as there is time for. In a new directory the tables are made first.
async fn all(program: &Path, call: &str, (name, fate): (&str, &str), is_new: bool) -> Result<()> {
    let (mut report, mut refused, mut unread) = (CrashReport::default(), 0, 0);
    let place = async || -> Result<_> {
        let folder = tempfile::tempdir()?;
        let location = StoreLocation::File(folder.path().join("directory.db"));
        if !is_new {
            crash::begin(&location).await?;
        }
        Ok((folder, location))
    };
    let (_folder, untroubled) = place().await?;
    let (_, calls) = traced(program, &crash::written(&untroubled), call, None, 0)?;
    let mut number = 1;
    while number <= calls {
        let (_folder, location) = place().await?;
        let (told, _) = traced(program, &crash::written(&location), call, Some(fate), number)?;
        refused += u64::from(!told.refused.is_empty() || !told.has_ended);
        unread += told.unread;
        let run = u32::try_from(number)?;
        crash::look(&location, run, &told.acknowledged, &mut report)
            .await
            .with_context(|| format!("{call} {number}"))?;
        if is_new {
            crash::begin(&location).await.with_context(|| format!("after {call} {number}"))?;
        }
        // A tenth of the calls is every tenth of them.
        number += (100 / cases(10, 100)).max(1);
    }
    let failed = u64::try_from(report.broken() + unread)?;
    println!("{call}, {name}: {report}; {refused} of them were noticed");
    let place = if is_new { "of a new directory" } else { "of a directory" };
    let done = format!("{name} in each `{call}` {place}");
    let row = Row::new(Number(36), "an error of the disk loses nothing", done, u64::from(report.kills), failed);
    row.worst(format!("{refused} noticed")).hand_over()?;
    ensure!(failed == 0, "{report}, {unread} not read");
    ensure!(refused > 0, "of {calls} calls none that failed was noticed");
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let program = std::env::current_exe()?.with_file_name("write_despite");
    for call in CALLS {
        for fate in FATES {
            for is_new in [false, true] {
                all(&program, call, fate, is_new).await?;
            }
        }
    }
    Ok(())
}
