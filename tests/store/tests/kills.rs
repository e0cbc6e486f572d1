//! What was acknowledged survives a kill, and the rest is there wholly or not at all.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::path::Path;

use anyhow::Result;
use guestpass_store_tests::crash::kill_writers;
use guestpass_store_tests::{Place, is_soaking, on_every_store};

/// Kills on each database.
const KILLS: u32 = 20;

/// `cargo xtask soak` takes more time.
fn kills(place: Place) -> u32 {
    match place {
        _ if !is_soaking() => KILLS,
        Place::Sqlite => 1000,
        Place::Postgres => 200,
    }
}

#[test]
fn acknowledged_writes_survive_a_kill() -> Result<()> {
    on_every_store(async |stores, place| {
        let kills = kills(place);
        let program = Path::new(env!("CARGO_BIN_EXE_write_until_killed"));
        let report = kill_writers(program, &stores.empty(place)?, kills).await?;
        println!("{place:?}: {report}");
        assert_eq!((report.kills, report.lost, report.halved, report.unlogged), (kills, 0, 0, 0), "{report}");
        // Killed between the two entries: the first one stays, and says that nobody knows (reliability row 52).
        assert!(report.unknown > 0, "{report}");
        assert!(report.acknowledged > 0);
        Ok(())
    })
}
