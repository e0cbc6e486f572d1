//! What conditions may ask about.

use core::fmt;

use serde::Deserialize;
use serde::de::value::{MapAccessDeserializer, SeqAccessDeserializer};
use serde::de::{Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::json::errors::{Complaint, JsonErrorKind};
use crate::json::instant::InstantText;
use crate::json::shape::{Checked, List, Map, Name, Text, too_large};
use crate::limits::{MAX_ATTRIBUTES, MAX_NAMES};
use crate::{AttributeDraft, FactsBuilder, InstantMs, SubjectDraft, UnfitFacts, ValueDraft};

/// Attributes by what they are about. The keys are their names, without the subject before it.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "attributes"))]
#[serde(deny_unknown_fields)]
pub(super) struct AttributesShape {
    /// Of the person asking.
    #[serde(default)]
    principal: Values,
    /// Of the organisation.
    #[serde(default)]
    organisation: Values,
    /// Of the circumstances of the request.
    #[serde(default)]
    context: Values,
    /// Of the person that a change names.
    #[serde(default)]
    person: Values,
    /// Of resources; the keys are their identifiers.
    #[serde(default)]
    resources: Map<Values, MAX_ATTRIBUTES>,
}

type Values = Map<ValueShape, MAX_ATTRIBUTES>;

/// The value of an attribute; JSON has a form of its own for each type but the last.
#[derive(Debug)]
pub(in crate::json) enum ValueShape {
    Text(Text),
    Texts(List<Text, MAX_NAMES>),
    Integer(i64),
    Boolean(bool),
    Timestamp(InstantMs),
}

/// An instant.
#[derive(Debug, Deserialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "timestamp"))]
#[serde(deny_unknown_fields)]
pub(in crate::json) struct TimestampShape {
    /// The instant.
    timestamp: InstantText,
}

impl Checked for AttributesShape {
    fn check(&self) -> Result<(), Complaint> {
        let resources = self.resources.0.iter().map(|(_, values)| values);
        let all = [&self.principal, &self.organisation, &self.context, &self.person].into_iter().chain(resources);
        let count: usize = all.map(|values| values.0.len()).sum();
        if count > MAX_ATTRIBUTES {
            return Err(too_large(format!("more than {MAX_ATTRIBUTES} attributes together")));
        }
        Ok(())
    }
}

impl AttributesShape {
    pub(super) fn add_to(&self, facts: &mut FactsBuilder) -> Result<(), UnfitFacts> {
        add(facts, SubjectDraft::Principal, &self.principal)?;
        add(facts, SubjectDraft::Organisation, &self.organisation)?;
        add(facts, SubjectDraft::Context, &self.context)?;
        add(facts, SubjectDraft::Person, &self.person)?;
        self.resources.0.iter().try_for_each(|(id, values)| add(facts, SubjectDraft::Resource(id.as_str()), values))
    }
}

fn add(facts: &mut FactsBuilder, subject: SubjectDraft<'_>, values: &Values) -> Result<(), UnfitFacts> {
    for (Name(name), value) in &values.0 {
        let texts: Vec<&str>;
        let value = match value {
            ValueShape::Text(Text(text)) => ValueDraft::Text(text),
            ValueShape::Texts(List(list)) => {
                texts = list.iter().map(|Text(text)| text.as_str()).collect();
                ValueDraft::Texts(&texts)
            }
            ValueShape::Integer(integer) => ValueDraft::Integer(*integer),
            ValueShape::Boolean(boolean) => ValueDraft::Boolean(*boolean),
            ValueShape::Timestamp(instant) => ValueDraft::Timestamp(*instant),
        };
        facts.attribute(&AttributeDraft { subject, name, value })?;
    }
    Ok(())
}

impl<'de> Deserialize<'de> for ValueShape {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(ValueVisitor)
    }
}

struct ValueVisitor;

/// Floats are refused by not being read: no rule compares them.
impl<'de> Visitor<'de> for ValueVisitor {
    type Value = ValueShape;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string, an array of strings, a whole number, a boolean or an object with `timestamp`")
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<ValueShape, E> {
        Text::new(text).map(ValueShape::Text)
    }

    fn visit_bool<E: Error>(self, boolean: bool) -> Result<ValueShape, E> {
        Ok(ValueShape::Boolean(boolean))
    }

    fn visit_i64<E: Error>(self, integer: i64) -> Result<ValueShape, E> {
        Ok(ValueShape::Integer(integer))
    }

    fn visit_u64<E: Error>(self, integer: u64) -> Result<ValueShape, E> {
        i64::try_from(integer).map(ValueShape::Integer).map_err(|_| {
            let message = format!("`{integer}` is larger than {}", i64::MAX);
            E::custom(Complaint::new(JsonErrorKind::WrongValue, message))
        })
    }

    fn visit_seq<A: SeqAccess<'de>>(self, entries: A) -> Result<ValueShape, A::Error> {
        List::deserialize(SeqAccessDeserializer::new(entries)).map(ValueShape::Texts)
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<ValueShape, A::Error> {
        let TimestampShape { timestamp } = TimestampShape::deserialize(MapAccessDeserializer::new(map))?;
        Ok(ValueShape::Timestamp(timestamp.ms()))
    }
}
