//! The documents that the vectors are about.

/// A policy document as it stands in the repository.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Document {
    /// Its name without the ending: what vectors and hosts call the policy.
    pub stem: &'static str,
    /// Its file name.
    pub file: &'static str,
    /// Its text.
    pub source: &'static str,
}

macro_rules! documents {
    ($($stem:literal),+) => {
        /// Every ready document; the first is the one that vectors are about when they name none.
        pub const DOCUMENTS: &[Document] = &[$(Document {
            stem: $stem,
            file: concat!($stem, ".toml"),
            source: include_str!(concat!("../../../guest/policies/", $stem, ".toml")),
        },)+];
    };
}

documents!("flexera-one", "snow-atlas", "saas-manager", "access-granting", "default");

/// The document with that stem.
#[must_use]
pub fn document(stem: &str) -> Option<&'static Document> {
    DOCUMENTS.iter().find(|document| document.stem == stem)
}

/// The document that vectors are about when they name none.
pub const POLICY_SOURCE: &str = include_str!("../../../guest/policies/flexera-one.toml");

/// Its file name.
pub const POLICY_FILE: &str = "flexera-one.toml";

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use guestpass_policies::READY;

    use super::*;

    #[test]
    fn every_ready_document_is_here() {
        let ready: BTreeSet<&str> = READY.iter().map(|ready| ready.name).collect();
        assert_eq!(DOCUMENTS.iter().map(|document| document.stem).collect::<BTreeSet<_>>(), ready);
    }

    #[test]
    fn the_first_document_is_the_default() {
        let first = DOCUMENTS.first().expect("a document");
        assert_eq!((first.file, first.source), (POLICY_FILE, POLICY_SOURCE));
        assert_eq!(document(first.stem), Some(first));
        assert_eq!(document("nobody-wrote-this"), None);
    }
}
