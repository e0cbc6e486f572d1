//! A trusted state that cannot be read is none: a host must not go on without it.

use guestpass_manifest::{Digest, TrustedState, limits};

use crate::offer::{COMPONENT, NOW_MS, name, seen};
use crate::shapes::{Case, check, half_of};

/// The JSON of a state that remembers so many policies.
fn json_of(policies: usize) -> String {
    let policy = |number: usize| {
        let digest = Digest::of(COMPONENT);
        format!("{{\"policy\":\"policy {number:03}\",\"version\":1,\"digest\":\"{digest}\"}}")
    };
    let policies: Vec<String> = (0..policies).map(policy).collect();
    let head = "\"trusted_state\":1,\"epoch\":1,\"latest\":\"2026-05-28T20:26:40Z\"";
    format!("{{{head},\"policies\":[{}]}}", policies.join(","))
}

/// A state that remembers so many policies, of which none is the one that is offered.
pub(crate) fn state_of(policies: usize) -> TrustedState {
    TrustedState::from_json(json_of(policies).as_bytes()).unwrap()
}

/// What is changed in a state of one policy, and what the message then says.
const BROKEN: &[Case] = &[
    ("nothing", |_| String::new(), "EOF"),
    ("no JSON", |_| "hello".to_owned(), "expected value"),
    ("an empty object", |_| "{}".to_owned(), "missing field `trusted_state`"),
    ("half of it", half_of, "EOF"),
    ("text behind it", |text| format!("{text}x"), "trailing characters"),
    ("an array in its place", |_| "[1,1,null,[]]".to_owned(), "expected an object"),
    (
        "an array in place of a policy",
        |text| {
            let digest = Digest::of(COMPONENT);
            let (head, _) = text.split_once('[').unwrap();
            format!("{head}[[\"policy 000\",1,\"{digest}\"]]}}")
        },
        "expected an object",
    ),
    ("a key twice", |text| text.replacen('{', "{\"epoch\":2,", 1), "duplicate field `epoch`"),
    (
        "a key of a policy twice",
        |text| text.replace("{\"policy\"", "{\"version\":2,\"policy\""),
        "duplicate field `version`",
    ),
    ("a key that nobody knows", |text| text.replacen('{', "{\"more\":2,", 1), "unknown field `more`"),
    ("one in a policy", |text| text.replace("{\"policy\"", "{\"more\":2,\"policy\""), "unknown field `more`"),
    ("another form", |text| text.replace("state\":1", "state\":2"), "form 2 is not known"),
    ("a negative epoch", |text| text.replace("epoch\":1", "epoch\":-1"), "invalid value"),
    ("an instant in words", |text| text.replace("2026-05-28T20:26:40Z", "soon"), "`latest`: "),
    ("no name", |text| text.replace("policy 000", ""), "`policies[0]`: "),
    ("version 0", |text| text.replace("version\":1", "version\":0"), "`policies[0]`: `version` is out of its bounds"),
    (
        "version 2^53",
        |text| text.replace("version\":1", "version\":9007199254740992"),
        "`policies[0]`: `version` is out",
    ),
    ("no digest", |text| text.replace("sha256:", "sha512:"), "`policies[0]`: `digest` is none"),
    (
        "a policy twice",
        |_| json_of(2).replace("policy 001", "policy 000"),
        "`policies[1]`: `policy 000` stands there twice",
    ),
    ("too many policies", |_| json_of(limits::POLICIES_MAX + 1), "more than 256 policies"),
    ("too many bytes", |text| format!("{text}{}", " ".repeat(limits::STATE_BYTES_MAX)), "more than 262144 bytes"),
];

#[test]
fn a_broken_state_is_refused() {
    let whole = json_of(1);
    assert_eq!(TrustedState::from_json(whole.as_bytes()).unwrap().to_json(), whole);
    let read = |text: String| {
        TrustedState::from_json(text.as_bytes()).map(|_| ()).map_err(|error| (error.code(), error.to_string()))
    };
    check(BROKEN, &whole, "trusted-state::malformed", read);
}

#[test]
fn the_largest_state_is_read_back() {
    let longest = |number: usize| format!("{number:0>width$}", width = limits::NAME_BYTES_MAX);
    let mut json = json_of(limits::POLICIES_MAX);
    for number in 0..limits::POLICIES_MAX {
        json = json.replace(&format!("\"policy {number:03}\""), &format!("\"{}\"", longest(number)));
    }
    let json = json.replace("version\":1", "version\":9007199254740991");
    let state = TrustedState::from_json(json.as_bytes()).unwrap();
    assert_eq!(state.to_json(), json);
    assert_eq!(state.highest(&name(&longest(255))).unwrap().version.get(), limits::VERSION_MAX);
    assert_eq!((seen(7, 3).epoch(), seen(7, 3).latest_ms()), (3, Some(NOW_MS)));
}
