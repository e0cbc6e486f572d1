//! Reads a body as the standard wants it.

use std::sync::Arc;

use axum::extract::{FromRequest, Request};

use super::wire::Object;
use crate::extract::StrictJson;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// A JSON object. The standard answers `400` where this server answers `415` elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Body(pub(super) Object);

impl FromRequest<Arc<ServerState>> for Body {
    type Rejection = Problem;

    async fn from_request(request: Request, state: &Arc<ServerState>) -> Result<Self, Problem> {
        match StrictJson::<Object>::from_request(request, state).await {
            Ok(StrictJson(body)) => Ok(Self(body)),
            Err(problem) if problem.code() == ProblemCode::UnsupportedMediaType => {
                Err(Problem::new(ProblemCode::Malformed, "send the header `Content-Type: application/json`"))
            }
            Err(problem) => Err(problem),
        }
    }
}
