//! Arguments of handlers, read strictly: whatever is not understood is a problem, never a default.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use axum::body::{Body, HttpBody, to_bytes};
use axum::extract::{FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use serde::Deserialize;
use serde::de::{DeserializeOwned, DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor};

use crate::limits::JSON_DEPTH_MAX;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// A JSON body: `application/json`, within the limits, no key twice on any level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrictJson<T>(pub T);

/// The part of the address behind `?`. An unknown key is a problem if the type says `deny_unknown_fields`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrictQuery<T>(pub T);

/// The variable parts of the path. One that cannot be names nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StrictPath<T>(pub T);

impl<T: DeserializeOwned> FromRequest<Arc<ServerState>> for StrictJson<T> {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &Arc<ServerState>) -> Result<Self, Problem> {
        let bytes = body_bytes(request, state.limits.body_bytes_max).await?;
        strict_json(&bytes).map(Self)
    }
}

impl<T: DeserializeOwned, S: Sync> FromRequestParts<S> for StrictQuery<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        match Query::try_from_uri(&parts.uri) {
            Ok(Query(query)) => Ok(Self(query)),
            Err(rejection) => Err(Problem::new(ProblemCode::Malformed, rejection.body_text())),
        }
    }
}

impl<T: DeserializeOwned + Send, S: Send + Sync> FromRequestParts<S> for StrictPath<T> {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Problem> {
        match Path::from_request_parts(parts, state).await {
            Ok(Path(path)) => Ok(Self(path)),
            Err(_) => Err(Problem::not_found()),
        }
    }
}

/// Reads the bytes of a JSON body, at most as many as this.
///
/// # Errors
/// `415` when it is not said to be JSON, `413` when there are more bytes, `400` when the connection breaks.
pub(crate) async fn body_bytes(request: Request, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    let (parts, body) = request.into_parts();
    if !is_json(&parts.headers) {
        let detail = "send the header `Content-Type: application/json`";
        return Err(Problem::new(ProblemCode::UnsupportedMediaType, detail));
    }
    let announced = parts.headers.get(header::CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
    if announced.is_some_and(|length: usize| length > bytes_max) {
        return Err(too_large(bytes_max));
    }
    whole(body, bytes_max).await
}

/// The same where a request may have no body at all.
///
/// # Errors
/// As [`body_bytes`], if there is one.
pub(crate) async fn body_bytes_if_any(request: Request, bytes_max: usize) -> Result<Option<Vec<u8>>, Problem> {
    if request.body().is_end_stream() {
        return Ok(None);
    }
    body_bytes(request, bytes_max).await.map(Some)
}

async fn whole(body: Body, bytes_max: usize) -> Result<Vec<u8>, Problem> {
    to_bytes(body, bytes_max).await.map(Vec::from).map_err(|error| {
        let mut cause: Option<&dyn std::error::Error> = Some(&error);
        while let Some(error) = cause {
            // The limit's own error; everything else is a connection that broke.
            if error.to_string().contains("length limit exceeded") {
                return too_large(bytes_max);
            }
            cause = error.source();
        }
        Problem::new(ProblemCode::Malformed, "the body broke off")
    })
}

fn too_large(bytes_max: usize) -> Problem {
    Problem::new(ProblemCode::TooLarge, format!("a body may have {bytes_max} bytes at most"))
}

fn is_json(headers: &HeaderMap) -> bool {
    let essence = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()?.split(';').next());
    essence.is_some_and(|essence| essence.trim().eq_ignore_ascii_case("application/json"))
}

/// Reads JSON: at most 64 levels deep, no key twice on any level, nothing behind it.
///
/// # Errors
/// `400` when it is none.
pub fn strict_json<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Problem> {
    let read = |bytes: &[u8]| {
        let mut deserializer = serde_json::Deserializer::from_slice(bytes);
        Shape { depth_left: JSON_DEPTH_MAX }.deserialize(&mut deserializer)?;
        deserializer.end()?;
        serde_json::from_slice(bytes)
    };
    read(bytes).map_err(|error| Problem::new(ProblemCode::Malformed, error.to_string()))
}

/// Walks through a value and keeps nothing of it.
#[derive(Clone, Copy)]
struct Shape {
    depth_left: usize,
}

impl Shape {
    fn deeper<E: Error>(self) -> Result<Self, E> {
        let too_deep = || E::custom(format_args!("more than {JSON_DEPTH_MAX} levels of nesting"));
        Ok(Self { depth_left: self.depth_left.checked_sub(1).ok_or_else(too_deep)? })
    }
}

impl<'de> DeserializeSeed<'de> for Shape {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Shape {
    type Value = ();

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        while items.next_element_seed(inner)?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<(), A::Error> {
        let inner = self.deeper()?;
        let mut seen = BTreeSet::new();
        while let Some(Key(key)) = entries.next_key()? {
            entries.next_value_seed(inner)?;
            if seen.contains(&key) {
                return Err(A::Error::custom(format_args!("duplicate key `{}`; keep one", key.escape_debug())));
            }
            seen.insert(key);
        }
        Ok(())
    }
}

/// A key as it stands in the body; a copy only when there are escapes in it.
#[derive(Deserialize)]
struct Key<'k>(#[serde(borrow)] Cow<'k, str>);

#[cfg(test)]
mod tests {
    use super::strict_json;
    use serde_json::Value;

    #[test]
    fn json_is_read_strictly() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        for (text, is_read) in [
            (r#"{"a":1,"b":[true,null,-1,1.5,"x"]}"#.to_owned(), true),
            (r#"{"a":1,"a":1}"#.to_owned(), false),
            (r#"{"a":1,"\u0061":1}"#.to_owned(), false),
            (r#"{"x":[{"a":1,"b":{"c":1,"c":2}}]}"#.to_owned(), false),
            (r#"[{"a":1},{"a":1}]"#.to_owned(), true),
            ("{} {}".to_owned(), false),
            (String::new(), false),
            ("1e999".to_owned(), false),
            (nested(64), true),
            (nested(65), false),
            (nested(100_000), false),
            ("[".repeat(100_000), false),
        ] {
            let read = strict_json::<Value>(text.as_bytes());
            assert_eq!(read.is_ok(), is_read, "{}: {read:?}", text.chars().take(40).collect::<String>());
        }
        assert!(strict_json::<Value>(b"\"\xff\"").is_err());
    }
}
