//! How much there may be, and how little of it a message repeats.

use guestpass_contract::json::{
    change_from_str, facts_from_str, request_from_str, requests_from_array_str, requests_from_ndjson,
};

use crate::{START, check};

#[test]
fn each_bound_and_one_more() {
    let name = |length: usize| format!(r#""{}""#, "é".repeat(length / 2));
    let names = |count: usize| format!("[{}]", vec![r#""a""#; count].join(","));
    let users = |count: usize| format!("[{}]", vec![r#"{"email":"a"}"#; count].join(","));
    let grants = |count: usize| format!("[{}]", vec![r#"{"role":"a"}"#; count].join(","));
    let roles = |count: usize| format!("[{}]", vec![r#"{"name":"a","privileges":[]}"#; count].join(","));
    let privileges = |count: usize| format!(r#"[{{"name":"a","privileges":{}}}]"#, names(count));
    let access = |count: usize| {
        let window = r#""window":{"start":"2026-01-01T00:00:00Z","end":"2027-01-01T00:00:00Z"}"#;
        format!("[{}]", vec![format!(r#"{{"status":"granted",{window}}}"#); count].join(","))
    };
    let values = |count: usize| (0..count).map(|number| format!(r#""a{number}":true"#)).collect::<Vec<_>>().join(",");
    let of_one = |count: usize| format!(r#"{{"principal":{{{}}}}}"#, values(count));
    let of_both = |count: usize| format!(r#"{{"principal":{{{}}},"person":{{"a":true}}}}"#, values(count - 1));
    let of_resources = |count: usize| format!(r#"{{"resources":{{"r":{{{}}},"s":{{"a":1}}}}}}"#, values(count - 1));
    let person = |list: String, key: &str| format!(r#"{{"person":{{"{key}":{list}}}}}"#);
    let texts = |count: usize| format!(r#"{{"context":{{"a":{}}}}}"#, names(count));
    type Make<'m> = &'m dyn Fn(usize) -> String;
    let cases: [(&str, &str, Make<'_>, usize); 15] = [
        ("entitlements", "entitlements", &names, 100),
        ("groups", "groups", &names, 1_000),
        ("disabled_roles", "disabled_roles", &names, 100),
        ("listed_users", "listed_users", &users, 100),
        ("role_grants", "role_grants", &grants, 1_000),
        ("custom_roles", "custom_roles", &roles, 1_000),
        ("custom_roles", "custom_roles[0].privileges", &privileges, 10_000),
        ("access_grants", "access_grants", &access, 100),
        ("attributes", "attributes.principal", &of_one, 256),
        ("attributes", "attributes", &of_both, 256),
        ("attributes", "attributes", &of_resources, 256),
        ("attributes", "attributes.context.a", &texts, 10_000),
        ("change_facts", "change_facts.person.roles", &|count| person(names(count), "roles"), 1_000),
        ("change_facts", "change_facts.person.counterparts", &|count| person(users(count), "counterparts"), 100),
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
    let roles = vec![format!(r#""{}""#, "r".repeat(256)); 1_000].join(",");
    let users = vec![format!(r#"{{"email":"{}"}}"#, "e".repeat(256)); 30].join(",");
    let text = format!(r#"{START},"change_facts":{{"person":{{"roles":[{roles}],"counterparts":[{users}]}}}}}}"#);
    check(facts_from_str(&text), "names of the change", "json-too-large", "", "all names of `change_facts` together");
    // So are their lists.
    let texts = vec![r#""""#; 9_999].join(",");
    let text = |groups: &str| format!(r#"{START},"attributes":{{"context":{{"a":[{texts}]}}}},"groups":[{groups}]}}"#);
    assert!(facts_from_str(&text(r#""g""#)).is_ok());
    check(facts_from_str(&text(r#""g","h""#)), "lists", "json-too-large", "", "more than 10000 names");
    let description = |length| {
        let text = "d".repeat(length);
        format!(r#"{{"change":{{"submit-request":{{"description":"{text}"}}}},"now":"2026-01-01T00:00:00Z"}}"#)
    };
    assert!(change_from_str(&description(4_096)).is_ok());
    let path = "change.submit-request.description";
    check(change_from_str(&description(4_097)), "description", "json-too-large", path, "longer than 4096 bytes");
    let expression = "a".repeat(4_097);
    let text = format!(r#"{{"privileges":"{expression}","now":"2026-01-01T00:00:00Z"}}"#);
    check(request_from_str(&text), "expression", "json-too-large", "privileges", "longer than 4096 bytes");
}

#[test]
fn bombs() {
    for open in ["[", r#"{"organisation":"#, r#"{"principal":"#, r#"{"groups":["#, r#"{"change":"#, r#"{"attributes":"#]
    {
        let text = open.repeat(20_000);
        assert!(facts_from_str(&text).is_err());
        assert!(request_from_str(&text).is_err());
        assert!(change_from_str(&text).is_err());
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
