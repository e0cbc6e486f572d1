//! Writes as fast as it can with eight writers, and says of each write on its output when it was acknowledged. Each is
//! in the audit log before it is done, and its end with it. It ends when it is killed.

#![forbid(unsafe_code)]

use std::io::Write;

use anyhow::{Context, Result};
use guestpass_store::audit::{Action, Deed, Draft};
use guestpass_store::model::{Attributes, Resource};
use guestpass_store::{Directory, Expected, StoreOptions};
use guestpass_store_tests::crash::{HALVES, ORGANISATION, WRITERS};

/// Two values by one write: both are there afterwards, or neither.
async fn write(directory: &Directory, id: &str) -> Result<i64> {
    let action = Action::new(Deed::Put).about(id);
    let attempt = directory.attempt(Draft::began(0, "writer", ORGANISATION, action)).await?;
    let mut writing = directory.begin().await?;
    for kind in HALVES {
        let (organisation, kind, id) = (ORGANISATION.parse()?, kind.parse()?, id.parse()?);
        let resource = Resource { organisation, kind, id, name: String::new(), attributes: Attributes::new() };
        writing.put(&resource, Expected::Absent).await?;
    }
    writing.audit(attempt.completed(0)).await?;
    Ok(writing.commit().await?.number())
}

async fn write_on(directory: Directory, run: String, writer: usize) -> Result<()> {
    for number in 0.. {
        let id = format!("{run}-{writer}-{number}");
        let revision = write(&directory, &id).await?;
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
