//! Everything that can be wrong with facts or a request, with the code, the path and the message that it gets.

use guestpass_contract::json::{
    JsonError, facts_from_str, request_from_str, requests_from_array_str, requests_from_ndjson,
};

/// Facts that are right, up to the brace.
const START: &str = r#"{"organisation":"initech","principal":{"kind":"member","id":"ada"}"#;

/// What is put behind [`START`], the code, the path and a part of the message.
const BEHIND: &[(&str, &str, &str, &str)] = &[
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
    (r#","json-too-large\u001fx":0}"#, "json-unknown-key", "json-too-large\u{fffd}x", "unknown key"),
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
];

/// A value of `principal`, the code, the path and a part of the message.
const PRINCIPALS: &[(&str, &str, &str, &str)] = &[
    (r#"null"#, "json-wrong-type", "principal", "expected an object, found null"),
    (r#"{}"#, "json-missing-key", "principal.kind", "missing key `kind`"),
    (r#"{"kind":"Member","id":"ada"}"#, "json-wrong-value", "principal.kind", "did you mean `member`?"),
    (
        r#"{"kind":"robot","id":"ada"}"#,
        "json-wrong-value",
        "principal.kind",
        "known here: `unidentified`, `member`, `partner-user`, `vendor-employee`",
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
];

const REQUESTS: &[(&str, &str, &str, &str)] = &[
    (
        r#"{"now":"2026-01-01T00:00:00Z"}"#,
        "json-missing-key",
        "privileges",
        "missing key `privileges`; give it, or `api`",
    ),
    (r#"{"privileges":null,"now":"2026-01-01T00:00:00Z"}"#, "json-missing-key", "privileges", "give it, or `api`"),
    (r#"{"privileges":"a:b:c","api":"x","now":"2026-01-01T00:00:00Z"}"#, "json-wrong-value", "", "exclude each other"),
    (r#"{"privileges":"a:b:c"}"#, "json-missing-key", "now", "missing key `now`"),
    (r#"{"privileges":"a:b:c","now":1}"#, "json-wrong-type", "now", "found integer `1`"),
    (r#"{"privileges":"a:b:c","now":"now"}"#, "json-wrong-value", "now", "`now` is not an RFC 3339 instant"),
    (
        r#"{"privileges":"a:b:c","now":"2026-01-01T00:00:00Z","explain":"yes"}"#,
        "json-wrong-type",
        "explain",
        "expected a boolean",
    ),
    (
        r#"{"privileges":"a:b:c","now":"2026-01-01T00:00:00Z","now":"2026-01-01T00:00:00Z"}"#,
        "json-duplicate-key",
        "now",
        "duplicate key `now`",
    ),
    (
        r#"{"privileges":["a:b:c"],"now":"2026-01-01T00:00:00Z"}"#,
        "json-wrong-type",
        "privileges",
        "expected a string, found an array",
    ),
    (r#"{"api":"","now":"2026-01-01T00:00:00Z"}"#, "json-wrong-value", "api", "must not be empty"),
    (r#"["a:b:c"]"#, "json-wrong-type", "", "expected an object, found an array"),
    ("", "json-syntax", "", "not JSON: EOF while parsing a value"),
];

fn check<T: core::fmt::Debug>(read: Result<T, JsonError>, text: &str, code: &str, path: &str, message: &str) {
    let found = read.map_err(|error| (error.code(), error.path().to_owned(), error.message().contains(message)));
    let expected = (known(code), path.to_owned(), true);
    assert!(
        found.as_ref().is_err_and(|found| *found == expected),
        "{text}\nexpected {expected:?} with `{message}`\nfound {found:?}"
    );
}

/// The code itself, if there is one of that name.
fn known(code: &str) -> &'static str {
    guestpass_contract::json::JsonErrorKind::from_name(code).map_or("no such code", |kind| kind.name())
}

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

#[test]
fn requests_that_are_wrong() {
    for (text, code, path, message) in REQUESTS {
        check(request_from_str(text), text, code, path, message);
    }
}

#[test]
fn each_bound_and_one_more() {
    let name = |length: usize| format!(r#""{}""#, "é".repeat(length / 2));
    let names = |count: usize| format!("[{}]", vec![r#""a""#; count].join(","));
    let users = |count: usize| format!("[{}]", vec![r#"{"email":"a"}"#; count].join(","));
    let grants = |count: usize| format!("[{}]", vec![r#"{"role":"a"}"#; count].join(","));
    let roles = |count: usize| format!("[{}]", vec![r#"{"name":"a","privileges":[]}"#; count].join(","));
    let privileges = |count: usize| {
        format!(r#"[{{"name":"a","privileges":["a"]}},{{"name":"b","privileges":{}}}]"#, names(count - 1))
    };
    type Make<'m> = &'m dyn Fn(usize) -> String;
    let cases: [(&str, &str, Make<'_>, usize); 8] = [
        ("entitlements", "entitlements", &names, 100),
        ("groups", "groups", &names, 1_000),
        ("disabled_roles", "disabled_roles", &names, 100),
        ("listed_users", "listed_users", &users, 100),
        ("role_grants", "role_grants", &grants, 1_000),
        ("custom_roles", "custom_roles", &roles, 1_000),
        ("custom_roles", "", &privileges, 10_000),
        ("groups", "groups[0]", &|length| format!("[{}]", name(length)), 256),
    ];
    for (key, path, make, maximum) in cases {
        let text = |count| format!(r#"{START},"{key}":{}}}"#, make(count));
        assert!(facts_from_str(&text(maximum)).is_ok(), "{key} {maximum}");
        let step = if path.ends_with(']') { 2 } else { 1 };
        check(facts_from_str(&text(maximum + step)), key, "json-too-large", path, "than");
    }
}

#[test]
fn texts_that_are_too_long() {
    let long = " ".repeat(1024 * 1024);
    check(facts_from_str(&format!("{long} ")), "spaces", "json-too-large", "", "1048577 bytes");
    check(request_from_str(&format!("{long} ")), "spaces", "json-too-large", "", "1048577 bytes");
    // Each name is allowed, all of them together are more than a component takes.
    let groups = vec![format!(r#""{}""#, "g".repeat(256)); 1_000].join(",");
    let roles = vec![format!(r#"{{"role":"{}"}}"#, "r".repeat(256)); 100].join(",");
    let text = format!(r#"{START},"groups":[{groups}],"role_grants":[{roles}]}}"#);
    check(facts_from_str(&text), "names", "json-too-large", "", "all names together");
    let expression = "a".repeat(4_097);
    let text = format!(r#"{{"privileges":"{expression}","now":"2026-01-01T00:00:00Z"}}"#);
    check(request_from_str(&text), "expression", "json-too-large", "privileges", "longer than 4096 bytes");
}

#[test]
fn bombs() {
    for open in ["[", r#"{"organisation":"#, r#"{"principal":"#, r#"{"groups":["#] {
        let text = open.repeat(20_000);
        assert!(facts_from_str(&text).is_err());
        assert!(request_from_str(&text).is_err());
        assert!(requests_from_array_str(&text).is_err());
        assert!(requests_from_ndjson(&text).is_err());
    }
    let digits = "9".repeat(1_000_000);
    assert!(facts_from_str(&format!(r#"{START},"groups":[{digits}]}}"#)).is_err());
}

#[test]
fn a_message_repeats_little_of_its_input() {
    let long = "x".repeat(900_000);
    for text in [
        format!(r#"{START},"{long}":0}}"#),
        format!(r#"{START},"groups":["{long}"]}}"#),
        format!(r#"{START},"relationship":"{long}"}}"#),
        format!(r#"{START},"external_access":{{"mode":"{long}"}}}}"#),
        format!(r#"{{"organisation":"o","principal":{{"kind":"{long}"}}}}"#),
    ] {
        let error = facts_from_str(&text).unwrap_err();
        assert!(error.to_string().chars().count() < 500, "{error}");
    }
    let error = facts_from_str(&format!("{START},\"\\u001b[31m\\n\":0}}")).unwrap_err();
    assert!(!error.to_string().contains(|character: char| character.is_control()), "{error}");
}

#[test]
fn errors_say_where() {
    let error = facts_from_str("{\n  \"organisation\": \"initech\",\n  \"principle\": {}\n}").unwrap_err();
    assert_eq!((error.line(), error.column()), (Some(3), Some(13)));
    assert_eq!(error.to_string(), "`principle`, line 3 column 13: unknown key `principle`; did you mean `principal`?");
    let error = facts_from_str("[]").unwrap_err();
    assert_eq!(error.to_string(), "line 1 column 1: expected an object, found an array");
}

#[test]
fn errors_in_many_requests_say_which() {
    let good = r#"{"api":"x","now":"2026-01-01T00:00:00Z"}"#;
    let error = requests_from_ndjson(&format!("\n{good}\r\n \n{{}}\n")).unwrap_err();
    assert_eq!((error.line(), error.code(), error.path()), (Some(4), "json-missing-key", "now"));
    let error = requests_from_array_str(&format!("[{good},{{}}]")).unwrap_err();
    assert_eq!((error.code(), error.path()), ("json-missing-key", "[1].now"));
    let many = format!("{good}\n").repeat(4_096);
    assert_eq!(requests_from_ndjson(&many).unwrap().len(), 4_096);
    let error = requests_from_ndjson(&format!("{many}\n{good}")).unwrap_err();
    assert_eq!((error.line(), error.code()), (Some(4_098), "json-too-large"));
    let error = requests_from_array_str(&format!("[{}{good}]", format!("{good},").repeat(4_096))).unwrap_err();
    assert_eq!(error.code(), "json-too-large");
}
