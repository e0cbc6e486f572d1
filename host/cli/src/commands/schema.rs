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
    /// verdict, timeline), or what `policy inspect` prints (policy).
    #[arg(value_name = "SHAPE", value_parser = shapes())]
    shape: SchemaKind,
}

fn shapes() -> impl TypedValueParser<Value = SchemaKind> {
    let names = SchemaKind::ALL.iter().map(|shape| shape.name());
    PossibleValuesParser::new(names).try_map(|name| SchemaKind::from_name(&name).ok_or("no such shape"))
}

impl Schema {
    pub(crate) fn run(&self) -> Result<(), CliError> {
        let schema = json::to_string_pretty(&json::schema(self.shape));
        let mut results = Results::new();
        results.line(schema.map_err(|error| CliError::unprintable(self.shape.name(), error))?)?;
        results.finish()
    }
}
