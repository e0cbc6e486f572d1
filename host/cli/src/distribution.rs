//! Sources and registries, for commands that wait for them.

use std::future::Future;
use std::path::PathBuf;

use clap::Args;
use guestpass_distribution::{Credentials, SourceLocation, SourceOptions};

use crate::errors::CliError;

/// How servers are asked, for each command that asks one.
#[derive(Debug, Args)]
pub(crate) struct Connection {
    /// Certificates (PEM) of authorities that are trusted beside those of the system.
    #[arg(long, value_name = "FILE.pem")]
    certificates: Option<PathBuf>,
}

impl Connection {
    /// The options for a location, with the credentials that the environment has for it.
    pub(crate) async fn options(&self, location: &SourceLocation) -> Result<SourceOptions, CliError> {
        let credentials = match location {
            SourceLocation::Registry(registry) => {
                Credentials::find(registry, |name| std::env::var_os(name)).await.map_err(CliError::Source)?
            }
            _ => Credentials::Anonymous,
        };
        Ok(SourceOptions { certificates: self.certificates.clone(), credentials, ..SourceOptions::default() })
    }
}

/// A location, as it was typed.
pub(crate) fn location(text: &str) -> Result<SourceLocation, CliError> {
    text.parse().map_err(CliError::Location)
}

/// Waits for work that waits for servers.
pub(crate) fn wait_for<T>(work: impl Future<Output = Result<T, CliError>>) -> Result<T, CliError> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| CliError::Usage {
        message: format!("this machine lets nobody wait for a network: {error}"),
        help: "run it where files and sockets can be opened".to_owned(),
    })?;
    runtime.block_on(work)
}
