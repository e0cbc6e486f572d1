//! Access that was taken away is gone for whoever asks afterwards.

use anyhow::Result;
use guestpass_contract::PartnerStanding;
use guestpass_promises::{Number, Row, cases};
use guestpass_store::model::{AuthorisedUser, Person};
use guestpass_store::{Consistency, Directory, Expected, Revision, StoreError, StoreLocation, StoreOptions, Supplied};
use guestpass_store_tests::{Place, on_every_store};

use crate::scene;

/// Rounds of giving, taking away and asking, on each database; `cargo xtask soak` takes more time.
fn rounds() -> u64 {
    cases(500, 10_000)
}

fn hand_over(place: Place, how: &str, stale: u64) -> Result<()> {
    let done = format!("{place:?}: rounds of revoking and asking, {how}");
    Ok(Row::new(Number(8), "after a revocation nobody is let in", done, rounds(), stale).hand_over()?)
}

async fn switch(directory: &Directory, authorise: bool) -> Result<Revision> {
    let mut writing = directory.begin().await?;
    if authorise {
        writing.put(&scene::authorised()?, Expected::Absent).await?;
    } else {
        writing.delete::<AuthorisedUser>(&scene::AUTHORISED, Expected::Any).await?;
    }
    Ok(writing.commit().await?)
}

async fn is_authorised(directory: &Directory, consistency: Consistency) -> Result<bool> {
    let material = directory.material(&scene::about_dana("initech")?, consistency).await?;
    let facts = material.facts(&Supplied::default())?;
    Ok(facts.principal.partner.contains(PartnerStanding::AUTHORISED))
}

/// Switches with one server and asks another; counts the answers that are behind.
async fn stale_answers(
    writer: &Directory,
    reader: &Directory,
    consistency: impl Fn(Revision) -> Consistency,
) -> Result<u64> {
    let mut stale = 0;
    for round in 0..rounds() {
        let authorise = round % 2 == 1;
        let revision = switch(writer, authorise).await?;
        stale += u64::from(is_authorised(reader, consistency(revision)).await? != authorise);
    }
    Ok(stale)
}

#[test]
fn what_was_acknowledged_is_obeyed_at_once() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let latest = stale_answers(&directory, &directory, |_| Consistency::Latest).await?;
        let named = stale_answers(&directory, &directory, Consistency::AtLeast).await?;
        let known = stale_answers(&directory, &directory, |_| Consistency::Known).await?;
        hand_over(place, "one server", latest + named + known)?;
        assert_eq!((latest, named, known), (0, 0, 0));
        Ok(())
    })
}

#[test]
fn what_one_server_acknowledged_another_obeys() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let writer = Directory::open(&location, StoreOptions::default()).await?;
        let reader = Directory::open(&location, StoreOptions::default()).await;
        if place == Place::Sqlite {
            assert!(matches!(reader, Err(StoreError::InUse(_))), "{reader:?}");
            return Ok(());
        }
        let reader = reader?;
        scene::write(&writer).await?;
        let latest = stale_answers(&writer, &reader, |_| Consistency::Latest).await?;
        let named = stale_answers(&writer, &reader, Consistency::AtLeast).await?;
        hand_over(place, "another server", latest + named)?;
        assert_eq!((latest, named), (0, 0));
        // The same questions to a server that asks nobody: this test can fail.
        is_authorised(&reader, Consistency::Latest).await?;
        assert!(stale_answers(&writer, &reader, |_| Consistency::Known).await? > 0);
        Ok(())
    })
}

#[test]
fn a_revision_that_nobody_has_written_is_not_waited_for() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        let newest = scene::write(&directory).await?;
        let next = Consistency::AtLeast(Revision::from_number(newest.number() + 1));
        let refused = directory.material(&scene::about_dana("initech")?, next).await;
        assert!(matches!(refused, Err(StoreError::Behind { .. })), "{refused:?}");
        Ok(())
    })
}

#[test]
fn who_moves_house_is_heard_of_in_both() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let question = scene::about_dana("initech")?;
        let before = directory.material(&question, Consistency::Latest).await?;
        assert_eq!(before.person().map(|dana| dana.home.as_str()), Some("contoso"));
        let mut writing = directory.begin().await?;
        writing.delete::<AuthorisedUser>(&scene::AUTHORISED, Expected::Any).await?;
        writing.put(&Person { home: "globex".parse()?, ..scene::dana()? }, Expected::Any).await?;
        writing.commit().await?;
        let after = directory.material(&question, Consistency::Latest).await?;
        assert_eq!(after.person().map(|dana| dana.home.as_str()), Some("globex"));
        Ok(())
    })
}

#[test]
fn what_is_known_survives_the_end_of_a_server() -> Result<()> {
    on_every_store(async |stores, place| {
        let location: StoreLocation = stores.empty(place)?;
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        let written = scene::write(&directory).await?;
        directory.close().await;
        drop(directory);
        let again = Directory::open(&location, StoreOptions::default()).await?;
        assert_eq!(again.revision().await?, written);
        assert!(is_authorised(&again, Consistency::Known).await?);
        Ok(())
    })
}
