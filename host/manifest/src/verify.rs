//! Whether a manifest is to be believed.

use guestpass_contract::{CONTRACT_VERSION, InstantMs};

use crate::digest::Digest;
use crate::envelope::Envelope;
use crate::errors::ManifestError;
use crate::freshness::Freshness;
use crate::keys::KeyId;
use crate::limits::{CLOCK_STEP_BACK_MAX_MS, POLICIES_MAX, VERSION_MAX};
use crate::manifest::Manifest;
use crate::trust::Trust;
use crate::trusted_state::{HighestVersion, TrustedState};

/// A manifest that is believed, of a component that is the one it names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What it says.
    pub manifest: Manifest,
    /// The digest of the component.
    pub digest: Digest,
    /// What the host has seen now. It must be kept on disk **before** the component is used.
    pub state: TrustedState,
    /// The trusted keys that signed, each once.
    pub signed_by: Vec<KeyId>,
    /// `Current`, or `Grace` for a kept policy that has expired.
    pub freshness: Freshness,
}

impl Verified {
    /// Compares what a component says of itself, once it is loaded, with what its manifest says.
    ///
    /// # Errors
    /// [`ManifestError::WrongDescription`].
    pub fn check_description(&self, name: &str, contract: &str) -> Result<(), ManifestError> {
        if self.manifest.policy.as_str() == name && self.manifest.contract == contract {
            return Ok(());
        }
        Err(ManifestError::WrongDescription { name: name.to_owned(), contract: contract.to_owned() })
    }
}

/// Where a policy comes from.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Origin {
    /// From outside: it must not be older than anything seen.
    Offered,
    /// From the host's own disk, where it was put after it had been verified.
    Kept,
}

/// Judges a component and its envelope that come from outside.
///
/// The steps, of which the first that fails gives the error: the envelope is read; a threshold of distinct trusted keys
/// must have signed it; policy, target and contract; time, which must not have stepped back; the version must not be
/// lower than the highest one seen, nor the same for another component, nor too far above; size and digest of the
/// component.
///
/// ```
/// use guestpass_manifest::*;
/// let key = SecretKey::from_seed(&[7; 32]); // 32 bytes from the system's source of randomness
/// let component = b"bytes of a component";
/// let manifest = Manifest {
///     policy: PolicyName::new("flexera-one")?,
///     version: ManifestVersion::new(7).ok_or("a version counts from 1")?,
///     digest: Digest::of(component),
///     component_bytes: component.len() as u64,
///     contract: "0.2.0".to_owned(),
///     target: TargetName::new("production")?,
///     not_before_ms: 1_767_225_600_000,
///     expires_ms: 1_798_761_600_000,
/// };
/// let envelope = sign(&manifest, &[key])?.to_json();
///
/// let ops = TrustedKey { name: "ops".to_owned(), public: SecretKey::from_seed(&[7; 32]).public() };
/// let trust = Trust::new(PolicyName::new("flexera-one")?, TargetName::new("production")?, 1, vec![ops])?;
/// let now_ms = 1_780_000_000_000;
/// let verified = verify(envelope.as_bytes(), component, &trust, &TrustedState::new(), now_ms)?;
/// assert_eq!(verified.manifest, manifest);
/// // `verified.state` goes to disk here, and the component into use afterwards.
/// let error = verify(envelope.as_bytes(), b"another component", &trust, &verified.state, now_ms).unwrap_err();
/// assert_eq!(error.code(), "manifest::wrong-size");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// Why it must not be used. The state is then unchanged.
pub fn verify(
    envelope: &[u8],
    component: &[u8],
    trust: &Trust,
    state: &TrustedState,
    now_ms: InstantMs,
) -> Result<Verified, ManifestError> {
    judge(envelope, component, trust, state, now_ms, Origin::Offered)
}

/// Judges a component and its envelope from the host's own disk, where they were put after [`verify`] had accepted
/// them. An older version is accepted, because an operator may have gone back to it, and an expired one while the
/// grace of the trust file lasts. All else is as in [`verify`].
///
/// # Errors
/// Why it must not be used.
pub fn verify_kept(
    envelope: &[u8],
    component: &[u8],
    trust: &Trust,
    state: &TrustedState,
    now_ms: InstantMs,
) -> Result<Verified, ManifestError> {
    judge(envelope, component, trust, state, now_ms, Origin::Kept)
}

fn judge(
    envelope: &[u8],
    component: &[u8],
    trust: &Trust,
    state: &TrustedState,
    now_ms: InstantMs,
    origin: Origin,
) -> Result<Verified, ManifestError> {
    let envelope = Envelope::read(envelope)?;
    let signed_by = signed_by(&envelope, trust)?;
    let manifest = envelope.manifest()?;
    check_place(&manifest, trust)?;
    let state = at_epoch(state, trust)?;
    let freshness = check_time(&manifest, trust, &state, now_ms, origin)?;
    check_version(&manifest, trust, &state, origin)?;
    let digest = check_component(&manifest, component)?;
    let state = advanced(state, &manifest, now_ms);
    Ok(Verified { manifest, digest, state, signed_by, freshness })
}

/// Signatures of keys that are not trusted count for nothing: the signer may be ahead of this trust file. One by a
/// trusted key that does not fit means that somebody changed something, and is never passed over.
fn signed_by(envelope: &Envelope, trust: &Trust) -> Result<Vec<KeyId>, ManifestError> {
    let message = envelope.signed_bytes();
    let mut signed_by = Vec::new();
    for signature in envelope.signatures() {
        let Some(key) = trust.key(&signature.key) else { continue };
        if !key.has_signed(&message, &signature.bytes) {
            return Err(ManifestError::WrongSignature { key: signature.key.clone() });
        }
        signed_by.push(signature.key.clone());
    }
    if signed_by.len() < trust.threshold() {
        return Err(ManifestError::Threshold { signed: signed_by.len(), threshold: trust.threshold() });
    }
    Ok(signed_by)
}

fn check_place(manifest: &Manifest, trust: &Trust) -> Result<(), ManifestError> {
    if manifest.policy != *trust.policy() {
        return Err(ManifestError::WrongPolicy { found: manifest.policy.clone(), expected: trust.policy().clone() });
    }
    if manifest.target != *trust.target() {
        return Err(ManifestError::WrongTarget { found: manifest.target.clone(), expected: trust.target().clone() });
    }
    if !manifest.speaks(CONTRACT_VERSION) {
        return Err(ManifestError::WrongContract { found: manifest.contract.clone(), expected: CONTRACT_VERSION });
    }
    Ok(())
}

/// A trust file with a higher epoch forgets what was seen under the lower one.
fn at_epoch(state: &TrustedState, trust: &Trust) -> Result<TrustedState, ManifestError> {
    if trust.epoch() < state.epoch {
        return Err(ManifestError::EpochSteppedBack { found: trust.epoch(), seen: state.epoch });
    }
    if trust.epoch() > state.epoch {
        return Ok(TrustedState { epoch: trust.epoch(), ..TrustedState::default() });
    }
    Ok(state.clone())
}

fn check_time(
    manifest: &Manifest,
    trust: &Trust,
    state: &TrustedState,
    now_ms: InstantMs,
    origin: Origin,
) -> Result<Freshness, ManifestError> {
    if let Some(seen_ms) = state.latest_ms
        && now_ms < seen_ms.saturating_sub(CLOCK_STEP_BACK_MAX_MS)
    {
        return Err(ManifestError::ClockSteppedBack { now_ms, seen_ms });
    }
    let freshness = Freshness::of(manifest, trust, now_ms);
    match (freshness, origin) {
        (Freshness::Current, _) | (Freshness::Grace { .. }, Origin::Kept) => Ok(freshness),
        (Freshness::NotYetValid, _) => Err(ManifestError::NotYetValid { not_before_ms: manifest.not_before_ms }),
        (Freshness::Grace { .. } | Freshness::Expired, _) => {
            Err(ManifestError::Expired { expires_ms: manifest.expires_ms })
        }
    }
}

fn check_version(
    manifest: &Manifest,
    trust: &Trust,
    state: &TrustedState,
    origin: Origin,
) -> Result<(), ManifestError> {
    let found = manifest.version;
    let Some(HighestVersion { version: seen, digest }) = state.highest(&manifest.policy) else {
        let policies = state.policies.len();
        return if policies < POLICIES_MAX { Ok(()) } else { Err(ManifestError::StateFull { policies }) };
    };
    let seen = *seen;
    if found == seen && manifest.digest != *digest {
        let (found, seen) = (manifest.digest.clone(), digest.clone());
        return Err(ManifestError::Equivocation { version: manifest.version, found, seen });
    }
    if origin == Origin::Kept {
        return Ok(());
    }
    if found < seen {
        return Err(ManifestError::Rollback { found, seen });
    }
    let highest = seen.get().saturating_add(trust.version_step_max()).min(VERSION_MAX);
    if found.get() > highest {
        return Err(ManifestError::FastForward { found, seen, highest });
    }
    Ok(())
}

fn check_component(manifest: &Manifest, component: &[u8]) -> Result<Digest, ManifestError> {
    if component.is_empty() {
        return Err(ManifestError::EmptyComponent);
    }
    let found = u64::try_from(component.len()).unwrap_or(u64::MAX);
    if found != manifest.component_bytes {
        return Err(ManifestError::WrongSize { found, expected: manifest.component_bytes });
    }
    let digest = Digest::of(component);
    if digest != manifest.digest {
        return Err(ManifestError::WrongDigest { found: digest, expected: manifest.digest.clone() });
    }
    Ok(digest)
}

/// What has been seen with this manifest. Nothing in it ever goes down.
fn advanced(mut state: TrustedState, manifest: &Manifest, now_ms: InstantMs) -> TrustedState {
    state.latest_ms = Some(state.latest_ms.map_or(now_ms, |seen_ms| seen_ms.max(now_ms)));
    if state.highest(&manifest.policy).is_none_or(|highest| highest.version < manifest.version) {
        let highest = HighestVersion { version: manifest.version, digest: manifest.digest.clone() };
        state.policies.insert(manifest.policy.clone(), highest);
    }
    state
}
