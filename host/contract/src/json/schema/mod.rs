//! The shapes as JSON Schemas (draft 2020-12), for the people and programs that write and read them.

mod blocks;
mod choices;
mod rules;

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde_json::Value;

pub(super) use rules::{
    accepted, facts_read_names, listed_user_rules, obligation_names, principal_rules, refused, remedy_names,
    request_rules,
};

use super::change::ChangeShape;
use super::decision::DecisionJson;
use super::facts::FactsShape;
use super::policy_info::PolicyInfoJson;
use super::request::RequestShape;
use super::timeline::TimelineJson;
use super::verdict::VerdictJson;

/// A shape that has a schema.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum SchemaKind {
    /// What [`facts_from_str`](super::facts_from_str) and [`review_facts_from_str`](super::review_facts_from_str) read.
    Facts,
    /// What [`request_from_str`](super::request_from_str) reads.
    Request,
    /// What [`change_from_str`](super::change_from_str) reads.
    Change,
    /// How [`DecisionJson`] prints.
    Decision,
    /// How [`VerdictJson`] prints.
    Verdict,
    /// How [`TimelineJson`] prints.
    Timeline,
    /// How [`PolicyInfoJson`] prints.
    Policy,
}

contract_names!(SchemaKind {
    Facts => "facts",
    Request => "request",
    Change => "change",
    Decision => "decision",
    Verdict => "verdict",
    Timeline => "timeline",
    Policy => "policy",
});

/// The JSON Schema of a shape.
///
/// A bound on the length of a string counts characters here and bytes in the reader, as JSON Schema has no other
/// measure; that `end` lies after `start`, and how much there may be of everything together, cannot be said; and `1.0`
/// is a whole number to JSON Schema. In these the reader is stricter than the schema.
#[must_use]
pub fn schema(kind: SchemaKind) -> Value {
    let read = SchemaSettings::draft2020_12().for_deserialize();
    let printed = SchemaSettings::draft2020_12().for_serialize();
    match kind {
        SchemaKind::Facts => root::<FactsShape>(read),
        SchemaKind::Request => root::<RequestShape>(read),
        SchemaKind::Change => root::<ChangeShape>(read),
        SchemaKind::Decision => root::<DecisionJson<'static>>(printed),
        SchemaKind::Verdict => root::<VerdictJson<'static>>(printed),
        SchemaKind::Timeline => root::<TimelineJson<'static>>(printed),
        SchemaKind::Policy => root::<PolicyInfoJson<'static>>(printed),
    }
}

fn root<T: JsonSchema>(settings: SchemaSettings) -> Value {
    settings.into_generator().into_root_schema_for::<T>().to_value()
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

use inline_schema;
