//! Properties of a request become attributes that conditions may ask about.

use guestpass::contract::json::instant_from_str;
use guestpass::contract::{AttributeType, PolicyInfo};
use guestpass_store::Supplied;
use guestpass_store::model::{AttributeValue, Attributes, Timestamp};
use serde_json::Value;

use super::wire::{Evaluation, Object};

/// Takes from a question what the policy declares, each with the declared type. The rest is left out, as if it had not
/// been sent; a condition that asks about it does not hold.
///
/// An attribute of the directory always wins over a property of that name. What the caller said is besides an attribute
/// of the context, with the part of the request before its name: `context.resource_status`, `context.subject_role`,
/// `context.action_soft`. So a policy can tell what is known from what is said, and only if its author wants to.
pub(super) fn supplied(info: &PolicyInfo, evaluation: &Evaluation) -> Supplied {
    let mut supplied = Supplied::default();
    for attribute in &info.attributes {
        let Some((entity, name)) = attribute.name.split_once('.') else { continue };
        let (kept, sent): (&mut Attributes, Option<&Value>) = match entity {
            "principal" => (&mut supplied.principal, evaluation.subject.properties.get(name)),
            "resource" => (&mut supplied.resource, evaluation.resource.properties.get(name)),
            "context" => (&mut supplied.context, said(evaluation, name)),
            // Nobody but the directory speaks for an organisation.
            _ => continue,
        };
        if let Some(value) = sent.and_then(|sent| typed(attribute.holds, sent)) {
            kept.insert(name.to_owned(), value);
        }
    }
    supplied
}

/// What an attribute of the context is called in the request.
fn said<'e>(evaluation: &'e Evaluation, name: &str) -> Option<&'e Value> {
    let parts: [(&str, &Object); 3] = [
        ("subject_", &evaluation.subject.properties),
        ("action_", &evaluation.action.properties),
        ("resource_", &evaluation.resource.properties),
    ];
    let of_part = parts.into_iter().find_map(|(prefix, object)| Some((object, name.strip_prefix(prefix)?)));
    match of_part {
        Some((object, name)) => object.get(name),
        None => evaluation.context.get(name),
    }
}

/// A value of the declared type; none when it is of another. Instants are RFC 3339, whatever else looks like one.
fn typed(holds: AttributeType, sent: &Value) -> Option<AttributeValue> {
    Some(match (holds, sent) {
        (AttributeType::Boolean, Value::Bool(value)) => AttributeValue::Boolean(*value),
        (AttributeType::Integer, Value::Number(value)) => AttributeValue::Integer(value.as_i64()?),
        (AttributeType::Text, Value::String(value)) => AttributeValue::Text(value.clone()),
        (AttributeType::Texts, Value::Array(values)) => {
            let texts = values.iter().map(|value| value.as_str().map(str::to_owned));
            AttributeValue::Texts(texts.collect::<Option<_>>()?)
        }
        (AttributeType::Timestamp, Value::String(value)) => {
            AttributeValue::Timestamp(Timestamp { timestamp_ms: instant_from_str(value).ok()? })
        }
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::typed;
    use guestpass::contract::AttributeType::{Boolean, Integer, Text, Texts, Timestamp};
    use guestpass_store::model::{self, AttributeValue};
    use serde_json::json;

    #[test]
    fn a_value_of_another_type_was_not_sent() {
        let instant = AttributeValue::Timestamp(model::Timestamp { timestamp_ms: 0 });
        for (holds, sent, expected) in [
            (Boolean, json!(true), Some(AttributeValue::Boolean(true))),
            (Boolean, json!("true"), None),
            (Integer, json!(7), Some(AttributeValue::Integer(7))),
            (Integer, json!(7.5), None),
            (Integer, json!("7"), None),
            (Text, json!("x"), Some(AttributeValue::Text("x".to_owned()))),
            (Text, json!(7), None),
            (Text, json!(null), None),
            (Texts, json!(["x"]), Some(AttributeValue::Texts(vec!["x".to_owned()]))),
            (Texts, json!(["x", 7]), None),
            (Texts, json!("x"), None),
            (Timestamp, json!("1970-01-01T00:00:00Z"), Some(instant)),
            // The standard's own examples have no seconds.
            (Timestamp, json!("1985-10-26T01:22-07:00"), None),
            (Timestamp, json!(0), None),
        ] {
            assert_eq!(typed(holds, &sent), expected, "{holds:?} {sent}");
        }
    }
}
