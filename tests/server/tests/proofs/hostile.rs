//! Requests that nobody would send who means well: good ones, with something in them that cannot be.

use axum::body::Body;
use axum::http::{Method, Request};
use serde_json::{Map, Value, json};

use crate::dice::Dice;

/// Texts that have broken something somewhere.
const TEXTS: [&str; 18] = [
    "",
    " ",
    "\0",
    "\u{202e}abc",
    "\u{feff}",
    "e\u{301}",
    "\u{10ffff}",
    "../../etc/passwd",
    "' OR '1'='1",
    "%00%ff",
    "*",
    "null",
    "9223372036854775808",
    "-1",
    "2027-01-01T00:00:00Z",
    "0000-00-00T00:00:00Z",
    "\r\nx: y",
    "a:b:c",
];

/// Numbers at the edges, as they are written.
const NUMBERS: [&str; 9] =
    ["0", "-0", "-1", "9223372036854775807", "9223372036854775808", "1e308", "1e999", "0.1", "1E-400"];

const HEADERS: [&str; 9] = [
    "content-type",
    "content-length",
    "idempotency-key",
    "if-match",
    "x-request-id",
    "accept",
    "authorization",
    "guestpass-person",
    "x-forwarded-for",
];

const HEADER_VALUES: [&str; 12] = [
    "",
    "application/json",
    "application/json; charset=utf-16",
    "text/html",
    "\"0\"",
    "\"99999999999999999999\"",
    "*",
    "W/\"1\"",
    "Bearer x",
    "-1",
    "1, 2",
    "\u{e9}\u{e9}",
];

/// What is changed in a good request.
pub(crate) struct Case<'c> {
    pub(crate) method: Method,
    /// With its variable parts filled.
    pub(crate) path: String,
    pub(crate) body: Option<&'c Value>,
    pub(crate) bearer: String,
}

impl Case<'_> {
    /// The request as it should be.
    pub(crate) fn whole(&self, idempotency_key: &str) -> Option<Request<Body>> {
        let request = Request::builder().method(self.method.clone()).uri(&self.path);
        let request = request.header("authorization", &self.bearer).header("content-type", "application/json");
        let body = self.body.map(Value::to_string).unwrap_or_default();
        request.header("idempotency-key", idempotency_key).body(Body::from(body)).ok()
    }

    /// The request with something wrong in it; none when no client could send it.
    pub(crate) fn spoiled(&self, dice: &mut Dice) -> Option<Request<Body>> {
        let path = if dice.one_in(3) { path(&self.path, dice) } else { self.path.clone() };
        let path = if dice.one_in(3) { query(&path, dice) } else { path };
        let mut request = Request::builder().method(self.method.clone()).uri(path);
        if !dice.one_in(20) {
            request = request.header("authorization", &self.bearer);
        }
        if !dice.one_in(15) {
            request = request.header("content-type", "application/json");
        }
        if !dice.one_in(10) {
            request = request.header("idempotency-key", format!("{}", dice.below(1_000_000)));
        }
        while dice.one_in(4) {
            request = request.header(*dice.pick(&HEADERS), *dice.pick(&HEADER_VALUES));
        }
        let body = match self.body {
            Some(good) => body(good, dice),
            None if dice.one_in(5) => body(&json!({}), dice),
            None => Vec::new(),
        };
        request.body(Body::from(body)).ok()
    }
}

/// Another value in the place of a part of the path, or one more part.
fn path(path: &str, dice: &mut Dice) -> String {
    let mut parts: Vec<String> = path.split('/').map(str::to_owned).collect();
    let position = dice.below(parts.len());
    let part = match dice.below(6) {
        0 => "%".repeat(dice.below(4)),
        1 => "x".repeat(dice.below(5000)),
        2 => format!("%{:02x}%{:02x}", dice.byte(), dice.byte()),
        3 => percent(dice.pick::<&str>(&TEXTS)),
        4 => "..".to_owned(),
        _ => String::new(),
    };
    if dice.one_in(2) {
        parts[position] = part;
    } else {
        parts.insert(position, part);
    }
    let path = parts.join("/");
    if path.starts_with('/') { path } else { format!("/{path}") }
}

fn query(path: &str, dice: &mut Dice) -> String {
    let mut path = path.to_owned();
    for _ in 0..=dice.below(3) {
        let name = *dice.pick(&["after", "limit", "person", "api", "privileges", "until", "from", "x", "", "%zz"]);
        let among: &[&str] = if dice.one_in(2) { &TEXTS } else { &NUMBERS };
        let value = percent(dice.pick::<&str>(among));
        path.push(if path.contains('?') { '&' } else { '?' });
        path.push_str(&format!("{name}={value}"));
    }
    path
}

fn percent(text: &str) -> String {
    text.bytes()
        .map(|byte| if byte.is_ascii_alphanumeric() { char::from(byte).to_string() } else { format!("%{byte:02X}") })
        .collect()
}

/// The bytes of a body with something wrong in them.
fn body(good: &Value, dice: &mut Dice) -> Vec<u8> {
    let mut spoiled = good.clone();
    for _ in 0..=dice.below(3) {
        spoil(&mut spoiled, dice);
    }
    let mut text = spoiled.to_string();
    // What a value cannot hold is written into its text.
    while let Some(place) = text.find("\"<number>\"") {
        text.replace_range(place..place + "\"<number>\"".len(), dice.pick::<&str>(&NUMBERS));
    }
    if dice.one_in(6) {
        text = text.replacen('{', "{\"change\":1,\"subject\":null,", 1);
    }
    let mut bytes = text.into_bytes();
    match dice.below(12) {
        0 => bytes.truncate(dice.below(bytes.len() + 1)),
        1 => bytes.extend_from_slice(b"{}"),
        2 => bytes.splice(0..0, *b"\xef\xbb\xbf").for_each(drop),
        3 => {
            for _ in 0..=dice.below(3) {
                let place = dice.below(bytes.len());
                if let Some(byte) = bytes.get_mut(place) {
                    *byte = dice.byte();
                }
            }
        }
        4 => bytes = (0..dice.below(200)).map(|_| dice.byte()).collect(),
        _ => {}
    }
    bytes
}

/// Changes one value somewhere inside.
fn spoil(value: &mut Value, dice: &mut Dice) {
    let goes_deeper = !dice.one_in(4);
    match value {
        Value::Object(members) if goes_deeper && !members.is_empty() => spoil_member(members, dice),
        Value::Array(items) if goes_deeper && !items.is_empty() => {
            let position = dice.below(items.len());
            spoil(&mut items[position], dice);
        }
        _ => *value = odd(dice),
    }
}

fn spoil_member(members: &mut Map<String, Value>, dice: &mut Dice) {
    let position = dice.below(members.len());
    let Some(key) = members.keys().nth(position).cloned() else { return };
    match dice.below(8) {
        0 => drop(members.remove(&key)),
        1 => drop(members.insert((*dice.pick(&TEXTS)).to_owned(), odd(dice))),
        2 => {
            let moved = members.remove(&key).unwrap_or_default();
            members.insert(format!("{key}{}", dice.pick(&TEXTS)), moved);
        }
        _ => {
            if let Some(member) = members.get_mut(&key) {
                spoil(member, dice);
            }
        }
    }
}

fn odd(dice: &mut Dice) -> Value {
    match dice.below(11) {
        0 => Value::Null,
        1 => json!(true),
        2 => json!("<number>"),
        3 => json!("x".repeat(dice.below(20_000))),
        4 => (0..dice.below(90)).fold(json!(1), |inner, _| json!([inner])),
        5 => (0..dice.below(90)).fold(json!({}), |inner, _| json!({ "a": inner })),
        6 => json!([]),
        7 => json!({}),
        8 => json!(vec![json!("<number>"); dice.below(2000)]),
        _ => json!(dice.pick(&TEXTS)),
    }
}
