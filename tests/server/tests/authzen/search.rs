//! The levels Search Core and Search Properties.

use std::collections::BTreeSet;

use crate::scenario::{ACTIONS, RESOURCES, SUBJECTS, Scenario, ask, passed, with};
use serde_json::{Value, json};

fn search_of(path: &str, body: Value) -> Value {
    match path {
        SUBJECTS => with(body, "/subject/id", Value::Null),
        RESOURCES => with(body, "/resource/id", Value::Null),
        _ => with(body, "/action", Value::Null),
    }
}

/// The identifiers of what was found, or the names of actions.
fn named(results: &[Value]) -> Vec<&str> {
    let names: Vec<&str> =
        results.iter().filter_map(|result| result.get("id").or(result.get("name"))?.as_str()).collect();
    assert_eq!(names.len(), results.len(), "{results:?}");
    names
}

#[tokio::test]
async fn search_core() {
    let scenario = Scenario::start().await;
    let mut checks = 0;
    for (path, question, expected) in [
        (SUBJECTS, ask("", "read", "record-1"), vec!["alice", "bob"]),
        (RESOURCES, ask("alice", "read", ""), vec!["record-1", "record-2"]),
        (ACTIONS, ask("alice", "", "record-1"), vec!["read", "record:record:read", "record:record:write", "write"]),
    ] {
        let body = search_of(path, question.clone());
        for varied in [
            body.clone(),
            with(body.clone(), "/context", json!({ "time": "1985-10-26T01:22-07:00" })),
            with(body.clone(), "/unknown", json!(7)),
            // An identifier of what is sought is ignored.
            if path == ACTIONS { with(body.clone(), "/action", json!({ "name": "write" })) } else { question.clone() },
        ] {
            let results = scenario.results(path, &varied).await;
            assert_eq!(named(&results), expected, "{path} {varied}");
            for result in &results {
                match path {
                    SUBJECTS => assert_eq!(result["type"], "user"),
                    RESOURCES => assert_eq!(result["type"], "record"),
                    _ => assert!(result.get("type").is_none()),
                }
            }
            checks += 1;
        }
        checks += paged(&scenario, path, &body, &expected).await;
    }
    checks += unknown(&scenario).await + faults(&scenario).await;
    passed("Search Core", checks);
}

async fn paged(scenario: &Scenario, path: &str, body: &Value, expected: &[&str]) -> usize {
    let (mut found, mut page, mut token) = (Vec::new(), json!({ "limit": 1 }), String::new());
    for _ in 0..=expected.len() {
        let answer = scenario.post(path, &with(body.clone(), "/page", page)).await;
        assert_eq!(answer.status, 200, "{}", answer.body);
        let results = answer.body["results"].as_array().cloned().unwrap_or_default();
        assert!(results.len() <= 1, "{}", answer.body);
        found.extend(named(&results).into_iter().map(str::to_owned));
        token = answer.body["page"]["next_token"].as_str().expect("a token").to_owned();
        // The limit is left out, as the standard's example does.
        page = json!({ "token": token });
        if token.is_empty() {
            break;
        }
    }
    assert_eq!(
        (found.as_slice(), token.as_str()),
        (expected.iter().map(|&id| id.to_owned()).collect::<Vec<_>>().as_slice(), "")
    );
    let first = scenario.post(path, &with(body.clone(), "/page", json!({ "limit": 1 }))).await;
    let token = first.body["page"]["next_token"].clone();
    let changed = with(with(body.clone(), "/context", json!({ "more": 1 })), "/page", json!({ "token": token }));
    let refused = scenario.post(path, &changed).await;
    assert_eq!((refused.status, &refused.body["reason"]), (400, &json!("page-token")), "{}", refused.body);
    3
}

/// What the directory does not know is found by nobody, and is no error.
async fn unknown(scenario: &Scenario) -> usize {
    let whole = ask("alice", "read", "record-1");
    let table = [
        (SUBJECTS, "/resource/id"),
        (SUBJECTS, "/resource/type"),
        (SUBJECTS, "/subject/type"),
        (SUBJECTS, "/action/name"),
        (RESOURCES, "/subject/id"),
        (RESOURCES, "/subject/type"),
        (RESOURCES, "/resource/type"),
        (RESOURCES, "/action/name"),
        (ACTIONS, "/subject/id"),
        (ACTIONS, "/subject/type"),
        (ACTIONS, "/resource/id"),
        (ACTIONS, "/resource/type"),
    ];
    for (path, pointer) in table {
        let body = search_of(path, with(whole.clone(), pointer, json!("unknown")));
        let results = scenario.results(path, &body).await;
        assert!(results.is_empty(), "{path} {pointer}: {results:?}");
    }
    table.len()
}

async fn faults(scenario: &Scenario) -> usize {
    let whole = ask("alice", "read", "record-1");
    let table = [
        (
            SUBJECTS,
            vec!["/subject", "/subject/type", "/action", "/action/name", "/resource", "/resource/type", "/resource/id"],
        ),
        (
            RESOURCES,
            vec!["/subject", "/subject/type", "/subject/id", "/action", "/action/name", "/resource", "/resource/type"],
        ),
        (ACTIONS, vec!["/subject", "/subject/type", "/subject/id", "/resource", "/resource/type", "/resource/id"]),
    ];
    let mut checks = 0;
    for (path, pointers) in table {
        for pointer in pointers {
            let answer = scenario.post(path, &with(whole.clone(), pointer, Value::Null)).await;
            assert_eq!((answer.status, &answer.body["reason"]), (400, &json!("missing-attribute")), "{path} {pointer}");
            checks += 1;
        }
    }
    checks
}

#[tokio::test]
async fn search_properties() {
    let scenario = Scenario::start().await;
    let archived = |body: Value, id: &str| {
        with(body, "/resource", json!({ "type": "record", "id": id, "properties": { "status": "archived" } }))
    };
    let admin = |body: Value| with(body, "/subject/properties", json!({ "role": "admin" }));
    for (path, body, expected) in [
        (SUBJECTS, archived(ask("", "write", ""), "record-2"), "bob"),
        (SUBJECTS, ask("", "write", "record-2"), "bob"),
        (RESOURCES, admin(ask("bob", "write", "")), "record-2"),
        (RESOURCES, ask("bob", "write", ""), "record-2"),
        (ACTIONS, admin(archived(ask("bob", "", ""), "record-2")), "write"),
    ] {
        let body = search_of(path, body);
        let results = scenario.results(path, &body).await;
        assert!(named(&results).contains(&expected), "{path} {body}: {results:?}");
    }
    let nobody = scenario.results(SUBJECTS, &search_of(SUBJECTS, ask("", "delete", "record-1"))).await;
    assert!(nobody.is_empty(), "{nobody:?}");
    passed("Search Properties", 6);
}

/// More resources than are read or decided at once, in pages that end before, at and after what is read at once.
#[tokio::test]
async fn pages_of_many_resources_are_what_evaluations_allow_and_none_is_empty_before_the_end() {
    const RECORDS: u32 = 70;
    let scenario = Scenario::with_records(RECORDS).await;
    for (person, action, count) in [("alice", "read", 70), ("alice", "write", 35), ("bob", "write", 35)] {
        let mut expected = BTreeSet::new();
        for number in 1..=RECORDS {
            let id = format!("record-{number}");
            if scenario.decision(&ask(person, action, &id)).await {
                expected.insert(id);
            }
        }
        assert_eq!(expected.len(), count, "{person} {action}");
        let expected: Vec<String> = expected.into_iter().collect();
        let body = search_of(RESOURCES, ask(person, action, ""));
        for limit in [7, 32, 35, 64, 70, 71] {
            let (mut found, mut page) = (Vec::new(), json!({ "limit": limit }));
            loop {
                let answer = scenario.post(RESOURCES, &with(body.clone(), "/page", page)).await.body;
                let results = answer["results"].as_array().expect("results");
                let token = &answer["page"]["next_token"];
                assert!(results.len() == limit || token == "", "{person} {action} {limit}: {answer}");
                found.extend(named(results).into_iter().map(str::to_owned));
                if token == "" {
                    break;
                }
                page = json!({ "token": token });
            }
            assert_eq!(found, expected, "{person} {action} {limit}");
        }
    }
}
