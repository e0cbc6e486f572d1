//! What endpoints answer when something goes wrong.

use std::collections::BTreeMap;

use utoipa::openapi::{ContentBuilder, Ref, Response, ResponseBuilder, ResponsesBuilder};

use super::schemas::PROBLEM;
use crate::endpoint::{Access, Endpoint};
use crate::problem::ProblemCode;

/// What any request can end with.
const ANY: [ProblemCode; 4] =
    [ProblemCode::Internal, ProblemCode::Unavailable, ProblemCode::TimedOut, ProblemCode::Overloaded];
/// What a request can end with that needs a credential.
const WITH_CREDENTIAL: [ProblemCode; 3] =
    [ProblemCode::Unauthenticated, ProblemCode::Forbidden, ProblemCode::TooManyRequests];
/// What a request can end with that has a body.
const WITH_BODY: [ProblemCode; 3] = [ProblemCode::Malformed, ProblemCode::TooLarge, ProblemCode::UnsupportedMediaType];

/// The problems of an endpoint by status, `further` among them, and whatever else there may be.
pub(super) fn responses(endpoint: &Endpoint, further: &[ProblemCode]) -> ResponsesBuilder {
    let mut by_status: BTreeMap<u16, Vec<ProblemCode>> = BTreeMap::new();
    let credential = if endpoint.access() == Access::Public { &[][..] } else { &WITH_CREDENTIAL[..] };
    let body = if endpoint.taken().is_some() { &WITH_BODY[..] } else { &[] };
    let path = if endpoint.path().contains('{') { &[ProblemCode::NotFound][..] } else { &[] };
    for code in [&ANY[..], credential, body, path, further].into_iter().flatten() {
        let codes = by_status.entry(code.status().as_u16()).or_default();
        if !codes.contains(code) {
            codes.push(*code);
        }
    }
    let mut responses = ResponsesBuilder::new();
    for (status, codes) in by_status {
        let sentences: Vec<_> = codes.iter().map(|code| format!("`{}`: {}.", code.name(), code.title())).collect();
        responses = responses.response(status.to_string(), problem(&sentences.join(" ")));
    }
    responses.response("default", problem("What went wrong (RFC 9457). Nothing was allowed or changed."))
}

fn problem(text: &str) -> Response {
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(PROBLEM))).build();
    ResponseBuilder::new().description(text).content("application/problem+json", content).build()
}
