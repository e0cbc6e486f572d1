//! Requests as JSON.

use super::errors::{Complaint, JsonError, JsonErrorKind};
use super::instant::InstantText;
use super::parse::{check_length, parse};
use super::read::{Checked, object};
use super::shape::{Expression, List, Name, Object};
use crate::limits::{MAX_JSON_BYTES, MAX_JSON_REQUESTS_BYTES, MAX_REQUESTS};
use crate::{InstantMs, RequestDraft, Requests, TargetDraft, TextTooLong};

/// What a request wants to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnedTarget {
    /// A privilege expression (R11).
    Privileges(String),
    /// An operation of the policy (R9, R10).
    Api(String),
}

/// A request that owns its names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnedRequest {
    /// What is wanted.
    pub target: OwnedTarget,
    /// The resource it is wanted on; none for the organisation as a whole.
    pub on_resource: Option<String>,
    /// The instant that is asked about.
    pub now_ms: InstantMs,
    /// Whether the decision explains itself.
    pub explain: bool,
}

impl OwnedRequest {
    /// The same request, ready for [`Requests::push`].
    #[must_use]
    pub fn as_draft(&self) -> RequestDraft<'_> {
        let target = match &self.target {
            OwnedTarget::Privileges(expression) => TargetDraft::Privileges(expression),
            OwnedTarget::Api(name) => TargetDraft::Api(name),
        };
        RequestDraft { target, on_resource: self.on_resource.as_deref(), now: self.now_ms, explain: self.explain }
    }
}

/// Reads one request.
///
/// ```
/// use guestpass_contract::json::{request_from_str, to_requests};
/// let request = request_from_str(r#"{"privileges": "saas:application:view", "now": "2026-11-22T11:00:00+01:00"}"#)?;
/// assert_eq!(request.now_ms, 1_795_341_600_000);
/// assert_eq!(to_requests(&[request])?.items.len(), 1);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
///
/// # Errors
/// [`JsonError`] with the path, the line and the column of the first thing that is wrong.
pub fn request_from_str(text: &str) -> Result<OwnedRequest, JsonError> {
    let Object(shape) = parse::<Object<RequestShape>>(text, MAX_JSON_BYTES)?;
    shape.into_request()
}

/// Reads one request a line; blank lines are skipped.
///
/// # Errors
/// [`JsonError`], with the line counted in the whole text. [`JsonErrorKind::TooLarge`] for more than [`MAX_REQUESTS`].
pub fn requests_from_ndjson(text: &str) -> Result<Vec<OwnedRequest>, JsonError> {
    check_length(text, MAX_JSON_REQUESTS_BYTES)?;
    let mut requests = Vec::new();
    for (index, line) in text.lines().enumerate() {
        if line.trim_ascii().is_empty() {
            continue;
        }
        let number = index.saturating_add(1);
        if requests.len() == MAX_REQUESTS {
            let message = format!("more than {MAX_REQUESTS} requests");
            return Err(JsonError::new(JsonErrorKind::TooLarge, "", message).in_line(number));
        }
        requests.push(request_from_str(line).map_err(|error| error.in_line(number))?);
    }
    Ok(requests)
}

/// Reads an array of requests.
///
/// # Errors
/// [`JsonError`], with the position in the array in its path. [`JsonErrorKind::TooLarge`] for more than
/// [`MAX_REQUESTS`].
pub fn requests_from_array_str(text: &str) -> Result<Vec<OwnedRequest>, JsonError> {
    let List(shapes) = parse::<List<Object<RequestShape>, MAX_REQUESTS>>(text, MAX_JSON_REQUESTS_BYTES)?;
    shapes.into_iter().map(|Object(shape)| shape.into_request()).collect()
}

/// Packs requests for one call, in their order.
///
/// # Errors
/// [`TextTooLong`] when the names outgrow 4 GiB.
pub fn to_requests(requests: &[OwnedRequest]) -> Result<Requests, TextTooLong> {
    let mut packed = Requests::default();
    for request in requests {
        packed.push(&request.as_draft())?;
    }
    Ok(packed)
}

/// One question about the facts. Exactly one of `privileges` and `api` is required. A key that may be left out may also
/// be null, `explain` excepted.
#[derive(Debug, Default)]
#[cfg_attr(
    feature = "schema",
    derive(schemars::JsonSchema),
    schemars(rename = "request", deny_unknown_fields, transform = super::schema::request_rules)
)]
pub(super) struct RequestShape {
    /// A privilege expression: names joined by `||` or `+`, both meaning "or".
    privileges: Option<Expression>,
    /// An operation of the policy.
    api: Option<Name>,
    /// The resource it is wanted on; left out for the organisation as a whole.
    on_resource: Option<Name>,
    /// The instant that is asked about.
    now: InstantText,
    /// True: the decision explains itself gate by gate.
    #[cfg_attr(feature = "schema", schemars(default))]
    explain: bool,
}

object!(RequestShape { optional privileges, optional api, optional on_resource, required now, optional explain });

impl Checked for RequestShape {
    fn check(&self) -> Result<(), Complaint> {
        match (&self.privileges, &self.api) {
            (None, None) => Err(Complaint::missing("privileges", "give it, or `api`".to_owned())),
            (Some(_), Some(_)) => {
                let message = "`privileges` and `api` exclude each other; leave one out".to_owned();
                Err(Complaint::new(JsonErrorKind::WrongValue, message))
            }
            _ => Ok(()),
        }
    }
}

impl RequestShape {
    fn into_request(self) -> Result<OwnedRequest, JsonError> {
        let target = match (self.privileges, self.api) {
            (Some(Expression(expression)), _) => OwnedTarget::Privileges(expression),
            (None, Some(Name(name))) => OwnedTarget::Api(name),
            // `check` has refused it already.
            (None, None) => {
                let message = "missing key `privileges`".to_owned();
                return Err(JsonError::new(JsonErrorKind::MissingKey, "privileges", message));
            }
        };
        let on_resource = self.on_resource.map(|Name(resource)| resource);
        Ok(OwnedRequest { target, on_resource, now_ms: self.now.ms(), explain: self.explain })
    }
}
