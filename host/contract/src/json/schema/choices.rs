//! The schemas of values that may have one of several forms.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use super::inline_schema;
use crate::json::change::{GRANTEE_WORD, GranteeShape, HolderShape, KindShape, PartnerGranteeShape};
use crate::json::facts::{MODE_WORDS, ModeShape, PeriodShape, TimestampShape, ValueShape};
use crate::json::policy_info::RequirementJson;
use crate::json::shape::{List, Name, Text};
use crate::limits::MAX_NAMES;

impl<W: JsonSchema> JsonSchema for ModeShape<W> {
    inline_schema!("access-mode");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "oneOf": [{ "type": "string", "enum": MODE_WORDS }, generator.subschema_for::<PeriodShape<W>>()],
        })
    }
}

impl JsonSchema for GranteeShape {
    inline_schema!("grantee");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({ "oneOf": [{ "const": GRANTEE_WORD }, generator.subschema_for::<PartnerGranteeShape>()] })
    }
}

impl JsonSchema for ValueShape {
    inline_schema!("attribute-value");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "oneOf": [
                generator.subschema_for::<Text>(),
                generator.subschema_for::<List<Text, MAX_NAMES>>(),
                { "type": "integer", "minimum": i64::MIN, "maximum": i64::MAX },
                { "type": "boolean" },
                generator.subschema_for::<TimestampShape>(),
            ],
        })
    }
}

impl JsonSchema for HolderShape {
    inline_schema!("holder");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let id = generator.subschema_for::<Name>();
        one_of_these_keys(Self::DESCRIBED.iter().map(|(tag, what)| (*tag, *what, id.clone())))
    }
}

impl JsonSchema for KindShape {
    inline_schema!("change-of-a-kind");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        one_of_these_keys(Self::schemas(generator))
    }
}

impl JsonSchema for RequirementJson<'_> {
    inline_schema!("requirement");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        let privileges = generator.subschema_for::<Vec<&str>>();
        let privileges = ("privileges", "Any one of these privileges.", privileges);
        json_schema!({
            "oneOf": [{ "type": "string", "enum": Self::WORDS }, one_of_these_keys([privileges])],
        })
    }
}

/// An object with exactly one key; each with what it is and the schema of its value.
fn one_of_these_keys(keys: impl IntoIterator<Item = (&'static str, &'static str, Schema)>) -> Schema {
    let properties: Map<String, Value> = keys
        .into_iter()
        .map(|(key, what, mut schema)| {
            schema.insert("description".to_owned(), json!(what));
            (key.to_owned(), schema.to_value())
        })
        .collect();
    json_schema!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
        "minProperties": 1,
        "maxProperties": 1,
    })
}
