//! However many there are, a part is read and no more; and what no database can keep is nowhere.

use anyhow::Result;
use guestpass_store::model::RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};
use guestpass_store::model::{
    AccessRequest, Holder, Organisation, OrganisationKind, Person, Relationship, RequestPlace, RequestStatus, Resource,
    RoleAssignment, Window,
};
use guestpass_store::{Asked, Consistency, Directory, Expected, FactsQuestion, Page, StoreError, Supplied};
use guestpass_store_tests::on_every_store;

use crate::scene;

const NOW_MS: i64 = 1_000;

/// So many requests of a status to an account, by somebody; the first ends at an instant, and each other one later.
type Many = (usize, RequestStatus, &'static str, &'static str, i64);

/// Sue and Sal of `support` ask at `initech` and `globex`.
async fn ask(directory: &Directory, all: &[Many]) -> Result<Vec<AccessRequest>> {
    scene::write(directory).await?;
    let mut writing = directory.begin().await?;
    writing.put(&Organisation::new("support".parse()?, OrganisationKind::Account), Expected::Absent).await?;
    for person in ["sue", "sal"] {
        writing.put(&Person::new(person.parse()?, "support".parse()?), Expected::Absent).await?;
    }
    let mut requests = Vec::new();
    for (count, status, account, who, end_ms) in all {
        for end_ms in (*end_ms..).take(*count) {
            let number = requests.len();
            // Some are not from here, so that nobody knows how old they are.
            let id = if number % 7 == 3 { format!("brought-{number}") } else { format!("request-{number}") };
            requests.push(AccessRequest {
                account: account.parse()?,
                id: id.parse()?,
                company: "company".parse()?,
                description: String::new(),
                requested_by: who.parse()?,
                created_by: who.parse()?,
                window: Window { start_ms: 0, end_ms },
                status: *status,
                decided_by: None,
            });
        }
    }
    for request in &requests {
        writing.put(request, Expected::Absent).await?;
    }
    writing.commit().await?;
    Ok(requests)
}

/// What facts carry of the requests at `initech`: how many, and when the first and the last of them end.
async fn carried(directory: &Directory) -> Result<(usize, Option<i64>, Option<i64>)> {
    let question = FactsQuestion { organisation: "initech".parse()?, person: "sal".parse()?, resource: None };
    let material = directory.material(&question, Consistency::Latest).await?;
    let facts = material.facts(&Supplied::default())?;
    let ends = || facts.access_grants.iter().map(|grant| grant.window.end);
    Ok((facts.access_grants.len(), ends().min(), ends().max()))
}

#[test]
fn facts_carry_the_requests_that_say_most() -> Result<()> {
    on_every_store(async |stores, place| {
        for (all, expected) in [
            (&[(90, Withdrawn, "initech", "sue", 1)][..], (0, None, None)),
            (&[(3, Pending, "initech", "sue", 5), (150, Withdrawn, "initech", "sue", 1)], (3, Some(5), Some(7))),
            (
                &[
                    (40, Rejected, "initech", "sue", 9_000),
                    (150, Granted, "initech", "sue", 1),
                    (150, Pending, "initech", "sal", 500),
                    (150, Granted, "globex", "sue", 7_000),
                ],
                (100, Some(51), Some(150)),
            ),
            (
                &[(150, Revoked, "initech", "sal", 900), (98, Pending, "initech", "sue", 100)],
                (100, Some(100), Some(1_049)),
            ),
        ] {
            let directory = stores.open(place).await?;
            ask(&directory, all).await?;
            assert_eq!(carried(&directory).await?, expected, "{all:?}");
        }
        Ok(())
    })
}

#[test]
fn requests_follow_each_other_in_parts_and_none_is_left_out() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        let all = [
            (30, Pending, "initech", "sue", NOW_MS - 15),
            (20, Withdrawn, "initech", "sal", NOW_MS),
            (20, Granted, "globex", "sue", NOW_MS),
            (20, Pending, "initech", "sal", NOW_MS + 1),
            (5, Revoked, "globex", "sal", NOW_MS),
        ];
        let mut requests = ask(&directory, &all).await?;
        requests.sort_by_cached_key(|request| RequestPlace::of(request, NOW_MS));
        let ids = |whose: &dyn Fn(&AccessRequest) -> bool| -> Vec<String> {
            requests.iter().filter(|request| whose(request)).map(|request| request.id.to_string()).collect()
        };
        let (account, person) = ("initech".parse()?, "sue".parse()?);
        for (asked, expected) in [
            (Asked::To(&account), ids(&|request| request.account == account)),
            (
                Asked::By(&person, &account),
                ids(&|request| request.requested_by == person && request.account != account),
            ),
        ] {
            for limit in [1, 7, 34, 100] {
                let (mut found, mut after) = (Vec::new(), None);
                loop {
                    let part = directory.requests(asked, NOW_MS, after.as_ref(), limit).await?;
                    assert!(part.len() <= usize::try_from(limit)?);
                    found.extend(part.iter().map(|kept| kept.entity.id.to_string()));
                    let Some(last) = part.last() else { break };
                    after = RequestPlace::read(&RequestPlace::of(&last.entity, NOW_MS).to_string());
                    assert!(after.is_some());
                }
                assert_eq!(found, expected, "{asked:?}, {limit} at a time");
            }
        }
        let named = |ids: std::collections::BTreeSet<_>| ids.iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(named(directory.accounts_asked(&person).await?), ["globex", "initech"]);
        assert_eq!(named(directory.homes_that_asked(&account).await?), ["support"]);
        assert!(directory.accounts_asked(&"dana@contoso.example".parse()?).await?.is_empty());
        assert!(directory.homes_that_asked(&"contoso".parse()?).await?.is_empty());
        Ok(())
    })
}

#[test]
fn values_with_a_column_follow_each_other_in_parts() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        for number in 0..25 {
            let customer = Organisation::new(format!("customer-{number:02}").parse()?, OrganisationKind::Customer);
            writing.put(&customer, Expected::Absent).await?;
            let (customer, partner) = (customer.id, "contoso".parse()?);
            let status = guestpass_store::model::RelationshipStatus::Established;
            writing.put(&Relationship { customer, partner, status, managed: false }, Expected::Absent).await?;
        }
        writing.commit().await?;
        let wanted = [("partner", "contoso")];
        let (mut customers, mut after) = (Vec::new(), None::<String>);
        loop {
            let key = after.as_deref().map(|customer| [customer, "contoso"]);
            let key = key.as_ref().map_or(&[][..], |key| &key[..]);
            let part = directory.find_after::<Relationship>(&wanted, key, 10).await?;
            assert!(part.len() <= 10);
            let Some(last) = part.last() else { break };
            after = Some(last.entity.customer.to_string());
            customers.extend(part.into_iter().map(|kept| kept.entity.customer.to_string()));
        }
        let expected = (0..25).map(|number| format!("customer-{number:02}")).chain(["initech".to_owned()]);
        assert_eq!(customers, expected.collect::<Vec<_>>());
        assert!(directory.any::<Relationship>(&wanted).await?);
        assert!(!directory.any::<Relationship>(&[("partner", "globex")]).await?);
        Ok(())
    })
}

#[test]
fn a_role_is_taken_from_all_who_hold_it_and_from_nobody_else() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        for (organisation, number, role) in
            (0..30).map(|number| ("initech", number, "clerk")).chain([("initech", 1, "owner"), ("globex", 1, "clerk")])
        {
            let assignment = RoleAssignment {
                organisation: organisation.parse()?,
                holder: Holder::Person(format!("person-{number}").parse()?),
                role: role.parse()?,
                on_resource: None,
                window: None,
                assigned_by: None,
            };
            writing.put(&assignment, Expected::Absent).await?;
        }
        writing.take_from_all(&"initech".parse()?, &"clerk".parse()?).await?;
        writing.commit().await?;
        let left = directory.list::<RoleAssignment>(&[], &Page::first(100)).await?.kept;
        let left: Vec<_> =
            left.iter().map(|kept| (kept.entity.organisation.as_str(), kept.entity.role.as_str())).collect();
        assert_eq!(left, [("globex", "clerk"), ("initech", "owner")]);
        Ok(())
    })
}

/// PostgreSQL takes no NUL in a text.
#[test]
fn by_a_text_that_cannot_be_kept_nothing_is_found_and_nothing_is_written() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let nul = "a\0b";
        assert!(directory.get::<Resource>(&["initech", "app", nul]).await?.is_none());
        assert!(directory.find::<Person>(&[("email_key", nul)], 10).await?.is_empty());
        assert!(directory.find_after::<Person>(&[("home", "initech")], &[nul], 10).await?.is_empty());
        assert!(!directory.any::<Person>(&[("identity", nul)]).await?);
        assert!(directory.list::<Resource>(&["initech", nul], &Page::first(10)).await?.kept.is_empty());
        let place = RequestPlace::read("1-2-a\0b");
        assert!(directory.requests(Asked::To(&"initech".parse()?), NOW_MS, place.as_ref(), 10).await?.is_empty());
        let mut writing = directory.begin().await?;
        writing.delete::<Resource>(&["initech", "app", nul], Expected::Any).await?;
        let person =
            Person { email: format!("{nul}@initech.example"), ..Person::new("nia".parse()?, "initech".parse()?) };
        let refused = writing.put(&person, Expected::Absent).await;
        assert!(matches!(refused, Err(StoreError::Identifier(_))), "{refused:?}");
        // What was refused has not broken the write.
        writing.put(&Person { email: String::new(), ..person }, Expected::Absent).await?;
        writing.commit().await?;
        Ok(())
    })
}
