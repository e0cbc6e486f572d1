//! `guestpass keys api`: a key for a program that asks the server.

use clap::Args;
use guestpass_contract::json::instant_from_str;
use guestpass_server::{NewApiKey, Scope, ScopeName};
use serde::Serialize;

use crate::arguments::Format;
use crate::errors::CliError;
use crate::output::Results;

/// Makes a key for a program that asks the server, and prints it once, with the settings that make it valid.
///
/// The server keeps a hash of it, so that whoever reads its settings cannot use it.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass keys api --name portal --organisation initech --scope decide")]
pub(crate) struct MakeApiKey {
    /// What people call it.
    #[arg(long, value_name = "NAME")]
    name: String,
    /// Organisation whose data it reaches, or `*` for every organisation.
    #[arg(long, value_name = "ORGANISATION")]
    organisation: Scope,
    /// What it may be used for: `decide`, `search`, `administer` or `operate`; give it once for each.
    #[arg(long = "scope", value_name = "SCOPE", required = true)]
    scopes: Vec<ScopeName>,
    /// Instant from which on it is not valid, such as `2027-01-01T00:00:00Z`.
    #[arg(long, value_name = "INSTANT")]
    expires: Option<String>,
    /// Person that it acts for; without one it changes nothing in the directory.
    #[arg(long, value_name = "PERSON")]
    person: Option<String>,
}

/// A new key, as JSON.
#[derive(Debug, Serialize)]
struct KeyJson<'a> {
    id: &'a str,
    key: &'a str,
    settings: &'a str,
}

impl MakeApiKey {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let wrong =
            |message: String| CliError::Usage { message, help: "correct it, and run the command again".to_owned() };
        let made = NewApiKey::generate(&self.name, self.organisation.clone(), self.scopes.iter().copied());
        let mut made = made.map_err(|error| CliError::Usage {
            message: format!("this machine has no randomness to make a key of: {error}"),
            help: "make the key on another machine".to_owned(),
        })?;
        let expires = self.expires.as_deref().map(instant_from_str).transpose();
        made.kept.expires_ms = expires.map_err(|error| wrong(format!("`--expires`: {}", error.message())))?;
        let person = self.person.as_deref().map(str::parse).transpose();
        made.kept.person = person.map_err(|error| wrong(format!("`--person`: {error}")))?;
        let settings = made.kept.to_toml().map_err(|error| wrong(error.message().to_owned()))?;
        let mut results = Results::new();
        let key = made.secret.expose();
        match format {
            Format::Text => results.line(format_args!(
                "{key}\n\nKeep it secret; it is not shown again. Put this into the settings of the server:\n\n{}",
                settings.trim_end()
            ))?,
            Format::Json => results.json_line("<stdout>", &KeyJson { id: &made.kept.id, key, settings: &settings })?,
        }
        results.finish()
    }
}
