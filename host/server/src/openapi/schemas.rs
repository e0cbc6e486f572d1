//! The shapes of the description, as JSON Schemas under `components/schemas`.

use guestpass_contract::json::{SchemaKind, VerdictJson, schema};
use guestpass_store::Revision;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

use crate::problem::ProblemBody;

/// Where the document has its shapes.
const PLACE: &str = "/components/schemas";
/// The shape of every problem.
pub(super) const PROBLEM: &str = "Problem";
const CHANGE: &str = "Change";
const FACTS: &str = "Facts";

/// Makes the schema of something.
pub(crate) type Shape = fn(&mut SchemaGenerator) -> Schema;

/// Schemas by name, as far as they have been asked for.
pub(super) struct Schemas {
    reading: SchemaGenerator,
    printing: SchemaGenerator,
    unnamed: Map<String, Value>,
}

impl Schemas {
    pub(super) fn new() -> Self {
        let settings = SchemaSettings::draft2020_12().with(|settings| {
            settings.definitions_path = PLACE.into();
            settings.meta_schema = None;
        });
        let mut printing = settings.clone().for_serialize().into_generator();
        // Every endpoint refers to it.
        let _ = printing.subschema_for::<ProblemBody>();
        Self { reading: settings.for_deserialize().into_generator(), printing, unnamed: Map::new() }
    }

    /// Where the shape of something that is read stands. `name` is for one that has no name of its own.
    pub(super) fn read(&mut self, name: &str, shape: Shape) -> String {
        let schema = shape(&mut self.reading);
        self.referred(name, schema)
    }

    /// The same for what is printed.
    pub(super) fn printed(&mut self, name: &str, shape: Shape) -> String {
        let schema = shape(&mut self.printing);
        self.referred(name, schema)
    }

    fn referred(&mut self, name: &str, schema: Schema) -> String {
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            return reference.to_owned();
        }
        self.unnamed.insert(name.to_owned(), schema.to_value());
        format!("#{PLACE}/{name}")
    }

    /// All of them.
    pub(super) fn into_components(mut self) -> Value {
        let mut all = self.unnamed;
        for named in [self.printing.take_definitions(true), self.reading.take_definitions(true)] {
            for (name, schema) in named {
                all.entry(name).or_insert(schema);
            }
        }
        adopt(&mut all, CHANGE, schema(SchemaKind::Change));
        adopt(&mut all, FACTS, schema(SchemaKind::Facts));
        Value::Object(all)
    }
}

/// Takes over a schema that stands for itself: its own parts get places beside it.
fn adopt(all: &mut Map<String, Value>, name: &str, mut schema: Value) {
    moved(&mut schema, name);
    let Some(members) = schema.as_object_mut() else { return };
    members.remove("$schema");
    if let Some(Value::Object(parts)) = members.remove("$defs") {
        all.extend(parts.into_iter().map(|(part, schema)| (format!("{name}.{part}"), schema)));
    }
    all.insert(name.to_owned(), schema);
}

/// References to a schema's own parts, put to where these are now.
fn moved(schema: &mut Value, name: &str) {
    match schema {
        Value::Object(members) => {
            for (key, value) in members {
                match value {
                    Value::String(reference) if key == "$ref" => {
                        if let Some(part) = reference.strip_prefix("#/$defs/") {
                            *reference = format!("#{PLACE}/{name}.{part}");
                        }
                    }
                    value => moved(value, name),
                }
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| moved(item, name)),
        _ => {}
    }
}

/// A change, as `guestpass schema change` describes it, without `now`.
pub(crate) fn change_reference(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": format!("#{PLACE}/{CHANGE}/properties/change") })
}

/// Facts, as `guestpass schema facts` describes them.
pub(crate) fn facts_reference(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": format!("#{PLACE}/{FACTS}") })
}

/// What is known of the things that a change names: `change_facts` of the facts.
pub(crate) fn change_facts_reference(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "$ref": format!("#{PLACE}/{FACTS}/properties/change_facts") })
}

/// What is answered to a change that was made, besides the verdict.
#[derive(JsonSchema)]
#[expect(dead_code, reason = "it is only described; the answer is kept as JSON")]
struct Made {
    /// Whoever checks at this revision or a later one is answered by the change.
    revision: Revision,
    /// What has a new name, by its kind, such as `request`.
    created: std::collections::BTreeMap<String, String>,
}

/// A change that was made: the verdict, and more.
pub(crate) enum MadeChange {}

impl JsonSchema for MadeChange {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        "MadeChange".into()
    }

    fn json_schema(generator: &mut SchemaGenerator) -> Schema {
        widened::<VerdictJson<'static>, Made>(generator, "accepted", &["revision"])
    }
}

/// A shape of the contract with further members; only some of them have to be there. The contract's own shape allows no
/// others, so that both cannot just be demanded together.
pub(crate) fn widened<Base: JsonSchema, More: JsonSchema>(
    generator: &mut SchemaGenerator,
    base: &str,
    required: &[&str],
) -> Schema {
    let _ = generator.subschema_for::<Base>();
    let mut members = generator.definitions().get(base).and_then(Value::as_object).cloned().unwrap_or_default();
    let more = More::json_schema(generator);
    let further = more.get("properties").and_then(Value::as_object).cloned().unwrap_or_default();
    if let Some(Value::Object(properties)) = members.get_mut("properties") {
        properties.extend(further);
    }
    if let Some(Value::Array(needed)) = members.get_mut("required") {
        needed.extend(required.iter().map(|name| json!(name)));
    }
    members.into()
}
