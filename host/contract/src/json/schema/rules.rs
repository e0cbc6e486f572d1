//! What the types of keys cannot say.

use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use crate::json::verdict::{ACCEPTED, REFUSED};
use crate::{FactsRead, Obligations, Remedy};

/// `id`, `partner` and `home` depend on `kind`.
pub(in crate::json) fn principal_rules(schema: &mut Schema) {
    schema.insert(
        "allOf".to_owned(),
        json!([
            {
                "if": { "properties": { "kind": { "const": "unidentified" } } },
                "else": { "properties": { "id": { "type": "string" } }, "required": ["id"] },
            },
            {
                "if": { "properties": { "kind": { "const": "partner-user" } } },
                "then": { "properties": { "partner": { "type": "object" } }, "required": ["partner"] },
                "else": { "properties": { "partner": { "type": "null" } } },
            },
            {
                "if": { "properties": { "kind": { "const": "third-party" } } },
                "then": { "properties": { "home": { "type": "string" } }, "required": ["home"] },
                "else": { "properties": { "home": { "type": "null" } } },
            },
        ]),
    );
}

/// One of the two at least.
pub(in crate::json) fn listed_user_rules(schema: &mut Schema) {
    schema.insert("anyOf".to_owned(), json!([given("email"), given("identity")]));
}

/// One of the two exactly.
pub(in crate::json) fn request_rules(schema: &mut Schema) {
    schema.insert("oneOf".to_owned(), json!([given("privileges"), given("api")]));
}

/// The key is there and is not null.
fn given(key: &str) -> Value {
    json!({ "properties": { key: { "type": "string" } }, "required": [key] })
}

pub(in crate::json) fn obligation_names(_: &mut SchemaGenerator) -> Schema {
    names(Obligations::NAMES)
}

pub(in crate::json) fn facts_read_names(_: &mut SchemaGenerator) -> Schema {
    names(FactsRead::NAMES)
}

fn names(names: &[&'static str]) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "enum": names }, "uniqueItems": true })
}

pub(in crate::json) fn remedy_names(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": Remedy::NAMES })
}

pub(in crate::json) fn accepted(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": ACCEPTED })
}

pub(in crate::json) fn refused(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": REFUSED })
}
