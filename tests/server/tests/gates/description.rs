//! The description of the server, and that the check of answers against it finds what is not so.

use std::collections::BTreeSet;

use guestpass_server_tests::description::{Answered, described};
use serde_json::Value;

const JSON: &str = "application/json";

fn answered(path: &'static str, status: u16, content_type: &'static str, body: &'static str) -> Answered<'static> {
    Answered { method: "GET", path, sent: None, status, content_type, body: body.as_bytes() }
}

#[test]
fn what_is_answered_well_was_asked_as_described() {
    let answer = Answered { method: "POST", ..answered("/access/v1/evaluation", 200, JSON, r#"{"decision":true}"#) };
    let entity = r#"{"type":"user","id":"x"}"#;
    let whole = format!(r#"{{"subject":{entity},"resource":{entity},"action":{{"name":"a"}},"more":1}}"#);
    for (sent, expected) in
        [(whole.as_str(), ""), ("", "it needs a body"), ("{}", "subject"), (r#"{"subject":{"type":"user"}}"#, "id")]
    {
        let found = described(Answered { sent: Some(sent.as_bytes()), ..answer }).err().unwrap_or_default();
        assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{sent}: {found}");
    }
    let health = answered("/health", 200, JSON, r#"{"status":"alive"}"#);
    assert!(described(Answered { sent: Some(b"{}"), ..health }).is_err(), "nothing is sent there");
}

#[test]
fn what_is_not_as_described_is_found() {
    let json = JSON;
    for (answer, expected) in [
        (answered("/health", 200, json, r#"{"status":"alive"}"#), ""),
        (answered("/health?a=b", 200, json, r#"{"status":"alive"}"#), ""),
        (answered("/health", 200, json, r#"{"status":"dead"}"#), "`/status`"),
        (answered("/health", 200, json, r#"{"status":"alive","more":1}"#), "more"),
        (answered("/health", 200, json, "{}"), "status"),
        (answered("/health", 200, json, "no"), "no JSON"),
        (answered("/health", 200, "text/html", ""), "`text/html` is not described"),
        (answered("/health", 201, json, "{}"), "the status is not described"),
        (answered("/health", 404, json, "{}"), "`application/json` is not described"),
        (answered("/nothing", 200, json, "{}"), "nothing is described"),
        (answered("/console", 308, "", ""), ""),
        (answered("/console", 308, "", "more"), "none is described"),
        (answered("/console/assets/a.js", 200, "text/javascript", "1"), ""),
    ] {
        let found = described(answer).err().unwrap_or_default();
        assert!(found.contains(expected) && found.is_empty() == expected.is_empty(), "{answer:?}: {found}");
    }
}

#[test]
fn every_endpoint_says_what_it_answers() {
    let document = guestpass_server::openapi();
    for endpoint in guestpass_server::endpoints() {
        let method = endpoint.method().as_str().to_ascii_lowercase();
        let responses = &document["paths"][endpoint.path().replace("{*", "{")][&method]["responses"];
        let responses = responses.as_object().unwrap_or_else(|| panic!("{endpoint:?}"));
        let good: Vec<_> = responses.iter().filter(|(status, _)| status.starts_with(['2', '3'])).collect();
        assert_eq!(good.len(), 1, "{endpoint:?}: one answer when all goes well");
        assert!(responses.contains_key("default") && responses.contains_key("500"), "{endpoint:?}");
        let is_open = endpoint.access() == guestpass_server::Access::Public;
        assert_eq!(responses.contains_key("401"), !is_open, "{endpoint:?}");
        for (status, response) in responses {
            let Some(content) = response.get("content").and_then(Value::as_object) else {
                assert_eq!(status, "308", "{endpoint:?} {status}");
                continue;
            };
            let schema = content.values().next().and_then(|content| content.get("schema"));
            assert!(schema.is_some_and(|schema| *schema != serde_json::json!({})), "{endpoint:?} {status}");
        }
    }
}

#[test]
fn every_reference_of_the_description_leads_somewhere() {
    fn look(document: &Value, value: &Value) {
        match value {
            Value::Object(members) => members.iter().for_each(|(key, value)| match value {
                Value::String(reference) if key == "$ref" => {
                    let found = reference.strip_prefix('#').and_then(|pointer| document.pointer(pointer));
                    assert!(found.is_some(), "{reference}");
                }
                value => look(document, value),
            }),
            Value::Array(items) => items.iter().for_each(|item| look(document, item)),
            _ => {}
        }
    }
    let document = guestpass_server::openapi();
    look(&document, &document);
}

#[test]
fn every_endpoint_is_in_the_description() {
    let document = guestpass_server::openapi();
    assert_eq!(document["openapi"], "3.1.0");
    let (mut described, mut ids) = (0, BTreeSet::new());
    for endpoint in guestpass_server::endpoints() {
        let method = endpoint.method().as_str().to_ascii_lowercase();
        let operation = &document["paths"][endpoint.path().replace("{*", "{")][&method];
        let id = operation["operationId"].as_str().expect("it has a name");
        assert!(ids.insert(id.to_owned()), "{endpoint:?}: two are called `{id}`");
        let variables =
            operation["parameters"].as_array().map_or(0, |all| all.iter().filter(|one| one["in"] == "path").count());
        assert_eq!(variables, endpoint.path().matches('{').count(), "{endpoint:?}: {operation}");
        assert!(operation["responses"]["default"].is_object(), "{endpoint:?}: {operation}");
        let is_open = endpoint.access() == guestpass_server::Access::Public;
        assert_eq!(operation["security"].is_null(), is_open, "{endpoint:?}: {operation}");
        described += 1;
    }
    let paths = document["paths"].as_object().expect("there are paths");
    let operations = paths.values().filter_map(|path| path.as_object()).map(|methods| methods.len()).sum::<usize>();
    assert_eq!(operations, described, "nothing else is described");
    // Names that differ in nothing but capitals are one name to some who make programs of them.
    let schemas = document["components"]["schemas"].as_object().expect("there are shapes");
    let names: BTreeSet<_> = schemas.keys().map(|name| name.to_lowercase()).collect();
    assert_eq!(names.len(), schemas.len());
    let change = &document["components"]["schemas"]["Change"];
    assert!(change["properties"]["change"].is_object(), "{change}");
}
