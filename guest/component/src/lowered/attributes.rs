//! What conditions may ask about.

use super::names::{NameList, Text};
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{Attribute, AttributeSubject, AttributeValue, EntityId, Instant, Reason};

pub(super) fn attributes<'a>(
    text: Text<'a>,
    names: &mut NameList<'a>,
    attributes: &[wit::Attribute],
) -> Result<Vec<Attribute<'a>>, Reason> {
    let mut lowered = Vec::with_capacity(attributes.len());
    for attribute in attributes {
        lowered.push(Attribute {
            subject: subject(text, attribute.subject)?,
            name: text.name(attribute.name)?,
            value: value(text, names, attribute.value)?,
        });
    }
    Ok(lowered)
}

fn subject<'a>(text: Text<'a>, subject: wit::AttributeSubject) -> Result<AttributeSubject<'a>, Reason> {
    Ok(match subject {
        wit::AttributeSubject::Principal => AttributeSubject::Principal,
        wit::AttributeSubject::Organisation => AttributeSubject::Organisation,
        wit::AttributeSubject::Resource(id) => AttributeSubject::Resource(EntityId(text.name(id)?)),
        wit::AttributeSubject::Context => AttributeSubject::Context,
        wit::AttributeSubject::Person => AttributeSubject::Person,
    })
}

fn value<'a>(
    text: Text<'a>,
    names: &mut NameList<'a>,
    value: wit::AttributeValue,
) -> Result<AttributeValue<'a>, Reason> {
    Ok(match value {
        wit::AttributeValue::Text(range) => AttributeValue::Text(text.name(range)?),
        wit::AttributeValue::Texts(span) => AttributeValue::Texts(names.span(span, |name| name)?),
        wit::AttributeValue::Integer(number) => AttributeValue::Integer(number),
        wit::AttributeValue::Boolean(truth) => AttributeValue::Boolean(truth),
        wit::AttributeValue::Timestamp(instant) => AttributeValue::Timestamp(Instant(instant)),
    })
}
