//! Whoever waits for a write may go away, and nobody is answered by less than what is on disk.

use std::time::Duration;

use anyhow::{Context, Result};
use guestpass_contract::PartnerStanding;
use guestpass_store::model::AuthorisedUser;
use guestpass_store::{Consistency, Directory, Expected, Supplied};
use guestpass_store_tests::on_every_store;

use crate::scene;

/// Commits that are given up, each a little later than the one before.
const ROUNDS: u64 = 60;

async fn is_authorised(directory: &Directory) -> Result<bool> {
    let material = directory.material(&scene::about_dana("initech")?, Consistency::Latest).await?;
    Ok(material.facts(&Supplied::default())?.principal.partner.contains(PartnerStanding::AUTHORISED))
}

async fn is_kept(directory: &Directory) -> Result<bool> {
    Ok(directory.get::<AuthorisedUser>(&scene::AUTHORISED).await?.is_some())
}

#[test]
fn a_commit_that_nobody_waits_for_is_heard_of_nevertheless() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut done = 0;
        for round in 0..ROUNDS {
            assert!(is_authorised(&directory).await?, "from memory from now on");
            let mut writing = directory.begin().await?;
            writing.delete::<AuthorisedUser>(&scene::AUTHORISED, Expected::Any).await?;
            // As a client that closes its connection: what it waits for is dropped.
            drop(tokio::time::timeout(Duration::from_micros(round * 20), writing.commit()).await);
            // The row goes a moment before memory hears of it, so both are waited for, and only then compared.
            for _ in 0..500 {
                if !is_kept(&directory).await? && !is_authorised(&directory).await? {
                    break;
                }
                tokio::time::sleep(Duration::from_millis(1)).await;
            }
            assert_eq!(is_authorised(&directory).await?, is_kept(&directory).await?, "{round}");
            done += u64::from(!is_kept(&directory).await?);
            let mut writing = directory.begin().await?;
            writing.put(&scene::authorised()?, Expected::Any).await?;
            writing.commit().await.context("somebody waits for this one")?;
        }
        assert!(done > 0, "none of them was written");
        Ok(())
    })
}

#[test]
fn a_store_closes_although_a_connection_does_not_come_back() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let held = directory.begin().await?;
        tokio::time::timeout(Duration::from_secs(60), directory.close()).await.context("it waits for ever")?;
        drop(held);
        Ok(())
    })
}
