//! The audit log on every database (reliability rows 51 and 52).

use anyhow::{Context, Result};
use guestpass_store::audit::{
    Action, AuditLog, AuditPage, Checkpoint, Damage, Deed, Detail, Digest, Draft, Phase, Verified,
};
use guestpass_store::model::Organisation;
use guestpass_store::{Directory, Expected, StoreError, StoreLocation, StoreOptions};
use guestpass_store_tests::{by_hand, on_every_store};

use crate::scene;

const NOW_MS: i64 = 1_795_341_600_000;

fn draft() -> Draft {
    let action = Action::new(Deed::AssignRole).about("dana@contoso.example").with(Detail::Role, "auditor");
    Draft::began(NOW_MS, "owner@initech.example", "initech", action).by(Digest::GENESIS)
}

/// Begins, changes something, and completes.
async fn change(directory: &Directory, domain: &str) -> Result<()> {
    let attempt = directory.attempt(draft()).await?;
    let mut writing = directory.begin().await?;
    let mut kept = writing.get::<Organisation>(&["initech"]).await?.context("it was written")?.entity;
    kept.domain = domain.to_owned();
    writing.put(&kept, Expected::Any).await?;
    writing.audit(attempt.completed(NOW_MS + 1)).await?;
    writing.commit().await?;
    Ok(())
}

async fn domain(directory: &Directory) -> Result<String> {
    Ok(directory.get::<Organisation>(&["initech"]).await?.context("it was written")?.entity.domain)
}

async fn verify(location: &StoreLocation, checkpoint: Option<Checkpoint>) -> Result<Result<Verified, Damage>> {
    Ok(AuditLog::open(location).await?.verify(checkpoint.as_slice(), |_| {}).await?)
}

#[test]
fn a_beginning_is_kept_before_the_change_and_its_end_with_it() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        scene::write(&directory).await?;
        change(&directory, "one").await?;

        // Died in between: the beginning stays, and nothing else does.
        let abandoned = directory.attempt(draft()).await?.sequence();
        let attempt = directory.attempt(draft()).await?;
        let mut writing = directory.begin().await?;
        writing.delete::<Organisation>(&["globex"], Expected::Any).await?;
        writing.audit(attempt.completed(NOW_MS)).await?;
        drop(writing);
        assert!(directory.get::<Organisation>(&["globex"]).await?.is_some());
        let refused = directory.attempt(draft()).await?;
        let mut writing = directory.begin().await?;
        writing.audit(refused.refused(NOW_MS, "review::not-yours")).await?;
        writing.commit().await?;

        let verified = verify(&location, None).await??;
        assert_eq!(verified.unknown, [abandoned, attempt.sequence()].into());
        let entries = directory.audit(&AuditPage { organisation: None, after: 0, limit: 100 }).await?;
        let phases: Vec<_> = entries.iter().map(|entry| (entry.sequence, entry.phase, entry.concerns)).collect();
        assert_eq!(
            phases,
            [
                (1, Phase::Began, None),
                (2, Phase::Completed, Some(1)),
                (3, Phase::Began, None),
                (4, Phase::Began, None),
                (5, Phase::Began, None),
                (6, Phase::Refused, Some(5)),
            ]
        );
        assert!(entries.windows(2).all(|pair| pair[0].revision < pair[1].revision));
        let page = AuditPage { organisation: Some("initech".to_owned()), after: 4, limit: 1 };
        assert_eq!(directory.audit(&page).await?, entries[4..5]);
        let page = AuditPage { organisation: Some("globex".to_owned()), after: 0, limit: 100 };
        assert_eq!(directory.audit(&page).await?, []);
        Ok(())
    })
}

#[test]
fn what_cannot_be_logged_is_not_done() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        scene::write(&directory).await?;
        change(&directory, "one").await?;

        let mut writing = directory.begin().await?;
        for nothing_began in [0, 2, 77] {
            let refused = writing.audit(draft().completed(nothing_began)).await;
            assert!(matches!(refused, Err(StoreError::Unconnected(_))), "{nothing_began}: {refused:?}");
        }
        let ended_before = writing.audit(draft().completed(1)).await;
        assert!(matches!(ended_before, Err(StoreError::Conflict(_))), "{ended_before:?}");
        drop(writing);

        let attempt = directory.attempt(draft()).await?;
        by_hand::run(&location, "UPDATE audit_entries SET hash = 'none' WHERE sequence = 3").await?;
        let mut writing = directory.begin().await?;
        let damaged = writing.audit(attempt.completed(NOW_MS)).await;
        assert!(matches!(damaged, Err(StoreError::Damaged { .. })), "{damaged:?}");
        drop(writing);

        by_hand::run(&location, "DROP TABLE audit_entries").await?;
        assert!(change(&directory, "two").await.is_err());
        assert_eq!(domain(&directory).await?, "one");
        Ok(())
    })
}

#[test]
fn writers_at_the_same_time_keep_one_chain() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let patience = std::time::Duration::from_secs(30);
        let directory = Directory::open(&location, StoreOptions { patience, ..StoreOptions::default() }).await?;
        scene::write(&directory).await?;
        let writers: Vec<_> = (0..8).map(|writer| tokio::spawn(ten_changes(directory.clone(), writer))).collect();
        for writer in writers {
            writer.await??;
        }
        let verified = verify(&location, None).await??;
        assert_eq!((verified.count, verified.unknown.len()), (160, 0));
        Ok(())
    })
}

async fn ten_changes(directory: Directory, writer: usize) -> Result<()> {
    for round in 0..10 {
        change(&directory, &format!("{writer}-{round}")).await?;
    }
    Ok(())
}

/// What somebody does to the database, and where it is found.
const TAMPERING: [(&[&str], u64, &str); 8] = [
    (&["UPDATE audit_entries SET body = replace(body, 'auditor', 'owner') WHERE sequence = 3"], 3, "audit::changed"),
    (&["UPDATE audit_entries SET organisation = 'globex' WHERE sequence = 4"], 4, "audit::unreadable"),
    (&["UPDATE audit_entries SET hash = 'none' WHERE sequence = 2"], 2, "audit::unreadable"),
    (&["UPDATE audit_entries SET body = '' WHERE sequence = 6"], 6, "audit::unreadable"),
    (&["DELETE FROM audit_entries WHERE sequence = 5"], 5, "audit::out-of-place"),
    (
        &["INSERT INTO audit_entries SELECT -7, organisation, 0, hash, body FROM audit_entries WHERE sequence = 1"],
        1,
        "audit::unreadable",
    ),
    (
        &[
            "UPDATE audit_entries SET sequence = 99 WHERE sequence = 1",
            "UPDATE audit_entries SET sequence = 1 WHERE sequence = 2",
            "UPDATE audit_entries SET sequence = 2 WHERE sequence = 99",
        ],
        1,
        "audit::unreadable",
    ),
    (&["DELETE FROM audit_entries WHERE sequence > 4"], 5, "audit::missing"),
];

#[test]
fn what_is_done_to_the_database_by_hand_is_found_in_its_place() -> Result<()> {
    on_every_store(async |stores, place| {
        for (statements, first_bad_sequence, code) in TAMPERING {
            let location = stores.empty(place)?;
            let directory = Directory::open(&location, StoreOptions::default()).await?;
            scene::write(&directory).await?;
            for domain in ["one", "two", "three"] {
                change(&directory, domain).await?;
            }
            let Verified { count: sequence, head: hash, .. } = verify(&location, None).await??;
            let checkpoint = Checkpoint { sequence, hash, at_ms: NOW_MS };
            directory.close().await;
            for statement in statements {
                by_hand::run(&location, statement).await?;
            }
            let damage = verify(&location, Some(checkpoint)).await?.expect_err("damage is found");
            assert_eq!((damage.first_bad_sequence, damage.why.code()), (first_bad_sequence, code), "{statements:?}");
        }
        Ok(())
    })
}
