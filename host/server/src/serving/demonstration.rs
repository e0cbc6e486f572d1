//! The policy of the demonstration: signed by a key that is made for this run, so that everything operators do with a
//! signed policy works in it too.

use std::fmt::Display;
use std::fs;
use std::path::Path;
use std::time::Duration;

use guestpass::{Limits, Runtime};
use guestpass_manifest::{
    Digest, Manifest, ManifestVersion, PolicyName, SecretKey, TargetName, Trust, TrustedKey, sign,
};
use guestpass_store::StoreLocation;
use tempfile::TempDir;

use super::error::ServeError;
use crate::settings::PolicySettings;
use crate::state::Clock;

const TARGET: &str = "demonstration";
const KEY_NAME: &str = "ops";
/// How long the signature holds: longer than anybody looks at a demonstration.
const GOOD_FOR_MS: i64 = 365 * 86_400_000;

/// A folder with a signed policy, the key that signed it, and the trust in that key.
#[derive(Debug)]
pub(super) struct Demonstration {
    folder: TempDir,
    source: PolicySettings,
}

impl Demonstration {
    /// Signs the component and writes everything down.
    pub(super) fn prepare(component: &[u8]) -> Result<Self, ServeError> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).map_err(|error| ServeError::Randomness(error.to_string()))?;
        let key = SecretKey::from_seed(&seed);
        seed.fill(0);
        let manifest = manifest(component)?;
        let trusted = TrustedKey { name: KEY_NAME.to_owned(), public: key.public() };
        let trust = Trust::new(manifest.policy.clone(), manifest.target.clone(), 1, vec![trusted]).map_err(failed)?;
        let envelope = sign(&manifest, std::slice::from_ref(&key)).map_err(failed)?;
        let folder = tempfile::Builder::new().prefix("guestpass-demo-").tempdir().map_err(failed)?;
        let path = |name: &str| folder.path().join(name);
        fs::write(path("policy.wasm"), component).map_err(failed)?;
        fs::write(path("policy.wasm.manifest.json"), envelope.to_json()).map_err(failed)?;
        fs::write(path("trust.toml"), trust.to_toml()).map_err(failed)?;
        fs::write(path("ops.key"), key.to_pem().map_err(failed)?.expose()).map_err(failed)?;
        let source = PolicySettings {
            source: path("policy.wasm").display().to_string().parse().map_err(failed)?,
            trust: path("trust.toml"),
            keep: path("kept"),
            // Whoever replaces the file sees it taken up while looking.
            interval: Duration::from_secs(2),
            expiry_grace: Duration::ZERO,
        };
        Ok(Self { folder, source })
    }

    /// Where the policy comes from.
    pub(super) fn source(&self) -> &PolicySettings {
        &self.source
    }

    /// A directory beside it. One in memory would have a single connection, and pages ask many things at once.
    pub(super) fn store(&self) -> Result<StoreLocation, ServeError> {
        let file = self.folder.path().join("guestpass.db");
        format!("sqlite:{}", file.display()).parse().map_err(failed)
    }

    /// Where all of it lies. Nobody else on this machine may read it.
    pub(super) fn folder(&self) -> &Path {
        self.folder.path()
    }
}

fn manifest(component: &[u8]) -> Result<Manifest, ServeError> {
    let policy = Runtime::new(Limits::default())?.load(component)?;
    let not_before_ms = Clock::system().now_ms();
    Ok(Manifest {
        policy: PolicyName::new(&policy.info().name).map_err(failed)?,
        version: ManifestVersion::new(1).ok_or_else(|| failed("versions begin at 1"))?,
        digest: Digest::of(component),
        component_bytes: u64::try_from(component.len()).unwrap_or(u64::MAX),
        contract: policy.info().contract_version.clone(),
        target: TargetName::new(TARGET).map_err(failed)?,
        not_before_ms,
        expires_ms: not_before_ms.saturating_add(GOOD_FOR_MS),
    })
}

fn failed(cause: impl Display) -> ServeError {
    ServeError::Demonstration(cause.to_string())
}
