//! Words that must not be committed.

use crate::finding::Finding;
use crate::source::Source;

/// A forbidden word, in two pieces so that this file does not hold it.
struct Word {
    text: &'static str,
    reason: &'static str,
    /// Lock files and the settings of cargo-deny name registries by trade.
    registry: bool,
}

const fn word(text: &'static str, reason: &'static str) -> Word {
    Word { text, reason, registry: false }
}

const fn registry(text: &'static str) -> Word {
    Word { text, reason: "the package manager knows where packages come from; leave it out", registry: true }
}

const WORDS: &[Word] = &[
    word(concat!("dbg", "!"), "it was left over from a search for an error; remove it"),
    word(concat!("todo", "!"), "finish it, or return an error that says what is not supported"),
    word(concat!("TO", "DO"), "finish it or leave it out; what is planned is kept elsewhere"),
    word(concat!("FIX", "ME"), "fix it"),
    word(concat!("XX", "X"), "fix it"),
    word(concat!("/wor", "k/"), "it is a path of one machine; write it from the top of the repository"),
    word(concat!("/roo", "t/"), "it is a path of one machine; write it from the top of the repository"),
    word(concat!("..", "/shared"), "it is outside the repository; copy what is needed"),
    registry(concat!("index.", "crates.io")),
    registry(concat!("static.", "crates.io")),
    registry(concat!("registry.", "npmjs.org")),
    registry(concat!("registry.", "yarnpkg.com")),
    registry(concat!("deb.", "debian.org")),
    registry(concat!("pypi", ".org")),
    registry(concat!("artif", "actory")),
];

/// Files that may name a registry.
const NAMES_REGISTRIES: [&str; 3] = ["Cargo.lock", "package-lock.json", ".deny.toml"];

/// No forbidden word stands in the file.
pub(super) fn check(source: &Source) -> Vec<Finding> {
    let may_name_registries = NAMES_REGISTRIES.contains(&source.file_name());
    let words = WORDS.iter().filter(|word| !(word.registry && may_name_registries));
    words.flat_map(|word| occurrences(source, word)).collect()
}

fn occurrences(source: &Source, word: &Word) -> Vec<Finding> {
    let found = source.lines().filter(|(_, text)| holds_word(text, word.text));
    found.map(|(line, _)| Finding::at(&source.path, line, format!("holds `{}`: {}", word.text, word.reason))).collect()
}

/// Whether `word` stands in `text` with no letter or digit attached to its own letters.
fn holds_word(text: &str, word: &str) -> bool {
    let joins = |inner: Option<char>, outer: Option<char>| {
        [inner, outer].iter().all(|character| character.is_some_and(char::is_alphanumeric))
    };
    text.match_indices(word).any(|(start, _)| {
        let before = text.get(..start).and_then(|rest| rest.chars().next_back());
        let after = text.get(start + word.len()..).and_then(|rest| rest.chars().next());
        let grown = joins(word.chars().next(), before) || joins(word.chars().next_back(), after);
        !grown
    })
}

#[cfg(test)]
mod tests {
    use super::{WORDS, check};
    use crate::source::Source;

    fn findings(path: &str, text: String) -> usize {
        check(&Source::new(path, text)).len()
    }

    #[test]
    fn every_word_is_found() {
        for word in WORDS {
            assert_eq!(findings("a.rs", format!("before {} after", word.text)), 1, "{}", word.text);
        }
    }

    #[test]
    fn part_of_a_longer_word_is_not_found() {
        assert_eq!(findings("a.rs", format!("MAS{}N", concat!("TO", "DO"))), 0);
        assert_eq!(findings("a.rs", "todo = \"deny\"".to_owned()), 0);
    }

    #[test]
    fn lock_files_may_name_registries_only() {
        assert_eq!(findings("Cargo.lock", concat!("index.", "crates.io").to_owned()), 0);
        assert_eq!(findings("web-demo/package-lock.json", concat!("FIX", "ME").to_owned()), 1);
    }
}
