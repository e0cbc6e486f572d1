//! What is done in one organisation changes no byte of any answer about another (reliability row 42).

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_store::model::{
    AccessMode, AccessRequest, AuthorisedUser, CustomRole, Entity, ExternalAccess, Group, GroupMember, Holder,
    Organisation, PartnerListing, Person, Relationship, RelationshipStatus, RequestStatus, Resource, RoleAssignment,
    Window,
};
use guestpass_store::{Directory, Expected, StoreError};
use serde_json::json;

use crate::dice::{Dice, seed};
use crate::world::{NOW_MS, World};

/// Changes, each followed by all questions; `cargo xtask soak` makes more.
const CASES: (u64, u64) = (25, 2_000);

/// Where changes are made, and whom the questions are about.
const CHANGED: &str = "globex";
const ASKED: &str = "initech";

const SCREENS: [&str; 7] =
    ["external-access", "customers", "people", "roles", "access-requests", "administrators", "timeline"];
const ACTIONS: [&str; 5] =
    ["saas:application:view", "saas:application:edit", "saas:external-access:create", "sign-in", "role.list"];
/// Those who ask about Initech and are not of Globex. What changes of Globex's own people may change what is theirs.
const SUBJECTS: [&str; 6] = [
    "sam@initech.example",
    "ina@initech.example",
    "moe@initech.example",
    "dana@partner.example",
    "vic@vendor.example",
    "nobody@nowhere.example",
];
/// People, groups and roles that changes name, wherever they are of.
const PEOPLE: [&str; 4] = ["gil@globex.example", "dana@partner.example", "kim@partner.example", "sam@initech.example"];
const GROUPS: [&str; 2] = ["finance", "staff"];
const ROLES: [&str; 4] = ["saas-viewer", "saas-operator", "Licence clerk", "own"];
const NAMES: [&str; 3] = ["chat", "payroll", "request-1"];

/// All answers about Initech, as bytes.
async fn answers(world: &World) -> Vec<(String, u16, String)> {
    let mut answers = Vec::new();
    let mut note = |name: String, answer: crate::world::Answer| {
        answers.push((name, answer.status, String::from_utf8_lossy(&answer.bytes).into_owned()));
    };
    for screen in SCREENS {
        let query = if screen == "timeline" { "?api=sign-in&until=2028-01-01T00:00:00Z" } else { "" };
        let path = format!("/api/v1/organisations/{ASKED}/{screen}{query}");
        note(path.clone(), world.get("sam@initech.example", &path).await);
    }
    let resource = json!({ "type": "organisation", "id": ASKED });
    let mut evaluations = Vec::new();
    for subject in SUBJECTS {
        for action in ACTIONS {
            let subject = json!({ "type": "user", "id": subject });
            evaluations.push(json!({ "subject": subject, "action": { "name": action }, "resource": resource }));
        }
    }
    let all = json!({ "evaluations": evaluations, "options": { "explain": true } });
    note("evaluations".to_owned(), world.post(SUBJECTS[0], "/access/v1/evaluations", &all).await);
    for action in ACTIONS {
        let body = json!({ "subject": { "type": "user" }, "action": { "name": action }, "resource": resource });
        note(format!("who may {action}"), world.post(SUBJECTS[0], "/access/v1/search/subject", &body).await);
    }
    for subject in SUBJECTS {
        let subject = json!({ "type": "user", "id": subject });
        let body = json!({ "subject": subject, "action": { "name": ACTIONS[0] }, "resource": { "type": "app" },
            "context": { "organisation": ASKED } });
        note(format!("what {subject} may see"), world.post(SUBJECTS[0], "/access/v1/search/resource", &body).await);
        let body = json!({ "subject": subject, "resource": resource });
        note(format!("what {subject} may do"), world.post(SUBJECTS[0], "/access/v1/search/action", &body).await);
    }
    answers
}

/// Writes something of an organisation, or takes it away. What names somebody who is not there is not written.
async fn change(directory: &Directory, organisation: &str, dice: &mut Dice) -> Result<()> {
    let here = || organisation.parse();
    let partner = || "partner".parse();
    let (person, group) = ((*dice.pick(&PEOPLE)).parse()?, (*dice.pick(&GROUPS)).parse()?);
    let (role, name) = ((*dice.pick(&ROLES)).parse()?, (*dice.pick(&NAMES)).parse()?);
    let window = Window { start_ms: NOW_MS - 1000, end_ms: NOW_MS + 1000 };
    match dice.below(11) {
        0 => {
            let holder = if dice.one_in(3) { Holder::Group(group) } else { Holder::Person(person) };
            let window = Some(window).filter(|_| dice.one_in(2));
            let on_resource = Some(name).filter(|_| dice.one_in(3));
            let organisation = here()?;
            let given = RoleAssignment { organisation, holder, role, on_resource, window, assigned_by: None };
            write(directory, &given, dice).await
        }
        1 => {
            let privileges = vec!["saas:application:edit".parse()?];
            let (kind, level) = (serde_json::from_value(json!("user"))?, serde_json::from_value(json!("none"))?);
            write(directory, &CustomRole { organisation: here()?, name: role, kind, level, privileges }, dice).await
        }
        2 => write(directory, &Group { organisation: here()?, id: group, name: "x".to_owned() }, dice).await,
        3 => write(directory, &GroupMember { organisation: here()?, group, person }, dice).await,
        4 => {
            let mode = *dice.pick(&[AccessMode::Continuous, AccessMode::Disabled, AccessMode::Period(window)]);
            let role_management = dice.one_in(2);
            let grantee = (*dice.pick(&["partner", "vendor"])).parse()?;
            write(directory, &ExternalAccess { customer: here()?, grantee, mode, role_management }, dice).await
        }
        5 => {
            let status = *dice.pick(&[RelationshipStatus::Established, RelationshipStatus::Ended]);
            let managed = dice.one_in(2);
            write(directory, &Relationship { customer: here()?, partner: partner()?, status, managed }, dice).await
        }
        6 => write(directory, &PartnerListing { customer: here()?, partner: partner()? }, dice).await,
        7 => write(directory, &AuthorisedUser { customer: here()?, partner: partner()?, person }, dice).await,
        8 => {
            let attributes = [("owner".to_owned(), guestpass_store::model::AttributeValue::Boolean(true))].into();
            let resource =
                Resource { organisation: here()?, kind: "app".parse()?, id: name, name: "x".into(), attributes };
            write(directory, &resource, dice).await
        }
        9 => {
            let status = *dice.pick(&[RequestStatus::Pending, RequestStatus::Granted]);
            let request = AccessRequest {
                account: here()?,
                id: name,
                company: "acme-berlin".parse()?,
                description: String::new(),
                requested_by: "gil@globex.example".parse()?,
                created_by: "gil@globex.example".parse()?,
                window,
                status,
                decided_by: None,
            };
            write(directory, &request, dice).await
        }
        _ => people_and_settings(directory, organisation, dice).await,
    }
}

/// Another person of the organisation, perhaps with the address of somebody elsewhere; and what it has chosen.
async fn people_and_settings(directory: &Directory, organisation: &str, dice: &mut Dice) -> Result<()> {
    if dice.one_in(2) {
        let id = format!("new-{}@{organisation}.example", dice.below(3));
        let mut person = Person::new(id.parse()?, organisation.parse()?);
        person.email = (*dice.pick(&SUBJECTS)).to_owned();
        person.identity = "partner-idp|dana".to_owned();
        return write(directory, &person, dice).await;
    }
    let kept = directory.get::<Organisation>(&[organisation]).await?.expect("it is there").entity;
    let disabled_roles = vec![(*dice.pick(&ROLES)).parse()?];
    let name = format!("name {}", dice.below(100));
    let entitlements = if dice.one_in(2) { Vec::new() } else { kept.entitlements.clone() };
    put(directory, &Organisation { disabled_roles, name, entitlements, ..kept }).await
}

async fn write<E: Entity>(directory: &Directory, entity: &E, dice: &mut Dice) -> Result<()> {
    if !dice.one_in(4) {
        return put(directory, entity).await;
    }
    let columns = entity.columns();
    let key: Vec<&str> = columns.iter().take(E::TABLE.key_columns).map(String::as_str).collect();
    let mut writing = directory.begin().await?;
    match writing.delete::<E>(&key, Expected::Any).await {
        Ok(()) => drop(writing.commit().await?),
        Err(StoreError::Unconnected(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

async fn put<E: Entity>(directory: &Directory, entity: &E) -> Result<()> {
    let mut writing = directory.begin().await?;
    match writing.put(entity, Expected::Any).await {
        Ok(()) => drop(writing.commit().await?),
        Err(StoreError::Unconnected(_)) => {}
        Err(error) => return Err(error.into()),
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_is_done_in_one_organisation_is_not_seen_in_another() -> Result<()> {
    let world = World::in_memory().await;
    let expected = answers(&world).await;
    let is_answered = |(_, status, _): &(String, u16, String)| *status == 200;
    assert!(expected.iter().filter(|answer| is_answered(answer)).count() > 15, "{expected:?}");
    let count = cases(CASES.0, CASES.1);
    for number in 0..count {
        let mut dice = Dice::of(seed(), number);
        for _ in 0..=dice.below(4) {
            change(&world.directory, CHANGED, &mut dice).await?;
        }
        for (found, expected) in answers(&world).await.into_iter().zip(&expected) {
            assert_eq!(found, *expected, "seed {}, case {number}", seed());
        }
    }
    let done = format!("changes of one organisation, and {} answers about another", expected.len());
    Ok(Row::new(Number(42), "no organisation changes another's answers", done, count, 0).hand_over()?)
}

/// The test above can tell: what is done in the organisation itself is seen.
#[tokio::test]
async fn what_is_done_in_an_organisation_is_seen_there() -> Result<()> {
    let world = World::in_memory().await;
    let before = answers(&world).await;
    let mut seen = 0;
    for number in 0..20 {
        change(&world.directory, ASKED, &mut Dice::of(seed(), number)).await?;
        seen += u32::from(answers(&world).await != before);
    }
    assert!(seen > 5, "{seen}");
    Ok(())
}
