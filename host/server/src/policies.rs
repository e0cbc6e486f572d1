//! The policies themselves, for pages and programs that run the same bytes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use guestpass_distribution::PolicyPackage;
use guestpass_store::Name;
use schemars::JsonSchema;
use serde::Serialize;

use crate::endpoint::{Access, Endpoint};
use crate::extract::StrictPath;
use crate::identity::ScopeName;
use crate::problem::{Problem, ProblemCode};
use crate::state::{PolicySlot, ServerState};

/// A component is called by its digest and never changes. It stays with whoever has asked for it.
const UNCHANGING: HeaderValue = HeaderValue::from_static("private, max-age=31536000, immutable");
/// A manifest is called by the digest of its component, which may be signed anew.
const ASKED_EACH_TIME: HeaderValue = HeaderValue::from_static("private, no-cache");

/// Whoever may be decided about may know what decides: the policy holds rules, and no data of any organisation.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let decide = Access::Scope(ScopeName::Decide);
    vec![
        Endpoint::get("/policy/v1/active", decide, active).answering::<ActivePolicy>(),
        Endpoint::get("/policy/v1/components/{digest}", decide, component).answering_bytes("application/wasm"),
        Endpoint::get("/policy/v1/manifests/{digest}", decide, manifest).answering::<ManifestEnvelope>(),
    ]
}

/// Which policy decides.
#[derive(Debug, Serialize, JsonSchema)]
struct ActivePolicy {
    /// Digest of the component, by which it can be fetched.
    digest: String,
    /// Its name.
    policy: String,
    /// The version of its document.
    version: String,
    /// The number of the activation, which grows.
    generation: u64,
}

/// A signed manifest, as it was published: an envelope of DSSE.
#[derive(JsonSchema)]
#[schemars(rename_all = "camelCase")]
#[expect(dead_code, reason = "it is only described; the bytes are given as they were signed")]
struct ManifestEnvelope {
    payload_type: String,
    /// The manifest, in base64.
    payload: String,
    signatures: Vec<ManifestSignature>,
}

#[derive(JsonSchema)]
#[expect(dead_code, reason = "as above")]
struct ManifestSignature {
    keyid: String,
    /// In base64.
    sig: String,
}

/// Which policy decides.
async fn active(State(state): State<Arc<ServerState>>) -> Result<Json<ActivePolicy>, Problem> {
    let generation = state.generations.pin().ok_or_else(Problem::no_policy)?;
    let info = generation.policy().info();
    Ok(Json(ActivePolicy {
        digest: generation.digest().to_owned(),
        policy: info.name.clone(),
        version: info.version.clone(),
        generation: generation.number(),
    }))
}

/// The bytes of a policy that decides, or that can be gone back to.
async fn component(
    State(state): State<Arc<ServerState>>,
    StrictPath(digest): StrictPath<Name>,
) -> Result<Response, Problem> {
    let package = kept(state, digest).await?;
    Ok(answer("application/wasm", UNCHANGING, package.component))
}

/// The manifest that it was signed by last.
async fn manifest(
    State(state): State<Arc<ServerState>>,
    StrictPath(digest): StrictPath<Name>,
) -> Result<Response, Problem> {
    let envelope = kept(state, digest).await?.envelope.filter(|envelope| !envelope.is_empty());
    Ok(answer("application/json", ASKED_EACH_TIME, envelope.ok_or_else(Problem::not_found)?))
}

fn answer(content_type: &'static str, kept: HeaderValue, bytes: Vec<u8>) -> Response {
    let headers: [(HeaderName, HeaderValue); 2] =
        [(header::CONTENT_TYPE, HeaderValue::from_static(content_type)), (header::CACHE_CONTROL, kept)];
    (headers, bytes).into_response()
}

/// Only what is kept on disk can be given away: a policy that a program activated by itself is with that program.
async fn kept(state: Arc<ServerState>, digest: Name) -> Result<PolicyPackage, Problem> {
    let PolicySlot::Followed(activator) = &state.generations else { return Err(Problem::not_found()) };
    let activator = Arc::clone(activator);
    let read = tokio::task::spawn_blocking(move || activator.kept_package(digest.as_str())).await;
    match read {
        Ok(Ok(found)) => found.ok_or_else(Problem::not_found),
        Ok(Err(refused)) => {
            tracing::error!(code = refused.code, reason = %refused, "a kept policy cannot be read");
            Err(Problem::new(ProblemCode::Unavailable, "a kept policy cannot be read").with("cause", refused.code))
        }
        Err(error) => {
            tracing::error!(%error, "reading a kept policy was interrupted");
            Err(Problem::new(ProblemCode::Internal, "reading it was interrupted; ask again"))
        }
    }
}
