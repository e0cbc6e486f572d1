//! The licence of the whole.

use sha2::{Digest, Sha256};

use crate::finding::Finding;
use crate::source::Tree;

/// Digest of the text of the Apache License, Version 2.0, as its publisher gives it out.
const APACHE_2_0_SHA256: &str = "cfc7749b96f63bd31c3c42b5c471bf756814053e847c10f3eb003417bc523d30";

/// `LICENSE` is the Apache License, Version 2.0, word for word.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let text = tree.source("LICENSE").map_or("", |source| source.text.as_str());
    if sha256_hex(text) == APACHE_2_0_SHA256 {
        return Vec::new();
    }
    vec![Finding::in_file("LICENSE", "is not the text of the Apache License, Version 2.0; take the publisher's copy")]
}

fn sha256_hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::{check, sha256_hex};
    use crate::source::{Source, Tree};

    #[test]
    fn a_missing_or_changed_licence_is_found() {
        assert_eq!(check(&Tree::default()).len(), 1);
        assert_eq!(check(&Tree::of(vec![Source::new("LICENSE", "Apache License")])).len(), 1);
    }

    #[test]
    fn the_digest_of_no_text_is_the_known_one() {
        assert_eq!(sha256_hex(""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
