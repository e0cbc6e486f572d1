//! Writes as fast as it can with eight writers, and says of each write on its output when it was acknowledged. Each is
//! in the audit log before it is done, and its end with it. It ends when it is killed.

#![forbid(unsafe_code)]

use std::io::Write;

use anyhow::{Context, Result};
use guestpass_store::{Directory, StoreOptions};
use guestpass_store_tests::crash::{WRITERS, write_both};

async fn write_on(directory: Directory, run: String, writer: usize) -> Result<()> {
    for number in 0.. {
        let id = format!("{run}-{writer}-{number}");
        let revision = write_both(&directory, &id).await?;
        // One call, so that a line is whole or not there.
        std::io::stdout().lock().write_all(format!("{id} {revision}\n").as_bytes())?;
    }
    Ok(())
}

#[tokio::main]
async fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [location, run] = arguments.as_slice() else { anyhow::bail!("usage: write_until_killed LOCATION RUN") };
    let patience = std::time::Duration::from_secs(60);
    let directory = Directory::open(&location.parse()?, StoreOptions { patience, ..StoreOptions::default() }).await?;
    let writers = (0..WRITERS).map(|writer| tokio::spawn(write_on(directory.clone(), run.clone(), writer)));
    for writer in writers.collect::<Vec<_>>() {
        writer.await?.context("a writer stopped")?;
    }
    Ok(())
}
