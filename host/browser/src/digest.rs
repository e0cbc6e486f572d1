//! Which bytes these are: SHA-256, spelled `sha256:` and 64 lower-case hexadecimal digits.

use sha2::{Digest, Sha256};

use crate::error::LoadError;

const PREFIX: &str = "sha256:";
/// Hexadecimal digits of a SHA-256.
const DIGITS: usize = 64;

/// The digest of `bytes`.
///
/// ```
/// assert_eq!(
///     guestpass_browser::digest_of(b""),
///     "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
/// );
/// ```
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(PREFIX.len() + DIGITS);
    text.push_str(PREFIX);
    for byte in Sha256::digest(bytes) {
        for digit in [byte >> 4, byte & 0xf] {
            text.push(char::from_digit(u32::from(digit), 16).unwrap_or('?'));
        }
    }
    text
}

/// Makes sure that `bytes` are the ones that `expected` names, and gives their digest.
///
/// # Errors
/// [`LoadError::DigestMalformed`] when `expected` is no digest, [`LoadError::DigestMismatch`] when it is another's.
pub fn require_digest(bytes: &[u8], expected: &str) -> Result<String, LoadError> {
    let digits = expected.strip_prefix(PREFIX).unwrap_or_default();
    let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
    if digits.len() != DIGITS || !digits.bytes().all(is_digit) {
        return Err(LoadError::DigestMalformed { digest: expected.to_owned() });
    }
    let actual = digest_of(bytes);
    if actual == expected {
        Ok(actual)
    } else {
        Err(LoadError::DigestMismatch { expected: expected.to_owned(), actual })
    }
}
