//! Attributes, access grants and what a change is judged by.

use guestpass_contract::json::{facts_from_str, review_facts_from_str};

use crate::{START, Wrong, check};

/// What is put behind [`START`].
const BEHIND: &[Wrong] = &[
    (r#","attributes":[]}"#, "json-wrong-type", "attributes", "expected an object, found an array"),
    (r#","attributes":{"principle":{}}}"#, "json-unknown-key", "attributes.principle", "did you mean `principal`?"),
    (
        r#","attributes":{"principal":null}}"#,
        "json-wrong-type",
        "attributes.principal",
        "expected an object, found null",
    ),
    (
        r#","attributes":{"principal":{"a":true,"b":1,"a":false}}}"#,
        "json-duplicate-key",
        "attributes.principal.a",
        "duplicate key `a`; keep one of the two",
    ),
    (
        r#","attributes":{"principal":{"principal":1,"principal":1}}}"#,
        "json-duplicate-key",
        "attributes.principal.principal",
        "duplicate key `principal`",
    ),
    (
        r#","attributes":{"principal":{"a` b":1,"a` b":1}}}"#,
        "json-duplicate-key",
        "attributes.principal.a` b",
        "duplicate key `a` b`",
    ),
    (
        r#","attributes":{"resources":{"r":{},"r":{}}}}"#,
        "json-duplicate-key",
        "attributes.resources.r",
        "duplicate key `r`",
    ),
    (r#","attributes":{"context":{"":1}}}"#, "json-wrong-value", "attributes.context.", "must not be empty"),
    (
        r#","attributes":{"context":{"a":1.0}}}"#,
        "json-wrong-type",
        "attributes.context.a",
        "expected a string, an array of strings, a whole number, a boolean or an object with `timestamp`, found floating point `1.0`",
    ),
    (r#","attributes":{"context":{"a":1e2}}}"#, "json-wrong-type", "attributes.context.a", "found floating point"),
    (
        r#","attributes":{"context":{"a":9223372036854775808}}}"#,
        "json-wrong-value",
        "attributes.context.a",
        "`9223372036854775808` is larger than 9223372036854775807",
    ),
    (r#","attributes":{"context":{"a":null}}}"#, "json-wrong-type", "attributes.context.a", "found null"),
    (r#","attributes":{"context":{"a":["x",1]}}}"#, "json-wrong-type", "attributes.context.a[1]", "expected a string"),
    (
        r#","attributes":{"context":{"a":{"time":1}}}}"#,
        "json-unknown-key",
        "attributes.context.a.time",
        "unknown key `time`; known here: `timestamp`",
    ),
    (
        r#","attributes":{"context":{"a":{"timestamp":"2026"}}}}"#,
        "json-wrong-value",
        "attributes.context.a.timestamp",
        "is not an RFC 3339 instant",
    ),
    (
        r#","attributes":{"context":{"a":{"timestamp":"2026-01-01T00:00:00Z","timestamp":"2026-01-01T00:00:00Z"}}}}"#,
        "json-duplicate-key",
        "attributes.context.a.timestamp",
        "duplicate key `timestamp`",
    ),
    (r#","access_grants":[{"status":"granted"}]}"#, "json-missing-key", "access_grants[0].window", "missing key"),
    (
        r#","access_grants":[{"status":"approved"}]}"#,
        "json-wrong-value",
        "access_grants[0].status",
        "known here: `pending`, `granted`, `rejected`, `withdrawn`, `revoked`",
    ),
    (
        r#","access_grants":[{"status":"granted","window":{"start":"2026-01-02T00:00:00Z","end":"2026-01-01T00:00:00Z"}}]}"#,
        "json-wrong-value",
        "access_grants[0].window",
        "`end` must be later than `start`",
    ),
    (r#","change_facts":{"instanses":1}}"#, "json-unknown-key", "change_facts.instanses", "did you mean `instances`?"),
    (
        r#","change_facts":{"instances":-1}}"#,
        "json-wrong-type",
        "change_facts.instances",
        "expected a whole number from 0 to 4294967295, found integer `-1`",
    ),
    (
        r#","change_facts":{"instances":4294967296}}"#,
        "json-wrong-value",
        "change_facts.instances",
        "`4294967296` is larger than 4294967295",
    ),
    (
        r#","change_facts":{"instances":1.0}}"#,
        "json-wrong-type",
        "change_facts.instances",
        "found floating point `1.0`",
    ),
    (r#","change_facts":{"sso_arrivals":null}}"#, "json-wrong-type", "change_facts.sso_arrivals", "expected a boolean"),
    (
        r#","change_facts":{"partner":{"acredited":true}}}"#,
        "json-unknown-key",
        "change_facts.partner.acredited",
        "did you mean `accredited`?",
    ),
    (
        r#","change_facts":{"person":{"counterparts":[{}]}}}"#,
        "json-missing-key",
        "change_facts.person.counterparts[0].email",
        "give it, or `identity`, or both",
    ),
    (r#","change_facts":{"default_role":""}}"#, "json-wrong-value", "change_facts.default_role", "must not be empty"),
    (
        r#","change_facts":{"request":{"status":"pending","account":"a"}}}"#,
        "json-missing-key",
        "change_facts.request.company",
        "missing key `company`",
    ),
    (
        r#","change_facts":{"person":{},"person":{}}}"#,
        "json-duplicate-key",
        "change_facts.person",
        "duplicate key `person`",
    ),
];

#[test]
fn facts_that_are_wrong_for_both_readers() {
    for (behind, code, path, message) in BEHIND {
        let text = format!("{START}{behind}");
        check(facts_from_str(&text), &text, code, path, message);
        check(review_facts_from_str(&text), &text, code, path, message);
    }
}
