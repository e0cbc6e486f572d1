//! SHA-256, as text and over fields.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

const PREFIX: &str = "sha256:";

/// A SHA-256 digest: of an entry, or of a policy. Its text is `sha256:` and 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Digest([u8; 32]);

/// A text that is no digest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a digest is `sha256:` and 64 lower-case hexadecimal digits")]
pub struct NoDigest;

impl Digest {
    /// What the first entry is chained to.
    pub const GENESIS: Self = Self([0; 32]);

    pub(super) fn bytes(&self) -> &[u8] {
        &self.0
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(PREFIX)?;
        self.0.iter().try_for_each(|byte| write!(formatter, "{byte:02x}"))
    }
}

impl FromStr for Digest {
    type Err = NoDigest;

    fn from_str(text: &str) -> Result<Self, NoDigest> {
        let digits = text.strip_prefix(PREFIX).ok_or(NoDigest)?.as_bytes();
        let (pairs, rest) = digits.as_chunks::<2>();
        if pairs.len() != 32 || !rest.is_empty() {
            return Err(NoDigest);
        }
        let mut bytes = [0; 32];
        for (byte, [high, low]) in bytes.iter_mut().zip(pairs) {
            *byte = (nibble(*high)? << 4) | nibble(*low)?;
        }
        Ok(Self(bytes))
    }
}

fn nibble(digit: u8) -> Result<u8, NoDigest> {
    match digit {
        b'0'..=b'9' => Ok(digit - b'0'),
        b'a'..=b'f' => Ok(digit - b'a' + 10),
        _ => Err(NoDigest),
    }
}

impl TryFrom<String> for Digest {
    type Error = NoDigest;

    fn try_from(text: String) -> Result<Self, NoDigest> {
        text.parse()
    }
}

impl From<Digest> for String {
    fn from(digest: Digest) -> Self {
        digest.to_string()
    }
}

/// Hashes a list of fields, each behind its length, so that no two lists have the same bytes.
pub(super) struct Fields(Sha256);

impl Fields {
    /// `what` keeps hashes of other things apart.
    pub(super) fn of(what: &str) -> Self {
        Self(Sha256::new()).field(what.as_bytes())
    }

    pub(super) fn field(mut self, bytes: &[u8]) -> Self {
        let length = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.0.update(length.to_be_bytes());
        self.0.update(bytes);
        self
    }

    pub(super) fn number(self, number: u64) -> Self {
        self.field(&number.to_be_bytes())
    }

    pub(super) fn signed(self, number: i64) -> Self {
        self.field(&number.to_be_bytes())
    }

    pub(super) fn count(self, count: usize) -> Self {
        self.number(u64::try_from(count).unwrap_or(u64::MAX))
    }

    pub(super) fn digest(self) -> Digest {
        Digest(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::{Digest, Fields};

    #[test]
    fn only_the_printed_form_is_a_digest() {
        let digest = Fields::of("a").field(b"b").digest();
        let text = digest.to_string();
        assert_eq!(text.parse(), Ok(digest));
        for wrong in [
            text.to_uppercase(),
            text.replace("sha256:", ""),
            format!("{text}0"),
            format!("sha256:{}", "g".repeat(64)),
            text.chars().skip(1).collect(),
        ] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn fields_that_are_cut_elsewhere_have_another_digest() {
        let lists: [&[&str]; 6] = [&[], &[""], &["", ""], &["ab"], &["a", "b"], &["", "ab"]];
        let digests =
            lists.map(|list| list.iter().fold(Fields::of("x"), |all, one| all.field(one.as_bytes())).digest());
        for (number, digest) in digests.iter().enumerate() {
            assert!(!digests[number + 1..].contains(digest), "{number}");
        }
    }
}
