//! Makes changes.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guestpass::digest_of;
use guestpass_contract::Change;
use guestpass_contract::json::{change_from_str, instant_to_string};
use guestpass_store::{Name, OrganisationId, Revision, StoreError};
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::asking::{Asking, unreliable};
use crate::administration::{Proposal, RepeatKey, Unadministered, administer, newcomer};
use crate::extract::{StrictJson, StrictPath};
use crate::identity::Caller;
use crate::openapi::change_reference;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;

/// The header that names a change, so that it can be sent again.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");
/// The header of an answer that was given before.
const IDEMPOTENCY_REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// What is sent: a change as `guestpass schema change` describes it, without `now`. The server knows what time it is.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(rename = "SentChange")]
pub(super) struct Sent {
    /// An object with one key, the kind of the change.
    #[schemars(schema_with = "change_reference")]
    change: Value,
}

/// Makes a change, if the policy accepts it.
pub(super) async fn make(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictPath(organisation): StrictPath<OrganisationId>,
    headers: HeaderMap,
    StrictJson(sent): StrictJson<Sent>,
) -> Result<Response, Problem> {
    let change = change(&sent, state.clock.now_ms())?;
    let actor = caller.person.clone().or_else(|| newcomer(&organisation, &change));
    let asking = Asking::of(Arc::clone(&state), &caller, organisation, actor)?;
    let expected = expected_revision(&headers)?;
    let key = repeat_key(&headers, &caller, &asking.organisation, &sent)?;
    let proposal = Proposal {
        change,
        organisation: asking.organisation,
        actor: asking.person,
        now_ms: asking.now_ms,
        expected,
        key: Some(key),
    };
    let made = administer(&state.directory, &asking.generation, &proposal).await;
    let made = made.map_err(|error| refused_change(error, expected.is_some()))?;
    let mut response = (StatusCode::OK, Json(made.answer)).into_response();
    let headers = response.headers_mut();
    headers.insert(header::ETAG, entity_tag(made.revision)?);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if made.is_repeated {
        headers.insert(IDEMPOTENCY_REPLAYED, HeaderValue::from_static("true"));
    }
    Ok(response)
}

pub(super) fn change(sent: &Sent, now_ms: i64) -> Result<Change, Problem> {
    let malformed = |error: guestpass_contract::json::JsonError| {
        Problem::new(ProblemCode::Malformed, error.to_string()).with("help", "see `guestpass schema change`")
    };
    let now = instant_to_string(now_ms).map_err(malformed)?;
    let text = json!({ "change": sent.change, "now": now }).to_string();
    Ok(change_from_str(&text).map_err(malformed)?.change)
}

/// The revision of `If-Match`; none without the header, or for `*`.
fn expected_revision(headers: &HeaderMap) -> Result<Option<Revision>, Problem> {
    let Some(value) = single(headers, &header::IF_MATCH)? else { return Ok(None) };
    if value == "*" {
        return Ok(None);
    }
    let number = value.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).and_then(|text| text.parse().ok());
    match number {
        Some(number) if number > 0 => Ok(Some(Revision::from_number(number))),
        _ => Err(Problem::new(ProblemCode::Malformed, "`If-Match` takes one `ETag` of this server, such as `\"17\"`")),
    }
}

fn repeat_key(
    headers: &HeaderMap,
    caller: &Caller,
    organisation: &OrganisationId,
    sent: &Sent,
) -> Result<RepeatKey, Problem> {
    let Some(key) = single(headers, &IDEMPOTENCY_KEY)? else {
        let detail = "give the change a name of your own in `Idempotency-Key`, such as a UUID, so that it is made once \
                      even if you have to send it twice";
        return Err(Problem::new(ProblemCode::PreconditionRequired, detail));
    };
    let expected = single(headers, &header::IF_MATCH)?.unwrap_or_default();
    let request = json!([organisation, sent.change, expected]).to_string();
    Ok(RepeatKey {
        // A digest is short enough for a name, however long the caller's is.
        caller: name(digest_of(caller.id.as_bytes()))?,
        key: name(key.to_owned())?,
        request: digest_of(request.as_bytes()),
    })
}

fn name(text: String) -> Result<Name, Problem> {
    Name::try_from(text).map_err(|error| Problem::new(ProblemCode::Unfit, error.to_string()))
}

/// The value of a header that may be there once.
fn single<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Result<Option<&'h str>, Problem> {
    let mut values = headers.get_all(name).iter();
    let value = values.next().map(HeaderValue::to_str);
    match (value, values.next()) {
        (None, _) => Ok(None),
        (Some(Ok(value)), None) => Ok(Some(value)),
        _ => Err(Problem::new(ProblemCode::Malformed, format!("give the header `{name}` once, in ASCII"))),
    }
}

fn entity_tag(revision: Revision) -> Result<HeaderValue, Problem> {
    let tag = HeaderValue::from_str(&format!("\"{revision}\""));
    tag.map_err(|error| Problem::new(ProblemCode::Internal, error.to_string()))
}

/// What is answered when a change was not made.
pub(crate) fn refused_change(error: Unadministered, has_expected: bool) -> Problem {
    let detail = error.to_string();
    match error {
        Unadministered::Refused(rejection) => {
            let reasons: Vec<_> = rejection.refusals.iter().map(|refusal| refusal.name()).collect();
            let problem = Problem::new(ProblemCode::Refused, detail).with("reasons", reasons);
            match rejection.denial {
                Some(denial) => problem.with("denial", denial.name()),
                None => problem,
            }
        }
        Unadministered::NotThere => Problem::not_found(),
        Unadministered::KeyReused(_) => Problem::new(ProblemCode::Conflict, detail),
        Unadministered::Store(StoreError::Conflict(_)) if has_expected => {
            Problem::new(ProblemCode::PreconditionFailed, detail)
        }
        Unadministered::Store(error) => error.into(),
        Unadministered::Unfit(_) => Problem::new(ProblemCode::Unfit, detail),
        Unadministered::Check(error) => unreliable(&error),
        Unadministered::Unprintable(_) => Problem::new(ProblemCode::Internal, detail),
    }
}

#[cfg(test)]
mod tests {
    use super::{Revision, expected_revision};
    use axum::http::{HeaderMap, HeaderValue, header};

    #[test]
    fn if_match_names_one_revision_or_none() {
        for (value, expected) in [
            (None, Some(None)),
            (Some("*"), Some(None)),
            (Some("\"17\""), Some(Some(17))),
            (Some("17"), None),
            (Some("W/\"17\""), None),
            (Some("\"17\", \"18\""), None),
            (Some("\"0\""), None),
            (Some("\"-1\""), None),
            (Some("\""), None),
        ] {
            let mut headers = HeaderMap::new();
            if let Some(value) = value {
                headers.insert(header::IF_MATCH, HeaderValue::from_static(value));
            }
            let found = expected_revision(&headers).ok().map(|found| found.map(Revision::number));
            assert_eq!(found, expected, "{value:?}");
        }
    }
}
