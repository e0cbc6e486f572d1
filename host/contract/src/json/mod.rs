//! The JSON shapes that both hosts, the command line and the tests share.
//!
//! - In: [`facts_from_str`], [`request_from_str`], [`requests_from_ndjson`], [`requests_from_array_str`], and for
//!   changes [`review_facts_from_str`] and [`change_from_str`]. Strict: an unknown key, a duplicate key or a value of
//!   another type is a [`JsonError`] that says where.
//! - Out: [`DecisionJson`], [`VerdictJson`], [`TimelineJson`] and [`PolicyInfoJson`], printed with [`to_string`] or
//!   with serde.
//! - The feature `schema` adds `schema`, which describes each shape as a JSON Schema.
//!
//! Keys are in snake case, codes in kebab case. Instants are RFC 3339 text with an offset, printed in UTC.

mod change;
mod decision;
mod errors;
mod facts;
mod instant;
mod parse;
mod policy_info;
mod read;
mod request;
#[cfg(feature = "schema")]
mod schema;
mod shape;
mod timeline;
mod verdict;

pub use change::{ProposedChange, change_from_str};
pub use decision::DecisionJson;
pub use errors::{JsonError, JsonErrorKind};
pub use facts::{facts_from_str, review_facts_from_str};
pub use instant::{instant_from_str, instant_to_string};
pub use policy_info::PolicyInfoJson;
pub use request::{
    OwnedRequest, OwnedTarget, request_from_str, requests_from_array_str, requests_from_ndjson, to_requests,
};
#[cfg(feature = "schema")]
pub use schema::{SchemaKind, schema};
pub use timeline::TimelineJson;
pub use verdict::VerdictJson;

/// Prints a [`DecisionJson`] or another of these shapes on one line.
///
/// # Errors
/// [`JsonErrorKind::Unprintable`] when serde refuses, which it does for none of them.
pub fn to_string<T: serde::Serialize>(shape: &T) -> Result<String, JsonError> {
    serde_json::to_string(shape).map_err(|error| unprintable(&error))
}

/// Prints a [`DecisionJson`] or another of these shapes for people, on many lines.
///
/// # Errors
/// As [`to_string`].
pub fn to_string_pretty<T: serde::Serialize>(shape: &T) -> Result<String, JsonError> {
    serde_json::to_string_pretty(shape).map_err(|error| unprintable(&error))
}

fn unprintable(error: &serde_json::Error) -> JsonError {
    JsonError::new(JsonErrorKind::Unprintable, "", error.to_string())
}
