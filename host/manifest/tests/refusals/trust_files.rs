//! A trust file that says less than it seems to, or more, is refused with a code and the line.

use std::collections::BTreeSet;

use guestpass_manifest::{Trust, TrustError, limits};

use crate::offer::{key, trusted};

/// What is changed in the file of two keys, and the code and line of the refusal.
type Case = (&'static str, fn(&str) -> String, &'static str, Option<usize>);

const CASES: &[Case] = &[
    ("too many bytes", |text| format!("{text}{}", "\n".repeat(limits::TRUST_BYTES_MAX)), "trust::too-large", None),
    ("no TOML", |_| "hello".to_owned(), "trust::malformed", Some(1)),
    ("a key twice", |text| text.replace("threshold", "target = \"x\"\nthreshold"), "trust::malformed", Some(3)),
    ("a key that nobody knows", |text| text.replace("threshold", "more = 1\nthreshold"), "trust::malformed", Some(3)),
    ("one in a key", |text| text.replace("name = \"k1\"", "name = \"k1\"\nmore = 1"), "trust::malformed", Some(8)),
    ("a key missing", |text| text.replace("target = \"production\"", ""), "trust::malformed", Some(1)),
    ("a negative threshold", |text| text.replace("threshold = 2", "threshold = -1"), "trust::malformed", Some(3)),
    ("no policy", |text| text.replace("flexera-one", ""), "trust::wrong-value", Some(1)),
    ("a target of a blank", |text| text.replace("production", " "), "trust::wrong-value", Some(2)),
    ("epoch 0", |text| text.replace("epoch = 1", "epoch = 0"), "trust::wrong-value", Some(4)),
    ("no step", |text| text.replace("epoch", "version_step_max = 0\nepoch"), "trust::wrong-value", Some(4)),
    ("grace without end", |text| text.replace("epoch", "grace_days = 367\nepoch"), "trust::wrong-value", Some(4)),
    ("a key without a name", |text| text.replace("\"k1\"", "\"\""), "trust::wrong-value", Some(7)),
    ("no PEM", |text| text.replace("BEGIN PUBLIC", "BEGIN"), "trust::key", Some(8)),
    ("a private key", |text| text.replace(&public(2), key(2).to_pem().unwrap().expose()), "trust::key", Some(16)),
    ("one key under two names", |text| text.replace(&public(2), &public(1)), "trust::duplicate-key", Some(16)),
    ("two keys of one name", |text| text.replace("\"k2\"", "\"k1\""), "trust::duplicate-name", Some(15)),
    ("no keys", |text| text.split_once("[[keys]]").unwrap().0.to_owned(), "trust::no-keys", Some(3)),
    (
        "17 keys",
        |text| (3..=17).fold(text.to_owned(), |text, number| text + &entry(number)),
        "trust::too-many-keys",
        None,
    ),
    ("threshold 0", |text| text.replace("threshold = 2", "threshold = 0"), "trust::threshold", Some(3)),
    ("a threshold above the keys", |text| text.replace("threshold = 2", "threshold = 3"), "trust::threshold", Some(3)),
];

fn public(number: u8) -> String {
    key(number).public().to_pem().unwrap()
}

fn entry(number: u8) -> String {
    format!("\n[[keys]]\nname = \"k{number}\"\npublic = \"\"\"\n{}\"\"\"\n", public(number))
}

#[test]
fn each_slip_has_its_code() {
    let whole = trusted(&[1, 2], 2).to_toml();
    let judged = |(what, edit, code, line): &Case| {
        let changed = edit(&whole);
        assert_ne!(changed, whole, "{what} changes nothing");
        let read = Trust::from_toml(&changed).map_err(|error| (error.code(), error.line(), error.to_string()));
        let line_is_right = |found: &Option<usize>| line.is_none() || found == line;
        let is_as_expected = matches!(&read, Err((found, at, message))
            if found == code && line_is_right(at) && !message.is_empty());
        (!is_as_expected).then(|| format!("{what}: {read:?} instead of `{code}` in line {line:?}"))
    };
    let wrong: Vec<String> = CASES.iter().filter_map(judged).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn each_code_has_a_slip() {
    let codes: BTreeSet<&str> = CASES.iter().map(|(_, _, code, _)| *code).collect();
    assert_eq!(codes, BTreeSet::from(TrustError::CODES));
    assert_eq!(codes.len(), TrustError::CODES.len(), "no code stands there twice");
}

#[test]
fn what_is_written_is_read_back() {
    let plain = trusted(&[1, 2], 2);
    let full = trusted(&[1, 2, 3], 2).with_epoch(5).with_version_step_max(10).with_grace_days(7);
    let most = trusted(&[1], 1).with_epoch(u64::MAX).with_version_step_max(u64::MAX).with_grace_days(u32::MAX);
    for trust in [plain, full, most] {
        assert_eq!(Trust::from_toml(&trust.to_toml()).as_ref(), Ok(&trust), "{}", trust.to_toml());
    }
}
