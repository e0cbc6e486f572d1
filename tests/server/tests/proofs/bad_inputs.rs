//! Whatever is sent to an endpoint is answered by a documented code, and changes nothing (reliability row 45).

use std::collections::BTreeSet;

use guestpass_promises::{Number, Row, cases};
use guestpass_server::{Endpoint, ProblemCode, endpoints};
use guestpass_store::audit::{AuditPage, Phase};
use guestpass_store::{Directory, Revision};
use serde_json::{Value, json};

use crate::dice::{Dice, seed};
use crate::hostile::Case;
use crate::world::World;

/// Spoiled requests to each endpoint; `cargo xtask soak` sends more.
const CASES: (u64, u64) = (150, 10_000);

/// Changes of every kind, from the tests of administration.
const CHANGES: [&str; 4] = [
    include_str!("../administration/cases/external-access.toml"),
    include_str!("../administration/cases/partner-access.toml"),
    include_str!("../administration/cases/people-and-requests.toml"),
    include_str!("../administration/cases/roles.toml"),
];

fn changes() -> Vec<Value> {
    let mut changes = Vec::new();
    for text in CHANGES {
        let table: toml::Table = toml::from_str(text).expect("they are cases");
        let cases = table["cases"].as_array().expect("they are a list");
        let change = |case: &toml::Value| json!({ "change": case.get("change").expect("each has one") });
        changes.extend(cases.iter().map(change));
    }
    changes
}

/// What is sent to an endpoint by whoever means well. One that is not named here gets an object.
fn bodies(endpoint: &Endpoint) -> Vec<Value> {
    let question = json!({
        "subject": { "type": "user", "id": "dana@partner.example", "properties": { "role": "admin" } },
        "action": { "name": "saas:application:view", "properties": { "soft": true } },
        "resource": { "type": "app", "id": "chat", "properties": { "organisation": "initech", "status": "live" } },
        "context": { "organisation": "initech", "time": "2027-01-01T00:00:00Z" },
        "options": { "explain": true, "evaluations_semantic": "execute_all" },
        "page": { "limit": 2, "token": "" },
    });
    let mut several = question.clone();
    several["evaluations"] =
        json!([{}, { "action": { "name": "sign-in" } }, { "subject": { "type": "user", "id": "x" } }]);
    match endpoint.path() {
        path if path.ends_with("/changes") || path.ends_with("/reviews") => changes(),
        path if path.starts_with("/access/") => vec![question, several],
        path if path.ends_with("/rollback") => vec![json!({ "generation": 7 })],
        path if path.ends_with("/candidate") => vec![json!({ "component": "AGFzbQ==", "manifest": "{}" })],
        path if path.starts_with("/operations/") => vec![json!({ "digest": "sha256:00" })],
        _ => vec![json!({})],
    }
}

fn filled(path: &str) -> String {
    let part = |part: &str| match part {
        "{organisation}" => "initech".to_owned(),
        part if part.starts_with('{') => "x".to_owned(),
        part => part.to_owned(),
    };
    path.split('/').map(part).collect::<Vec<_>>().join("/")
}

/// That nothing was written since then but that something was tried and refused.
async fn changed_nothing(directory: &Directory, since: &mut (Revision, u64)) -> bool {
    let revision = directory.revision().await.expect("it answers");
    if revision == since.0 {
        return true;
    }
    let page = AuditPage { organisation: None, after: since.1, limit: 1000 };
    let entries = directory.audit(&page).await.expect("it answers");
    let written = revision.number() - since.0.number();
    *since = (revision, entries.last().map_or(since.1, |entry| entry.sequence));
    let is_all_logged = i64::try_from(entries.len()) == Ok(written);
    is_all_logged && entries.iter().all(|entry| entry.phase != Phase::Completed)
}

async fn try_endpoint(world: &World, endpoint: &Endpoint, count: u64, since: &mut (Revision, u64)) -> BTreeSet<u16> {
    let (bodies, mut statuses) = (bodies(endpoint), BTreeSet::new());
    let takes_body = matches!(endpoint.method().as_str(), "POST" | "PUT" | "PATCH");
    for number in 0..count {
        let mut dice = Dice::of(seed(), number);
        // Nobody whom the policy lets change anything: what is good by chance is refused.
        let case = Case {
            method: endpoint.method().clone(),
            path: filled(endpoint.path()),
            body: Some(dice.pick(&bodies)).filter(|_| takes_body),
            bearer: world.bearer("moe@initech.example"),
        };
        let Some(request) = case.spoiled(&mut dice) else { continue };
        let name = format!("{endpoint:?}, seed {}, case {number}: {} {:?}", seed(), request.uri(), request.headers());
        let answer = world.send(request).await;
        statuses.insert(answer.status);
        assert!(answer.status < 500, "{name}: {} {}", answer.status, answer.json());
        assert!(answer.headers.contains_key("x-request-id"), "{name}");
        if answer.status >= 400 {
            let code = answer.json()["code"].as_str().unwrap_or_default().to_owned();
            assert!(ProblemCode::ALL.iter().any(|known| known.name() == code), "{name}: `{code}`");
        }
        assert!(changed_nothing(&world.directory, since).await, "{name}: something was written");
    }
    statuses
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_that_is_sent_breaks_an_endpoint_or_is_done() {
    let world = World::in_memory().await;
    let mut since = (world.directory.revision().await.expect("it answers"), 0);
    let (count, mut asked) = (cases(CASES.0, CASES.1), 0);
    for endpoint in endpoints() {
        let statuses = try_endpoint(&world, &endpoint, count, &mut since).await;
        assert!(statuses.iter().any(|status| *status >= 400), "{endpoint:?}: all was well: {statuses:?}");
        asked += count;
    }
    let row =
        Row::new(Number(45), "nothing that is sent breaks an endpoint", "spoiled requests to all endpoints", asked, 0);
    row.hand_over().expect("it is written");
}

/// Somebody may make changes, and what is odd in them is refused or kept as it was said; it never breaks anything.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn odd_changes_of_somebody_who_may_break_nothing() {
    let (world, changes) = (World::in_memory().await, changes());
    let (count, mut made) = (cases(CASES.0 * 4, CASES.1), 0);
    for number in 0..count {
        let mut dice = Dice::of(seed() + 1, number);
        let (person, organisation) = *dice.pick(&[
            ("sam@initech.example", "initech"),
            ("bea@acme.example", "acme"),
            ("dana@partner.example", "partner"),
        ]);
        let case = Case {
            method: axum::http::Method::POST,
            path: format!("/api/v1/organisations/{organisation}/changes"),
            body: Some(dice.pick(&changes)),
            bearer: world.bearer(person),
        };
        // Now and then one with nothing wrong in it, so that there is something to keep or to spoil.
        let request = if dice.one_in(4) { case.whole(&format!("whole-{number}")) } else { case.spoiled(&mut dice) };
        let Some(request) = request else { continue };
        let answer = world.send(request).await;
        assert!(answer.status < 500, "seed {}, case {number}: {} {}", seed(), answer.status, answer.json());
        made += u64::from(answer.status == 200);
    }
    let row = Row::new(
        Number(45),
        "nothing that is sent breaks an endpoint",
        "odd changes of who may make changes",
        count,
        0,
    );
    row.worst(format!("{made} were made")).hand_over().expect("it is written");
    assert!(made > 0, "whatever was sent was refused, so that nothing was tried");
}

/// The test above can tell: what is done is found.
#[tokio::test]
async fn a_change_that_is_made_is_noticed() {
    let world = World::in_memory().await;
    let mut since = (world.directory.revision().await.expect("it answers"), 0);
    let deleted = json!({ "delete-custom-role": { "name": "Licence clerk" } });
    assert_eq!(world.change("moe@initech.example", "initech", "1", &deleted).await.status, 403);
    assert!(changed_nothing(&world.directory, &mut since).await);
    assert_eq!(world.change("sam@initech.example", "initech", "2", &deleted).await.status, 200);
    assert!(!changed_nothing(&world.directory, &mut since).await);
}
