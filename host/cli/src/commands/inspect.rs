//! `guestpass policy inspect`: what is in a policy.

use clap::Args;
use guestpass::Policy;
use guestpass_contract::RoleInfo;
use guestpass_contract::json::{self, PolicyInfoJson};
use serde_json::Value;

use crate::arguments::Format;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::policy_file;
use crate::policy_text::{PolicyText, role_lines};
use crate::quoting::quoted;

/// Shows what is in a policy: its roles and who assigns them, its operations, the changes it allows, its limits.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy inspect flexera-one.wasm --role saas-viewer")]
pub(crate) struct Inspect {
    /// Policy component, or a policy document, or `-` for standard input; the content says which.
    #[arg(value_name = "POLICY")]
    policy: Input,
    /// Shows this role only: what it allows, whom it is designed for, who assigns it.
    #[arg(long, value_name = "NAME")]
    role: Option<String>,
}

impl Inspect {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let policy = policy_file::load(&self.policy, format)?;
        let role = self.role.as_deref().map(|name| self.role(name, &policy)).transpose()?;
        let mut results = Results::new();
        match (format, role) {
            (Format::Text, None) => results.line(PolicyText(&policy))?,
            (Format::Text, Some(role)) => results.line(role_lines(role, policy.info()).join("\n"))?,
            (Format::Json, role) => results.line(self.json(&policy, role)?)?,
        }
        results.finish()
    }

    fn json(&self, policy: &Policy, role: Option<&RoleInfo>) -> Result<String, CliError> {
        let unprintable = |error| CliError::unprintable(&self.policy.name(), error);
        let shape = PolicyInfoJson::new(policy.info(), policy.digest()).map_err(unprintable)?;
        match role {
            None => json::to_string(&shape).map_err(unprintable),
            Some(role) => {
                // The shape of a role is part of that of a policy and of no other.
                let whole: Value = serde_json::to_value(&shape).unwrap_or_default();
                let roles = whole.get("roles").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
                let found = roles.iter().find(|value| value.get("name").is_some_and(|name| *name == role.name));
                json::to_string(&found).map_err(unprintable)
            }
        }
    }

    fn role<'a>(&self, name: &str, policy: &'a Policy) -> Result<&'a RoleInfo, CliError> {
        let roles = &policy.info().roles;
        roles.iter().find(|role| role.name == name).ok_or_else(|| {
            let names = roles.iter().map(|role| quoted(&role.name)).collect::<Vec<_>>().join(", ");
            CliError::Usage {
                message: format!("the policy has no role {}", quoted(name)),
                help: format!("its roles are {names}"),
            }
        })
    }
}
