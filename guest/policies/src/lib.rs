//! The ready policy documents, and the test cases of each.
//!
//! People read the documents where they lie, beside this crate's `Cargo.toml`. As a crate they travel with whatever
//! needs them, such as the compiler, which begins new documents from them.

#![no_std]
#![forbid(unsafe_code)]

/// A ready document.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct ReadyPolicy {
    /// Its name, as the document itself says it; the file is called so too.
    pub name: &'static str,
    /// The document (TOML).
    pub document: &'static str,
    /// Its test cases (TOML). They name the document as a file beside them.
    pub cases: &'static str,
}

macro_rules! ready {
    ($($name:literal),+) => {
        /// Every ready document, by name.
        pub const READY: &[ReadyPolicy] = &[$(ReadyPolicy {
            name: $name,
            document: include_str!(concat!("../", $name, ".toml")),
            cases: include_str!(concat!("../", $name, ".tests.toml")),
        },)+];
    };
}

ready!("access-granting", "default", "flexera-one", "saas-manager", "snow-atlas");

#[cfg(test)]
mod tests {
    extern crate std;

    use std::collections::BTreeSet;
    use std::path::Path;
    use std::string::{String, ToString};

    use super::READY;

    #[test]
    fn every_document_of_the_folder_is_here_under_its_own_name() {
        let files = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR"))).expect("the folder can be read");
        let names = files.map(|file| file.expect("an entry").file_name().to_string_lossy().into_owned());
        let stems = names.filter_map(|name| name.strip_suffix(".tests.toml").map(ToString::to_string));
        let known: BTreeSet<String> = READY.iter().map(|ready| ready.name.to_string()).collect();
        assert_eq!(stems.collect::<BTreeSet<_>>(), known);
        for ready in READY {
            assert!(ready.document.contains(&std::format!("\nname = \"{}\"\n", ready.name)), "{}", ready.name);
            assert!(ready.cases.contains(&std::format!("{}.toml", ready.name)), "{}", ready.name);
        }
    }
}
