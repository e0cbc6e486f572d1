//! Facts.

use guestpass_contract::json::facts_from_str;

use crate::{START, Wrong, check};

/// What is put behind [`START`], the code, the path and a part of the message.
const BEHIND: &[Wrong] = &[
    ("", "json-syntax", "", "not JSON: EOF while parsing an object"),
    ("} x", "json-syntax", "", "not JSON: trailing characters"),
    ("}{}", "json-syntax", "", "not JSON: trailing characters"),
    (",}", "json-syntax", "", "not JSON: trailing comma"),
    (r#","groups":["\ud800"]}"#, "json-syntax", "groups[0]", "unexpected end of hex escape"),
    (r#","groups":["\ud800\u0041"]}"#, "json-syntax", "groups[0]", "lone leading surrogate"),
    (r#","groups":["\udc00"]}"#, "json-syntax", "groups[0]", "lone leading surrogate"),
    (r#","groups":[1e999]}"#, "json-syntax", "groups[0]", "number out of range"),
    (r#","groups":[NaN]}"#, "json-syntax", "groups[0]", "expected value"),
    (r#","organisation":"x"}"#, "json-duplicate-key", "organisation", "duplicate key `organisation`"),
    (
        r#","organisaton":"x"}"#,
        "json-unknown-key",
        "organisaton",
        "unknown key `organisaton`; did you mean `organisation`?",
    ),
    (r#","Role-Grants":[]}"#, "json-unknown-key", "Role-Grants", "did you mean `role_grants`?"),
    (r#","zzz":0}"#, "json-unknown-key", "zzz", "unknown key `zzz`; known here: `organisation`, `entitlements`, "),
    (r#","a`, expected `b":0}"#, "json-unknown-key", "a`, expected `b", "unknown key `a`, expected `b`; known here"),
    (r#","json-too-large\u001f\u202ex":0}"#, "json-unknown-key", "json-too-large\u{fffd}\u{fffd}x", "unknown key"),
    (r#","groups":null}"#, "json-wrong-type", "groups", "expected an array, found null"),
    (r#","groups":"g"}"#, "json-wrong-type", "groups", r#"expected an array, found string "g""#),
    (r#","groups":[5]}"#, "json-wrong-type", "groups[0]", "expected a string, found integer `5`"),
    (r#","groups":[1.5]}"#, "json-wrong-type", "groups[0]", "expected a string, found floating point `1.5`"),
    (r#","groups":[123456789012345678901234567890]}"#, "json-wrong-type", "groups[0]", "expected a string, found"),
    (r#","groups":["g",["h"]]}"#, "json-wrong-type", "groups[1]", "expected a string, found an array"),
    (r#","groups":[""]}"#, "json-wrong-value", "groups[0]", "must not be empty"),
    (r#","entitlements":{}}"#, "json-wrong-type", "entitlements", "expected an array, found an object"),
    (r#","disabled_roles":[true]}"#, "json-wrong-type", "disabled_roles[0]", "expected a string, found boolean `true`"),
    (
        r#","relationship":["established",true]}"#,
        "json-wrong-type",
        "relationship",
        "expected an object, found an array",
    ),
    (
        r#","relationship":{"status":"etablished","managed":true}}"#,
        "json-wrong-value",
        "relationship.status",
        "unknown value `etablished`; did you mean `established`?",
    ),
    (
        r#","relationship":{"status":{"none":null},"managed":true}}"#,
        "json-wrong-type",
        "relationship.status",
        "expected a string, found an object",
    ),
    (r#","relationship":{"status":"none"}}"#, "json-missing-key", "relationship.managed", "missing key `managed`"),
    (
        r#","external_access":{"mode":"disabled"}}"#,
        "json-missing-key",
        "external_access.role_management",
        "missing key `role_management`",
    ),
    (
        r#","external_access":{"role_management":true}}"#,
        "json-missing-key",
        "external_access.mode",
        "missing key `mode`",
    ),
    (
        r#","external_access":{"mode":"continous","role_management":true}}"#,
        "json-wrong-value",
        "external_access.mode",
        "did you mean `continuous`?",
    ),
    (
        r#","external_access":{"mode":{"disabled":null},"role_management":true}}"#,
        "json-unknown-key",
        "external_access.mode.disabled",
        "unknown key `disabled`",
    ),
    (
        r#","external_access":{"mode":{},"role_management":true}}"#,
        "json-missing-key",
        "external_access.mode.period",
        "missing key `period`",
    ),
    (
        r#","external_access":{"mode":{"period":null},"role_management":true}}"#,
        "json-wrong-type",
        "external_access.mode.period",
        "expected an object, found null",
    ),
    (
        r#","external_access":{"mode":{"period":{"start":"2026-01-01T00:00:00Z","end":"2027-01-01T00:00:00Z"},"period":1},"role_management":true}}"#,
        "json-duplicate-key",
        "external_access.mode.period",
        "duplicate key `period`",
    ),
    (
        r#","external_access":{"mode":{"period":{"start":0,"end":1}},"role_management":true}}"#,
        "json-wrong-type",
        "external_access.mode.period.start",
        "expected a string with an RFC 3339 instant, found integer `0`",
    ),
    (
        r#","external_access":{"mode":"disabled","role_management":"no"}}"#,
        "json-wrong-type",
        "external_access.role_management",
        r#"expected a boolean, found string "no""#,
    ),
    (r#","listed_users":[{}]}"#, "json-missing-key", "listed_users[0].email", "give it, or `identity`, or both"),
    (
        r#","listed_users":[{"email":"a","email":"b"}]}"#,
        "json-duplicate-key",
        "listed_users[0].email",
        "duplicate key `email`",
    ),
    (r#","role_grants":[{}]}"#, "json-missing-key", "role_grants[0].role", "missing key `role`"),
    (
        r#","role_grants":[{"role":"a"},{"role":"a","window":{"start":"2026-01-01T00:00:00Z","end":"2026-01-01T00:00:00Z"}}]}"#,
        "json-wrong-value",
        "role_grants[1].window",
        "`end` must be later than `start`",
    ),
    (
        r#","role_grants":[{"role":"a","window":{"start":"2026-01-01T00:00:00Z","start":"2026-01-01T00:00:00Z"}}]}"#,
        "json-duplicate-key",
        "role_grants[0].window.start",
        "duplicate key `start`",
    ),
    (
        r#","role_grants":[{"role":"a","window":{"start":"2026-01-01T00:00:00Z"}}]}"#,
        "json-missing-key",
        "role_grants[0].window.end",
        "missing key `end`",
    ),
    (
        r#","role_grants":[{"role":"a","groups":"g"}]}"#,
        "json-unknown-key",
        "role_grants[0].groups",
        "did you mean `group`?",
    ),
    (
        r#","custom_roles":[{"name":"a"}]}"#,
        "json-missing-key",
        "custom_roles[0].privileges",
        "missing key `privileges`",
    ),
    (
        r#","custom_roles":[{"name":"a","privileges":[1]}]}"#,
        "json-wrong-type",
        "custom_roles[0].privileges[0]",
        "expected a string",
    ),
    (
        r#","custom_roles":[{"name":"a","privileges":["a:b:c d"]}]}"#,
        "json-wrong-value",
        "custom_roles[0].privileges[0]",
        "`a:b:c d` holds a blank",
    ),
    (
        r#","custom_roles":[{"name":"a","kind":"apps","privileges":[]}]}"#,
        "json-wrong-value",
        "custom_roles[0].kind",
        "did you mean `app`?",
    ),
    (
        r#","custom_roles":[{"name":"a","level":3,"privileges":[]}]}"#,
        "json-wrong-type",
        "custom_roles[0].level",
        "expected a string",
    ),
];

/// A value of `principal`, the code, the path and a part of the message.
const PRINCIPALS: &[Wrong] = &[
    (r#"null"#, "json-wrong-type", "principal", "expected an object, found null"),
    (r#"{}"#, "json-missing-key", "principal.kind", "missing key `kind`"),
    (r#"{"kind":"Member","id":"ada"}"#, "json-wrong-value", "principal.kind", "did you mean `member`?"),
    (
        r#"{"kind":"robot","id":"ada"}"#,
        "json-wrong-value",
        "principal.kind",
        "known here: `unidentified`, `member`, `partner-user`, `vendor-employee`, `third-party`",
    ),
    (r#"{"kind":"member"}"#, "json-missing-key", "principal.id", "missing key `id`; `kind` `member` needs it"),
    (
        r#"{"kind":"partner-user","id":"dana"}"#,
        "json-missing-key",
        "principal.partner",
        "missing key `partner`; `kind` `partner-user` needs it",
    ),
    (
        r#"{"kind":"partner-user","id":"dana","partner":{}}"#,
        "json-missing-key",
        "principal.partner.accredited",
        "missing key `accredited`",
    ),
    (
        r#"{"kind":"partner-user","id":"dana","partner":{"accredited":1}}"#,
        "json-wrong-type",
        "principal.partner.accredited",
        "expected a boolean, found integer `1`",
    ),
    (
        r#"{"kind":"member","id":"ada","partner":{"accredited":true,"domain_enabled":true,"partner_service_layer":true,"own_system_access":true,"authorised":true,"sso_enabled":true}}"#,
        "json-wrong-value",
        "principal",
        "key `partner` is for `kind` `partner-user` only",
    ),
    (
        r#"{"kind":"member","id":"ada","login":"acount"}"#,
        "json-wrong-value",
        "principal.login",
        "did you mean `account`?",
    ),
    (
        r#"{"kind":"third-party","id":"max"}"#,
        "json-missing-key",
        "principal.home",
        "missing key `home`; `kind` `third-party` needs it",
    ),
    (
        r#"{"kind":"member","id":"ada","home":"globex"}"#,
        "json-wrong-value",
        "principal",
        "key `home` is for `kind` `third-party` only, not for `member`",
    ),
];

#[test]
fn facts_that_are_wrong_behind_the_required_keys() {
    for (behind, code, path, message) in BEHIND {
        let text = format!("{START}{behind}");
        check(facts_from_str(&text), &text, code, path, message);
    }
}

#[test]
fn principals_that_are_wrong() {
    for (principal, code, path, message) in PRINCIPALS {
        let text = format!(r#"{{"organisation":"initech","principal":{principal}}}"#);
        check(facts_from_str(&text), &text, code, path, message);
    }
}

#[test]
fn required_keys_of_facts() {
    check(facts_from_str("{}"), "{}", "json-missing-key", "organisation", "missing key `organisation`");
    let text = r#"{"organisation":"initech"}"#;
    check(facts_from_str(text), text, "json-missing-key", "principal", "missing key `principal`");
}
