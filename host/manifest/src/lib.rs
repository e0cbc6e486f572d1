//! Signed manifests of policies: what they say, how they are made, and when one is believed.
//!
//! A component travels with a detached manifest: which policy it is, its rising version, its digest, where and for how
//! long it may be used. The manifest lies in a DSSE [`Envelope`] with ed25519 signatures. [`verify()`] believes it when
//! enough of the keys of a [`Trust`] file signed it and nothing goes back behind the [`TrustedState`].
//!
//! - `keys`, `digest` and `names` are the words; `manifest` and `envelope` what travels; `trust` and `trusted_state`
//!   what a host knows; `verify` and `freshness` judge; `errors` has every reason against; `limits` every maximum.
//!
//! **Invariant:** everything here is a function of values. There is no clock, no randomness and no file; time comes in
//! as milliseconds since the Unix epoch. Doubt refuses, with a code.

#![forbid(unsafe_code)]

mod digest;
mod envelope;
mod errors;
mod freshness;
mod keys;
pub mod limits;
mod manifest;
mod names;
mod object;
mod trust;
mod trusted_state;
mod verify;

pub use digest::Digest;
pub use envelope::{ENVELOPE_MEDIA_TYPE, Envelope, PAYLOAD_TYPE, SignError, sign};
pub use errors::ManifestError;
pub use freshness::Freshness;
pub use keys::{KeyError, KeyId, PublicKey, SecretKey, SecretPem};
pub use manifest::{InvalidManifest, Manifest, ManifestVersion};
pub use names::{NameError, PolicyName, TargetName};
pub use trust::{Trust, TrustError, TrustedKey};
pub use trusted_state::{HighestVersion, StateError, TrustedState};
pub use verify::{Verified, verify, verify_kept};
