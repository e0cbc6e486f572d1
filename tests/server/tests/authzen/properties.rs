//! What holds for every question.

use crate::scenario::{ACTIONS, EVALUATIONS, RESOURCES, SUBJECTS, Scenario, with};
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{Config, TestRunner};
use serde_json::{Value, json};

fn part(entity: &Value, properties: &[Value]) -> impl Strategy<Value = Value> + use<> {
    let entity = entity.clone();
    select(properties.to_vec()).prop_map(move |properties| with(entity.clone(), "/properties", properties))
}

/// A question with or without properties, about what is known and what is not.
fn question() -> impl Strategy<Value = Value> {
    let subject = ("alice|bob|carol", select(vec!["user", "user", "user", "machine"]));
    let subject = subject.prop_flat_map(|(id, kind)| {
        part(&json!({ "type": kind, "id": id }), &[json!(null), json!({ "role": "admin" }), json!({ "role": 7 })])
    });
    let action = select(vec!["read", "write", "delete", "record:record:write", "fly"]).prop_flat_map(|name| {
        part(&json!({ "name": name }), &[json!(null), json!({ "soft": true }), json!({ "soft": false })])
    });
    let resource =
        ("record-[123]", select(vec!["record", "record", "record", "organisation"])).prop_flat_map(|(id, kind)| {
            let id = if kind == "organisation" { "records".to_owned() } else { id };
            let properties = [json!(null), json!({ "status": "archived" }), json!({ "status": "active" })];
            part(&json!({ "type": kind, "id": id }), &properties)
        });
    (subject, action, resource)
        .prop_map(|(subject, action, resource)| json!({ "subject": subject, "action": action, "resource": resource }))
}

fn for_all<T: std::fmt::Debug>(strategy: impl Strategy<Value = T>, check: impl AsyncFn(&Scenario, T)) {
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
    let scenario = runtime.block_on(Scenario::start());
    let config = Config { cases: 100, failure_persistence: None, ..Config::default() };
    let checked = TestRunner::new(config).run(&strategy, |value| {
        runtime.block_on(check(&scenario, value));
        Ok(())
    });
    checked.unwrap_or_else(|error| panic!("{error}"));
}

#[test]
fn a_batch_answers_as_its_questions_would_one_by_one() {
    for_all(prop::collection::vec(question(), 1..8), async |scenario, questions| {
        let batch = scenario.post(EVALUATIONS, &json!({ "evaluations": questions })).await;
        let together = batch.body["evaluations"].as_array().cloned().unwrap_or_default();
        assert_eq!(together.len(), questions.len());
        for (question, together) in questions.iter().zip(together) {
            assert_eq!(json!({ "decision": scenario.decision(question).await }), together, "{question}");
        }
    });
}

#[test]
fn a_search_finds_what_an_evaluation_allows_and_nothing_else() {
    for_all(question(), async |scenario, question| {
        for (path, key, candidates) in [
            (SUBJECTS, "subject/id", vec!["alice", "bob", "carol"]),
            (RESOURCES, "resource/id", vec!["record-1", "record-2", "records"]),
            (ACTIONS, "action/name", vec!["read", "write", "delete", "record:record:write"]),
        ] {
            let pointer = format!("/{key}");
            let results = scenario.results(path, &question).await;
            let found: Vec<&str> =
                results.iter().filter_map(|result| result.get("id").or(result.get("name"))?.as_str()).collect();
            for name in &found {
                assert!(
                    scenario.decision(&with(question.clone(), &pointer, json!(name))).await,
                    "{path} {question} {name}"
                );
            }
            let is_known = path == RESOURCES || question["resource"]["id"] != "record-3";
            for name in candidates.into_iter().filter(|name| is_known && is_candidate(path, &question, name)) {
                let is_allowed = scenario.decision(&with(question.clone(), &pointer, json!(name))).await;
                assert_eq!(is_allowed, found.contains(&name), "{path} {question}: {name} in {found:?}");
            }
        }
    });
}

/// Whether a search looks at a name: at resources of the type, and at actions on it. An organisation as a whole has
/// operations by their whole names.
fn is_candidate(path: &str, question: &Value, name: &str) -> bool {
    let is_organisation = question["resource"]["type"] == "organisation";
    match path {
        RESOURCES => is_organisation == (name == "records"),
        ACTIONS => !is_organisation,
        _ => true,
    }
}
