//! A signed policy and the host that judges it. Every test starts from one that is accepted and changes one thing.

use guestpass_manifest::{
    Digest, Manifest, ManifestError, ManifestVersion, PolicyName, SecretKey, TargetName, Trust, TrustedKey,
    TrustedState, sign, verify,
};

pub(crate) const NOW_MS: i64 = 1_780_000_000_000;
pub(crate) const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
pub(crate) const COMPONENT: &[u8] = b"\0asm, the bytes of a component";

pub(crate) fn key(number: u8) -> SecretKey {
    SecretKey::from_seed(&[number; 32])
}

pub(crate) fn trusted(numbers: &[u8], threshold: usize) -> Trust {
    let keys = numbers.iter().map(|&number| TrustedKey { name: format!("k{number}"), public: key(number).public() });
    Trust::new(name("flexera-one"), target("production"), threshold, keys.collect()).unwrap()
}

pub(crate) fn name(text: &str) -> PolicyName {
    PolicyName::new(text).unwrap()
}

pub(crate) fn target(text: &str) -> TargetName {
    TargetName::new(text).unwrap()
}

pub(crate) fn manifest(version: u64, component: &[u8]) -> Manifest {
    Manifest {
        policy: name("flexera-one"),
        version: ManifestVersion::new(version).unwrap(),
        digest: Digest::of(component),
        component_bytes: component.len() as u64,
        contract: "0.2.0".to_owned(),
        target: target("production"),
        not_before_ms: NOW_MS - DAY_MS,
        expires_ms: NOW_MS + DAY_MS,
    }
}

pub(crate) fn signed(manifest: &Manifest, keys: &[u8]) -> String {
    let keys: Vec<SecretKey> = keys.iter().map(|&number| key(number)).collect();
    sign(manifest, &keys).unwrap().to_json()
}

/// What a host has seen that accepted this version as its first, with a trust file of this epoch.
pub(crate) fn seen(version: u64, epoch: u64) -> TrustedState {
    let (envelope, trust) = (signed(&manifest(version, COMPONENT), &[1]), trusted(&[1], 1).with_epoch(epoch));
    verify(envelope.as_bytes(), COMPONENT, &trust, &TrustedState::new(), NOW_MS).unwrap().state
}

/// Everything that is judged.
pub(crate) struct Offer {
    pub(crate) envelope: String,
    pub(crate) component: Vec<u8>,
    pub(crate) trust: Trust,
    pub(crate) state: TrustedState,
    pub(crate) now_ms: i64,
    /// What the component says of itself once it is loaded: its name and its contract.
    pub(crate) description: (&'static str, &'static str),
}

impl Offer {
    /// Offered to a host that has accepted version 7.
    pub(crate) fn of(manifest: &Manifest) -> Self {
        Self::enveloped(signed(manifest, &[1]))
    }

    /// The same of an envelope.
    pub(crate) fn enveloped(envelope: String) -> Self {
        let (component, trust) = (COMPONENT.to_vec(), trusted(&[1], 1));
        let description = ("flexera-one", "0.2.0");
        Self { envelope, component, trust, state: seen(7, 1), now_ms: NOW_MS, description }
    }

    /// The version that is accepted, as a host goes about it.
    pub(crate) fn judged(&self) -> Result<u64, ManifestError> {
        let (name, contract) = self.description;
        let verified = verify(self.envelope.as_bytes(), &self.component, &self.trust, &self.state, self.now_ms)?;
        verified.check_description(name, contract)?;
        Ok(verified.manifest.version.get())
    }

    /// The same with the code of a refusal.
    pub(crate) fn code(&self) -> Result<u64, &'static str> {
        self.judged().map_err(|error| {
            assert!(!error.to_string().is_empty() && !error.help().is_empty());
            error.code()
        })
    }
}
