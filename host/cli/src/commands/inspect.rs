//! `guestpass policy inspect`: what is in a policy.

use std::fmt::{self, Display};

use clap::Args;
use guestpass::{Policy, Provenance};
use guestpass_contract::json::{self, PolicyInfoJson};
use guestpass_contract::{ApiInfo, PolicyInfo, RoleInfo};

use crate::arguments::Format;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::policy_file;
use crate::quoting::visible;

/// Shows what is in a policy: its digest, its roles, its operations and its limits.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy inspect flexera-one.wasm")]
pub(crate) struct Inspect {
    /// Policy component, or a policy document, or `-` for standard input; the content says which.
    #[arg(value_name = "POLICY")]
    policy: Input,
}

impl Inspect {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let policy = policy_file::load(&self.policy, format)?;
        let mut results = Results::new();
        match format {
            Format::Text => results.line(PolicyText(&policy))?,
            Format::Json => {
                let shape = PolicyInfoJson::new(policy.info(), policy.digest());
                let line = shape.and_then(|shape| json::to_string(&shape));
                results.line(line.map_err(|error| CliError::unprintable(&self.policy.name(), error))?)?;
            }
        }
        results.finish()
    }
}

/// A policy for people. Its sections are left out when they are empty.
struct PolicyText<'a>(&'a Policy);

impl Display for PolicyText<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (policy, info) = (self.0, self.0.info());
        let provenance = match policy.provenance() {
            Provenance::Engine => "engine (the code is the engine component's own)",
            Provenance::Custom => "custom (the code is not the engine component's; every call gets a fresh instance)",
        };
        writeln!(formatter, "policy: {} {}", visible(&info.name), visible(&info.version))?;
        writeln!(formatter, "digest: {}", policy.digest())?;
        writeln!(formatter, "document: sha256:{}", info.source_digest)?;
        writeln!(formatter, "contract: {}", info.contract_version)?;
        write!(formatter, "provenance: {provenance}")?;
        section(formatter, "roles", info.roles.iter().map(|role| role_text(role, info)))?;
        section(formatter, "apis", info.apis.iter().map(api_text))?;
        let groups = info.field_groups.iter();
        section(formatter, "field groups", groups.map(|group| described(&group.name, &group.summary)))?;
        let maximum = |maximum: Option<u32>| maximum.map_or("unlimited".to_owned(), |number| number.to_string());
        let limits = info.limits.iter();
        section(formatter, "limits", limits.map(|limit| described(&limit.name, &maximum(limit.maximum))))?;
        section(formatter, "settings", info.settings.iter().map(|setting| visible(setting)))
    }
}

/// Ends without a line break, as whoever prints adds it.
fn section(
    formatter: &mut fmt::Formatter<'_>,
    title: &str,
    entries: impl ExactSizeIterator<Item = String>,
) -> fmt::Result {
    if entries.len() == 0 {
        return Ok(());
    }
    write!(formatter, "\n\n{title} ({}):", entries.len())?;
    entries.into_iter().try_for_each(|entry| write!(formatter, "\n  {entry}"))
}

fn described(name: &str, description: &str) -> String {
    format!("{}: {}", visible(name), visible(description))
}

fn role_text(role: &RoleInfo, info: &PolicyInfo) -> String {
    let mut text = described(&role.name, &role.title);
    if role.switchable {
        text.push_str(" (switchable)");
    }
    if role.deprecated {
        text.push_str(" (deprecated)");
    }
    let privileges = role.privileges.iter().filter_map(|index| info.privileges.get(usize::from(*index)));
    for privilege in privileges {
        text.push_str("\n    ");
        text.push_str(&visible(&privilege.name));
    }
    text
}

fn api_text(api: &ApiInfo) -> String {
    if api.privileges.is_empty() {
        return described(&api.name, "no role required");
    }
    described(&api.name, &api.privileges.join(" || "))
}
