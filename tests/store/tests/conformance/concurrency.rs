//! Writers at the same time lose nothing.

use std::time::Duration;

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_store::model::{Entity, Holder, Organisation, RoleAssignment};
use guestpass_store::{Directory, Expected, StoreError, StoreOptions};
use guestpass_store_tests::{Place, on_every_store};

use crate::scene;

const PROMISE: &str = "no update is lost";
const WRITERS: usize = 16;
/// How often each of them tries; `cargo xtask soak` takes more time.
fn rounds() -> u64 {
    cases(15, 625)
}
/// Writes that are given up, each after a little more time.
const GIVEN_UP: u64 = 60;

/// Counts in an attribute, as somebody who reads, thinks, and writes what they thought.
async fn count_up(directory: Directory) -> Result<u64> {
    let mut counted = 0;
    for _ in 0..rounds() {
        let Some(kept) = directory.get::<Organisation>(&["initech"]).await? else { continue };
        let mut organisation = kept.entity;
        organisation.domain.push('x');
        let mut writing = directory.begin().await?;
        match writing.put(&organisation, Expected::At(kept.revision)).await {
            Ok(()) => {
                writing.commit().await?;
                counted += 1;
            }
            Err(StoreError::Conflict(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(counted)
}

#[test]
fn a_change_is_lost_never_and_refused_when_somebody_was_faster() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let options = StoreOptions { patience: Duration::from_secs(30), ..StoreOptions::default() };
        let mut directories = vec![Directory::open(&location, options).await?];
        if place == Place::Postgres {
            directories.push(Directory::open(&location, options).await?);
        }
        let first = directories.first().expect("one was opened");
        scene::write(first).await?;
        let writers = (0..WRITERS).zip(directories.iter().cycle());
        let writers: Vec<_> = writers.map(|(_, directory)| tokio::spawn(count_up(directory.clone()))).collect();
        let mut counted = 0;
        for writer in writers {
            counted += writer.await??;
        }
        let kept = first.get::<Organisation>(&["initech"]).await?.expect("it was written");
        let (tried, lost) = (WRITERS as u64 * rounds(), counted.abs_diff(kept.entity.domain.len() as u64));
        let worst = format!("{} refused", tried - counted);
        Row::new(Number(12), PROMISE, format!("{place:?}: writes of what was read, by 16 at once"), tried, lost)
            .worst(worst)
            .hand_over()?;
        assert_eq!(lost, 0, "{counted} were acknowledged");
        assert!(counted > 0 && counted <= tried);
        Ok(())
    })
}

/// One of those who give the same role to the same person at the same time.
async fn give(directory: Directory) -> Result<bool> {
    let mut writing = directory.begin().await?;
    match writing.put(&role()?, Expected::Absent).await {
        Ok(()) => Ok(writing.commit().await.map(|_| true)?),
        Err(StoreError::Conflict(_)) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn role() -> Result<RoleAssignment> {
    let (organisation, role) = ("initech".parse()?, "saas-viewer".parse()?);
    let holder = Holder::Person("dana@contoso.example".parse()?);
    Ok(RoleAssignment { organisation, holder, role, on_resource: None, window: None, assigned_by: None })
}

#[test]
fn of_sixteen_who_make_the_same_grant_one_succeeds() -> Result<()> {
    on_every_store(async |stores, place| {
        let options = StoreOptions { patience: Duration::from_secs(30), ..StoreOptions::default() };
        let directory = Directory::open(&stores.empty(place)?, options).await?;
        let begun = scene::write(&directory).await?;
        let (rounds, mut wrong) = (cases(5, 200), 0);
        for _ in 0..rounds {
            let givers: Vec<_> = (0..WRITERS).map(|_| tokio::spawn(give(directory.clone()))).collect();
            let mut given = 0;
            for giver in givers {
                given += u64::from(giver.await??);
            }
            wrong += u64::from(given != 1);
            let mut writing = directory.begin().await?;
            writing
                .delete::<RoleAssignment>(
                    &role()?.columns().iter().map(String::as_str).collect::<Vec<_>>(),
                    Expected::Any,
                )
                .await?;
            writing.commit().await?;
        }
        let revisions = u64::try_from(directory.revision().await?.number() - begun.number())?;
        Row::new(Number(12), PROMISE, format!("{place:?}: rounds of 16 who make the same grant"), rounds, wrong)
            .hand_over()?;
        assert_eq!((wrong, revisions), (0, 2 * rounds), "each success has a revision, and nothing else has");
        Ok(())
    })
}

/// A write that is given up at any moment, as when whoever asked for it has gone away.
#[test]
fn a_write_that_is_given_up_leaves_nothing_behind_and_stops_nobody() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = Directory::open(&stores.empty(place)?, StoreOptions::default()).await?;
        scene::write(&directory).await?;
        let before = directory.get::<Organisation>(&["initech"]).await?.expect("it was written");
        for round in 0..GIVEN_UP {
            let write = async {
                let mut organisation = before.entity.clone();
                organisation.domain.push('x');
                let mut writing = directory.begin().await?;
                writing.put(&organisation, Expected::Any).await?;
                std::future::pending::<()>().await;
                Ok::<_, StoreError>(())
            };
            let patience = Duration::from_micros(round * round);
            assert!(tokio::time::timeout(patience, write).await.is_err(), "nobody commits it");
            assert_eq!(directory.get::<Organisation>(&["initech"]).await?, Some(before.clone()), "round {round}");
        }
        let mut writing = directory.begin().await?;
        writing.put(&before.entity, Expected::At(before.revision)).await?;
        writing.commit().await?;
        Ok(())
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn a_store_in_memory_outlives_whoever_goes_away_in_the_middle_of_a_question() -> Result<()> {
    let directory = Directory::open(&"sqlite::memory:".parse()?, StoreOptions::default()).await?;
    scene::write(&directory).await?;
    for pause_us in 0..GIVEN_UP * 20 {
        let questions = async {
            for _ in 0..5 {
                drop(directory.find::<Organisation>(&[("kind", "customer")], 100).await);
            }
        };
        drop(tokio::time::timeout(Duration::from_micros(pause_us), questions).await);
    }
    assert!(directory.get::<Organisation>(&["initech"]).await?.is_some());
    Ok(())
}
