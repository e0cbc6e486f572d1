//! What the page answers and what the server answers is the same.

use std::fmt::Write;

use guestpass_browser_tests::PageEngine;
use guestpass_console_tests::Demonstration;
use reqwest::blocking::Client;
use serde_json::{Value, json};

/// How many answers are compared at least.
const ANSWERS_MIN: usize = 10_000;
/// Questions of one request.
const BATCH: usize = 50;

#[test]
fn the_page_answers_as_the_server_does() {
    let server = Demonstration::start().expect("the server starts");
    let (client, key) = (Client::builder().no_proxy().build().expect("a client is made"), server.key().expect("a key"));
    let get = |path: &str, person: &str| {
        let request = client.get(format!("{}{path}", server.base())).bearer_auth(&key);
        request.header("guestpass-person", person).send().expect("the server answers")
    };
    let demo: Value = get("/console/demo.json", "").json().expect("it is JSON");
    let active: Value = get("/policy/v1/active", "").json().expect("it is JSON");
    let digest = active["digest"].as_str().expect("it has a digest");
    let component = get(&format!("/policy/v1/components/{digest}"), "").bytes().expect("the component comes");
    let mut page = PageEngine::start(&component, digest).expect("the page loads it");
    let info = page.run("policy.describe()", Vec::new()).expect("it describes itself");
    let names = |key: &str| -> Vec<String> {
        let listed = info[key].as_array().expect("it is a list").iter();
        listed.map(|named| named["name"].as_str().expect("it has a name").to_owned()).collect()
    };
    let (privileges, apis) = (names("privileges"), names("apis"));
    let mut compared = 0;
    for person in demo["people"].as_array().expect("it is a list") {
        let person = person["id"].as_str().expect("it has an id");
        let me: Value = get("/api/v1/me", person).json().expect("it is JSON");
        for organisation in me["organisations"].as_array().expect("it is a list") {
            let organisation = organisation["id"].as_str().expect("it has an id");
            let facts = get(&format!("/api/v1/organisations/{organisation}/facts"), person);
            let facts: Value = facts.json().expect("it is JSON");
            let asked = privileges.iter().map(|name| (name, "privileges")).chain(apis.iter().map(|name| (name, "api")));
            let asked: Vec<_> = asked.collect();
            for questions in asked.chunks(BATCH) {
                let evaluations: Vec<_> =
                    questions.iter().map(|(name, _)| json!({ "action": { "name": name } })).collect();
                let body = json!({
                    "subject": { "type": "user", "id": person },
                    "resource": { "type": "organisation", "id": organisation },
                    "evaluations": evaluations,
                    "options": { "explain": true },
                });
                let answer = client.post(format!("{}/access/v1/evaluations", server.base())).bearer_auth(&key);
                let answer: Value = answer.json(&body).send().expect("it answers").json().expect("it is JSON");
                let answers = answer["evaluations"].as_array().unwrap_or_else(|| panic!("{answer}"));
                assert_eq!(answers.len(), questions.len());
                let now = |answer: &Value| answer["context"]["now"].clone();
                let requests: Vec<_> = questions
                    .iter()
                    .zip(answers)
                    .map(|((name, kind), answer)| json!({ *kind: name, "now": now(answer), "explain": true }))
                    .collect();
                let decided = page.check_text(&facts["facts"].to_string(), &Value::from(requests).to_string());
                let decided = decided.expect("the page decides");
                for (((name, _), answer), decided) in questions.iter().zip(answers).zip(&decided) {
                    let decided: Value = serde_json::from_str(decided).expect("it is JSON");
                    let mut said = String::new();
                    write!(said, "{person} at {organisation}: {name}").expect("it can be said");
                    assert_eq!(answer["context"], decided, "{said}");
                    compared += 1;
                }
            }
        }
    }
    println!("{compared} answers of the page equal those of the server");
    assert!(compared >= ANSWERS_MIN, "only {compared} answers were compared");
}
