//! Results a page at a time.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD;
use schemars::JsonSchema;
use serde::Serialize;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use super::wire::{Object, WireError, object};

/// Results of one page at most, and of one whose limit nobody said.
const RESULTS_MAX: usize = 1000;

/// Bytes of a token at most.
const TOKEN_BYTES_MAX: usize = 4096;

/// The page that a request asks for.
///
/// A token names the last candidate of the page before, and the request that it came from by its digest: a request that
/// has changed in anything but `page` is refused. It is no secret and gives no right: whatever comes after it is
/// decided anew, for the caller who sends it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Paging {
    /// The candidate that the page begins after; none for the first page.
    pub(super) after: Option<String>,
    /// Results at most.
    pub(super) limit: usize,
    is_asked: bool,
    digest: String,
}

/// Where it goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub(super) struct NextPage {
    /// Empty at the end.
    next_token: String,
    /// Results of this page.
    count: usize,
}

impl Paging {
    /// Reads `page` of a request to the search at `path`.
    pub(super) fn read(body: &Object, path: &str) -> Result<Self, WireError> {
        let digest = digest(body, path);
        let page = object(body, "page", "page")?;
        let limit = page.map(limit).transpose()?.flatten();
        let token = match page.and_then(|page| page.get("token")) {
            None | Some(Value::Null) => None,
            Some(Value::String(token)) => Some(token.as_str()).filter(|token| !token.is_empty()),
            Some(_) => return Err(WireError::Type { path: "page.token", wanted: "a text" }),
        };
        let is_asked = page.is_some();
        let Some(token) = token else {
            return Ok(Self { after: None, limit: limit.unwrap_or(RESULTS_MAX).min(RESULTS_MAX), is_asked, digest });
        };
        let (of, first_limit, after) = read_token(token).ok_or(WireError::Token)?;
        let limit = limit.map(|limit| limit.min(RESULTS_MAX));
        // The standard's own example leaves the limit out on the second page.
        if of != digest || limit.is_some_and(|limit| limit != first_limit) {
            return Err(WireError::Token);
        }
        Ok(Self { after, limit: first_limit.min(RESULTS_MAX), is_asked, digest })
    }

    /// The page that goes back with so many results: none when nobody asked for pages and nothing is left.
    pub(super) fn answer(&self, goes_on_after: Option<Option<&str>>, count: usize) -> Option<NextPage> {
        let next_token = match goes_on_after {
            Some(after) => BASE64_URL_SAFE_NO_PAD.encode(json!([self.digest, self.limit, after]).to_string()),
            None => String::new(),
        };
        (self.is_asked || !next_token.is_empty()).then_some(NextPage { next_token, count })
    }
}

fn limit(page: &Object) -> Result<Option<usize>, WireError> {
    let wrong = WireError::Type { path: "page.limit", wanted: "a whole number from 0 on" };
    match page.get("limit") {
        None | Some(Value::Null) => Ok(None),
        // More than can be counted is more than there are.
        Some(limit) => limit.as_u64().map(|limit| Some(usize::try_from(limit).unwrap_or(usize::MAX))).ok_or(wrong),
    }
}

fn read_token(token: &str) -> Option<(String, usize, Option<String>)> {
    if token.len() > TOKEN_BYTES_MAX {
        return None;
    }
    serde_json::from_slice(&BASE64_URL_SAFE_NO_PAD.decode(token).ok()?).ok()
}

/// All values of the request but `page`. Keys are in order, whatever order they came in.
fn digest(body: &Object, path: &str) -> String {
    let rest: Object =
        body.iter().filter(|(key, _)| *key != "page").map(|(key, value)| (key.clone(), value.clone())).collect();
    BASE64_URL_SAFE_NO_PAD.encode(Sha256::digest(json!([path, rest]).to_string()))
}

#[cfg(test)]
mod tests {
    use super::{Paging, RESULTS_MAX};
    use crate::authzen::wire::WireError;
    use serde_json::{Value, json};

    fn read(body: &Value) -> Result<Paging, WireError> {
        Paging::read(body.as_object().expect("an object"), "/search")
    }

    fn token(body: &Value, after: Option<&str>) -> Value {
        let page = read(body).expect("a page").answer(Some(after), 1).expect("it goes on");
        json!(page.next_token)
    }

    #[test]
    fn a_token_belongs_to_one_request() {
        let first = json!({ "subject": { "type": "user" }, "action": { "name": "read" }, "page": { "limit": 1 } });
        let token = token(&first, Some("alice"));
        let next = |page: Value| json!({ "action": { "name": "read" }, "subject": { "type": "user" }, "page": page });
        for (body, expected) in [
            (next(json!({ "token": token, "limit": 1 })), Ok(Some("alice".to_owned()))),
            (next(json!({ "token": token })), Ok(Some("alice".to_owned()))),
            (next(json!({ "token": "" })), Ok(None)),
            (next(json!({ "token": token, "limit": 2 })), Err(WireError::Token)),
            (next(json!({ "token": "AAAA" })), Err(WireError::Token)),
            (next(json!({ "token": "x".repeat(5000) })), Err(WireError::Token)),
            (
                json!({ "action": { "name": "write" }, "subject": { "type": "user" }, "page": { "token": token } }),
                Err(WireError::Token),
            ),
            (json!({ "action": { "name": "read" }, "page": { "token": token } }), Err(WireError::Token)),
            (next(json!({ "token": 7 })), Err(WireError::Type { path: "page.token", wanted: "a text" })),
            (
                next(json!({ "limit": -1 })),
                Err(WireError::Type { path: "page.limit", wanted: "a whole number from 0 on" }),
            ),
        ] {
            assert_eq!(read(&body).map(|paging| paging.after), expected, "{body}");
        }
        let elsewhere = next(json!({ "token": token }));
        let elsewhere = Paging::read(elsewhere.as_object().expect("an object"), "/another");
        assert_eq!(elsewhere, Err(WireError::Token));
    }

    #[test]
    fn pages_are_told_of_when_asked_for_or_when_more_is_left() {
        for (body, limit, is_told_at_the_end) in [
            (json!({}), RESULTS_MAX, false),
            (json!({ "page": {} }), RESULTS_MAX, true),
            (json!({ "page": { "limit": 0 } }), 0, true),
            (json!({ "page": { "limit": 5_000_000_000_u64 } }), RESULTS_MAX, true),
        ] {
            let paging = read(&body).expect("a page");
            assert_eq!(paging.limit, limit, "{body}");
            assert_eq!(paging.answer(None, 0).is_some(), is_told_at_the_end, "{body}");
            assert!(paging.answer(Some(None), 0).is_some(), "{body}");
        }
    }
}
