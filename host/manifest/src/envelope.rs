//! The envelope of a manifest and its signatures: DSSE, <https://github.com/secure-systems-lab/dsse>.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::{Deserialize, Serialize};

use crate::errors::ManifestError;
use crate::keys::{KeyId, SecretKey};
use crate::limits::{ENVELOPE_BYTES_MAX, SIGNATURES_MAX};
use crate::manifest::{InvalidManifest, Manifest};
use crate::object::Object;

/// What is in the envelope. It is part of what is signed, so that nothing signed for another purpose passes for a
/// manifest.
pub const PAYLOAD_TYPE: &str = "application/vnd.guestpass.policy-manifest.v1+json";

/// The media type of an envelope as a file or a layer.
pub const ENVELOPE_MEDIA_TYPE: &str = "application/vnd.dsse.envelope.v1+json";

/// A manifest with its signatures, **not yet verified**: [`verify`](crate::verify()) says whether to believe it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Envelope {
    payload: Vec<u8>,
    signatures: Vec<EnvelopeSignature>,
}

/// One signature of an envelope.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EnvelopeSignature {
    pub(crate) key: KeyId,
    pub(crate) bytes: [u8; 64],
}

/// Why a manifest is not signed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SignError {
    /// The manifest contradicts itself, or has no written form.
    #[error("the manifest cannot be signed: {0}")]
    Invalid(#[from] InvalidManifest),
    /// No key was given.
    #[error("no key was given to sign with")]
    NoKey,
    /// The key has signed already.
    #[error("the key `{0}` has signed already; a second signature counts for nothing")]
    SignedAlready(KeyId),
    /// The envelope is full.
    #[error("an envelope holds at most {SIGNATURES_MAX} signatures")]
    TooManySignatures,
    /// The manifest in the envelope is not one that this version reads.
    #[error("the manifest in the envelope cannot be signed: {0}")]
    Refused(#[from] ManifestError),
}

impl SignError {
    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Self::Invalid(_) => "sign::invalid-manifest",
            Self::NoKey => "sign::no-key",
            Self::SignedAlready(_) => "sign::signed-already",
            Self::TooManySignatures => "sign::too-many-signatures",
            Self::Refused(error) => error.code(),
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct EnvelopeJson<S> {
    payload_type: String,
    payload: String,
    signatures: Vec<S>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SignatureJson {
    keyid: String,
    sig: String,
}

/// Signs a manifest with every key.
///
/// # Errors
/// No key, a key twice, more than [`SIGNATURES_MAX`], or a manifest that contradicts itself.
pub fn sign(manifest: &Manifest, keys: &[SecretKey]) -> Result<Envelope, SignError> {
    let mut envelope = Envelope { payload: manifest.to_json()?, signatures: Vec::new() };
    for key in keys {
        envelope.add_signature(key)?;
    }
    if envelope.signatures.is_empty() { Err(SignError::NoKey) } else { Ok(envelope) }
}

impl Envelope {
    /// Reads an envelope: JSON, at most [`ENVELOPE_BYTES_MAX`], with no unknown or duplicate key and nothing behind
    /// it. Nothing is verified, and the payload is not looked at.
    ///
    /// # Errors
    /// `Missing`, `TooLarge`, `Malformed`, `PayloadType`, `TooManySignatures`, `Unsigned` and `DuplicateSignature`.
    pub fn read(bytes: &[u8]) -> Result<Self, ManifestError> {
        if bytes.is_empty() {
            return Err(ManifestError::Missing);
        }
        if bytes.len() > ENVELOPE_BYTES_MAX {
            return Err(ManifestError::TooLarge { bytes: bytes.len() });
        }
        let Object(json): Object<EnvelopeJson<Object<SignatureJson>>> =
            serde_json::from_slice(bytes).map_err(|error| malformed(error.to_string()))?;
        if json.payload_type != PAYLOAD_TYPE {
            return Err(ManifestError::PayloadType);
        }
        let payload = BASE64.decode(&json.payload).map_err(|error| malformed(format!("`payload`: {error}")))?;
        if json.signatures.len() > SIGNATURES_MAX {
            return Err(ManifestError::TooManySignatures { signatures: json.signatures.len() });
        }
        if json.signatures.is_empty() {
            return Err(ManifestError::Unsigned);
        }
        let mut signatures: Vec<EnvelopeSignature> = Vec::with_capacity(json.signatures.len());
        for (index, Object(signature)) in json.signatures.iter().enumerate() {
            let signature = signature.read().map_err(|why| malformed(format!("`signatures[{index}].{why}")))?;
            if signatures.iter().any(|earlier| earlier.key == signature.key) {
                return Err(ManifestError::DuplicateSignature { key: signature.key });
            }
            signatures.push(signature);
        }
        Ok(Self { payload, signatures })
    }

    /// Adds the signature of another key, for policies that need more than one.
    ///
    /// # Errors
    /// When the key has signed already, the envelope is full, or what it holds is no manifest.
    pub fn add_signature(&mut self, key: &SecretKey) -> Result<(), SignError> {
        self.manifest()?;
        let id = key.public().id();
        if self.signatures.iter().any(|earlier| earlier.key == id) {
            return Err(SignError::SignedAlready(id));
        }
        if self.signatures.len() >= SIGNATURES_MAX {
            return Err(SignError::TooManySignatures);
        }
        self.signatures.push(EnvelopeSignature { key: id, bytes: key.sign(&self.signed_bytes()) });
        Ok(())
    }

    /// What the manifest says, believed by nobody yet.
    ///
    /// # Errors
    /// [`ManifestError::Payload`].
    pub fn manifest(&self) -> Result<Manifest, ManifestError> {
        Manifest::from_json(&self.payload).map_err(|error| ManifestError::Payload { why: error.to_string() })
    }

    /// The keys that are said to have signed.
    pub fn keys(&self) -> impl Iterator<Item = &KeyId> {
        self.signatures.iter().map(|signature| &signature.key)
    }

    /// The envelope as JSON on one line, without a line feed.
    #[must_use]
    pub fn to_json(&self) -> String {
        let signature = |signature: &EnvelopeSignature| SignatureJson {
            keyid: signature.key.to_string(),
            sig: BASE64.encode(signature.bytes),
        };
        let json = EnvelopeJson {
            payload_type: PAYLOAD_TYPE.to_owned(),
            payload: BASE64.encode(&self.payload),
            signatures: self.signatures.iter().map(signature).collect(),
        };
        // serde prints this shape always.
        serde_json::to_string(&json).unwrap_or_default()
    }

    /// DSSE's pre-authentication encoding: type and payload, each with its length.
    pub(crate) fn signed_bytes(&self) -> Vec<u8> {
        let mut bytes = format!("DSSEv1 {} {PAYLOAD_TYPE} {} ", PAYLOAD_TYPE.len(), self.payload.len()).into_bytes();
        bytes.extend_from_slice(&self.payload);
        bytes
    }

    pub(crate) fn signatures(&self) -> &[EnvelopeSignature] {
        &self.signatures
    }
}

impl SignatureJson {
    fn read(&self) -> Result<EnvelopeSignature, String> {
        let key = KeyId::parse(&self.keyid).ok_or("keyid`: it is not `sha256:` and 64 lower-case digits")?;
        let bytes = BASE64.decode(&self.sig).map_err(|error| format!("sig`: {error}"))?;
        let bytes = bytes.try_into().map_err(|_| "sig`: a signature has 64 bytes")?;
        Ok(EnvelopeSignature { key, bytes })
    }
}

fn malformed(why: String) -> ManifestError {
    ManifestError::Malformed { why }
}
