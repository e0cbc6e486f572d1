//! What went wrong, as RFC 9457 problems with codes from a closed list.

use axum::Json;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use guestpass::CheckError;
use guestpass_store::StoreError;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value, json};

/// The kinds of problems. A program tells them apart by [`ProblemCode::name`], which never changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ProblemCode {
    /// The request is no JSON of the expected shape.
    Malformed,
    /// No caller is known: no credential, or one that does not hold. Which of the two is not told.
    Unauthenticated,
    /// The caller may not do this at all.
    Forbidden,
    /// It is not there, or not the caller's: nobody can tell which.
    NotFound,
    /// The route is there, the method is not.
    MethodNotAllowed,
    /// It is not as expected: somebody has changed it meanwhile, or it is there already.
    Conflict,
    /// `If-Match` names a revision that is not the newest.
    PreconditionFailed,
    /// A change without `If-Match` or without `Idempotency-Key`.
    PreconditionRequired,
    /// More bytes than are read.
    TooLarge,
    /// Not `application/json`.
    UnsupportedMediaType,
    /// JSON of the right shape with a value that cannot be.
    Unfit,
    /// There is more of it in the directory than one answer is given on.
    TooMany,
    /// The policy refuses the change; the member `reasons` has every reason.
    Refused,
    /// More requests than this caller may make, or more at once.
    TooManyRequests,
    /// A fault of this server.
    Internal,
    /// A row of the directory cannot be read. It is never taken for a permission.
    Damaged,
    /// The directory, or something else that this server needs, is away.
    Unavailable,
    /// There is no policy, so that nobody can be let in.
    NoPolicy,
    /// The policy has expired and nothing has taken its place, so that nobody can be let in.
    PolicyExpired,
    /// The clock has gone back, so that nobody can be let in: access that has ended would be open again.
    ClockSteppedBack,
    /// It took too long.
    TimedOut,
    /// More requests at once than this server takes.
    Overloaded,
}

impl ProblemCode {
    /// All of them.
    pub const ALL: [Self; 22] = [
        Self::Malformed,
        Self::Unauthenticated,
        Self::Forbidden,
        Self::NotFound,
        Self::MethodNotAllowed,
        Self::Conflict,
        Self::PreconditionFailed,
        Self::PreconditionRequired,
        Self::TooLarge,
        Self::UnsupportedMediaType,
        Self::Unfit,
        Self::TooMany,
        Self::Refused,
        Self::TooManyRequests,
        Self::Internal,
        Self::Damaged,
        Self::Unavailable,
        Self::NoPolicy,
        Self::PolicyExpired,
        Self::ClockSteppedBack,
        Self::TimedOut,
        Self::Overloaded,
    ];

    /// The stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.row().0
    }

    /// The status that it is answered with.
    #[must_use]
    pub fn status(self) -> StatusCode {
        self.row().1
    }

    /// One sentence that is the same for each problem of this kind.
    #[must_use]
    pub fn title(self) -> &'static str {
        self.row().2
    }

    fn row(self) -> (&'static str, StatusCode, &'static str) {
        use StatusCode as Is;
        match self {
            Self::Malformed => ("malformed", Is::BAD_REQUEST, "The request cannot be read"),
            Self::Unauthenticated => ("unauthenticated", Is::UNAUTHORIZED, "No valid credential"),
            Self::Forbidden => ("forbidden", Is::FORBIDDEN, "The credential does not reach this far"),
            Self::NotFound => ("not-found", Is::NOT_FOUND, "There is nothing here for you"),
            Self::MethodNotAllowed => ("method-not-allowed", Is::METHOD_NOT_ALLOWED, "The method is not known here"),
            Self::Conflict => ("conflict", Is::CONFLICT, "It is not as expected"),
            Self::PreconditionFailed => ("precondition-failed", Is::PRECONDITION_FAILED, "It has changed meanwhile"),
            Self::PreconditionRequired => {
                ("precondition-required", Is::PRECONDITION_REQUIRED, "Say what you expect to be there")
            }
            Self::TooLarge => ("too-large", Is::PAYLOAD_TOO_LARGE, "The request is too large"),
            Self::UnsupportedMediaType => {
                ("unsupported-media-type", Is::UNSUPPORTED_MEDIA_TYPE, "Only `application/json` is read")
            }
            Self::Unfit => ("unfit", Is::UNPROCESSABLE_ENTITY, "A value cannot be"),
            Self::TooMany => ("too-many", Is::UNPROCESSABLE_ENTITY, "There is more than one answer is given on"),
            Self::Refused => ("refused", Is::FORBIDDEN, "The policy refuses this change"),
            Self::TooManyRequests => ("too-many-requests", Is::TOO_MANY_REQUESTS, "Too many requests"),
            Self::Internal => ("internal", Is::INTERNAL_SERVER_ERROR, "A fault of the server"),
            Self::Damaged => ("damaged", Is::INTERNAL_SERVER_ERROR, "Something kept cannot be read"),
            Self::Unavailable => ("unavailable", Is::SERVICE_UNAVAILABLE, "Something that is needed is away"),
            Self::NoPolicy => ("no-policy", Is::SERVICE_UNAVAILABLE, "There is no policy, so nobody is let in"),
            Self::PolicyExpired => {
                ("policy-expired", Is::SERVICE_UNAVAILABLE, "The policy has expired, so nobody is let in")
            }
            Self::ClockSteppedBack => {
                ("clock-stepped-back", Is::SERVICE_UNAVAILABLE, "The clock has gone back, so nobody is let in")
            }
            Self::TimedOut => ("timed-out", Is::SERVICE_UNAVAILABLE, "It took too long"),
            Self::Overloaded => ("overloaded", Is::SERVICE_UNAVAILABLE, "Too many requests at once"),
        }
    }
}

/// A problem, as it is answered.
///
/// ```
/// use guestpass_server::{Problem, ProblemCode};
/// let problem = Problem::new(ProblemCode::Unfit, "`until` lies before `from`").with("field", "until");
/// assert_eq!(problem.to_json()["code"], "unfit");
/// assert_eq!(problem.to_json()["field"], "until");
/// ```
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    code: ProblemCode,
    detail: String,
    members: Box<Map<String, Value>>,
    retry_after_s: Option<u64>,
}

/// A problem as it is printed, for its description.
#[derive(JsonSchema)]
#[schemars(rename = "Problem")]
#[expect(dead_code, reason = "it is only described; a problem carries further members by name")]
pub(crate) struct ProblemBody {
    /// `urn:guestpass:problem:` and the code.
    r#type: String,
    /// One sentence that is the same for each problem of this kind.
    title: String,
    /// The status that it is answered with.
    #[schemars(range(min = 400, max = 599))]
    status: u16,
    /// Stable; the list is closed.
    #[schemars(schema_with = "codes")]
    code: String,
    /// What is wrong this time, and what to do next.
    detail: String,
    /// What brought it about, by a stable name.
    #[schemars(skip_serializing_if = "Option::is_none")]
    cause: Option<String>,
    /// Which attribute of a question is wrong and how, or why the policy denies, by a stable name.
    #[schemars(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// Why a change is refused: every reason, by its stable name.
    #[schemars(skip_serializing_if = "Option::is_none")]
    reasons: Option<Vec<String>>,
    /// Why the person may not make such a change at all, by a stable name.
    #[schemars(skip_serializing_if = "Option::is_none")]
    denial: Option<String>,
    /// The name that a profile of AuthZEN has for it.
    #[schemars(skip_serializing_if = "Option::is_none")]
    error: Option<String>,
    /// Where to read on.
    #[schemars(skip_serializing_if = "Option::is_none")]
    help: Option<String>,
}

fn codes(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "enum": ProblemCode::ALL.map(ProblemCode::name) })
}

impl Problem {
    /// A problem of a kind, with what is wrong this time and what to do next.
    #[must_use]
    pub fn new(code: ProblemCode, detail: impl Into<String>) -> Self {
        Self { code, detail: detail.into(), members: Box::default(), retry_after_s: None }
    }

    /// The answer to whatever is not there, and to whatever is not the caller's.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ProblemCode::NotFound, "it is not there, or not yours")
    }

    /// What is answered while there is no policy.
    #[must_use]
    pub fn no_policy() -> Self {
        Self::new(ProblemCode::NoPolicy, "no policy has been activated yet; activate one, then ask again")
    }

    /// What is answered when the policy gives no answer to rely upon. One that came too late comes in time when the
    /// machine has less to do (reliability row 47); anything else is a fault.
    pub(crate) fn without_answer(error: &CheckError, detail: &str) -> Self {
        match error {
            CheckError::Deadline => Self::new(ProblemCode::Overloaded, detail).retry_after(1),
            _ => Self::new(ProblemCode::Internal, detail),
        }
    }

    /// A further member, such as `reasons`.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl Into<Value>) -> Self {
        self.members.insert(name.to_owned(), value.into());
        self
    }

    /// In how many seconds it is worth asking again.
    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// Its kind.
    #[must_use]
    pub fn code(&self) -> ProblemCode {
        self.code
    }

    /// What is wrong this time, and what to do next.
    #[must_use]
    pub fn detail(&self) -> &str {
        &self.detail
    }

    /// The body of the answer. The members of RFC 9457 cannot be replaced by further ones.
    #[must_use]
    pub fn to_json(&self) -> Value {
        let mut members = (*self.members).clone();
        let name = self.code.name();
        members.insert("type".to_owned(), json!(format!("urn:guestpass:problem:{name}")));
        members.insert("title".to_owned(), json!(self.code.title()));
        members.insert("status".to_owned(), json!(self.code.status().as_u16()));
        members.insert("code".to_owned(), json!(name));
        members.insert("detail".to_owned(), json!(self.detail));
        Value::Object(members)
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = (self.code.status(), Json(self.to_json())).into_response();
        let headers = response.headers_mut();
        let mut set = |name: HeaderName, value: &'static str| headers.insert(name, HeaderValue::from_static(value));
        set(header::CONTENT_TYPE, "application/problem+json");
        set(header::CACHE_CONTROL, "no-store");
        if self.code == ProblemCode::Unauthenticated {
            set(header::WWW_AUTHENTICATE, "Bearer realm=\"guestpass\"");
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

impl From<StoreError> for Problem {
    /// What the caller is to know of it; the rest goes to the log. The database's own words may name other people's.
    fn from(error: StoreError) -> Self {
        let code = match &error {
            StoreError::Conflict(_) | StoreError::Unconnected(_) => ProblemCode::Conflict,
            StoreError::Identifier(_) | StoreError::TooLarge { .. } => ProblemCode::Unfit,
            StoreError::Behind { .. } | StoreError::Unavailable(_) | StoreError::TooSlow(_) | StoreError::Away => {
                ProblemCode::Unavailable
            }
            StoreError::Damaged { .. } => ProblemCode::Damaged,
            StoreError::TooMany { .. } => ProblemCode::TooMany,
            _ => ProblemCode::Internal,
        };
        let problem = match code {
            ProblemCode::Conflict | ProblemCode::Unfit => Self::new(code, error.to_string()),
            ProblemCode::TooMany => {
                tracing::warn!(code = error.code(), %error, "there is more than one answer is given on");
                let rest = "take away what nobody needs any longer, or ask about less";
                Self::new(code, format!("{}; nothing was allowed or changed, so {rest}", too_many(&error)))
            }
            _ => {
                tracing::error!(code = error.code(), %error, "the directory failed");
                Self::new(code, "the directory did not answer; nothing was allowed or changed, so ask again later")
            }
        };
        let problem = problem.with("cause", error.code());
        if code == ProblemCode::Unavailable { problem.retry_after(1) } else { problem }
    }
}

/// How many there may be, and not of whose: the words of the directory may name other people's.
fn too_many(error: &StoreError) -> String {
    match error {
        StoreError::TooMany { count_max, .. } => format!("the directory has more than {count_max} of what this needs"),
        _ => "the directory has more than one answer is given on".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{Problem, ProblemCode};
    use guestpass::CheckError;
    use guestpass_store::StoreError;
    use std::collections::BTreeSet;

    #[test]
    fn every_code_has_a_name_of_its_own_and_a_status_of_an_error() {
        let names: BTreeSet<_> = ProblemCode::ALL.iter().map(|code| code.name()).collect();
        assert_eq!(names.len(), ProblemCode::ALL.len());
        for code in ProblemCode::ALL {
            assert!(code.status().is_client_error() || code.status().is_server_error(), "{}", code.name());
        }
    }

    #[test]
    fn a_policy_that_is_late_is_asked_again_and_one_that_stopped_is_a_fault() {
        for (error, status, code) in [
            (CheckError::Deadline, 503, "overloaded"),
            (CheckError::Memory, 500, "internal"),
            (CheckError::Trapped("unreachable".to_owned()), 500, "internal"),
        ] {
            let problem = Problem::without_answer(&error, "nobody is let in").to_json();
            assert_eq!((&problem["status"], &problem["code"]), (&status.into(), &code.into()), "{error}");
        }
    }

    #[test]
    fn of_too_many_it_is_said_that_there_are_and_not_of_whose() {
        let problem = Problem::from(StoreError::TooMany { what: "`acme` of `people`".to_owned(), count_max: 10_000 });
        let said = problem.to_json();
        assert_eq!(
            (&said["status"], &said["code"], &said["cause"]),
            (&422.into(), &"too-many".into(), &"store::too-many".into())
        );
        let detail = problem.detail();
        assert!(detail.contains("more than 10000") && !detail.contains("acme"), "{detail}");
    }

    #[test]
    fn further_members_replace_none_of_the_standard() {
        let problem = Problem::not_found().with("status", 200).with("code", "granted").to_json();
        assert_eq!((&problem["status"], &problem["code"]), (&404.into(), &"not-found".into()));
    }
}
