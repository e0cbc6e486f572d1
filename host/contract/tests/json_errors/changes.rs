//! Changes.

use guestpass_contract::json::change_from_str;

use crate::{Wrong, check};

/// A value of `change`.
const CHANGES: &[Wrong] = &[
    ("null", "json-wrong-type", "change", "expected an object with a change, found null"),
    (r#""grant-run""#, "json-wrong-type", "change", "expected an object with a change, found string"),
    (
        "{}",
        "json-wrong-value",
        "change",
        "an empty object; give a change under one of the keys `create-external-access`, ",
    ),
    (
        r#"{"creat-external-access":{}}"#,
        "json-unknown-key",
        "change.creat-external-access",
        "unknown key `creat-external-access`; did you mean `create-external-access`?",
    ),
    (r#"{"change":{}}"#, "json-unknown-key", "change.change", "unknown key `change`; known here"),
    (
        r#"{"grant-run":{"run":"r","role":"x"},"grant-run":{"run":"r","role":"x"}}"#,
        "json-duplicate-key",
        "change.grant-run",
        "duplicate key `grant-run`",
    ),
    (
        r#"{"grant-run":{"run":"r","role":"x"},"withdraw-run":{"run":"r","role":"x"}}"#,
        "json-wrong-value",
        "change",
        "`grant-run` and `withdraw-run` exclude each other",
    ),
    (
        r#"{"grant-run":{"run":"r","role":"x"},"zzz":0}"#,
        "json-unknown-key",
        "change.zzz",
        "unknown key `zzz`; known here",
    ),
    (r#"{"grant-run":["r","x"]}"#, "json-wrong-type", "change.grant-run", "expected an object, found an array"),
    (r#"{"grant-run":{"run":"r"}}"#, "json-missing-key", "change.grant-run.role", "missing key `role`"),
    (r#"{"grant-run":{"run":"","role":"x"}}"#, "json-wrong-value", "change.grant-run.run", "must not be empty"),
    (
        r#"{"grant-run":{"run":"r","role":"x","rolle":"x"}}"#,
        "json-unknown-key",
        "change.grant-run.rolle",
        "did you mean `role`?",
    ),
    (
        r#"{"delete-external-access":{"grantee":"vender"}}"#,
        "json-wrong-value",
        "change.delete-external-access.grantee",
        "did you mean `vendor`?",
    ),
    (
        r#"{"delete-external-access":{"grantee":{"vendor":null}}}"#,
        "json-unknown-key",
        "change.delete-external-access.grantee.vendor",
        "unknown key `vendor`",
    ),
    (
        r#"{"delete-external-access":{"grantee":{"partner":"p","partner":"p"}}}"#,
        "json-duplicate-key",
        "change.delete-external-access.grantee.partner",
        "duplicate key `partner`",
    ),
    (
        r#"{"delete-external-access":{"grantee":7}}"#,
        "json-wrong-type",
        "change.delete-external-access.grantee",
        "expected `vendor` or an object with `partner`, found integer `7`",
    ),
    (
        r#"{"create-external-access":{"grantee":"vendor","mode":{"period":{"start":"2026-01-01T00:00:00Z"}},"role_management":true}}"#,
        "json-missing-key",
        "change.create-external-access.mode.period.end",
        "missing key `end`",
    ),
    (
        r#"{"create-custom-role":{"name":"a","kind":"robot","privileges":[]}}"#,
        "json-wrong-value",
        "change.create-custom-role.kind",
        "known here: `user`, `account`, `app`",
    ),
    (
        r#"{"switch-role":{"role":"a","enabled":1}}"#,
        "json-wrong-type",
        "change.switch-role.enabled",
        "expected a boolean, found integer `1`",
    ),
    (
        r#"{"assign-role":{"holder":{},"role":"a"}}"#,
        "json-wrong-value",
        "change.assign-role.holder",
        "give a holder under one of the keys `person`, `group`, `account`, `external_person`",
    ),
    (
        r#"{"assign-role":{"holder":{"external-person":"p"},"role":"a"}}"#,
        "json-unknown-key",
        "change.assign-role.holder.external-person",
        "did you mean `external_person`?",
    ),
    (
        r#"{"assign-role":{"holder":{"person":"p","person":"p"},"role":"a"}}"#,
        "json-duplicate-key",
        "change.assign-role.holder.person",
        "duplicate key `person`",
    ),
    (
        r#"{"assign-role":{"holder":{"person":"p","group":"g"},"role":"a"}}"#,
        "json-wrong-value",
        "change.assign-role.holder",
        "`person` and `group` exclude each other",
    ),
    (
        r#"{"add-person":{"email":"a","arrival":"saml"}}"#,
        "json-wrong-value",
        "change.add-person.arrival",
        "known here: `manual`, `sso`, `account-request`",
    ),
    (
        r#"{"submit-request":{"valid_from":"tomorrow"}}"#,
        "json-wrong-value",
        "change.submit-request.valid_from",
        "is not an RFC 3339 instant",
    ),
    (r#"{"grant-request":{"request":null}}"#, "json-wrong-type", "change.grant-request.request", "expected a string"),
];

/// A whole text.
const TEXTS: &[Wrong] = &[
    ("{}", "json-missing-key", "change", "missing key `change`"),
    (r#"{"change":{"grant-request":{"request":"r"}}}"#, "json-missing-key", "now", "missing key `now`"),
    (r#"{"now":"2026-01-01T00:00:00Z","now":"2026-01-01T00:00:00Z"}"#, "json-duplicate-key", "now", "duplicate key"),
    (r#"{"change":{"grant-request":{"request":"r"}},"now":0}"#, "json-wrong-type", "now", "found integer `0`"),
    (r#"{"chang":0}"#, "json-unknown-key", "chang", "did you mean `change`?"),
    ("[]", "json-wrong-type", "", "expected an object, found an array"),
    ("", "json-syntax", "", "not JSON: EOF while parsing a value"),
];

#[test]
fn changes_that_are_wrong() {
    for (change, code, path, message) in CHANGES {
        let text = format!(r#"{{"change":{change},"now":"2026-01-01T00:00:00Z"}}"#);
        check(change_from_str(&text), &text, code, path, message);
    }
    for (text, code, path, message) in TEXTS {
        check(change_from_str(text), text, code, path, message);
    }
}

#[test]
fn errors_in_changes_say_where() {
    let text = "{\n  \"now\": \"2026-01-01T00:00:00Z\",\n  \"change\": {\"grant-rum\": {}}\n}";
    let error = change_from_str(text).unwrap_err();
    assert_eq!(
        error.to_string(),
        "`change.grant-rum`, line 3 column 24: unknown key `grant-rum`; did you mean `grant-run`?"
    );
}
