//! The levels Batch Core and Batch Properties.

use crate::scenario::{EVALUATIONS, Scenario, ask, passed, with};
use serde_json::{Value, json};

async fn decisions(scenario: &Scenario, body: &Value) -> Vec<Option<bool>> {
    let answer = scenario.post(EVALUATIONS, body).await;
    assert_eq!(answer.status, 200, "{body}: {}", answer.body);
    assert!(answer.body.get("decision").is_none(), "{}", answer.body);
    let evaluations = answer.body["evaluations"].as_array().unwrap_or_else(|| panic!("{}", answer.body));
    evaluations.iter().map(|evaluation| evaluation["decision"].as_bool()).collect()
}

#[tokio::test]
async fn batch_core() {
    let scenario = Scenario::start().await;
    let action = |name: &str| json!({ "action": { "name": name } });
    let bob = with(ask("bob", "read", "record-1"), "/action", Value::Null);
    let of = |body: &Value, items: Value| with(body.clone(), "/evaluations", items);
    let yes_no = vec![Some(true), Some(false)];
    let whole = json!([ask("alice", "read", "record-1"), ask("bob", "write", "record-1")]);
    let no_resource = with(ask("alice", "read", "record-1"), "/resource", Value::Null);
    let semantic = |body: Value, name: &str| with(body, "/options", json!({ "evaluations_semantic": name }));
    let read_write_read = json!([action("read"), action("write"), action("read")]);
    let table = [
        (of(&bob, json!([action("read"), action("write")])), yes_no.clone()),
        (of(&bob, json!([action("write"), action("read")])), vec![Some(false), Some(true)]),
        (
            of(
                &bob,
                json!([action("read"), { "subject": { "type": "user", "id": "alice" }, "action": { "name": "write" } }]),
            ),
            vec![Some(true), Some(true)],
        ),
        (of(&json!({}), whole), yes_no.clone()),
        (
            of(
                &with(bob.clone(), "/context", json!({ "time": "1985-10-26T01:22-07:00" })),
                json!([action("read"), action("write")]),
            ),
            yes_no.clone(),
        ),
        (of(&ask("alice", "write", "record-1"), json!([{}, {}])), vec![Some(true), Some(true)]),
        (of(&no_resource, json!([{ "resource": { "type": "record", "id": "record-1" } }, {}])), yes_no.clone()),
        (
            semantic(
                of(&no_resource, json!([{}, { "resource": { "type": "record", "id": "record-1" } }])),
                "execute_all",
            ),
            vec![Some(false), Some(true)],
        ),
        (semantic(of(&bob, read_write_read.clone()), "execute_all"), vec![Some(true), Some(false), Some(true)]),
        (semantic(of(&bob, read_write_read.clone()), "deny_on_first_deny"), yes_no.clone()),
        (semantic(of(&bob, read_write_read), "permit_on_first_permit"), vec![Some(true)]),
    ];
    for (body, expected) in &table {
        assert_eq!(&decisions(&scenario, body).await, expected, "{body}");
    }
    let alone = ask("bob", "write", "record-1");
    for body in [alone.clone(), with(alone.clone(), "/evaluations", json!([]))] {
        assert_eq!(scenario.post(EVALUATIONS, &body).await.body, json!({ "decision": false }), "{body}");
    }
    for body in [json!({}), json!({ "evaluations": [] }), with(alone, "/evaluations", json!({}))] {
        assert_eq!(scenario.post(EVALUATIONS, &body).await.status, 400, "{body}");
    }
    passed("Batch Core", table.len() + 5);
}

#[tokio::test]
async fn batch_properties() {
    let scenario = Scenario::start().await;
    let alice = with(with(ask("alice", "read", "record-1"), "/action", Value::Null), "/subject/properties", json!({}));
    let record = |status: &str| json!({ "type": "record", "id": "record-1", "properties": { "status": status } });
    let write = |status: &str| json!({ "action": { "name": "write" }, "resource": record(status) });
    let delete = |soft: bool| json!({ "action": { "name": "delete", "properties": { "soft": soft } } });
    let admin = json!({ "subject": { "type": "user", "id": "alice", "properties": { "role": "admin" } },
        "action": { "name": "write" }, "resource": record("archived") });
    let items = json!([write("active"), write("archived"), admin, delete(true), delete(false)]);
    let expected: Vec<_> = [true, false, true, true, false].map(Some).into();
    assert_eq!(decisions(&scenario, &with(alice.clone(), "/evaluations", items)).await, expected);
    // A key of an item replaces the default whole: the properties of the default are gone with it.
    let archived = with(with(alice, "/resource", record("archived")), "/action", json!({ "name": "write" }));
    let items = json!([{}, { "resource": { "type": "record", "id": "record-1" } }]);
    assert_eq!(decisions(&scenario, &with(archived, "/evaluations", items)).await, [Some(false), Some(true)]);
    passed("Batch Properties", 7);
}
