//! Keys of programs: `guestpass_ID_SECRET`, of which the server keeps a hash.

use std::collections::BTreeSet;
use std::fmt;

use guestpass_contract::json::{JsonError, instant_to_string};
use guestpass_store::PersonId;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use toml::{Table, Value};

use super::{Caller, Scope, ScopeName};

/// What every API key begins with, so that whoever finds one in a file knows what it is.
pub const KEY_PREFIX: &str = "guestpass_";

const ID_BYTES: usize = 6;
const SECRET_BYTES: usize = 32;

/// A key, as the server keeps it. The key itself cannot be made of it.
#[derive(Clone, PartialEq, Eq)]
pub struct ApiKey {
    /// The public half, 12 digits of hexadecimal.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// SHA-256 of the secret's 32 bytes.
    pub secret_sha256: [u8; 32],
    /// Whose data it reaches.
    pub organisation: Scope,
    /// What it may be used for.
    pub scopes: BTreeSet<ScopeName>,
    /// From when on it is not valid, in milliseconds since the epoch. Without it the key does not expire.
    pub expires_ms: Option<i64>,
    /// The person that it acts for.
    pub person: Option<PersonId>,
}

impl ApiKey {
    /// The key as it stands in the settings.
    ///
    /// # Errors
    /// It expires at an instant that has no text.
    pub fn to_toml(&self) -> Result<String, JsonError> {
        let mut table = Table::new();
        let mut set = |name: &str, value: Value| table.insert(name.to_owned(), value);
        set("id", self.id.clone().into());
        set("name", self.name.clone().into());
        set("secret_sha256", to_hex(&self.secret_sha256).into());
        set("organisation", self.organisation.to_string().into());
        set("scopes", self.scopes.iter().map(|scope| Value::from(scope.name())).collect::<Vec<_>>().into());
        if let Some(expires_ms) = self.expires_ms {
            set("expires", instant_to_string(expires_ms)?.into());
        }
        if let Some(person) = &self.person {
            set("person", person.as_str().into());
        }
        Ok(format!("[[api_keys]]\n{table}"))
    }
}

impl fmt::Debug for ApiKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("ApiKey").field("id", &self.id).field("name", &self.name).finish_non_exhaustive()
    }
}

/// A key that has just been made, and its text, which is shown once.
#[derive(Debug)]
pub struct NewApiKey {
    /// What the server keeps.
    pub kept: ApiKey,
    /// What the caller keeps.
    pub secret: ApiKeySecret,
}

/// The text of a key. It is not printed by accident.
pub struct ApiKeySecret(String);

impl ApiKeySecret {
    /// The text, to be shown to its owner.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for ApiKeySecret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("ApiKeySecret(...)")
    }
}

impl NewApiKey {
    /// Makes a key that does not expire and acts for nobody; both can be set in [`NewApiKey::kept`].
    ///
    /// # Errors
    /// The machine has no randomness.
    pub fn generate(
        name: &str,
        organisation: Scope,
        scopes: impl IntoIterator<Item = ScopeName>,
    ) -> Result<Self, getrandom::Error> {
        let (mut id, mut secret) = ([0; ID_BYTES], [0; SECRET_BYTES]);
        getrandom::fill(&mut id)?;
        getrandom::fill(&mut secret)?;
        let id = to_hex(&id);
        let text = format!("{KEY_PREFIX}{id}_{}", to_hex(&secret));
        let kept = ApiKey {
            id,
            name: name.to_owned(),
            secret_sha256: Sha256::digest(secret).into(),
            organisation,
            scopes: scopes.into_iter().collect(),
            expires_ms: None,
            person: None,
        };
        Ok(Self { kept, secret: ApiKeySecret(text) })
    }
}

/// What the name of a caller begins with who has a key.
pub(super) const CALLER: &str = "key:";

/// The caller of a key, given without its prefix. A key that is not known takes as long as one whose secret is wrong.
pub(super) fn caller(keys: &[ApiKey], key: &str, now_ms: i64) -> Option<Caller> {
    let (id, secret) = key.split_once('_')?;
    let secret: [u8; SECRET_BYTES] = from_hex(secret)?;
    let hash: [u8; 32] = Sha256::digest(secret).into();
    let known = keys.iter().find(|key| key.id == id);
    let is_right = bool::from(known.map_or([0; 32], |key| key.secret_sha256).ct_eq(&hash));
    let key = known.filter(|_| is_right)?;
    if key.expires_ms.is_some_and(|expires_ms| now_ms >= expires_ms) {
        tracing::info!(key = key.id, "an expired key was used");
        return None;
    }
    Some(Caller {
        id: format!("{CALLER}{}", key.id),
        organisation: key.organisation.clone(),
        scopes: key.scopes.clone(),
        person: key.person.clone(),
    })
}

/// Lower-case hexadecimal.
pub(crate) fn to_hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Exactly `N` bytes of lower-case hexadecimal.
pub(crate) fn from_hex<const N: usize>(text: &str) -> Option<[u8; N]> {
    let digit = |byte: u8| match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        _ => None,
    };
    let pairs = text.as_bytes().chunks(2).map(|pair| match *pair {
        [high, low] => Some(digit(high)? << 4 | digit(low)?),
        _ => None,
    });
    pairs.collect::<Option<Vec<u8>>>()?.try_into().ok()
}

#[cfg(test)]
mod tests {
    use super::{KEY_PREFIX, NewApiKey, caller, from_hex, to_hex};
    use crate::identity::{Scope, ScopeName};

    #[test]
    fn a_key_holds_until_it_expires_and_no_other_text_does() {
        let mut new = NewApiKey::generate("ci", Scope::All, [ScopeName::Decide]).unwrap();
        new.kept.expires_ms = Some(100);
        let text = new.secret.expose().strip_prefix(KEY_PREFIX).unwrap().to_owned();
        let keys = [new.kept];
        let found = caller(&keys, &text, 99).unwrap();
        assert_eq!(found.id, format!("key:{}", keys[0].id));
        assert!(caller(&keys, &text, 100).is_none(), "expired");
        assert!(caller(&[], &text, 0).is_none(), "unknown");
        for position in 0..text.len() {
            let mut other = text.clone().into_bytes();
            other[position] = if other[position] == b'0' { b'1' } else { b'0' };
            let other = String::from_utf8(other).unwrap();
            assert!(caller(&keys, &other, 0).is_none(), "{position}");
            let (begin, _) = text.split_at(position);
            assert!(caller(&keys, begin, 0).is_none(), "{position}");
        }
        assert!(caller(&keys, &format!("{text}00"), 0).is_none());
        assert!(caller(&keys, &text.to_uppercase(), 0).is_none());
    }

    #[test]
    fn no_key_hashes_to_what_an_unknown_one_is_compared_with() {
        let zero = format!("000000000000_{}", "00".repeat(32));
        assert!(caller(&[], &zero, 0).is_none());
    }

    #[test]
    fn hexadecimal_goes_both_ways() {
        assert_eq!(from_hex::<2>(&to_hex(&[0, 255])), Some([0, 255]));
        for bad in ["", "0", "00f", "00fg", "00FF", "00ffee"] {
            assert_eq!(from_hex::<2>(bad), None, "{bad}");
        }
    }
}
