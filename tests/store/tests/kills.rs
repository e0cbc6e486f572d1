//! What was acknowledged survives a kill, and the rest is there wholly or not at all.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::path::Path;

use anyhow::Result;
use guestpass_store_tests::crash::kill_writers;
use guestpass_store_tests::on_every_store;

/// Kills on each database. `GUESTPASS_KILLS` asks for more.
const KILLS: u32 = 20;

#[test]
fn acknowledged_writes_survive_a_kill() -> Result<()> {
    let kills = std::env::var("GUESTPASS_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(KILLS);
    on_every_store(async |stores, place| {
        let program = Path::new(env!("CARGO_BIN_EXE_write_until_killed"));
        let report = kill_writers(program, &stores.empty(place)?, kills).await?;
        println!("{place:?}: {report}");
        assert_eq!((report.kills, report.lost, report.halved), (kills, 0, 0), "{report}");
        assert!(report.acknowledged > 0);
        Ok(())
    })
}
