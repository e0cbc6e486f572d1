//! A server to visit.

use std::fs;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::OnceLock;
use std::time::Duration;

use anyhow::{Context, Result, ensure};
use guestpass_manifest::{Digest, Envelope, Manifest, ManifestVersion, SecretKey, sign};
use guestpass_server::{Server, Settings, SettingsSources, StartOptions};
use tokio::runtime::{self, Runtime};

const GRACE: Duration = Duration::from_secs(2);
/// A busy machine makes nobody fail: what is visited are screens, not limits.
const PATIENT: &str = "[limits]\ntime_ms_max = 120000\npolicy_ms_max = 5000\n";
const DOCUMENT: &str = include_str!("../../../guest/policies/default.toml");

/// A server with sample organisations, a policy that a key of this run has signed, and the console.
pub struct Demonstration {
    runtime: Runtime,
    server: Option<Server>,
    address: SocketAddr,
}

impl Demonstration {
    /// Starts it on a free port.
    ///
    /// # Errors
    /// The console is not built, or the server does not start.
    pub fn start() -> Result<Self> {
        Self::start_at("127.0.0.1:0".parse()?)
    }

    fn start_at(address: SocketAddr) -> Result<Self> {
        let runtime = runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        let server = runtime.block_on(start(address))?;
        let address = server.address();
        Ok(Self { runtime, server: Some(server), address })
    }

    /// The address of the console.
    #[must_use]
    pub fn console(&self) -> String {
        format!("{}/console/", self.base())
    }

    /// The address of the server.
    #[must_use]
    pub fn base(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The key that may act for anybody.
    ///
    /// # Errors
    /// It is stopped.
    pub fn key(&self) -> Result<String> {
        let key = self.server()?.demo_key().context("a demonstration has a key")?;
        Ok(key.expose().to_owned())
    }

    /// Where the policy, its key and its trust file lie, and `kept`, what the server keeps of policies.
    ///
    /// # Errors
    /// It is stopped.
    pub fn folder(&self) -> Result<PathBuf> {
        Ok(self.server()?.demo_folder().context("a demonstration has a folder")?.to_owned())
    }

    /// The default policy with this put in place of that, signed as the next version: the component and its manifest.
    ///
    /// # Errors
    /// The document does not have it, or does not compile then.
    pub fn signed(&self, this: &str, that: &str, version: u64) -> Result<(Vec<u8>, String)> {
        ensure!(DOCUMENT.contains(this), "the document does not have `{this}`");
        let document = DOCUMENT.replacen(this, that, 1);
        let component = guestpass_compiler::compile("default.toml", &document)
            .map_err(|error| anyhow::anyhow!("it does not compile: {error}"))?
            .component;
        let folder = self.folder()?;
        let key = SecretKey::from_pem(&fs::read_to_string(folder.join("ops.key"))?)?;
        let envelope = Envelope::read(&fs::read(folder.join("policy.wasm.manifest.json"))?)?;
        let manifest = Manifest {
            version: ManifestVersion::new(version).context("versions begin at 1")?,
            digest: Digest::of(&component),
            component_bytes: component.len().try_into()?,
            ..envelope.manifest()?
        };
        let envelope = sign(&manifest, &[key])?;
        Ok((component, envelope.to_json()))
    }

    /// Puts a signed policy where the server looks for newer ones.
    ///
    /// # Errors
    /// As [`Demonstration::signed`]; it cannot be written.
    pub fn publish(&self, this: &str, that: &str, version: u64) -> Result<()> {
        let (component, manifest) = self.signed(this, that, version)?;
        let folder = self.folder()?;
        // Until both are there they do not fit, and the server goes on with what it has.
        fs::write(folder.join("policy.wasm.manifest.json"), manifest)?;
        fs::write(folder.join("policy.wasm"), component)?;
        Ok(())
    }

    /// Stops it, as if its machine were gone.
    pub fn stop(&mut self) {
        if let Some(server) = self.server.take() {
            self.runtime.block_on(server.stop(GRACE));
        }
    }

    /// Starts it again where it was, with nothing of what it had.
    ///
    /// # Errors
    /// As [`Demonstration::start`].
    pub fn start_again(&mut self) -> Result<()> {
        self.server = Some(self.runtime.block_on(start(self.address))?);
        Ok(())
    }

    fn server(&self) -> Result<&Server> {
        self.server.as_ref().context("the server is stopped")
    }
}

impl Drop for Demonstration {
    fn drop(&mut self) {
        self.stop();
    }
}

/// The built console.
///
/// # Errors
/// It is not built.
pub fn console_folder() -> Result<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../web-demo/dist");
    ensure!(folder.join("index.html").is_file(), "the console is not built; run `cargo xtask console` first");
    Ok(folder)
}

async fn start(address: SocketAddr) -> Result<Server> {
    let flags = vec![
        ("listen.address", address.to_string()),
        ("console.folder", console_folder()?.display().to_string()),
        ("limits.per_second", "100000".to_owned()),
        ("limits.burst", "100000".to_owned()),
    ];
    let file = Some(PATIENT.to_owned());
    let settings = Settings::read(&SettingsSources { file, flags, is_demo: true, ..SettingsSources::default() })?;
    let options = StartOptions { trial: None, demo_component: Some(component()?.to_vec()) };
    Ok(Server::start(settings, options).await?)
}

/// Compiled once for all servers of a test program.
fn component() -> Result<&'static [u8]> {
    static COMPONENT: OnceLock<Option<Vec<u8>>> = OnceLock::new();
    let compile = || guestpass_compiler::compile("default.toml", DOCUMENT).ok().map(|compiled| compiled.component);
    COMPONENT.get_or_init(compile).as_deref().context("the default policy does not compile")
}
