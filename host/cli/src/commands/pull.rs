//! `guestpass policy pull`: a policy from wherever hosts fetch it.

use std::path::PathBuf;

use clap::Args;
use guestpass_contract::json;
use guestpass_distribution::{Fetched, PolicyPackage, PolicySource, manifest_beside, open};
use serde::Serialize;

use crate::arguments::Format;
use crate::distribution::{Connection, location, wait_for};
use crate::errors::CliError;
use crate::output::{Results, write_whole};
use crate::quoting::quoted;

/// Fetches a policy as hosts do, and writes it into a file with its manifest beside it.
///
/// From a folder, the package with the highest version is taken. After an error nothing is written.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass policy pull oci://127.0.0.1:5000/policies/flexera-one:7 -o flexera-one.wasm"
)]
pub(crate) struct Pull {
    /// Where it is: `policy.wasm`, `folder:policies`, `https://host/policy.wasm` or `oci://host/repository:tag`.
    #[arg(value_name = "LOCATION")]
    location: String,
    /// Where the component goes; the manifest goes beside it. Files that are there are replaced.
    #[arg(short, long, value_name = "OUT.wasm")]
    output: PathBuf,
    #[command(flatten)]
    connection: Connection,
}

/// What was pulled, as JSON.
#[derive(Debug, Serialize)]
struct PulledJson<'a> {
    location: &'a str,
    output: String,
    digest: String,
    is_signed: bool,
    is_verified: bool,
}

impl Pull {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let package = self.fetch()?;
        // Between the two writes the pair is mixed, which every host notices by the digest in the manifest.
        if let Some(envelope) = &package.envelope {
            write_whole(&manifest_beside(&self.output), envelope)?;
        }
        write_whole(&self.output, &package.component)?;

        let mut results = Results::new();
        let (output, digest) = (self.output.display().to_string(), package.digest());
        let is_signed = package.envelope.is_some();
        match format {
            Format::Text => {
                let manifest = if is_signed { "not verified" } else { "there is none, and nothing was verified" };
                results.line(format_args!(
                    "pulled {} to {}\n  digest: {digest}\n  manifest: {manifest}",
                    quoted(&self.location),
                    quoted(&output),
                ))?;
            }
            Format::Json => {
                let pulled = PulledJson { location: &self.location, output, digest, is_signed, is_verified: false };
                let line = json::to_string(&pulled);
                results.line(line.map_err(|error| CliError::unprintable(&self.location, error))?)?;
            }
        }
        results.finish()
    }

    /// The packages of the source, the best one first.
    fn fetch(&self) -> Result<PolicyPackage, CliError> {
        let location = location(&self.location)?;
        wait_for(async {
            let options = self.connection.options(&location).await?;
            let source = open(&location, &options).await.map_err(CliError::Source)?;
            let packages = match source.fetch(None).await.map_err(CliError::Source)? {
                Fetched::New { packages, .. } => packages,
                // Nothing was known that could be unchanged.
                Fetched::Unchanged => Vec::new(),
            };
            let missing = || CliError::FileNotFound { file: self.location.clone() };
            packages.into_iter().next().ok_or_else(missing)
        })
    }
}
