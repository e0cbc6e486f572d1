//! Facts and questions have JSON shapes: what is written as TOML is turned into JSON, and places of errors back.

use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::DeValue;

use super::findings::Span;

/// The same value as JSON. Instants become text.
pub(super) fn json_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::from(text.as_ref()),
        DeValue::Integer(number) => {
            let read = i64::from_str_radix(number.as_str(), number.radix());
            read.map_or_else(|_| Value::from(number.as_str()), Value::from)
        }
        DeValue::Float(number) => {
            number.as_str().parse::<f64>().map_or_else(|_| Value::from(number.as_str()), Value::from)
        }
        DeValue::Boolean(flag) => Value::from(*flag),
        DeValue::Datetime(instant) => Value::from(instant.to_string()),
        DeValue::Array(items) => items.iter().map(|item| json_of(item.get_ref())).collect(),
        DeValue::Table(table) => {
            let entries = table.iter().map(|(key, value)| (key.get_ref().to_string(), json_of(value.get_ref())));
            Value::Object(entries.collect())
        }
    }
}

/// A merge patch (RFC 7396). TOML has no null: the empty text stands for nothing, and takes no key away.
pub(super) fn patch(target: &mut Value, patch_with: &Value) {
    let Value::Object(changes) = patch_with else {
        *target = patch_with.clone();
        return;
    };
    if !target.is_object() {
        *target = Value::Object(Map::new());
    }
    let Some(object) = target.as_object_mut() else { return };
    for (key, change) in changes {
        patch(object.entry(key.clone()).or_insert(Value::Null), change);
    }
}

/// Where the value at a path such as `role_grants[0].window` stands, and whether all of the path was found; otherwise
/// the place of the last part that was.
pub(super) fn span_at(value: &Spanned<DeValue<'_>>, path: &str) -> (Span, bool) {
    let (mut here, mut span) = (value, value.span());
    for segment in path.split(['.', '[']).filter(|segment| !segment.is_empty()) {
        let name = segment.trim_matches(['`', '"']);
        let next = match here.get_ref() {
            DeValue::Table(table) => table.get_key_value(name).map(|(key, value)| (key.span(), value)),
            DeValue::Array(items) => {
                let index = segment.trim_end_matches(']').parse::<usize>().ok();
                index.and_then(|index| items.get(index)).map(|item| (item.span(), item))
            }
            _ => None,
        };
        let Some((found, value)) = next else { return (span, false) };
        (span, here) = (found, value);
    }
    (span, true)
}
