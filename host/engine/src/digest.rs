//! The digest that names a component everywhere: in answers, logs and pages.

use sha2::{Digest, Sha256};
use std::fmt::Write;

/// `sha256:` and 64 lower-case hexadecimal digits.
///
/// ```
/// assert!(guestpass::digest_of(b"").starts_with("sha256:e3b0c44298fc1c14"));
/// ```
#[must_use]
pub fn digest_of(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(71);
    text.push_str("sha256:");
    for byte in Sha256::digest(bytes) {
        // Writing to a string does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}
