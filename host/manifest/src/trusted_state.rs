//! What a host has seen, and never goes back behind.

use std::collections::BTreeMap;

use guestpass_contract::InstantMs;
use guestpass_contract::json::instant_from_str;
use serde::{Deserialize, Serialize};

use crate::digest::Digest;
use crate::freshness::instant_text;
use crate::limits::{POLICIES_MAX, STATE_BYTES_MAX};
use crate::manifest::ManifestVersion;
use crate::names::PolicyName;
use crate::object::Object;

/// The version of the state's own form.
const FORM: u32 = 1;

/// The highest version of a policy that was accepted, and the component it was of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HighestVersion {
    /// The version.
    pub version: ManifestVersion,
    /// The component of that version.
    pub digest: Digest,
}

/// What a host has seen: for each policy the highest version, and the latest time. It is kept on disk **before** a
/// policy is used, so that nobody can bring back an older one by a restart (reliability rows 27 and 28).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrustedState {
    pub(crate) epoch: u64,
    pub(crate) latest_ms: Option<InstantMs>,
    pub(crate) policies: BTreeMap<PolicyName, HighestVersion>,
}

/// Why a kept state cannot be read. A host without a state it can read must not go on: it might go back.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("the trusted state cannot be read: {0}")]
pub struct StateError(String);

impl StateError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "trusted-state::malformed"
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StateJson<P> {
    trusted_state: u32,
    epoch: u64,
    latest: Option<String>,
    policies: Vec<P>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct PolicyJson {
    policy: String,
    version: u64,
    digest: String,
}

impl TrustedState {
    /// The state of a host that has seen nothing.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The highest version of a policy that was accepted.
    #[must_use]
    pub fn highest(&self, policy: &PolicyName) -> Option<&HighestVersion> {
        self.policies.get(policy)
    }

    /// The latest time that was seen, in milliseconds since the Unix epoch.
    #[must_use]
    pub fn latest_ms(&self) -> Option<InstantMs> {
        self.latest_ms
    }

    /// The highest epoch of a trust file that was used; 0 when none was.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// Reads a kept state.
    ///
    /// # Errors
    /// Too long, not JSON, unknown or duplicate keys, a policy twice, values outside their bounds.
    pub fn from_json(bytes: &[u8]) -> Result<Self, StateError> {
        if bytes.len() > STATE_BYTES_MAX {
            return Err(StateError(format!("it has more than {STATE_BYTES_MAX} bytes")));
        }
        let Object(json): Object<StateJson<Object<PolicyJson>>> =
            serde_json::from_slice(bytes).map_err(|error| StateError(error.to_string()))?;
        if json.trusted_state != FORM {
            return Err(StateError(format!("form {} is not known, only {FORM} is", json.trusted_state)));
        }
        let latest = json.latest.as_deref().map(instant_from_str).transpose();
        let latest_ms = latest.map_err(|error| StateError(format!("`latest`: {}", error.message())))?;
        let mut policies = BTreeMap::new();
        for (index, Object(policy)) in json.policies.iter().enumerate() {
            let (name, highest) = policy.read().map_err(|why| StateError(format!("`policies[{index}]`: {why}")))?;
            if policies.insert(name, highest).is_some() {
                return Err(StateError(format!("`policies[{index}]`: `{}` stands there twice", policy.policy)));
            }
        }
        if policies.len() > POLICIES_MAX {
            return Err(StateError(format!("it has more than {POLICIES_MAX} policies")));
        }
        Ok(Self { epoch: json.epoch, latest_ms, policies })
    }

    /// The state as JSON, the same for the same state.
    #[must_use]
    pub fn to_json(&self) -> String {
        let policy = |(name, highest): (&PolicyName, &HighestVersion)| PolicyJson {
            policy: name.to_string(),
            version: highest.version.get(),
            digest: highest.digest.to_string(),
        };
        let json = StateJson {
            trusted_state: FORM,
            epoch: self.epoch,
            latest: self.latest_ms.map(instant_text),
            policies: self.policies.iter().map(policy).collect(),
        };
        // serde prints this shape always.
        serde_json::to_string(&json).unwrap_or_default()
    }
}

impl PolicyJson {
    fn read(&self) -> Result<(PolicyName, HighestVersion), String> {
        let name = PolicyName::new(&self.policy).map_err(|error| error.to_string())?;
        let version = ManifestVersion::new(self.version).ok_or("`version` is out of its bounds")?;
        let digest = Digest::parse(&self.digest).ok_or("`digest` is none")?;
        Ok((name, HighestVersion { version, digest }))
    }
}
