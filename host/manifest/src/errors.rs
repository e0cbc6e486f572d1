//! Why a manifest is not believed.

use crate::digest::Digest;
use crate::freshness::instant_text;
use crate::keys::KeyId;
use crate::limits::{ENVELOPE_BYTES_MAX, SIGNATURES_MAX};
use crate::manifest::ManifestVersion;
use crate::names::{PolicyName, TargetName};

/// Why a manifest is not believed, in the order in which [`verify`](crate::verify()) looks. Closed: every one of them
/// means that the component must not be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[expect(missing_docs, reason = "the messages say what the fields are")]
pub enum ManifestError {
    /// There is no envelope, or an empty one.
    #[error("the component has no manifest")]
    Missing,
    /// The envelope is longer than allowed (row 32).
    #[error("the envelope has {bytes} bytes, at most {ENVELOPE_BYTES_MAX} are allowed")]
    TooLarge { bytes: usize },
    /// Not the JSON of an envelope: unknown, duplicate or missing keys, wrong types, text behind it (row 31).
    #[error("the envelope cannot be read: {why}")]
    Malformed { why: String },
    /// Signed for another purpose.
    #[error("the envelope does not hold a manifest of a policy: its `payloadType` is another one")]
    PayloadType,
    /// More signatures than anybody needs.
    #[error("the envelope has {signatures} signatures, at most {SIGNATURES_MAX} are allowed")]
    TooManySignatures { signatures: usize },
    /// The signatures were taken away (row 31).
    #[error("the envelope has no signature")]
    Unsigned,
    /// A key must not count twice (row 31).
    #[error("the key `{key}` has signed twice")]
    DuplicateSignature { key: KeyId },
    /// A trusted key did not sign this: something was changed, or the signature is of another manifest.
    #[error("the signature of the key `{key}` is not of this manifest")]
    WrongSignature { key: KeyId },
    /// Not enough trusted keys have signed.
    #[error("{signed} of the trusted keys signed, {threshold} must")]
    Threshold { signed: usize, threshold: usize },
    /// Signed, and yet no manifest that this version reads.
    #[error("the manifest cannot be read: {why}")]
    Payload { why: String },
    /// The manifest of another policy (row 30).
    #[error("the manifest is for the policy `{found}`, `{expected}` is trusted here")]
    WrongPolicy { found: PolicyName, expected: PolicyName },
    /// Meant for another place (row 30).
    #[error("the manifest is for the target `{found}`, this one is `{expected}`")]
    WrongTarget { found: TargetName, expected: TargetName },
    /// Made for a host that speaks another contract.
    #[error("the component was made for version `{found}` of the contract, this host speaks `{expected}`")]
    WrongContract { found: String, expected: &'static str },
    /// The clock shows much less than it has shown before: what it says about expiry is worth nothing (row 28).
    #[error("the clock shows {}, it has shown {} before", instant_text(*now_ms), instant_text(*seen_ms))]
    ClockSteppedBack { now_ms: i64, seen_ms: i64 },
    /// Not to be used yet.
    #[error("the manifest is valid from {} on", instant_text(*not_before_ms))]
    NotYetValid { not_before_ms: i64 },
    /// No longer to be used (row 28).
    #[error("the manifest has expired at {}", instant_text(*expires_ms))]
    Expired { expires_ms: i64 },
    /// The trust file is older than the one that was used before.
    #[error("the trust file has the epoch {found}, {seen} has been seen before")]
    EpochSteppedBack { found: u64, seen: u64 },
    /// A newer manifest has been accepted before (row 27).
    #[error("the manifest has the version {found}, {seen} has been accepted before")]
    Rollback { found: ManifestVersion, seen: ManifestVersion },
    /// Two manifests of the same version name two components (row 27).
    #[error("the manifest has the version {version} for the component `{found}`, that version was of `{seen}` before")]
    Equivocation { version: ManifestVersion, found: Digest, seen: Digest },
    /// The version lies so far ahead that it would use up the numbers (row 29).
    #[error("the manifest has the version {found}, at most {highest} may follow {seen}")]
    FastForward { found: ManifestVersion, seen: ManifestVersion, highest: u64 },
    /// The trusted state has no room for another policy.
    #[error("the trusted state remembers {policies} policies and has no room for another")]
    StateFull { policies: usize },
    /// An empty component, which would be an order to delete everything (row 34).
    #[error("the component is empty")]
    EmptyComponent,
    /// Another size than the manifest says.
    #[error("the component has {found} bytes, the manifest says {expected}")]
    WrongSize { found: u64, expected: u64 },
    /// Another component than the manifest says (row 30).
    #[error("the component has the digest `{found}`, the manifest says `{expected}`")]
    WrongDigest { found: Digest, expected: Digest },
    /// The component says of itself that it is another policy, or made for another contract, than its manifest says.
    #[error("the component calls itself `{name}` of the contract `{contract}`, which its manifest does not")]
    WrongDescription { name: String, contract: String },
}

impl ManifestError {
    /// Every code, in the order of the checks.
    pub const CODES: [&'static str; 25] = [
        "manifest::missing",
        "manifest::too-large",
        "manifest::malformed",
        "manifest::payload-type",
        "manifest::too-many-signatures",
        "manifest::unsigned",
        "manifest::duplicate-signature",
        "manifest::wrong-signature",
        "manifest::threshold",
        "manifest::payload",
        "manifest::wrong-policy",
        "manifest::wrong-target",
        "manifest::wrong-contract",
        "manifest::clock-stepped-back",
        "manifest::not-yet-valid",
        "manifest::expired",
        "manifest::epoch-stepped-back",
        "manifest::rollback",
        "manifest::equivocation",
        "manifest::fast-forward",
        "manifest::state-full",
        "manifest::empty-component",
        "manifest::wrong-size",
        "manifest::wrong-digest",
        "manifest::wrong-description",
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Missing => "manifest::missing",
            Self::TooLarge { .. } => "manifest::too-large",
            Self::Malformed { .. } => "manifest::malformed",
            Self::PayloadType => "manifest::payload-type",
            Self::TooManySignatures { .. } => "manifest::too-many-signatures",
            Self::Unsigned => "manifest::unsigned",
            Self::DuplicateSignature { .. } => "manifest::duplicate-signature",
            Self::WrongSignature { .. } => "manifest::wrong-signature",
            Self::Threshold { .. } => "manifest::threshold",
            Self::Payload { .. } => "manifest::payload",
            Self::WrongPolicy { .. } => "manifest::wrong-policy",
            Self::WrongTarget { .. } => "manifest::wrong-target",
            Self::WrongContract { .. } => "manifest::wrong-contract",
            Self::ClockSteppedBack { .. } => "manifest::clock-stepped-back",
            Self::NotYetValid { .. } => "manifest::not-yet-valid",
            Self::Expired { .. } => "manifest::expired",
            Self::EpochSteppedBack { .. } => "manifest::epoch-stepped-back",
            Self::Rollback { .. } => "manifest::rollback",
            Self::Equivocation { .. } => "manifest::equivocation",
            Self::FastForward { .. } => "manifest::fast-forward",
            Self::StateFull { .. } => "manifest::state-full",
            Self::EmptyComponent => "manifest::empty-component",
            Self::WrongSize { .. } => "manifest::wrong-size",
            Self::WrongDigest { .. } => "manifest::wrong-digest",
            Self::WrongDescription { .. } => "manifest::wrong-description",
        }
    }

    /// What to do next.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        match self {
            Self::Missing | Self::Unsigned => "sign the component with `guestpass policy sign`",
            Self::TooLarge { .. }
            | Self::Malformed { .. }
            | Self::PayloadType
            | Self::TooManySignatures { .. }
            | Self::DuplicateSignature { .. }
            | Self::Payload { .. } => "fetch the manifest again, or sign the component with `guestpass policy sign`",
            Self::WrongSignature { .. } => "somebody changed it; fetch it again, and ask whoever signed it",
            Self::Threshold { .. } => "have more of the trusted keys sign it, with `guestpass policy sign --add`",
            Self::WrongPolicy { .. } | Self::WrongTarget { .. } => {
                "give what was signed for this place, or the trust file of the place that it was signed for"
            }
            Self::WrongContract { .. } => "build the policy for the contract that this host speaks, and sign that",
            Self::ClockSteppedBack { .. } => {
                "set the clock; if it was wrong before, raise `epoch` in the trust file, which forgets what was seen"
            }
            Self::NotYetValid { .. } => "wait, or sign it again with an earlier `--not-before`",
            Self::Expired { .. } => "sign the policy again, with a higher version",
            Self::EpochSteppedBack { .. } => "give the newest trust file",
            Self::Rollback { .. } | Self::Equivocation { .. } => "sign what is wanted again, with a higher version",
            Self::FastForward { .. } => {
                "sign it again with the next version; if such versions were accepted, replace the keys and raise `epoch`"
            }
            Self::StateFull { .. } => "raise `epoch` in the trust file, which forgets the policies that were seen",
            Self::EmptyComponent | Self::WrongSize { .. } | Self::WrongDigest { .. } => {
                "fetch the component again, together with its own manifest"
            }
            Self::WrongDescription { .. } => "sign the component again; the name is read from it",
        }
    }
}
