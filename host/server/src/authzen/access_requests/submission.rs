//! A request for access is submitted.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guestpass::contract::json::instant_from_str;
use guestpass::contract::{AccessRequest, Change};
use guestpass::digest_of;
use guestpass_store::{Name, model};
use serde_json::{Value, json};

use super::denial::{Binding, COMPANY, DENIAL, binding_hash};
use super::task;
use crate::administration::{Proposal, RepeatKey, administer, refused_change};
use crate::authzen::body::Body;
use crate::authzen::question::organisation;
use crate::authzen::wire::{Evaluation, Object, WireError, object};
use crate::identity::Caller;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// Clocks may differ by this much.
const SKEW_MS: i64 = 30_000;
const ERRORS: &str = "urn:openid:authzen:access-request:error:";

/// Writes the request down, if the denial is one of this directory and the policy accepts the request.
pub(in crate::authzen) async fn submit(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    headers: HeaderMap,
    Body(body): Body,
) -> Result<Response, Problem> {
    let evaluation = Evaluation::read(&body)?;
    let account = organisation(&caller.organisation, Some(&evaluation.resource), &evaluation.context)?;
    state.rates.count_organisation(&account)?;
    let now_ms = state.clock.now_ms();
    bound(&state, &body, &evaluation, &binding_hash(&evaluation, &account), now_ms).await?;
    let Some(actor) = caller.person.clone() else {
        let detail = "the credential acts for no person, and a person is responsible for a request; use one that does";
        return Err(Problem::new(ProblemCode::Forbidden, detail));
    };
    let generation = state.deciding()?;
    let change = Change::SubmitRequest(AccessRequest {
        account: Some(account.to_string()),
        company: Some(evaluation.resource.id.clone()),
        description: text(&evaluation.context, "business_justification")?,
        requested_by: Some(evaluation.subject.id.clone()),
        valid_from: Some(now_ms),
        valid_to: requested_until(&body)?,
    });
    let key = Some(repeat_key(&headers, &caller, &body)?);
    let proposal = Proposal { organisation: account.clone(), actor, change, now_ms, expected: None, key };
    let made = administer(&state.directory, &generation, &proposal).await;
    let made = made.map_err(|error| refused_change(error, false))?;
    let request = made.answer.pointer("/created/request").and_then(Value::as_str);
    let nothing = || Problem::new(ProblemCode::Internal, "the request has got no name");
    let request = request.ok_or_else(nothing)?;
    let kept = state.directory.get::<model::AccessRequest>(&[account.as_str(), request]).await?;
    let task = task::described(&state, &kept.ok_or_else(nothing)?.entity, now_ms).await?;
    let location = HeaderValue::from_str(task.status_endpoint());
    let mut response = (StatusCode::ACCEPTED, Json(task)).into_response();
    if let Ok(location) = location {
        response.headers_mut().insert(header::LOCATION, location);
    }
    Ok(response)
}

/// That the request is about what was denied, and still in time.
async fn bound(
    state: &ServerState,
    body: &Object,
    evaluation: &Evaluation,
    hash: &str,
    now_ms: i64,
) -> Result<(), Problem> {
    let denial = object(body, "denial", "denial")?.ok_or(WireError::Missing("denial"))?;
    let token = text(denial, "binding_token")?.ok_or(WireError::Missing("denial.binding_token"))?;
    let expires_at = text(denial, "expires_at")?.ok_or(WireError::Missing("denial.expires_at"))?;
    let binding: Option<Binding> = state.seal().await?.open(DENIAL, &token);
    let fits = |binding: &Binding| {
        let number = denial.get("evaluation_id").and_then(Value::as_str);
        binding.binding_hash == hash
            && binding.denial_expires_at == expires_at
            && number.is_none_or(|number| number == binding.jti)
    };
    let binding = binding.filter(|binding| fits(binding) && evaluation.resource.kind == COMPANY);
    let binding = binding.ok_or_else(|| {
        let detail = "`denial` is not that of this question; evaluate it again with `\"explain\": true`";
        error("invalid_denial_binding", detail)
    })?;
    if now_ms > binding.expires_ms.saturating_add(SKEW_MS) {
        return Err(error("expired_denial", "the denial is too old; evaluate again and submit what comes then"));
    }
    Ok(())
}

/// A problem with the name that the profile has for it.
fn error(name: &str, detail: &str) -> Problem {
    error_of(ProblemCode::Malformed, name, detail)
}

/// The same of another kind.
pub(super) fn error_of(code: ProblemCode, name: &str, detail: &str) -> Problem {
    Problem::new(code, detail).with("reason", name).with("error", format!("{ERRORS}{name}"))
}

fn requested_until(body: &Object) -> Result<Option<i64>, Problem> {
    let Some(requested) = object(body, "requested_access", "requested_access")? else { return Ok(None) };
    let until = text(requested, "requested_until")?;
    let until = until.map(|until| instant_from_str(&until)).transpose();
    until.map_err(|_| WireError::Type { path: "requested_access.requested_until", wanted: "an RFC 3339 time" }.into())
}

fn text(body: &Object, key: &'static str) -> Result<Option<String>, WireError> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(WireError::Type { path: key, wanted: "a text" }),
    }
}

/// The name that the caller gave the request, or one of its own for a request without a name.
fn repeat_key(headers: &HeaderMap, caller: &Caller, body: &Object) -> Result<RepeatKey, Problem> {
    let name = |text: String| Name::try_from(text).map_err(|error| Problem::new(ProblemCode::Unfit, error.to_string()));
    let given = headers.get(IDEMPOTENCY_KEY).map(|value| value.to_str().map(str::to_owned));
    let given = given
        .transpose()
        .map_err(|_| Problem::new(ProblemCode::Malformed, "give the header `Idempotency-Key` once, in ASCII"))?;
    let key = match given {
        Some(key) => key,
        None => {
            let random = getrandom::u64().map_err(|error| Problem::new(ProblemCode::Internal, error.to_string()))?;
            format!("unnamed-{random:016x}")
        }
    };
    let request = json!(["access-request", body]).to_string();
    Ok(RepeatKey {
        caller: name(digest_of(caller.id.as_bytes()))?,
        key: name(key)?,
        request: digest_of(request.as_bytes()),
    })
}
