//! What conditions may ask about.

use crate::json::errors::{Complaint, JsonErrorKind};
use crate::json::instant::InstantText;
use crate::json::read::{Checked, Form, Items, Members, Place, Taken, Unfit, object};
use crate::json::shape::{List, Map, Name, Text, too_large};
use crate::limits::{MAX_ATTRIBUTES, MAX_NAMES};
use crate::{AttributeDraft, FactsBuilder, SubjectDraft, UnfitFacts, ValueDraft};

/// Attributes by what they are about. The keys are their names, without the subject before it.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "attributes", deny_unknown_fields))]
pub(super) struct AttributesShape {
    /// Of the person asking.
    #[cfg_attr(feature = "schema", schemars(default))]
    principal: Values,
    /// Of the organisation.
    #[cfg_attr(feature = "schema", schemars(default))]
    organisation: Values,
    /// Of the circumstances of the request.
    #[cfg_attr(feature = "schema", schemars(default))]
    context: Values,
    /// Of the person that a change names.
    #[cfg_attr(feature = "schema", schemars(default))]
    person: Values,
    /// Of resources; the keys are their identifiers.
    #[cfg_attr(feature = "schema", schemars(default))]
    resources: Map<Values, MAX_ATTRIBUTES>,
}

object!(AttributesShape {
    optional principal,
    optional organisation,
    optional context,
    optional person,
    optional resources,
});

type Values = Map<ValueShape, MAX_ATTRIBUTES>;

/// The value of an attribute; JSON has a form of its own for each type but the last.
#[derive(Debug)]
pub(in crate::json) enum ValueShape {
    Text(Text),
    Texts(List<Text, MAX_NAMES>),
    Integer(i64),
    Boolean(bool),
    Timestamp(TimestampShape),
}

/// An instant.
#[derive(Debug, Default)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "timestamp", deny_unknown_fields))]
pub(in crate::json) struct TimestampShape {
    /// The instant.
    timestamp: InstantText,
}

object!(TimestampShape { required timestamp });

impl Checked for TimestampShape {}

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
            ValueShape::Timestamp(TimestampShape { timestamp }) => ValueDraft::Timestamp(timestamp.ms()),
        };
        facts.attribute(&AttributeDraft { subject, name, value })?;
    }
    Ok(())
}

impl Default for ValueShape {
    fn default() -> Self {
        Self::Boolean(false)
    }
}

/// Floats are refused by not being read: no rule compares them.
impl Place for ValueShape {
    fn form(&self) -> Form {
        Form::Any("a string, an array of strings, a whole number, a boolean or an object with `timestamp`")
    }

    fn text(&mut self, text: &str) -> Taken {
        let mut place = Text::default();
        place.text(text)?;
        *self = Self::Text(place);
        Ok(())
    }

    fn truth(&mut self, truth: bool) -> Taken {
        *self = Self::Boolean(truth);
        Ok(())
    }

    fn negative(&mut self, number: i64) -> Taken {
        *self = Self::Integer(number);
        Ok(())
    }

    fn unsigned(&mut self, number: u64) -> Taken {
        *self = Self::Integer(i64::try_from(number).map_err(|_| {
            let message = format!("`{number}` is larger than {}", i64::MAX);
            Unfit::Value(Complaint::new(JsonErrorKind::WrongValue, message))
        })?);
        Ok(())
    }

    fn items(&mut self) -> Option<&mut dyn Items> {
        *self = Self::Texts(List::default());
        if let Self::Texts(texts) = self { Some(texts) } else { None }
    }

    fn object(&mut self) -> Option<Members<'_>> {
        *self = Self::Timestamp(TimestampShape::default());
        if let Self::Timestamp(shape) = self { Some(Members::Fields(shape)) } else { None }
    }
}
