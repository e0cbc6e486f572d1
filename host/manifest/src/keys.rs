//! The keys that sign manifests: ed25519, in the PEM files that other tools read too.

use std::fmt;

use ed25519_dalek::pkcs8::spki::der::pem::LineEnding;
use ed25519_dalek::pkcs8::{DecodePrivateKey, DecodePublicKey, EncodePrivateKey, EncodePublicKey, KeypairBytes};
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};

use crate::digest::Digest;
use crate::limits::KEY_BYTES_MAX;

/// Why a text is not a key. It never repeats what the text holds: that may be a secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// Longer than [`KEY_BYTES_MAX`].
    #[error("it is longer than {KEY_BYTES_MAX} bytes, which no key is")]
    TooLarge,
    /// Not a PEM text of an ed25519 private key in PKCS#8.
    #[error("it is not an ed25519 private key in PEM (`BEGIN PRIVATE KEY`)")]
    NotASecretKey,
    /// Not a PEM text of an ed25519 public key in SPKI.
    #[error("it is not an ed25519 public key in PEM (`BEGIN PUBLIC KEY`)")]
    NotAPublicKey,
    /// A public key was wanted and the text is a private one.
    #[error("it is a private key, where a public one belongs")]
    SecretInsteadOfPublic,
    /// A private key was wanted and the text is a public one.
    #[error("it is a public key, where a private one belongs")]
    PublicInsteadOfSecret,
    /// A public key under which others than the owner of a private key can make signatures, or a second way of
    /// writing another key.
    #[error("it is a weak public key: anybody could sign for it")]
    Weak,
}

impl KeyError {
    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLarge => "key::too-large",
            Self::NotASecretKey => "key::not-a-secret-key",
            Self::NotAPublicKey => "key::not-a-public-key",
            Self::SecretInsteadOfPublic => "key::secret-instead-of-public",
            Self::PublicInsteadOfSecret => "key::public-instead-of-secret",
            Self::Weak => "key::weak",
        }
    }
}

/// What a key is called: `sha256:` and the hexadecimal SHA-256 digest of the 32 bytes of the public key.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct KeyId(Digest);

impl KeyId {
    /// Reads `sha256:` and 64 lower-case hexadecimal digits; nothing else is a key id.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Digest::parse(text).map(Self)
    }

    /// The key id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }
}

impl fmt::Display for KeyId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// A private key. Its bytes are wiped from memory when it is dropped, and it is never printed.
pub struct SecretKey(SigningKey);

impl SecretKey {
    /// The key of 32 random bytes. The caller draws them from the system's source of randomness and wipes them; this
    /// crate has no randomness of its own.
    #[must_use]
    pub fn from_seed(seed: &[u8; 32]) -> Self {
        Self(SigningKey::from_bytes(seed))
    }

    /// Reads PKCS#8 in PEM, as [`SecretKey::to_pem`] and `openssl genpkey -algorithm ed25519` write it.
    ///
    /// # Errors
    /// When the text is anything else.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        if text.len() > KEY_BYTES_MAX {
            return Err(KeyError::TooLarge);
        }
        SigningKey::from_pkcs8_pem(text).map(Self).map_err(|_| match VerifyingKey::from_public_key_pem(text) {
            Ok(_) => KeyError::PublicInsteadOfSecret,
            Err(_) => KeyError::NotASecretKey,
        })
    }

    /// PKCS#8 in PEM. The public key is left out, because openssl before version 3 refuses a file that has it.
    ///
    /// # Errors
    /// [`KeyError::NotASecretKey`], which no key gives.
    pub fn to_pem(&self) -> Result<SecretPem, KeyError> {
        let bytes = KeypairBytes { secret_key: self.0.to_bytes(), public_key: None };
        bytes.to_pkcs8_pem(LineEnding::LF).map(|pem| SecretPem(Box::new(pem))).map_err(|_| KeyError::NotASecretKey)
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> PublicKey {
        PublicKey(self.0.verifying_key())
    }

    /// The 64 bytes of an ed25519 signature.
    pub(crate) fn sign(&self, message: &[u8]) -> [u8; 64] {
        self.0.sign(message).to_bytes()
    }
}

impl fmt::Debug for SecretKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "SecretKey of {}", self.public().id())
    }
}

/// The text of a private key. It is wiped from memory when it is dropped.
pub struct SecretPem(Box<dyn AsRef<str>>);

impl SecretPem {
    /// The text, to be written where only its owner can read it.
    #[must_use]
    pub fn expose(&self) -> &str {
        (*self.0).as_ref()
    }
}

impl fmt::Debug for SecretPem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("SecretPem")
    }
}

/// A public key that only the owner of its private key can sign for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicKey(VerifyingKey);

impl PublicKey {
    /// Reads SPKI in PEM, as [`PublicKey::to_pem`] and `openssl pkey -pubout` write it.
    ///
    /// # Errors
    /// When the text is anything else, or the key is weak.
    pub fn from_pem(text: &str) -> Result<Self, KeyError> {
        if text.len() > KEY_BYTES_MAX {
            return Err(KeyError::TooLarge);
        }
        let key = VerifyingKey::from_public_key_pem(text).map_err(|_| match SigningKey::from_pkcs8_pem(text) {
            Ok(_) => KeyError::SecretInsteadOfPublic,
            Err(_) => KeyError::NotAPublicKey,
        })?;
        Self::checked(key)
    }

    /// Reads the 32 bytes of a public key.
    ///
    /// # Errors
    /// When they are no point of the curve, or the key is weak.
    pub fn from_bytes(bytes: &[u8; 32]) -> Result<Self, KeyError> {
        Self::checked(VerifyingKey::from_bytes(bytes).map_err(|_| KeyError::NotAPublicKey)?)
    }

    /// A key of small order has signatures that fit any message. A key that is not written the one canonical way could
    /// pass for a second key of the same owner.
    fn checked(key: VerifyingKey) -> Result<Self, KeyError> {
        let is_canonical = key.to_edwards().compress().to_bytes() == key.to_bytes();
        if key.is_weak() || !is_canonical { Err(KeyError::Weak) } else { Ok(Self(key)) }
    }

    /// SPKI in PEM.
    ///
    /// # Errors
    /// [`KeyError::NotAPublicKey`], which no key gives.
    pub fn to_pem(&self) -> Result<String, KeyError> {
        self.0.to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::NotAPublicKey)
    }

    /// What the key is called in envelopes.
    #[must_use]
    pub fn id(&self) -> KeyId {
        KeyId(Digest::of(self.0.as_bytes()))
    }

    /// Whether the owner of the private key signed exactly this message. Signatures that have a second form, and
    /// those that fit several messages, are none.
    pub(crate) fn has_signed(&self, message: &[u8], signature: &[u8; 64]) -> bool {
        self.0.verify_strict(message, &Signature::from_bytes(signature)).is_ok()
    }
}
