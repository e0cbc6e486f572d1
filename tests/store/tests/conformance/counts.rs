//! What is counted before one more is written is what facts will carry.

use anyhow::Result;
use guestpass_store::model::{AccessRequest, CustomRole, Group, GroupMember, Holder, RequestStatus, RoleAssignment};
use guestpass_store::model::{Organisation, OrganisationKind, Person, Window};
use guestpass_store::{Consistency, CustomRoles, Expected, FactsQuestion, LiveRequests, Supplied, Writing};
use guestpass_store_tests::on_every_store;

use crate::scene;

const DANA: &str = "dana@contoso.example";

/// Dana is in a group at each customer; a second one at Initech has nobody yet.
async fn put_groups(writing: &mut Writing) -> Result<()> {
    for (organisation, id) in [("initech", "admins"), ("initech", "empty"), ("globex", "admins")] {
        let group = Group { organisation: organisation.parse()?, id: id.parse()?, name: String::new() };
        writing.put(&group, Expected::Absent).await?;
    }
    for organisation in ["initech", "globex"] {
        let (organisation, group) = (organisation.parse()?, "admins".parse()?);
        writing.put(&GroupMember { organisation, group, person: DANA.parse()? }, Expected::Absent).await?;
    }
    Ok(())
}

#[test]
fn the_roles_of_a_holder_are_counted_as_facts_carry_them() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        put_groups(&mut writing).await?;
        writing.put(&Organisation::new("support".parse()?, OrganisationKind::Account), Expected::Absent).await?;
        writing.put(&Person::new("sam".parse()?, "support".parse()?), Expected::Absent).await?;
        let (organisation, name, privileges) = ("support".parse()?, "own".parse()?, Vec::new());
        let (kind, level) = Default::default();
        writing.put(&CustomRole { organisation, name, kind, level, privileges }, Expected::Absent).await?;
        let person = |id: &str| -> Result<Holder> { Ok(Holder::Person(id.parse()?)) };
        let group = |id: &str| -> Result<Holder> { Ok(Holder::Group(id.parse()?)) };
        for (organisation, holder, role, on_resource) in [
            ("initech", person(DANA)?, "a", None),
            ("contoso", person(DANA)?, "b", None),
            ("globex", person(DANA)?, "c", None),
            ("initech", group("admins")?, "d", None),
            ("initech", group("admins")?, "e", None),
            ("globex", group("admins")?, "f", None),
            ("initech", group("empty")?, "g", None),
            ("initech", person("sam")?, "h", Some("crm")),
            ("support", person("sam")?, "i", None),
            ("support", person("sam")?, "i", Some("crm")),
            ("support", person("sam")?, "own", None),
        ] {
            let (organisation, role, window, assigned_by) = (organisation.parse()?, role.parse()?, None, None);
            let on_resource = on_resource.map(str::parse).transpose()?;
            let assignment = RoleAssignment { organisation, holder, role, on_resource, window, assigned_by };
            writing.put(&assignment, Expected::Absent).await?;
        }
        for (organisation, holder, expected) in [
            ("initech", person(DANA)?, 3),
            ("contoso", person(DANA)?, 1),
            ("globex", person(DANA)?, 2),
            ("initech", person("sam")?, 2),
            ("support", person("sam")?, 3),
            ("initech", group("admins")?, 3),
            ("initech", group("empty")?, 1),
            ("initech", person("nobody")?, 0),
            ("initech", group("nobody")?, 0),
        ] {
            let held = writing.roles_held(&organisation.parse()?, &holder).await?;
            assert_eq!(held, expected, "{holder:?} at {organisation}");
        }
        writing.commit().await?;
        for (organisation, who, expected) in [("initech", DANA, 3), ("initech", "sam", 2), ("support", "sam", 3)] {
            let (organisation, person) = (organisation.parse()?, who.parse()?);
            let question = FactsQuestion { organisation, person, resource: None };
            let material = directory.material(&question, Consistency::Latest).await?;
            let facts = material.facts(&Supplied::default())?;
            assert_eq!(facts.role_grants.len(), expected, "{who} at {}", question.organisation);
        }
        Ok(())
    })
}

#[test]
fn requests_count_while_they_wait_or_run() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        writing.put(&Organisation::new("support".parse()?, OrganisationKind::Account), Expected::Absent).await?;
        for (person, home) in [("ann", "contoso"), ("sam", "support")] {
            writing.put(&Person::new(person.parse()?, home.parse()?), Expected::Absent).await?;
        }
        for (number, (account, requested_by, created_by, status, end_ms)) in [
            ("initech", DANA, "ann", RequestStatus::Pending, 11),
            ("initech", "ann", "ann", RequestStatus::Granted, 12),
            ("initech", DANA, DANA, RequestStatus::Granted, 10),
            ("initech", DANA, DANA, RequestStatus::Pending, 10),
            ("initech", DANA, DANA, RequestStatus::Rejected, 99),
            ("initech", DANA, DANA, RequestStatus::Withdrawn, 99),
            ("initech", DANA, DANA, RequestStatus::Revoked, 99),
            ("initech", "sam", "sam", RequestStatus::Pending, 99),
            ("globex", DANA, DANA, RequestStatus::Pending, 99),
        ]
        .into_iter()
        .enumerate()
        {
            let request = AccessRequest {
                account: account.parse()?,
                id: format!("request-{number}").parse()?,
                company: "company".parse()?,
                description: String::new(),
                requested_by: requested_by.parse()?,
                created_by: created_by.parse()?,
                window: Window { start_ms: 0, end_ms },
                status,
                decided_by: None,
            };
            writing.put(&request, Expected::Absent).await?;
        }
        for (account, home, person, now_ms, all, by_person) in [
            ("initech", "contoso", DANA, 9, 4, 2),
            ("initech", "contoso", "ann", 9, 4, 2),
            ("initech", "contoso", DANA, 10, 2, 0),
            ("initech", "contoso", "ann", 10, 2, 2),
            ("initech", "contoso", "sam", 10, 2, 0),
            ("initech", "contoso", "ann", 12, 0, 0),
            ("initech", "support", "sam", 10, 1, 1),
            ("globex", "contoso", DANA, 10, 1, 1),
            ("globex", "support", "sam", 10, 0, 0),
        ] {
            let live = writing.live_requests(&account.parse()?, &home.parse()?, &person.parse()?, now_ms).await?;
            assert_eq!(live, LiveRequests { all, by_person }, "by {home} and {person} to {account} at {now_ms}");
        }
        Ok(())
    })
}

#[test]
fn roles_that_an_organisation_made_are_counted_without_those_of_others() -> Result<()> {
    on_every_store(async |stores, place| {
        let directory = stores.open(place).await?;
        scene::write(&directory).await?;
        let mut writing = directory.begin().await?;
        for (organisation, name) in [("initech", "a"), ("initech", "b"), ("globex", "a")] {
            let (organisation, name, privileges) = (organisation.parse()?, name.parse()?, Vec::new());
            let (kind, level) = Default::default();
            writing.put(&CustomRole { organisation, name, kind, level, privileges }, Expected::Absent).await?;
        }
        for (organisation, count, bytes) in [("initech", 2, 198), ("globex", 1, 98), ("contoso", 0, 0)] {
            let counted = writing.custom_roles(&organisation.parse()?).await?;
            assert_eq!(counted, CustomRoles { count, bytes }, "{organisation}");
        }
        Ok(())
    })
}
