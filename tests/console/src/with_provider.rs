//! A server at which people sign in by a provider.

use std::fs;
use std::time::Duration;

use anyhow::Result;
use guestpass_server::{Server, Settings, SettingsSources, StartOptions};
use guestpass_store::back_up;
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};

use crate::demonstration::{Demonstration, console_folder};
use crate::issuer::{AUDIENCE, CLIENT_ID, Issuer};

const GRACE: Duration = Duration::from_secs(2);
/// What a server needs to take up the policy of a demonstration.
const POLICY_FILES: [&str; 3] = ["policy.wasm", "policy.wasm.manifest.json", "trust.toml"];

/// A server with the directory and the policy of a demonstration, which is none itself.
pub struct WithProvider {
    runtime: Runtime,
    server: Option<Server>,
    console: String,
    // What it keeps goes after it.
    _folder: TempDir,
}

impl WithProvider {
    /// Copies what the demonstration has, and starts the server on a free port.
    ///
    /// # Errors
    /// As [`Demonstration::start`].
    pub fn start(demonstration: &Demonstration, issuer: &Issuer) -> Result<Self> {
        let (from, folder) = (demonstration.folder()?, tempfile::tempdir()?);
        let at = |name: &str| folder.path().join(name);
        for name in POLICY_FILES {
            fs::copy(from.join(name), at(name))?;
        }
        let store = format!("sqlite:{}", from.join("guestpass.db").display()).parse()?;
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(back_up(&store, &at("guestpass.db")))?;
        let path = |name: &str| at(name).display().to_string();
        let flags = vec![
            ("listen.address", "127.0.0.1:0".to_owned()),
            ("store.location", format!("sqlite:{}", path("guestpass.db"))),
            ("policy.source", path("policy.wasm")),
            ("policy.trust", path("trust.toml")),
            ("policy.keep", path("kept")),
            ("oidc.issuer", issuer.address().to_owned()),
            ("oidc.audience", AUDIENCE.to_owned()),
            ("oidc.jwks", format!("{}/keys", issuer.address())),
            ("console.folder", console_folder()?.display().to_string()),
            ("console.client_id", CLIENT_ID.to_owned()),
        ];
        let settings = Settings::read(&SettingsSources { flags, ..SettingsSources::default() })?;
        let server = runtime.block_on(Server::start(settings, StartOptions::default()))?;
        let console = format!("http://{}/console/", server.address());
        issuer.returns_to(&console);
        Ok(Self { runtime, server: Some(server), console, _folder: folder })
    }

    /// The address of the console.
    #[must_use]
    pub fn console(&self) -> &str {
        &self.console
    }
}

impl Drop for WithProvider {
    fn drop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.stop(GRACE));
        }
    }
}
