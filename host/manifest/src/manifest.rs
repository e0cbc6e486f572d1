//! What a manifest says about a component.

use std::fmt;

use guestpass_contract::InstantMs;
use guestpass_contract::json::{instant_from_str, instant_to_string};
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::limits::VERSION_MAX;
use crate::names::{PolicyName, TargetName};
use crate::object::Object;

/// The version of the manifest's own form.
const FORM: u32 = 1;

/// The rising number of a policy's manifests, 1 to [`VERSION_MAX`]. It is not the version that the document gives
/// itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ManifestVersion(u64);

impl ManifestVersion {
    /// Takes a number from 1 to [`VERSION_MAX`].
    #[must_use]
    pub const fn new(number: u64) -> Option<Self> {
        if number >= 1 && number <= VERSION_MAX { Some(Self(number)) } else { None }
    }

    /// The number.
    #[must_use]
    pub const fn get(self) -> u64 {
        self.0
    }
}

impl fmt::Display for ManifestVersion {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// What a manifest says: which component may be used as which policy, where and when (reliability row 30).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Manifest {
    /// The policy that the component is.
    pub policy: PolicyName,
    /// The rising number.
    pub version: ManifestVersion,
    /// The digest of the component.
    pub digest: Digest,
    /// The size of the component, in bytes.
    pub component_bytes: u64,
    /// The version of the contract that the component was made for, such as `0.2.0`.
    pub contract: String,
    /// Where it may be used.
    pub target: TargetName,
    /// First instant at which it may be used.
    pub not_before_ms: InstantMs,
    /// First instant at which it may no longer be used.
    pub expires_ms: InstantMs,
}

/// Why a manifest cannot be written or read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct InvalidManifest(String);

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ManifestJson {
    manifest: u32,
    policy: String,
    version: u64,
    component: ComponentJson,
    contract: String,
    target: String,
    not_before: String,
    expires: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields, from = "Object<ComponentFields>")]
struct ComponentJson {
    digest: String,
    bytes: u64,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ComponentFields {
    digest: String,
    bytes: u64,
}

impl From<Object<ComponentFields>> for ComponentJson {
    fn from(Object(ComponentFields { digest, bytes }): Object<ComponentFields>) -> Self {
        Self { digest, bytes }
    }
}

impl Manifest {
    /// The bytes that are signed: JSON on one line, always in the same order.
    ///
    /// # Errors
    /// When the manifest contradicts itself, as [`Manifest::from_json`] says.
    pub fn to_json(&self) -> Result<Vec<u8>, InvalidManifest> {
        self.check()?;
        let instant = |ms| instant_to_string(ms).map_err(|error| InvalidManifest(error.message().to_owned()));
        let json = ManifestJson {
            manifest: FORM,
            policy: self.policy.to_string(),
            version: self.version.get(),
            component: ComponentJson { digest: self.digest.to_string(), bytes: self.component_bytes },
            contract: self.contract.clone(),
            target: self.target.to_string(),
            not_before: instant(self.not_before_ms)?,
            expires: instant(self.expires_ms)?,
        };
        serde_json::to_vec(&json).map_err(|error| InvalidManifest(error.to_string()))
    }

    /// Reads what [`Manifest::to_json`] wrote, and what means the same with other white space or order of keys.
    ///
    /// # Errors
    /// Unknown, duplicate and missing keys, text behind the object, values outside their bounds, a window that ends
    /// before it begins.
    pub fn from_json(bytes: &[u8]) -> Result<Self, InvalidManifest> {
        let Object(json): Object<ManifestJson> =
            serde_json::from_slice(bytes).map_err(|error| InvalidManifest(error.to_string()))?;
        if json.manifest != FORM {
            return Err(wrong("manifest", format!("form {} is not known, only {FORM} is", json.manifest)));
        }
        let instant = |field, text: &str| instant_from_str(text).map_err(|error| wrong(field, error.message()));
        let manifest = Self {
            policy: PolicyName::new(&json.policy).map_err(|error| wrong("policy", error))?,
            version: ManifestVersion::new(json.version)
                .ok_or_else(|| wrong("version", format!("{} is not between 1 and {VERSION_MAX}", json.version)))?,
            digest: Digest::parse(&json.component.digest)
                .ok_or_else(|| wrong("component.digest", "it is not `sha256:` and 64 lower-case digits"))?,
            component_bytes: json.component.bytes,
            contract: json.contract,
            target: TargetName::new(&json.target).map_err(|error| wrong("target", error))?,
            not_before_ms: instant("not_before", &json.not_before)?,
            expires_ms: instant("expires", &json.expires)?,
        };
        manifest.check()?;
        Ok(manifest)
    }

    fn check(&self) -> Result<(), InvalidManifest> {
        if spoken(&self.contract).is_none() {
            return Err(wrong("contract", "it is not a version such as `0.2.0`"));
        }
        if self.not_before_ms >= self.expires_ms {
            return Err(wrong("expires", "it is not later than `not_before`"));
        }
        Ok(())
    }

    /// Whether a host that speaks `contract` understands the component: the first two numbers are the same.
    #[must_use]
    pub fn speaks(&self, contract: &str) -> bool {
        spoken(&self.contract).is_some_and(|own| spoken(contract) == Some(own))
    }
}

/// The numbers of `0.2.0` that decide whether two sides understand each other.
fn spoken(contract: &str) -> Option<(u32, u32)> {
    let mut numbers = contract.split('.').map(|part| {
        let is_plain = part.bytes().all(|byte| byte.is_ascii_digit());
        is_plain.then(|| part.parse::<u32>().ok()).flatten()
    });
    let (major, minor, _patch) = (numbers.next()??, numbers.next()??, numbers.next()??);
    numbers.next().is_none().then_some((major, minor))
}

fn wrong(field: &str, why: impl fmt::Display) -> InvalidManifest {
    InvalidManifest(format!("`{field}`: {why}"))
}
