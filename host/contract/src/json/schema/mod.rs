//! The shapes as JSON Schemas (draft 2020-12), for the people and programs that write and read them.

use std::borrow::Cow;

use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::decision::DecisionJson;
use super::facts::{FactsShape, MODE_WORDS, ModeShape, PeriodShape};
use super::instant::InstantText;
use super::policy_info::PolicyInfoJson;
use super::request::RequestShape;
use super::shape::{Code, Coded, Expression, List, Name, Object};
use crate::limits::{MAX_EXPRESSION_BYTES, MAX_NAME_BYTES};
use crate::{FactsRead, Obligations};

/// A shape that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchemaKind {
    /// What [`facts_from_str`](super::facts_from_str) reads.
    Facts,
    /// What [`request_from_str`](super::request_from_str) reads.
    Request,
    /// How [`DecisionJson`] prints.
    Decision,
    /// How [`PolicyInfoJson`] prints.
    Policy,
}

contract_names!(SchemaKind {
    Facts => "facts",
    Request => "request",
    Decision => "decision",
    Policy => "policy",
});

/// The JSON Schema of a shape.
///
/// A bound on the length of a string counts characters here and bytes in the reader, as JSON Schema has no other
/// measure; and that `end` lies after `start` cannot be said. In these two the reader is stricter than the schema.
#[must_use]
pub fn schema(kind: SchemaKind) -> Value {
    let settings = SchemaSettings::draft2020_12();
    let schema = match kind {
        SchemaKind::Facts => settings.for_deserialize().into_generator().into_root_schema_for::<FactsShape>(),
        SchemaKind::Request => settings.for_deserialize().into_generator().into_root_schema_for::<RequestShape>(),
        SchemaKind::Decision => {
            settings.for_serialize().into_generator().into_root_schema_for::<DecisionJson<'static>>()
        }
        SchemaKind::Policy => {
            settings.for_serialize().into_generator().into_root_schema_for::<PolicyInfoJson<'static>>()
        }
    };
    schema.to_value()
}

/// Writes the schema of a building block where it is used, rather than under a name.
macro_rules! inline_schema {
    ($name:literal) => {
        fn inline_schema() -> bool {
            true
        }

        fn schema_name() -> Cow<'static, str> {
            Cow::Borrowed($name)
        }
    };
}

impl JsonSchema for Name {
    inline_schema!("name");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME_BYTES })
    }
}

impl JsonSchema for Expression {
    inline_schema!("expression");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": MAX_EXPRESSION_BYTES })
    }
}

impl JsonSchema for InstantText {
    inline_schema!("instant");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        // A reader may ignore `format`; the pattern keeps out what has no offset, a leap second or too fine a fraction.
        json_schema!({
            "type": "string",
            "format": "date-time",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-5][0-9](\\.[0-9]{1,3}0*)?([Zz]|[+-][0-9]{2}:[0-9]{2})$",
        })
    }
}

impl<T: Coded> JsonSchema for Code<T> {
    inline_schema!("code");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = T::ALL.iter().map(|value| value.name()).collect();
        json_schema!({ "type": "string", "enum": names })
    }
}

/// As the object within.
impl<T: JsonSchema> JsonSchema for Object<T> {
    fn inline_schema() -> bool {
        T::inline_schema()
    }

    fn schema_name() -> Cow<'static, str> {
        T::schema_name()
    }

    fn schema_id() -> Cow<'static, str> {
        T::schema_id()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        T::json_schema(generator)
    }
}

impl<T: JsonSchema, const MAXIMUM: usize> JsonSchema for List<T, MAXIMUM> {
    inline_schema!("list");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "array", "items": generator.subschema_for::<T>(), "maxItems": MAXIMUM })
    }
}

impl JsonSchema for ModeShape {
    inline_schema!("access-mode");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "oneOf": [{ "type": "string", "enum": MODE_WORDS }, generator.subschema_for::<PeriodShape>()],
        })
    }
}

/// `id` and `partner` depend on `kind`.
pub(super) fn principal_rules(schema: &mut Schema) {
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
        ]),
    );
}

/// One of the two at least.
pub(super) fn listed_user_rules(schema: &mut Schema) {
    schema.insert("anyOf".to_owned(), json!([given("email"), given("identity")]));
}

/// One of the two exactly.
pub(super) fn request_rules(schema: &mut Schema) {
    schema.insert("oneOf".to_owned(), json!([given("privileges"), given("api")]));
}

/// The key is there and is not null.
fn given(key: &str) -> Value {
    json!({ "properties": { key: { "type": "string" } }, "required": [key] })
}

pub(super) fn obligation_names(_: &mut SchemaGenerator) -> Schema {
    names(&Obligations::NAMES)
}

pub(super) fn facts_read_names(_: &mut SchemaGenerator) -> Schema {
    names(&FactsRead::NAMES)
}

fn names(names: &[&'static str]) -> Schema {
    json_schema!({ "type": "array", "items": { "type": "string", "enum": names }, "uniqueItems": true })
}
