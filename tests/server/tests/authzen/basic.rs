//! The levels Basic Core and Basic Properties.

use crate::scenario::{ACTIONS, EVALUATION, EVALUATIONS, RESOURCES, SUBJECTS, Scenario, ask, passed, with};
use serde_json::{Value, json};

#[tokio::test]
async fn basic_core() {
    let scenario = Scenario::start().await;
    let mut checks = 0;
    for (subject, action, resource, expected) in [
        ("alice", "read", "record-1", true),
        ("alice", "write", "record-1", true),
        ("bob", "read", "record-1", true),
        ("bob", "write", "record-1", false),
    ] {
        let body = ask(subject, action, resource);
        for varied in [
            body.clone(),
            body.clone(),
            with(body.clone(), "/context", json!({ "time": "1985-10-26T01:22-07:00", "ip": "192.0.2.1" })),
            with(body.clone(), "/unknown", json!({ "subject": 7 })),
            with(body.clone(), "/subject/properties", json!({ "department": "sales", "age": 7.5, "list": [{}] })),
            with(body.clone(), "/action/properties", json!({ "via": "page" })),
            with(body, "/resource/properties", json!({ "colour": "red" })),
        ] {
            let answer = scenario.post(EVALUATION, &varied).await;
            assert_eq!((answer.status, &answer.body), (200, &json!({ "decision": expected })), "{varied}");
            assert_eq!(answer.headers["content-type"], "application/json");
            checks += 1;
        }
    }
    checks += faults(&scenario).await + request_ids(&scenario).await;
    passed("Basic Core", checks);
}

async fn faults(scenario: &Scenario) -> usize {
    let body = ask("alice", "read", "record-1");
    let missing = [
        "/subject",
        "/action",
        "/resource",
        "/subject/type",
        "/subject/id",
        "/action/name",
        "/resource/type",
        "/resource/id",
    ];
    for pointer in missing {
        let answer = scenario.post(EVALUATION, &with(body.clone(), pointer, Value::Null)).await;
        let name = pointer.trim_start_matches('/').replace('/', ".");
        assert_eq!((answer.status, &answer.body["reason"]), (400, &json!("missing-attribute")), "{pointer}");
        assert_eq!(answer.body["detail"], format!("`{name}` is missing"));
    }
    let typed = [with(body.clone(), "/subject", json!("alice")), with(body.clone(), "/action/name", json!(7))];
    for body in &typed {
        let answer = scenario.post(EVALUATION, body).await;
        assert_eq!((answer.status, &answer.body["reason"]), (400, &json!("wrong-type")), "{body}");
    }
    let texts = [
        ("text/plain", body.to_string()),
        ("application/x-www-form-urlencoded", body.to_string()),
        ("application/json", "{\"subject\":".to_owned()),
        ("application/json", String::new()),
        ("application/json", "[]".to_owned()),
    ];
    for (content_type, text) in &texts {
        let answer = scenario.send(EVALUATION, content_type, text.clone(), &[]).await;
        assert_eq!((answer.status, &answer.body["code"]), (400, &json!("malformed")), "{content_type} {text}");
    }
    missing.len() + typed.len() + texts.len()
}

async fn request_ids(scenario: &Scenario) -> usize {
    let body = ask("alice", "read", "record-1").to_string();
    let id = "bfe9eb29-ab87-4ca3-be83-a1d5d8305716";
    let answer = scenario.send(EVALUATION, "application/json", body.clone(), &[("x-request-id", id)]).await;
    assert_eq!((answer.status, answer.headers["x-request-id"].as_bytes()), (200, id.as_bytes()));
    let answer = scenario.send(EVALUATION, "application/json", body, &[]).await;
    assert_eq!(answer.status, 200);
    2
}

#[tokio::test]
async fn basic_properties() {
    let scenario = Scenario::start().await;
    let archived = json!({ "status": "archived" });
    let mut checks = 0;
    for record in ["record-1", "record-2"] {
        for (body, expected) in [
            (with(ask("alice", "write", record), "/resource/properties", archived.clone()), false),
            (
                with(
                    with(ask("bob", "write", record), "/resource/properties", archived.clone()),
                    "/subject/properties",
                    json!({ "role": "admin" }),
                ),
                true,
            ),
            (
                with(
                    with(ask("alice", "write", record), "/resource/properties", archived.clone()),
                    "/subject/properties",
                    json!({ "role": "admin" }),
                ),
                true,
            ),
            (with(ask("alice", "delete", record), "/action/properties", json!({ "soft": true })), true),
            (with(ask("alice", "delete", record), "/action/properties", json!({ "soft": false })), false),
            (ask("alice", "delete", record), false),
            (with(ask("bob", "delete", record), "/action/properties", json!({ "soft": true })), false),
            // What the directory keeps is not overridden: bob's role, and that a record is archived.
            (with(ask("alice", "write", "record-2"), "/resource/properties", json!({ "status": "active" })), false),
            (with(ask("bob", "write", "record-2"), "/subject/properties", json!({ "role": "reader" })), true),
        ] {
            assert_eq!(scenario.decision(&body).await, expected, "{body}");
            checks += 1;
        }
    }
    passed("Basic Properties", checks);
}

#[tokio::test]
async fn a_decision_explains_itself_when_asked() {
    let scenario = Scenario::start().await;
    let explained = |body: Value| with(body, "/options", json!({ "explain": true }));
    let answer = scenario.post(EVALUATION, &explained(ask("alice", "write", "record-1"))).await.body;
    assert_eq!(answer["decision"], true);
    assert_eq!(answer["context"]["reason"], "granted");
    assert_eq!(answer["context"]["granted_by"]["role"], "author");
    let answer = scenario.post(EVALUATION, &explained(ask("bob", "write", "record-1"))).await.body;
    assert_eq!((&answer["decision"], &answer["context"]["effect"]), (&json!(false), &json!("deny")));
    assert!(answer["context"]["explanation"]["gates"].is_array(), "{answer}");
    let answer = scenario.post(EVALUATION, &explained(ask("nobody", "read", "record-1"))).await.body;
    assert_eq!((&answer["decision"], &answer["context"]["reason"]), (&json!(false), &json!("not-identified")));
}

#[tokio::test]
async fn whoever_has_seen_a_revision_is_answered_by_no_older_one() {
    let scenario = Scenario::start().await;
    for path in [EVALUATION, EVALUATIONS, SUBJECTS, RESOURCES, ACTIONS] {
        for (revision, expected, reason) in [
            (Value::Null, 200, Value::Null),
            (json!(0), 200, Value::Null),
            // What the fixture has written.
            (json!(1), 200, Value::Null),
            (json!(1000), 409, json!("revision-not-reached")),
            (json!(i64::MAX), 409, json!("revision-not-reached")),
            (json!(u64::MAX), 400, json!("wrong-type")),
            (json!(-1), 400, json!("wrong-type")),
            (json!(1.0), 400, json!("wrong-type")),
            (json!("1"), 400, json!("wrong-type")),
        ] {
            let asked = with(ask("alice", "read", "record-1"), "/options", json!({ "at_least_revision": revision }));
            let answer = scenario.post(path, &asked).await;
            assert_eq!((answer.status, &answer.body["reason"]), (expected, &reason), "{path} {asked}: {}", answer.body);
        }
    }
}
