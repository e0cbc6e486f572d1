//! The oracle is a second account of the requirements. It proves something only as long as it shares nothing with the
//! first.

use crate::finding::Finding;
use crate::source::Source;

/// Where the oracle stands.
const ORACLE: &str = "tests/model/src/";
/// What compares it with the others may know them.
const COMPARES: [&str; 2] = ["tests/model/src/bin/", "tests/model/src/proof/"];
/// What has to do with the rules, or reads what they read.
const OTHERS: [&str; 6] = [
    "guestpass_rules",
    "guestpass_model",
    "guestpass_compiler",
    "guestpass_component",
    "guestpass_contract",
    "guestpass_engines",
];

/// No source of the oracle names another account of the rules.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let compares = COMPARES.iter().any(|folder| source.path.starts_with(folder));
    if !source.path.starts_with(ORACLE) || compares {
        return Vec::new();
    }
    let named = source.lines().filter_map(|(line, text)| {
        let other = OTHERS.iter().find(|other| text.contains(*other))?;
        let message = format!("names `{other}`; the oracle must find out by itself what the requirements ask for");
        Some(Finding::at(&source.path, line, message))
    });
    named.collect()
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::Source;

    #[test]
    fn only_what_compares_may_know_the_rules() {
        for (path, text, found) in [
            ("tests/model/src/gates.rs", "use guestpass_rules::Gate;", 1),
            ("tests/model/src/gates.rs", "use crate::facts::Facts;", 0),
            ("tests/model/src/lib.rs", "//! use guestpass_oracle::Oracle;", 0),
            ("tests/model/src/bin/prove.rs", "use guestpass_engines::NativeEngine;", 0),
            ("tests/model/src/proof/prover.rs", "use guestpass_engines::NativeEngine;", 0),
            ("tests/model/tests/vectors.rs", "use guestpass_engines::NativeEngine;", 0),
            ("tests/engines/src/native.rs", "use guestpass_rules::Policy;", 0),
        ] {
            assert_eq!(check(&Source::new(path, text)).len(), found, "{path}: {text}");
        }
    }
}
