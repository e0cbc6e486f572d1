//! Writes so many values, one after the other, whatever happens, and reads those that were acknowledged.
//!
//! `write_despite LOCATION RUN WRITES [BYTES]`: with `BYTES`, no file may grow beyond so many bytes while it writes and
//! reads. Then it may again, and one more write has to succeed. Whoever runs it ignores `SIGXFSZ` for it.

#![forbid(unsafe_code)]

use std::io::Write;

use anyhow::{Result, ensure};
use guestpass_store::model::Resource;
use guestpass_store::{Directory, StoreOptions};
use guestpass_store_tests::crash::{HALVES, ORGANISATION, write_both};
use rlimit::Resource as Limit;

/// One call, so that a line is whole or not there.
fn say(line: &str) -> Result<()> {
    Ok(std::io::stdout().lock().write_all(format!("{line}\n").as_bytes())?)
}

async fn write(directory: &Directory, id: &str) -> Result<bool> {
    match write_both(directory, id).await {
        Ok(revision) => say(&format!("wrote {id} {revision}")).map(|()| true),
        Err(error) => say(&format!("refused {}", error.code())).map(|()| false),
    }
}

async fn write_and_read(directory: &Directory, run: &str, writes: u32) -> Result<()> {
    let mut acknowledged = Vec::new();
    for number in 0..writes {
        let id = format!("{run}-0-{number}");
        if write(directory, &id).await? {
            acknowledged.push(id);
        }
    }
    for id in acknowledged {
        for kind in HALVES {
            match directory.get::<Resource>(&[ORGANISATION, kind, &id]).await {
                Ok(Some(_)) => say("read")?,
                Ok(None) => say("unread")?,
                Err(error) => say(&format!("refused {}", error.code()))?,
            }
        }
    }
    Ok(())
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [location, run, writes, limit @ ..] = arguments.as_slice() else {
        anyhow::bail!("usage: write_despite LOCATION RUN WRITES [BYTES]")
    };
    let writes = writes.parse()?;
    let directory = match Directory::open(&location.parse()?, StoreOptions::default()).await {
        Ok(directory) => directory,
        Err(error) => {
            say(&format!("refused {}", error.code()))?;
            return say("end");
        }
    };
    if let [bytes] = limit {
        let (before, most) = Limit::FSIZE.get()?;
        Limit::FSIZE.set(bytes.parse()?, most)?;
        write_and_read(&directory, run, writes).await?;
        Limit::FSIZE.set(before, most)?;
        ensure!(write(&directory, &format!("{run}-0-{writes}")).await?, "there is room again, and nothing is written");
    } else {
        write_and_read(&directory, run, writes).await?;
    }
    say("end")
}
