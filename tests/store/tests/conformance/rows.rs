//! Rows are kept as they were written, found by exactly their key, and listed in the order of its bytes.

use anyhow::Result;
use guestpass_store::model::{Group, Organisation, OrganisationKind, Person, Resource};
use guestpass_store::{Directory, Expected, Page, Revision, StoreError};
use guestpass_store_tests::on_every_store;

use crate::scene;

/// Alike to some eye, and in the order of their bytes.
const ALIKE: [&str; 9] = ["A", "B", "a", "a b", "ab", "e\u{301}", "\u{e9}", "\u{3a9}", "\u{2126}"];

#[test]
fn identifiers_are_compared_byte_for_byte() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        let mut writing = directory.begin().await?;
        for id in ALIKE {
            writing.put(&Organisation::new(id.parse()?, OrganisationKind::Customer), Expected::Absent).await?;
        }
        writing.commit().await?;
        for id in ALIKE {
            let kept = directory.get::<Organisation>(&[id]).await?.map(|kept| kept.entity.id.to_string());
            assert_eq!(kept.as_deref(), Some(id));
        }
        for other in ["\u{c9}", "a  b", "aB", ""] {
            assert_eq!(directory.get::<Organisation>(&[other]).await?, None, "{other:?}");
        }
        let listed = directory.list::<Organisation>(&[], &Page::first(100)).await?;
        let listed: Vec<String> = listed.kept.iter().map(|kept| kept.entity.id.to_string()).collect();
        assert_eq!(listed, ALIKE);
        Ok(())
    })
}

#[test]
fn a_list_comes_in_parts_that_miss_and_repeat_nothing() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        let mut writing = directory.begin().await?;
        for organisation in ["initech", "globex"] {
            let id = organisation.parse()?;
            writing.put(&Organisation::new(id, OrganisationKind::Customer), Expected::Absent).await?;
            for number in 0..25 {
                let (organisation, id) = (organisation.parse()?, format!("group {number:02}").parse()?);
                writing.put(&Group { organisation, id, name: String::new() }, Expected::Absent).await?;
            }
        }
        writing.commit().await?;
        for limit in [1, 7, 25, 1000] {
            let (mut page, mut found) = (Page::first(limit), Vec::new());
            loop {
                let listed = directory.list::<Group>(&["initech"], &page).await?;
                found.extend(listed.kept.into_iter().map(|kept| kept.entity.id.to_string()));
                let Some(next) = listed.next else { break };
                page.after = Some(next);
            }
            let expected: Vec<String> = (0..25).map(|number| format!("group {number:02}")).collect();
            assert_eq!(found, expected, "{limit} at a time");
        }
        for mark in ["", "[]", "{}", "[\"globex\",\"group 03\"]", "[\"initech\"]", "[1,2]"] {
            let page = Page { after: Some(mark.to_owned()), limit: 5 };
            let refused = directory.list::<Group>(&["initech"], &page).await;
            assert!(matches!(refused, Err(StoreError::Damaged { .. })), "{mark}: {refused:?}");
        }
        Ok(())
    })
}

/// Writes one organisation and says how it went.
async fn write(directory: &Directory, expected: Expected) -> Result<Revision, &'static str> {
    let id = "initech".parse().map_err(|_| "identifier")?;
    let mut writing = directory.begin().await.map_err(|error| error.code())?;
    let organisation = Organisation::new(id, OrganisationKind::Customer);
    writing.put(&organisation, expected).await.map_err(|error| error.code())?;
    writing.commit().await.map_err(|error| error.code())
}

#[test]
fn a_write_may_say_what_it_has_seen() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        let unseen = Expected::At(Revision::from_number(77));
        assert_eq!(write(&directory, unseen).await, Err("store::conflict"));
        let first = write(&directory, Expected::Absent).await.map_err(anyhow::Error::msg)?;
        assert_eq!(write(&directory, Expected::Absent).await, Err("store::conflict"));
        let second = write(&directory, Expected::At(first)).await.map_err(anyhow::Error::msg)?;
        assert_eq!(write(&directory, Expected::At(first)).await, Err("store::conflict"));
        let third = write(&directory, Expected::Any).await.map_err(anyhow::Error::msg)?;
        assert!(first < second && second < third, "{first} {second} {third}");
        let mut writing = directory.begin().await?;
        let stale = writing.delete::<Organisation>(&["initech"], Expected::At(second)).await;
        assert_eq!(stale.map_err(|error| error.code()), Err("store::conflict"));
        drop(writing);
        let mut writing = directory.begin().await?;
        writing.delete::<Organisation>(&["initech"], Expected::At(third)).await?;
        writing.delete::<Organisation>(&["nobody"], Expected::Any).await?;
        writing.commit().await?;
        assert_eq!(directory.get::<Organisation>(&["initech"]).await?, None);
        Ok(())
    })
}

#[test]
fn nothing_names_what_is_not_there() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        let refused = writing.put(&Person::new("kim".parse()?, "nowhere".parse()?), Expected::Any).await;
        assert_eq!(refused.map_err(|error| error.code()), Err("store::unconnected"));
        drop(writing);
        let mut writing = directory.begin().await?;
        let refused = writing.delete::<Person>(&["dana@contoso.example"], Expected::Any).await;
        assert_eq!(refused.map_err(|error| error.code()), Err("store::unconnected"));
        drop(writing);
        assert!(directory.get::<Person>(&["dana@contoso.example"]).await?.is_some());
        Ok(())
    })
}

#[test]
fn what_is_too_large_is_refused_and_nothing_is_half_written() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        let before = scene::write(&directory).await?;
        let mut resource = Resource {
            organisation: "initech".parse()?,
            kind: "app".parse()?,
            id: "crm".parse()?,
            name: "x".repeat(300_000),
            attributes: Default::default(),
        };
        let mut writing = directory.begin().await?;
        writing.put(&Organisation::new("new".parse()?, OrganisationKind::Customer), Expected::Absent).await?;
        let refused = writing.put(&resource, Expected::Any).await;
        assert_eq!(refused.map_err(|error| error.code()), Err("store::too-large"));
        drop(writing);
        assert_eq!(directory.revision().await?, before);
        assert_eq!(directory.get::<Organisation>(&["new"]).await?, None);
        resource.name = "x".repeat(200_000);
        let mut writing = directory.begin().await?;
        writing.put(&resource, Expected::Any).await?;
        writing.commit().await?;
        let kept = directory.get::<Resource>(&["initech", "app", "crm"]).await?;
        assert_eq!(kept.map(|kept| kept.entity), Some(resource));
        Ok(())
    })
}

#[test]
fn a_secret_is_made_once_and_is_the_same_for_everybody() -> Result<()> {
    on_every_store(async |stores, place| {
        let location = stores.empty(place)?;
        let directory = Directory::open(&location, guestpass_store::StoreOptions::default()).await?;
        assert_eq!(directory.secret("seal", "first").await?, "first");
        assert_eq!(directory.secret("seal", "second").await?, "first");
        assert_eq!(directory.secret("other", "second").await?, "second");
        directory.close().await;
        drop(directory);
        let again = Directory::open(&location, guestpass_store::StoreOptions::default()).await?;
        assert_eq!(again.secret("seal", "third").await?, "first");
        Ok(())
    })
}
