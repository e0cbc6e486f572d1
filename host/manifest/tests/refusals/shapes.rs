//! An envelope and a manifest have one form each: what is nearly that form is refused, signed or not.

use serde_json::Value;

use crate::by_hand::{base64, decoded, envelope_by_hand};
use crate::offer::{COMPONENT, Offer, manifest};

/// What is changed in a text, and what the message then says.
pub(crate) type Case = (&'static str, fn(&str) -> String, &'static str);

/// Of the envelope.
const ENVELOPES: &[Case] = &[
    ("an array in its place", |text| array_at(text, ""), "expected an object"),
    ("an array in place of a signature", |text| array_at(text, "/signatures/0"), "expected an object"),
    ("an object in place of the signatures", |text| text.replace(['[', ']'], ""), "expected a sequence"),
    ("a key twice", |text| text.replacen('{', "{\"payload\":\"\",", 1), "duplicate field `payload`"),
    ("a key of a signature twice", |text| text.replace("{\"keyid", "{\"sig\":\"\",\"keyid"), "duplicate field `sig`"),
    ("a key that nobody knows", |text| text.replacen('{', "{\"more\":1,", 1), "unknown field `more`"),
    ("one in a signature", |text| text.replace("{\"keyid", "{\"more\":1,\"keyid"), "unknown field `more`"),
    ("a key missing", |text| text.replace("\"sig\":", "\"more\":"), "unknown field `more`"),
    ("text behind it", |text| format!("{text} {{}}"), "trailing characters"),
    ("half of it", half_of, "EOF"),
    ("a key id in capitals", |text| upper_at(text, "/signatures/0/keyid"), "`signatures[0].keyid`"),
    ("a signature cut short", |text| shorter_at(text, "/signatures/0/sig"), "a signature has 64 bytes"),
    ("a signature without its padding", |text| text.replace("==\"}]", "\"}]"), "`signatures[0].sig`"),
    ("a line feed in the payload", |text| text.replace("\"payload\":\"", "\"payload\":\"\\n"), "`payload`"),
];

/// Of the manifest. Each of these is duly signed.
const MANIFESTS: &[Case] = &[
    ("nothing", |_| String::new(), "EOF"),
    ("an array in its place", |text| array_at(text, ""), "expected an object"),
    ("an array in place of the component", |text| array_at(text, "/component"), "expected an object"),
    ("a key twice", |text| text.replacen('{', "{\"version\":9,", 1), "duplicate field `version`"),
    (
        "a key of the component twice",
        |text| text.replace("{\"digest", "{\"bytes\":1,\"digest"),
        "duplicate field `bytes`",
    ),
    ("a key that nobody knows", |text| text.replacen('{', "{\"more\":1,", 1), "unknown field `more`"),
    ("one in the component", |text| text.replace("{\"digest", "{\"more\":1,\"digest"), "unknown field `more`"),
    ("a key missing", |text| text.replace("\"version\":8,", ""), "missing field `version`"),
    ("text behind it", |text| format!("{text}{{}}"), "trailing characters"),
    ("another form", |text| text.replace("\"manifest\":1", "\"manifest\":2"), "`manifest`: form 2"),
    ("version 0", |text| version(text, "0"), "`version`: 0 is not between 1 and 9007199254740991"),
    ("version 2^53", |text| version(text, "9007199254740992"), "`version`: 9007199254740992 is not between"),
    ("a negative version", |text| version(text, "-8"), "invalid value"),
    ("a version with a fraction", |text| version(text, "8.0"), "invalid type"),
    ("a version as text", |text| version(text, "\"8\""), "invalid type"),
    ("no policy", |text| text.replace("flexera-one", ""), "`policy`: "),
    ("a target with a blank at its end", |text| text.replace("production", "production "), "`target`: "),
    ("a digest in capitals", |text| upper_at(text, "/component/digest"), "`component.digest`"),
    ("a contract of two numbers", |text| text.replace("0.2.0", "0.2"), "`contract`"),
    ("a contract that is not out yet", |text| text.replace("0.2.0", "0.2.0-rc1"), "`contract`"),
    ("an instant in words", |text| text.replace("2026-05-27T20:26:40Z", "soon"), "`not_before`"),
    ("an end at the beginning", |text| text.replace("05-29", "05-27"), "`expires`: it is not later than `not_before`"),
];

fn version(text: &str, number: &str) -> String {
    text.replace("\"version\":8", &format!("\"version\":{number}"))
}

/// The text with the object at a path written as the array of its values.
fn array_at(text: &str, path: &str) -> String {
    // In the order of the fields, as what serde derives would take them.
    let order = ["manifest", "policy", "version", "component", "digest", "bytes", "contract", "target", "not_before"];
    let order = [&order[..], &["expires", "payloadType", "payload", "signatures", "keyid", "sig"]].concat();
    edited_at(text, path, |value| {
        let fields = value.as_object().unwrap();
        let values: Vec<Value> = order.iter().filter_map(|name| fields.get(*name).cloned()).collect();
        assert_eq!(values.len(), fields.len());
        values.into()
    })
}

fn upper_at(text: &str, path: &str) -> String {
    edited_at(text, path, |value| value.as_str().unwrap().to_uppercase().replace("SHA", "sha").into())
}

fn shorter_at(text: &str, path: &str) -> String {
    edited_at(text, path, |value| base64(&decoded(value.as_str().unwrap())[1..]).into())
}

fn edited_at(text: &str, path: &str, edit: impl FnOnce(&Value) -> Value) -> String {
    let mut json: Value = serde_json::from_str(text).unwrap();
    let place = json.pointer_mut(path).unwrap();
    *place = edit(place);
    json.to_string()
}

pub(crate) fn half_of(text: &str) -> String {
    text.split_at(text.len() / 2).0.to_owned()
}

/// The code and the message of a refusal.
pub(crate) type Refused = (&'static str, String);

/// Changes a text in each of these ways, and compares code and message.
#[track_caller]
pub(crate) fn check(cases: &[Case], text: &str, code: &str, judge: impl Fn(String) -> Result<(), Refused>) {
    let judged = |(what, edit, part): &Case| {
        let changed = edit(text);
        assert_ne!(changed, text, "{what} changes nothing");
        let found = judge(changed);
        let is_as_expected = matches!(&found, Err((found, message)) if *found == code && message.contains(part));
        (!is_as_expected).then(|| format!("{what}: {found:?} instead of `{part}`"))
    };
    let wrong: Vec<String> = cases.iter().filter_map(judged).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn judged(envelope: String) -> Result<(), Refused> {
    Offer::enveloped(envelope).judged().map(|_| ()).map_err(|error| (error.code(), error.to_string()))
}

#[test]
fn an_envelope_has_one_form() {
    let envelope = Offer::of(&manifest(8, COMPONENT)).envelope;
    check(ENVELOPES, &envelope, "manifest::malformed", judged);
}

#[test]
fn a_manifest_has_one_form() {
    let payload = String::from_utf8(manifest(8, COMPONENT).to_json().unwrap()).unwrap();
    let signed = |payload: String| judged(envelope_by_hand(payload.as_bytes(), &[(1, 1)]));
    check(MANIFESTS, &payload, "manifest::payload", signed);
}
