//! Every form of a place, asked for right and wrong values. What the project's own shapes say to each mistake stands in
//! `tests/json_errors`; here are the rules that all of them share.

use super::{Checked, Form, Kinds, Place, bits, object};
use crate::json::errors::Complaint;
use crate::json::parse::parse;
use crate::json::shape::{Count, List, Map, Name, Object, OneKey, Tagged, too_large};

#[derive(Debug, Default)]
struct Shape {
    name: Name,
    truth: bool,
    count: Option<Count>,
    list: List<Name, 2>,
    map: Map<bool, 2>,
    kind: Option<OneKey<Kind>>,
}

object!(Shape { required name, optional truth, optional count, optional list, optional map, optional kind });

impl Checked for Shape {
    fn check(&self) -> Result<(), Complaint> {
        if self.truth { Err(too_large("truth is too large".to_owned())) } else { Ok(()) }
    }
}

#[derive(Debug, Default)]
struct Kind {
    tag: usize,
    holds: bool,
}

impl Tagged for Kind {
    const KINDS: Kinds = Kinds { what: "a kind", tags: &["one", "other"] };

    fn place(&mut self, tag: usize) -> Option<&mut dyn Place> {
        self.tag = tag;
        Some(&mut self.holds)
    }
}

/// What `text` is read as: the shape as Rust prints it, or code, path, column and message of the refusal.
fn read(text: &str) -> String {
    match parse::<Object<Shape>>(text, 200) {
        Ok(Object(shape)) => format!("{shape:?}"),
        Err(error) => {
            format!("{} at `{}`, {}: {}", error.code(), error.path(), error.column().unwrap_or(0), error.message())
        }
    }
}

#[test]
fn values_and_refusals() {
    let empty = r#"count: None, list: List([]), map: Map([]), kind: None"#;
    let cases: &[(&str, &str)] = &[
        (r#"{"name":"a"}"#, &format!(r#"Shape {{ name: Name("a"), truth: false, {empty} }}"#)),
        (r#"{"count":null,"kind":null,"name":"a"}"#, &format!(r#"Shape {{ name: Name("a"), truth: false, {empty} }}"#)),
        (
            r#"{"name":"a","count":7,"list":["b"],"map":{"c":true},"kind":{"other":true}}"#,
            concat!(
                r#"Shape { name: Name("a"), truth: false, count: Some(Count(7)), list: List([Name("b")]), "#,
                r#"map: Map([(Name("c"), true)]), kind: Some(OneKey(Kind { tag: 1, holds: true })) }"#,
            ),
        ),
        ("{}", "json-missing-key at `name`, 2: missing key `name`"),
        (r#"["a"]"#, "json-wrong-type at ``, 1: expected an object, found an array"),
        (r#"{"name":"a","name":"b"}"#, "json-duplicate-key at `name`, 18: duplicate key `name`; keep one of the two"),
        (r#"{"nam":"a"}"#, "json-unknown-key at `nam`, 6: unknown key `nam`; did you mean `name`?"),
        (r#"{"name":"a","truth":true}"#, "json-too-large at ``, 25: truth is too large"),
        (r#"{"name":"a","truth":null}"#, "json-wrong-type at `truth`, 24: expected a boolean, found null"),
        (
            r#"{"name":"a","count":-1}"#,
            "json-wrong-type at `count`, 22: expected a whole number from 0 to 4294967295, found integer `-1`",
        ),
        (r#"{"name":"a","list":["b",7]}"#, "json-wrong-type at `list[1]`, 25: expected a string, found integer `7`"),
        (r#"{"name":"a","list":["b","c","d"]}"#, "json-too-large at `list`, 32: more than 2 entries"),
        (r#"{"name":"a","map":{"b":1}}"#, "json-wrong-type at `map.b`, 24: expected a boolean, found integer `1`"),
        (
            r#"{"name":"a","map":{"b":true,"b":true}}"#,
            "json-duplicate-key at `map.b`, 31: duplicate key `b`; keep one of the two",
        ),
        (r#"{"name":"a","map":{"b":true,"c":true,"d":true}}"#, "json-too-large at `map`, 40: more than 2 entries"),
        (
            r#"{"name":"a","kind":{"one":true,"other":true}}"#,
            "json-wrong-value at `kind`, 38: `one` and `other` exclude each other; leave one out",
        ),
        (
            r#"{"name":"a","kind":{}}"#,
            "json-wrong-value at `kind`, 21: an empty object; give a kind under one of the keys `one`, `other`",
        ),
        (r#"{"name":"a"} {}"#, "json-syntax at ``, 14: not JSON: trailing characters"),
    ];
    for (text, expected) in cases {
        assert_eq!(read(text), *expected, "{text}");
    }
}

#[test]
fn required_keys_as_bits() {
    for (flags, expected) in [(&[][..], 0), (&[true], 1), (&[false, true], 2), (&[true, false, true], 5)] {
        assert_eq!(bits(flags), expected, "{flags:?}");
    }
}

#[test]
fn a_place_refuses_what_its_form_does_not_ask_for() {
    let mut count = Count(3);
    assert!(matches!(count.form(), Form::Count(_)));
    assert!(count.text("4").is_err() && count.truth(true).is_err() && count.negative(-4).is_err());
    assert!(count.items().is_none() && count.object().is_none() && count.within().is_none());
    assert_eq!(count, Count(3));
}
