//! `guestpass policy push`: a signed policy into a registry.

use std::path::PathBuf;

use clap::Args;
use guestpass_distribution::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use guestpass_distribution::{PolicyPackage, SourceLocation, manifest_beside};
use serde::Serialize;

use crate::arguments::Format;
use crate::distribution::{Connection, location, wait_for};
use crate::errors::CliError;
use crate::input::Input;
use crate::output::Results;
use crate::quoting::quoted;

/// Pushes a component and the manifest beside it into an OCI registry.
///
/// The manifest is the file of `guestpass policy sign`: the component's name with `.manifest.json` behind it.
/// Credentials are `GUESTPASS_REGISTRY_USERNAME` and `GUESTPASS_REGISTRY_PASSWORD` of the environment, or those of
/// `docker login`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass policy push flexera-one.wasm oci://127.0.0.1:5000/policies/flexera-one:7"
)]
pub(crate) struct Push {
    /// Component that `guestpass policy build` wrote.
    #[arg(value_name = "COMPONENT.wasm")]
    component: PathBuf,
    /// Where it goes: `oci://host/repository:tag`.
    #[arg(value_name = "LOCATION")]
    location: String,
    #[command(flatten)]
    connection: Connection,
}

/// What was pushed, as JSON.
#[derive(Debug, Serialize)]
struct PushedJson<'a> {
    location: &'a str,
    digest: String,
    artifact_digest: String,
}

impl Push {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let location = location(&self.location)?;
        let SourceLocation::Registry(registry) = &location else {
            return Err(CliError::Usage {
                message: format!("{} is not in a registry", quoted(&self.location)),
                help: "write `oci://host/repository:tag`; to other places, copy the two files".to_owned(),
            });
        };
        let package = self.package()?;
        let pushed = wait_for(async {
            let options = self.connection.options(&location).await?;
            guestpass_distribution::push(&package, registry, &options).await.map_err(CliError::Source)
        })?;
        let (digest, artifact_digest) = (package.digest(), pushed.to_string());
        let mut results = Results::new();
        match format {
            Format::Text => results.line(format_args!(
                "pushed {} to {}\n  digest: {digest}\n  artifact: {artifact_digest}",
                quoted(&self.component.display().to_string()),
                quoted(&self.location),
            ))?,
            Format::Json => {
                let pushed = PushedJson { location: &self.location, digest, artifact_digest };
                results.json_line(&self.location, &pushed)?;
            }
        }
        results.finish()
    }

    fn package(&self) -> Result<PolicyPackage, CliError> {
        let component = Input::File(self.component.clone()).bytes(COMPONENT_BYTES_MAX)?;
        if !crate::policy_file::is_component(&component) {
            return Err(CliError::Usage {
                message: format!("{} is not a component", quoted(&self.component.display().to_string())),
                help: "build the document first, with `guestpass policy build`".to_owned(),
            });
        }
        let manifest = Input::File(manifest_beside(&self.component));
        let envelope = manifest.bytes(ENVELOPE_BYTES_MAX).map_err(|error| match error {
            CliError::FileNotFound { .. } => CliError::Unsigned { file: self.component.display().to_string() },
            other => other,
        })?;
        Ok(PolicyPackage { component, envelope: Some(envelope) })
    }
}
