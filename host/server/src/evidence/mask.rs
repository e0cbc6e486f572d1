//! Hides personal values, and keeps equal ones equal.

use std::collections::BTreeSet;
use std::fmt;

use sha2::{Digest, Sha256};

/// What stands before every masked text.
const MARK: &str = "masked-";

/// Which values are not written. A text becomes `masked-` and a name that is the same for the same text, so that a
/// masked e-mail address still is, or is not, that of a listed user; nobody can tell which text it was, since the key
/// is drawn at every start. Numbers, instants and yes or no become 0, 1970 and no.
#[derive(Clone)]
pub struct Mask {
    hidden: BTreeSet<String>,
    key: [u8; 32],
}

impl Mask {
    /// Hides these: `principal.id`, `principal.email` and `principal.identity` (and those of listed users with them),
    /// `attributes.NAME` for an attribute of whatever it is about, or `attributes` for all of them. `key` has to be
    /// random.
    #[must_use]
    pub fn new(hidden: impl IntoIterator<Item = String>, key: [u8; 32]) -> Self {
        Self { hidden: hidden.into_iter().collect(), key }
    }

    /// Hides nothing.
    pub(crate) fn nothing() -> Self {
        Self { hidden: BTreeSet::new(), key: [0; 32] }
    }

    /// Whether this is hidden.
    pub(super) fn hides(&self, path: &str) -> bool {
        self.hidden.contains(path) || path.starts_with("attributes.") && self.hidden.contains("attributes")
    }

    /// What stands in place of a text. The rules compare e-mail addresses without case, so this does, too.
    pub(super) fn text(&self, text: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(self.key);
        hash.update(text.to_lowercase().as_bytes());
        let digest: [u8; 32] = hash.finalize().into();
        digest.iter().take(8).fold(MARK.to_owned(), |name, byte| format!("{name}{byte:02x}"))
    }

    /// The text itself, or what stands in its place; nothing stays nothing.
    pub(super) fn shown(&self, path: &str, text: &str) -> String {
        if text.is_empty() || !self.hides(path) { text.to_owned() } else { self.text(text) }
    }

    /// The names of all that is hidden.
    pub(super) fn hidden(&self) -> impl Iterator<Item = &str> {
        self.hidden.iter().map(String::as_str)
    }
}

/// The key is printed nowhere.
impl fmt::Debug for Mask {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Mask").field("hidden", &self.hidden).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::Mask;

    #[test]
    fn equal_texts_stay_equal_and_no_more_is_told() {
        let mask = Mask::new(["principal.email".to_owned(), "attributes".to_owned()], [7; 32]);
        let (one, same, other) = (mask.text("Dana@x.example"), mask.text("dana@X.example"), mask.text("kim@x.example"));
        assert!(one == same && one != other && one.starts_with("masked-") && one.len() == 23, "{one}");
        assert_ne!(one, Mask::new([], [8; 32]).text("Dana@x.example"));
        for (path, expected) in
            [("principal.email", true), ("principal.id", false), ("attributes.salary", true), ("attributesx", false)]
        {
            assert_eq!(mask.hides(path), expected, "{path}");
        }
        assert!(!format!("{mask:?}").contains("7, 7"), "{mask:?}");
    }
}
