//! Requests, one and many.

use guestpass_contract::json::{request_from_str, requests_from_array_str, requests_from_ndjson};

use crate::{Wrong, check};

const REQUESTS: &[Wrong] = &[
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

#[test]
fn requests_that_are_wrong() {
    for (text, code, path, message) in REQUESTS {
        check(request_from_str(text), text, code, path, message);
    }
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
