//! A copy that is made while others write is whole, and can take the place of what it was made of.

#[cfg(unix)]
use std::ffi::OsStr;
use std::future::Future;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use anyhow::Result;
use guestpass_store::audit::AuditLog;
use guestpass_store::model::{Attributes, Organisation, Resource};
use guestpass_store::{
    Consistency, Directory, Expected, Page, Revision, StoreError, StoreLocation, StoreOptions, back_up,
};
use guestpass_store_tests::{Place, on_every_store};

use crate::scene;

/// Writes pairs until it is told to end; how many there are.
async fn write_pairs(directory: Directory, writer: usize, ends: Arc<AtomicBool>) -> Result<usize> {
    let mut pairs = 0;
    while !ends.load(Ordering::Relaxed) {
        let mut writing = directory.begin().await?;
        for kind in ["one", "other"] {
            let (organisation, id) = ("initech".parse()?, format!("{writer}-{pairs}").parse()?);
            let (kind, attributes) = (kind.parse()?, Attributes::new());
            let resource = Resource { organisation, kind, id, name: String::new(), attributes };
            writing.put(&resource, Expected::Absent).await?;
        }
        writing.commit().await?;
        pairs += 1;
    }
    Ok(pairs)
}

/// Waits until something is written that this revision has not.
async fn written_after(directory: &Directory, revision: Revision) -> Result<()> {
    while directory.revision().await? <= revision {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    Ok(())
}

async fn ids(directory: &Directory, kind: &str) -> Result<Vec<String>> {
    let (mut page, mut ids) = (Page::first(1000), Vec::new());
    loop {
        let listed = directory.list::<Resource>(&["initech", kind], &page).await?;
        ids.extend(listed.kept.into_iter().map(|kept| kept.entity.id.to_string()));
        let Some(next) = listed.next else { return Ok(ids) };
        page.after = Some(next);
    }
}

#[test]
fn a_copy_made_under_way_is_of_one_moment_and_takes_the_place_of_its_original() -> Result<()> {
    on_every_store(async |stores, place| {
        let folder = tempfile::tempdir()?;
        let (location, copy) = (stores.empty(place)?, folder.path().join("copy.db"));
        let patience = Duration::from_secs(30);
        let directory = Directory::open(&location, StoreOptions { patience, ..StoreOptions::default() }).await?;
        let before = scene::write(&directory).await?;
        if place == Place::Postgres {
            let refused = back_up(&location, &copy).await;
            assert!(matches!(refused, Err(StoreError::NoBackup(_))), "{refused:?}");
            assert!(!copy.exists());
            return Ok(());
        }
        let ends = Arc::new(AtomicBool::new(false));
        let writers = (0..4).map(|writer| tokio::spawn(write_pairs(directory.clone(), writer, Arc::clone(&ends))));
        let writers: Vec<_> = writers.collect();
        written_after(&directory, before).await?;
        let made = back_up(&location, &copy).await?;
        written_after(&directory, made.revision).await?;
        ends.store(true, Ordering::Relaxed);
        let mut pairs = 0;
        for writer in writers {
            pairs += writer.await??;
        }
        assert!(made.revision > before && made.revision < directory.revision().await?, "{made:?}");
        let again = back_up(&location, &copy).await;
        assert!(matches!(again, Err(StoreError::File { .. })), "nothing is written over: {again:?}");

        let restored = Directory::open(&StoreLocation::File(copy.clone()), StoreOptions::default()).await?;
        assert_eq!(restored.revision().await?, made.revision);
        let [one, other] = [ids(&restored, "one").await?, ids(&restored, "other").await?];
        assert!(one == other && !one.is_empty() && one.len() < pairs, "{} of {pairs}", one.len());
        let dana = restored.material(&scene::about_dana("initech")?, Consistency::Latest).await?;
        assert!(dana.person().is_some());
        let mut writing = restored.begin().await?;
        let kept = writing.get::<Organisation>(&["initech"]).await?.expect("it is there");
        writing.put(&kept.entity, Expected::At(kept.revision)).await?;
        assert_eq!(writing.commit().await?, Revision::from_number(made.revision.number() + 1));
        restored.close().await;
        AuditLog::open(&StoreLocation::File(copy)).await?.verify(&[], |_| {}).await??;
        Ok(())
    })
}

#[test]
fn what_cannot_be_copied_leaves_nothing_behind() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = tempfile::tempdir()?;
        let at = |name: &str| folder.path().join(name);
        std::fs::write(at("text.db"), "this is no store, whatever its name says; it is long enough to be looked at")?;
        for (location, code) in [
            (StoreLocation::File(at("missing.db")), "store::unavailable"),
            (StoreLocation::File(at("text.db")), "store::unavailable"),
            (StoreLocation::Memory, "store::no-backup"),
        ] {
            let refused = back_up(&location, &at("copy.db")).await;
            assert_eq!(refused.as_ref().map_err(StoreError::code), Err(code), "{refused:?}");
            assert!(!at("copy.db").exists(), "{location:?}");
        }
        let is_empty = || std::fs::read_dir(folder.path()).map(|entries| entries.count() == 1);
        assert!(is_empty()?, "there is the text, and nothing beside it");
        let nowhere = back_up(&StoreLocation::File(at("text.db")), &at("no-folder/copy.db")).await;
        assert!(matches!(nowhere, Err(StoreError::File { .. })), "{nowhere:?}");
        Ok(())
    })
}

/// The names of the files in a folder.
fn names(folder: &Path) -> Result<Vec<String>> {
    let entries = std::fs::read_dir(folder)?;
    entries.map(|entry| Ok(entry?.file_name().to_string_lossy().into_owned())).collect()
}

#[test]
fn a_copy_has_its_name_once_it_was_verified_and_is_for_its_owner_alone() -> Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let [originals, copies] = [tempfile::tempdir()?, tempfile::tempdir()?];
        let (location, copy) = (StoreLocation::File(originals.path().join("a.db")), copies.path().join("copy.db"));
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        scene::write(&directory).await?;

        // One that is left on the way, at each step at which it waits, has not got its name yet.
        for steps in 0..200 {
            let mut copying = Box::pin(back_up(&location, &copy));
            let mut left = steps;
            let ended = std::future::poll_fn(|context| match copying.as_mut().poll(context) {
                Poll::Pending if left > 0 => {
                    left -= 1;
                    Poll::Pending
                }
                Poll::Pending => Poll::Ready(None),
                Poll::Ready(made) => Poll::Ready(Some(made)),
            });
            let made = ended.await.transpose()?;
            drop(copying);
            assert_eq!(copy.exists(), made.is_some(), "after {steps} steps");
            if made.is_some() {
                break;
            }
        }
        assert!(copy.exists(), "it was made in the end");
        let copies = tempfile::tempdir()?;
        let copy = copies.path().join("copy.db");
        back_up(&location, &copy).await?;
        assert_eq!(names(copies.path())?, ["copy.db"], "and nothing beside it");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&copy)?.permissions().mode() & 0o777, 0o600);
        }
        directory.close().await;
        Ok(())
    })
}

#[cfg(unix)]
#[test]
fn a_copy_whose_name_is_no_text_is_refused() -> Result<()> {
    use std::os::unix::ffi::OsStrExt;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let folder = tempfile::tempdir()?;
        let location = StoreLocation::File(folder.path().join("a.db"));
        let directory = Directory::open(&location, StoreOptions::default()).await?;
        let copies = tempfile::tempdir()?;
        let refused = back_up(&location, &copies.path().join(OsStr::from_bytes(b"copy-\xff.db"))).await;
        let refused = refused.map_err(|error| error.to_string()).unwrap_err();
        assert!(refused.contains("is not UTF-8"), "{refused}");
        assert_eq!(names(copies.path())?, [""; 0]);
        directory.close().await;
        Ok(())
    })
}
