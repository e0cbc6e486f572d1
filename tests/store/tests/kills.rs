//! What was acknowledged survives a kill, and the rest is there wholly or not at all.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::path::Path;

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_store_tests::crash::{CrashReport, kill_database, kill_writers};
use guestpass_store_tests::{Place, Stores, on_every_store};

const PROMISE: &str = "an acknowledged write survives a kill";

/// Kills of the server on each database; `cargo xtask soak` takes more time.
fn kills(place: Place) -> u32 {
    let soaking = match place {
        Place::Sqlite => 1000,
        Place::Postgres => 200,
    };
    u32::try_from(cases(20, soaking)).unwrap_or(u32::MAX)
}

fn hand_over(done: &str, report: &CrashReport) -> Result<()> {
    let row = Row::new(Number(35), PROMISE, done, u64::from(report.kills), u64::try_from(report.broken())?);
    Ok(row.worst(format!("{} acknowledged writes", report.acknowledged)).hand_over()?)
}

#[test]
fn acknowledged_writes_survive_a_kill() -> Result<()> {
    on_every_store(async |stores, place| {
        let kills = kills(place);
        let program = Path::new(env!("CARGO_BIN_EXE_write_until_killed"));
        let report = kill_writers(program, stores, place, kills).await?;
        println!("{place:?}: {report}");
        hand_over(&format!("kills of a server on {place:?}"), &report)?;
        assert_eq!((report.kills, report.lost, report.halved, report.unlogged), (kills, 0, 0, 0), "{report}");
        // Killed between the two entries: the first one stays, and says that nobody knows (reliability row 52).
        assert!(report.unknown > 0, "{report}");
        assert!(report.acknowledged > 0);
        Ok(())
    })
}

#[test]
fn acknowledged_writes_survive_a_kill_of_the_database() -> Result<()> {
    let (stores, kills) = (Stores::start()?, u32::try_from(cases(2, 50))?);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    let report = runtime.block_on(kill_database(&stores, kills))?;
    println!("{report}");
    hand_over("kills of PostgreSQL itself", &report)?;
    assert_eq!((report.kills, report.broken()), (kills, 0), "{report}");
    assert!(report.acknowledged > 0, "{report}");
    Ok(())
}
