//! The schemas of names, numbers, lists and the like.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::inline_schema;
use crate::json::instant::InstantText;
use crate::json::shape::{
    Code, Coded, Count, Description, Expression, List, Map, Name, Object, OneKey, PrivilegeName, Text,
};
use crate::limits::{MAX_DESCRIPTION_BYTES, MAX_EXPRESSION_BYTES, MAX_NAME_BYTES};

impl JsonSchema for Name {
    inline_schema!("name");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME_BYTES })
    }
}

impl JsonSchema for PrivilegeName {
    inline_schema!("privilege-name");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "minLength": 1, "maxLength": MAX_NAME_BYTES, "pattern": "^[^ ]*$" })
    }
}

impl JsonSchema for Text {
    inline_schema!("text");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": MAX_NAME_BYTES })
    }
}

impl JsonSchema for Description {
    inline_schema!("free-text");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "maxLength": MAX_DESCRIPTION_BYTES })
    }
}

impl JsonSchema for Count {
    inline_schema!("count");

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "integer", "minimum": 0, "maximum": u32::MAX })
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

impl<T: JsonSchema, const MAXIMUM: usize> JsonSchema for Map<T, MAXIMUM> {
    inline_schema!("map");

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "object",
            "propertyNames": { "minLength": 1, "maxLength": MAX_NAME_BYTES },
            "additionalProperties": generator.subschema_for::<T>(),
            "maxProperties": MAXIMUM,
        })
    }
}

/// As the object within.
impl<T: JsonSchema> JsonSchema for OneKey<T> {
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
