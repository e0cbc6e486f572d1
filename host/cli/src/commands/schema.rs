//! `guestpass schema`: the JSON shapes, as JSON Schemas.

use clap::Args;
use clap::builder::{PossibleValuesParser, TypedValueParser};
use guestpass_contract::json::{self, SchemaKind};

use crate::errors::CliError;
use crate::output::Results;

/// Prints the JSON Schema of what the other commands read and print.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass schema facts > facts.schema.json")]
pub(crate) struct Schema {
    /// Which shape: what `check`, `review` and `timeline` read (facts, request, change), what they print (decision,
    /// verdict, timeline), what `policy inspect` prints (policy), or what `policy build` reads (document), for editors.
    #[arg(value_name = "SHAPE", value_parser = shapes())]
    shape: Shape,
}

/// What has a schema.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// A policy document, which is TOML.
    Document,
    /// A shape that is JSON.
    Json(SchemaKind),
}

const DOCUMENT: &str = "document";

fn shapes() -> impl TypedValueParser<Value = Shape> {
    let names = SchemaKind::ALL.iter().map(|shape| shape.name()).chain([DOCUMENT]);
    PossibleValuesParser::new(names).try_map(|name| match SchemaKind::from_name(&name) {
        Some(kind) => Ok(Shape::Json(kind)),
        None if name == DOCUMENT => Ok(Shape::Document),
        None => Err("no such shape"),
    })
}

impl Schema {
    pub(crate) fn run(&self) -> Result<(), CliError> {
        let mut results = Results::new();
        match self.shape {
            Shape::Document => results.line(guestpass_compiler::DOCUMENT_SCHEMA.trim_end())?,
            Shape::Json(kind) => {
                let schema = json::to_string_pretty(&json::schema(kind));
                results.line(schema.map_err(|error| CliError::unprintable(kind.name(), error))?)?;
            }
        }
        results.finish()
    }
}
