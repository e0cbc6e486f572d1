//! A full disk: every write is refused, reading goes on, nothing is lost, and once there is room all is as before
//! (reliability row 36).

use std::process::Command;

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_store::StoreLocation;
use guestpass_store_tests::crash::{self, CrashReport};
use guestpass_store_tests::despite::{Told, run};

/// Writes that are tried; they need more room than there is.
const WRITES: u32 = 40;

/// Writes while no file may be larger. A program that asks for more gets an error instead of a signal, since the shell
/// that starts it ignores the signal.
fn limited(location: &StoreLocation, number: u64, bytes: u64) -> Result<Told> {
    let mut command = Command::new("sh");
    command.args(["-c", "trap '' XFSZ; exec \"$0\" \"$@\"", env!("CARGO_BIN_EXE_write_despite")]);
    command.args([crash::written(location), number.to_string(), WRITES.to_string(), bytes.to_string()]);
    run(&mut command)
}

#[test]
fn a_full_disk_refuses_what_is_new_and_keeps_what_there_is() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let (mut report, mut refused, mut read, mut unread) = (CrashReport::default(), 0, 0, 0);
        let count = cases(4, 40);
        for number in 0..count {
            let folder = tempfile::tempdir()?;
            let location = StoreLocation::File(folder.path().join("directory.db"));
            crash::begin(&location).await?;
            // From less than there is to almost enough, and at no border of a page: a page is cut in two.
            let bytes = 1_531 + (number * 900 / count) * 1_024;
            let told = limited(&location, number, bytes)?;
            assert!(told.has_ended, "{bytes} bytes: {told:?}");
            refused += told.refused.len();
            read += told.read;
            unread += told.unread;
            crash::look(&location, u32::try_from(number)?, &told.acknowledged, &mut report).await?;
        }
        println!("{report}; {refused} refused, {read} read while the disk was full");
        let failed = u64::try_from(report.broken() + unread)?;
        Row::new(Number(36), "an error of the disk loses nothing", "disks that are full at some byte", count, failed)
            .worst(format!("{refused} writes refused"))
            .hand_over()?;
        assert_eq!(failed, 0, "{report}, {unread} not read");
        assert!(refused > 0 && read > 0, "no disk was full, or nothing was read");
        Ok(())
    })
}
