//! The schemas say what the readers do: both accept and refuse the same values, and every printed decision keeps its
//! schema.

use guestpass_contract::json::{SchemaKind, change_from_str, facts_from_str, request_from_str, schema};
use jsonschema::Validator;
use proptest::prelude::*;
use serde_json::{Value, json};

const FACTS: &str = include_str!("data/facts.json");
const REVIEW: &str = include_str!("data/review.json");
const REQUEST: &str = include_str!("data/request.json");
const CHANGES: &str = include_str!("data/changes.ndjson");

fn validator(kind: SchemaKind) -> Result<Validator, String> {
    jsonschema::draft202012::new(&schema(kind)).map_err(|error| error.to_string())
}

/// Sets the value at a JSON pointer; null there means: take the key away.
fn with(text: &str, pointer: &str, new: Option<Value>) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap_or_default();
    let (parent, key) = pointer.rsplit_once('/').unwrap_or(("", pointer));
    match (value.pointer_mut(parent), new) {
        (Some(Value::Object(object)), Some(new)) => drop(object.insert(key.to_owned(), new)),
        (Some(Value::Object(object)), None) => drop(object.remove(key)),
        (Some(Value::Array(list)), Some(new)) => list.push(new),
        _ => {}
    }
    value
}

/// Values that each place of a shape is tried with.
fn samples() -> Vec<Option<Value>> {
    let window = json!({"start": "2026-01-01T00:00:00Z", "end": "2026-01-02T00:00:00Z"});
    let samples = [
        json!(null),
        json!(true),
        json!(5),
        json!(1.5),
        json!(""),
        json!("x"),
        json!("x".repeat(257)),
        json!([]),
        json!({}),
        json!(["x"]),
        json!([5]),
        json!([""]),
        json!([{}]),
        json!("continuous"),
        json!("member"),
        json!("unidentified"),
        json!("partner-user"),
        json!("established"),
        json!({"period": window.clone()}),
        window,
        json!({"email": "x"}),
        json!([{"email": null}]),
        json!([{"email": "x", "identity": null}]),
        json!([{"role": "x"}]),
        json!([{"role": "x", "window": null}]),
        json!([{"name": "x", "privileges": []}]),
        json!("third-party"),
        json!("account"),
        json!("granted"),
        json!("vendor"),
        json!({"partner": "x"}),
        json!({"person": "x"}),
        json!({"person": "x", "group": "x"}),
        json!({"timestamp": "2026-01-01T00:00:00Z"}),
        json!({"x": {"y": true}}),
        json!([" "]),
        json!(-5),
        json!(4_294_967_296_u64),
        json!(u64::MAX),
        json!({"end-relationship": {"customer": "x"}}),
        json!("2026-01-01T00:00:00"),
        json!("2026-03-01T00:00:00Z"),
        json!("2026-01-01T00:00:60Z"),
        json!("2026-01-01T00:00:00.0001Z"),
        json!("2026-01-01T00:00:00.0010Z"),
    ];
    samples.into_iter().map(Some).chain([None]).collect()
}

/// Every place of a value, as JSON pointers, and in every object one key that is not there.
fn places(value: &Value, pointer: &str, places: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            for (key, inner) in object {
                let pointer = format!("{pointer}/{key}");
                self::places(inner, &pointer, places);
                places.push(pointer);
            }
            places.push(format!("{pointer}/unheard-of"));
        }
        Value::Array(list) => {
            for (index, inner) in list.iter().enumerate() {
                self::places(inner, &format!("{pointer}/{index}"), places);
            }
            places.push(format!("{pointer}/-"));
        }
        _ => {}
    }
}

fn differences(
    text: &str,
    kind: SchemaKind,
    reads: impl Fn(&str) -> Result<(), String>,
) -> Result<Vec<String>, String> {
    let validator = validator(kind)?;
    let mut all = vec![];
    places(&serde_json::from_str(text).unwrap_or_default(), "", &mut all);
    if kind == SchemaKind::Request {
        all.push("/api".to_owned());
    }
    let mut differences = vec![];
    for place in &all {
        for sample in samples() {
            let value = with(text, place, sample.clone());
            let read = reads(&value.to_string());
            if read.is_ok() != validator.is_valid(&value) {
                differences.push(format!("{place} = {sample:?}: the reader says {read:?}, the schema the opposite"));
            }
        }
    }
    assert!(all.len() > 3, "no places");
    Ok(differences)
}

#[test]
fn the_examples_are_accepted_by_both() {
    let changes = CHANGES.lines().map(|line| (line, SchemaKind::Change));
    let examples = [(FACTS, SchemaKind::Facts), (REVIEW, SchemaKind::Facts), (REQUEST, SchemaKind::Request)];
    for (text, kind) in examples.into_iter().chain(changes) {
        let value: Value = serde_json::from_str(text).unwrap();
        assert_eq!(validator(kind).unwrap().validate(&value).map_err(|error| error.to_string()), Ok(()));
    }
    facts_from_str(FACTS).unwrap();
    facts_from_str(REVIEW).unwrap();
    request_from_str(REQUEST).unwrap();
}

#[test]
fn facts_schema_and_reader_agree() {
    let reads = |text: &str| facts_from_str(text).map(drop).map_err(|error| error.to_string());
    assert_eq!(differences(FACTS, SchemaKind::Facts, reads), Ok(vec![]));
    assert_eq!(differences(REVIEW, SchemaKind::Facts, reads), Ok(vec![]));
}

#[test]
fn request_schema_and_reader_agree() {
    let reads = |text: &str| request_from_str(text).map(drop).map_err(|error| error.to_string());
    assert_eq!(differences(REQUEST, SchemaKind::Request, reads), Ok(vec![]));
}

#[test]
fn change_schema_and_reader_agree() {
    let reads = |text: &str| change_from_str(text).map(drop).map_err(|error| error.to_string());
    for line in CHANGES.lines() {
        assert_eq!(differences(line, SchemaKind::Change, reads), Ok(vec![]), "{line}");
    }
}

/// Objects of a schema whose properties lack a description, and objects that take further keys.
fn gaps(schema: &Value, at: &str, found: &mut Vec<String>) {
    if let Some(properties) = schema.get("properties").and_then(Value::as_object)
        && schema.get("type").is_some()
    {
        if schema.get("additionalProperties") != Some(&Value::Bool(false)) {
            found.push(format!("{at}: takes further keys"));
        }
        for (key, property) in properties {
            if property.get("description").is_none() {
                found.push(format!("{at}/{key}: no description"));
            }
        }
    }
    match schema {
        Value::Object(object) => object.iter().for_each(|(key, inner)| gaps(inner, &format!("{at}/{key}"), found)),
        Value::Array(list) => list.iter().for_each(|inner| gaps(inner, at, found)),
        _ => {}
    }
}

#[test]
fn every_key_is_described_and_no_other_taken() {
    for kind in SchemaKind::ALL {
        let schema = schema(*kind);
        let mut found = vec![];
        gaps(&schema, "", &mut found);
        assert_eq!(found, Vec::<String>::new(), "{kind}");
        assert_eq!(schema.get("$schema"), Some(&json!("https://json-schema.org/draft/2020-12/schema")), "{kind}");
    }
}

proptest! {
    #[test]
    fn the_request_reader_and_schema_agree_on_instants(text in "[0-9]{4}-[01][0-9]-[0-3][0-9][Tt][0-2][0-9]:[0-5][0-9]:[0-6][0-9](\\.[0-9]{1,5})?([Zz]|[+-][0-2][0-9]:[0-5][0-9])") {
        let value = json!({"api": "x", "now": text});
        // The schema knows no calendar without a format check; it must at least accept what the reader accepts.
        if request_from_str(&value.to_string()).is_ok() {
            prop_assert!(validator(SchemaKind::Request).is_ok_and(|validator| validator.is_valid(&value)));
        }
    }
}
