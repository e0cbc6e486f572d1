//! A denial says how to ask, and what is approved is allowed until it ends (C21-C37, the draft profile of AuthZEN).

use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};

use crate::world::{Answer, NOW_MS, PUBLIC_URL, World};

const SUE: &str = "sue@support.example";
const BEA: &str = "bea@acme.example";
const REQUESTS: &str = "/access/v1/requests";

/// May Sue, of the support staff, see the data of Acme's company?
fn question() -> Value {
    json!({
        "subject": { "type": "user", "id": SUE },
        "action": { "name": "fsm:company-data:edit" },
        "resource": { "type": "company", "id": "acme-berlin" },
        "context": { "organisation": "acme" },
    })
}

fn explained(question: &Value) -> Value {
    let mut question = question.clone();
    question["options"] = json!({ "explain": true });
    question
}

async fn submit(world: &World, person: &str, key: &str, body: &Value) -> Answer {
    let request = Request::post(REQUESTS)
        .header("authorization", world.bearer(person))
        .header("content-type", "application/json")
        .header("idempotency-key", key)
        .body(Body::from(body.to_string()));
    world.send(request.expect("it is a request")).await
}

async fn change(world: &World, person: &str, key: &str, change: Value) -> Answer {
    world.change(person, "acme", key, &change).await
}

/// The request that answers a denial, as somebody sends it who has understood it.
fn request(denial: &Value) -> Value {
    let mut request = question();
    request["context"]["business_justification"] = json!("an incident");
    request["requested_access"] = json!({ "requested_until": "2027-01-15T12:00:00Z" });
    request["denial"] = json!({
        "evaluation_id": denial["evaluation_id"],
        "evaluated_at": denial["evaluated_at"],
        "expires_at": denial["access_request"]["expires_at"],
        "binding_token": denial["access_request"]["binding_token"],
        "reason": denial["reason"],
    });
    request
}

async fn denial(world: &World) -> Value {
    let denied = world.post(SUE, "/access/v1/evaluation", &explained(&question())).await.json();
    assert_eq!(denied["decision"], false, "{denied}");
    denied["context"].clone()
}

/// The request that waits for somebody to decide.
async fn pending(world: &World) -> String {
    let listed = world.get(BEA, "/api/v1/organisations/acme/access-requests").await.json();
    let id = listed["requests"].as_array().and_then(|requests| {
        requests.iter().find(|request| request["status"] == "pending")?["id"].as_str().map(str::to_owned)
    });
    id.unwrap_or_else(|| panic!("{listed}"))
}

/// Acme of the sample has a request of support waiting; without it nobody has asked.
async fn world() -> World {
    let world = World::in_memory().await;
    let rejected = change(&world, BEA, "0", json!({ "reject-request": { "request": "request-1" } })).await;
    assert_eq!(rejected.status, 200, "{}", rejected.json());
    world
}

#[tokio::test]
async fn who_is_denied_asks_and_is_allowed_until_the_grant_ends_or_is_taken_back() {
    let world = world().await;
    let denial = denial(&world).await;
    assert_eq!((&denial["reason"], &denial["next_action"]), (&json!("no-access-grant"), &json!("request")), "{denial}");
    assert_eq!(denial["access_request"]["endpoint"], format!("{PUBLIC_URL}{REQUESTS}"));

    let submitted = submit(&world, SUE, "1", &request(&denial)).await;
    let task = submitted.json();
    assert_eq!((submitted.status, &task["task"]["status"]), (202, &json!("pending")), "{task}");
    let endpoint = task["task"]["status_endpoint"].as_str().expect("it is an address").to_owned();
    assert_eq!(submitted.headers["location"], endpoint.as_str());
    assert_eq!(submit(&world, SUE, "1", &request(&denial)).await.json(), task, "once, however often it is sent");
    let path = endpoint.strip_prefix(PUBLIC_URL).expect("it is here");
    assert_eq!(world.get(SUE, path).await.json(), task);
    let waiting = world.post(SUE, "/access/v1/evaluation", &explained(&question())).await.json();
    assert_eq!(waiting["context"]["reason"], "request-pending", "{waiting}");
    assert_eq!(
        (&waiting["context"]["next_action"], &waiting["context"]["access_request"]),
        (&json!("retry"), &Value::Null)
    );

    let id = pending(&world).await;
    let granted = change(&world, BEA, "2", json!({ "grant-request": { "request": id } })).await;
    assert_eq!(granted.status, 200, "{}", granted.json());
    let done = world.get(SUE, path).await.json();
    assert_eq!(
        (&done["task"]["status"], &done["result"]["mode"]),
        (&json!("approved"), &json!("reevaluate")),
        "{done}"
    );
    assert_eq!(done["result"]["approval"]["approved_until"], "2027-01-15T12:00:00Z");
    let mut again = explained(&question());
    again["context"]["approval"] = done["result"]["approval"].clone();
    let allowed = world.post(SUE, "/access/v1/evaluation", &again).await.json();
    assert_eq!(
        (&allowed["decision"], &allowed["context"]["valid_until"]),
        (&json!(true), &json!("2027-01-15T12:00:00Z"))
    );

    let revoked = change(&world, BEA, "3", json!({ "revoke-grant": { "request": id } })).await;
    assert_eq!(revoked.status, 200, "{}", revoked.json());
    let denied = world.post(SUE, "/access/v1/evaluation", &again).await.json();
    assert_eq!(
        (&denied["decision"], &denied["context"]["reason"]),
        (&json!(false), &json!("grant-revoked")),
        "{denied}"
    );
}

/// Asks until noon, and again when that is over: of what was granted until then as of what nobody has answered.
#[tokio::test]
async fn what_has_ended_or_was_not_answered_in_time_is_asked_for_again() {
    const AFTERNOON_MS: i64 = NOW_MS + 5 * 3_600_000;
    for (is_granted, reason) in [(true, "window-ended"), (false, "request-pending")] {
        let world = world().await;
        let submitted = submit(&world, SUE, "1", &request(&denial(&world).await)).await;
        assert_eq!(submitted.status, 202, "{}", submitted.json());
        if is_granted {
            let id = pending(&world).await;
            let granted = change(&world, BEA, "2", json!({ "grant-request": { "request": id } })).await;
            assert_eq!(granted.status, 200, "{}", granted.json());
        }
        world.set_clock(AFTERNOON_MS);
        let denial = denial(&world).await;
        assert_eq!((&denial["reason"], &denial["next_action"]), (&json!(reason), &json!("request")), "{denial}");
        let mut again = request(&denial);
        again["requested_access"]["requested_until"] = json!("2027-01-15T18:00:00Z");
        let submitted = submit(&world, SUE, "3", &again).await;
        assert_eq!(submitted.status, 202, "{}", submitted.json());
        let waiting = world.post(SUE, "/access/v1/evaluation", &explained(&question())).await.json();
        assert_eq!(waiting["context"]["next_action"], "retry", "{reason}: {waiting}");
    }
}

#[tokio::test]
async fn who_has_asked_takes_it_back_while_nobody_has_decided() {
    let world = world().await;
    let task = submit(&world, SUE, "1", &request(&denial(&world).await)).await.json();
    let cancel = task["task"]["links"]["cancel"].as_str().and_then(|address| address.strip_prefix(PUBLIC_URL));
    let cancel = cancel.unwrap_or_else(|| panic!("{task}"));
    let post = async |person: &str, path: &str, body: Option<&str>| {
        let request = Request::post(path).header("authorization", world.bearer(person));
        let request = match body {
            Some(body) => request.header("content-type", "application/json").body(Body::from(body.to_owned())),
            None => request.body(Body::empty()),
        };
        world.send(request.expect("it is a request")).await
    };
    for (person, path, body, status) in [
        ("moe@initech.example", cancel, None, 404),
        (BEA, cancel, None, 403),
        (SUE, "/access/v1/requests/guessed/cancel", None, 404),
        (SUE, cancel, Some("[]"), 400),
        (SUE, cancel, Some(r#"{"reason":7}"#), 400),
    ] {
        let answer = post(person, path, body).await;
        assert_eq!(answer.status, status, "{person} {path} {body:?}: {}", answer.json());
    }
    let body = r#"{"reason":"no_longer_needed","comment":"the incident is over"}"#;
    let cancelled = post(SUE, cancel, Some(body)).await;
    assert_eq!((cancelled.status, &cancelled.json()["task"]["status"]), (200, &json!("cancelled")));
    let path = cancel.strip_suffix("/cancel").expect("it ends so");
    assert_eq!(world.get(SUE, path).await.json()["task"]["status"], "cancelled");
    let again = post(SUE, cancel, None).await;
    let error = "urn:openid:authzen:access-request:error:invalid_task_state";
    assert_eq!((again.status, &again.json()["error"]), (409, &json!(error)), "{}", again.json());
    let denied = world.post(SUE, "/access/v1/evaluation", &explained(&question())).await.json();
    assert_eq!(denied["context"]["next_action"], "request", "it can be asked for again: {denied}");
}

#[tokio::test]
async fn a_request_without_its_denial_is_refused_and_tasks_are_nobody_elses() {
    let world = world().await;
    let denial = denial(&world).await;
    let good = request(&denial);
    let with = |pointer: &str, value: Value| {
        let mut request = good.clone();
        *request.pointer_mut(pointer).expect("it is there") = value;
        request
    };
    let token = good["denial"]["binding_token"].as_str().expect("it is a text");
    let broken = format!("{}x", token.strip_suffix(|_: char| true).unwrap_or_default());
    let requests = [
        (with("/denial", Value::Null), 400, json!("missing-attribute")),
        (with("/denial/binding_token", Value::Null), 400, json!("missing-attribute")),
        (with("/denial/binding_token", json!(broken)), 400, json!("invalid_denial_binding")),
        (with("/denial/binding_token", json!("x")), 400, json!("invalid_denial_binding")),
        (with("/denial/expires_at", json!("2037-01-01T00:00:00Z")), 400, json!("invalid_denial_binding")),
        (with("/denial/evaluation_id", json!("another")), 400, json!("invalid_denial_binding")),
        (with("/subject/id", json!("ada@support.example")), 400, json!("invalid_denial_binding")),
        (with("/resource/id", json!("another")), 400, json!("invalid_denial_binding")),
        (with("/action/name", json!("fsm:company-data:view")), 400, json!("invalid_denial_binding")),
        (with("/context/organisation", json!("initech")), 400, json!("invalid_denial_binding")),
        (with("/requested_access/requested_until", json!("soon")), 400, json!("wrong-type")),
        (with("/requested_access/requested_until", json!("2020-01-01T00:00:00Z")), 403, Value::Null),
        (with("/requested_access", Value::Null), 403, Value::Null),
    ];
    for (number, (request, status, reason)) in requests.into_iter().enumerate() {
        let answer = submit(&world, SUE, &format!("refused-{number}"), &request).await;
        assert_eq!((answer.status, &answer.json()["reason"]), (status, &reason), "{request}: {}", answer.json());
    }
    let stranger = submit(&world, "moe@initech.example", "9", &good).await;
    assert!([403, 404].contains(&stranger.status), "{}", stranger.json());
    let task = submit(&world, SUE, "10", &good).await.json();
    let id = task["task"]["id"].as_str().expect("it has a name");
    for (person, path, status) in [
        (SUE, format!("{REQUESTS}/{id}"), 200),
        (BEA, format!("{REQUESTS}/{id}"), 200),
        ("moe@initech.example", format!("{REQUESTS}/{id}"), 404),
        (SUE, format!("{REQUESTS}/{id}x"), 404),
        (SUE, format!("{REQUESTS}/{token}"), 404),
        (SUE, format!("{REQUESTS}/request-1"), 404),
    ] {
        assert_eq!(world.get(person, &path).await.status, status, "{person} {path}");
    }
}
