//! What whoever is not let through is told (RFC 9457).

use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

use crate::decider::{Answer, Undecided};

#[derive(Serialize)]
struct Problem<'a> {
    r#type: String,
    title: &'a str,
    status: u16,
    code: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'a str>,
}

/// The response to a request that does not go on; none for one that does.
pub(crate) fn refusal<B: From<String>>(answer: &Result<Answer, Undecided>) -> Option<Response<B>> {
    let (status, code, title, reason) = match answer {
        Ok(Answer::Allowed(_)) => return None,
        Ok(Answer::Denied(reason)) => {
            (StatusCode::FORBIDDEN, "not-permitted", "You may not do that", reason.as_deref())
        }
        Ok(Answer::Nobody) => (StatusCode::UNAUTHORIZED, "unauthenticated", "Who are you?", None),
        // What is wrong inside is nothing for whoever asks. [`crate::Guard::telling`] tells the program of it.
        Err(Undecided::Policy(_) | Undecided::Facts(_) | Undecided::Server(_)) => {
            (StatusCode::SERVICE_UNAVAILABLE, "undecided", "Nobody can say whether you may do that", None)
        }
    };
    let r#type = format!("urn:guestpass:problem:{code}");
    let problem = Problem { r#type, title, status: status.as_u16(), code, reason };
    // These few texts are always JSON; without a body the status says it all.
    let body = serde_json::to_string(&problem).unwrap_or_default();
    let mut response = Response::new(B::from(body));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
    if status == StatusCode::UNAUTHORIZED {
        headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    Some(response)
}
