//! What the description says of each endpoint in words.

use super::answers::Header;
use crate::problem::ProblemCode;

/// Where a parameter stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// Behind the `?`.
    Query,
    /// Among the headers.
    Header,
}

/// A parameter: where, its name, whether it has to be there, and what it means.
type Described = (Place, &'static str, bool, &'static str);

/// What is said of an endpoint.
#[derive(Debug)]
pub(super) struct Row {
    method: &'static str,
    path: &'static str,
    pub(super) summary: &'static str,
    pub(super) parameters: &'static [Described],
    /// Headers of what is answered when all goes well.
    pub(super) answered: &'static [Header],
    /// What can go wrong besides what can with every endpoint of its kind.
    pub(super) problems: &'static [ProblemCode],
}

/// The row of an endpoint.
pub(super) fn of(method: &str, path: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.method == method && row.path == path)
}

impl Row {
    const fn with(self, parameters: &'static [Described]) -> Self {
        Self { parameters, ..self }
    }

    const fn with_headers(self, answered: &'static [Header]) -> Self {
        Self { answered, ..self }
    }

    const fn or(self, problems: &'static [ProblemCode]) -> Self {
        Self { problems, ..self }
    }
}

const fn row(method: &'static str, path: &'static str, summary: &'static str) -> Row {
    Row { method, path, summary, parameters: &[], answered: &[], problems: &[] }
}

const fn get(path: &'static str, summary: &'static str) -> Row {
    row("GET", path, summary)
}

const fn post(path: &'static str, summary: &'static str) -> Row {
    row("POST", path, summary)
}

const PART: &[Described] = &[
    (Place::Query, "after", false, "`next` of the part before this one"),
    (Place::Query, "limit", false, "items at most, from 1 to 100"),
];
const IDEMPOTENCY_KEY: &str = "Idempotency-Key";
/// What is asked of the policy.
const DECIDED: &[ProblemCode] =
    &[ProblemCode::NoPolicy, ProblemCode::PolicyExpired, ProblemCode::Damaged, ProblemCode::TooMany];
/// The same with words behind the `?`.
const QUERIED: &[ProblemCode] = &[
    ProblemCode::Malformed,
    ProblemCode::NoPolicy,
    ProblemCode::PolicyExpired,
    ProblemCode::Damaged,
    ProblemCode::TooMany,
];
/// What is changed in the directory.
const CHANGED: &[ProblemCode] = &[
    ProblemCode::Refused,
    ProblemCode::Conflict,
    ProblemCode::PreconditionFailed,
    ProblemCode::PreconditionRequired,
    ProblemCode::Unfit,
    ProblemCode::NoPolicy,
    ProblemCode::PolicyExpired,
    ProblemCode::TooMany,
];
/// What is done to policies.
const OPERATED: &[ProblemCode] = &[ProblemCode::NotFound, ProblemCode::Conflict, ProblemCode::NoPolicy];

const ROWS: &[Row] = &[
    post("/api/v1/organisations/{organisation}/changes", "Make a change, if the policy accepts it")
        .with(&[
            (Place::Header, IDEMPOTENCY_KEY, true, "a name of your own; the same change is made once under it"),
            (Place::Header, "If-Match", false, "the `ETag` of what is changed, or its `revision` in quotes"),
        ])
        .with_headers(&[
            ("ETag", "The revision of the change, for `If-Match`"),
            ("Idempotency-Replayed", "`true` when the change was made before, under the same key"),
        ])
        .or(CHANGED),
    get("/api/v1/me", "Who asks, and the organisations that they may open").or(&[ProblemCode::TooMany]),
    post(
        "/api/v1/organisations/{organisation}/reviews",
        "Judge a change and make nothing of it; with the facts that it was judged by",
    )
    .or(DECIDED),
    get(
        "/api/v1/organisations/{organisation}/facts",
        "What the policy knows of somebody, as a page that runs the same policy takes it",
    )
    .with(&[
        (Place::Query, "person", false, "whom it is about; who asks when left out"),
        (Place::Query, "resource_kind", false, "the kind of the resource that is acted upon"),
        (Place::Query, "resource", false, "its id; both or neither"),
    ])
    .or(QUERIED),
    get(
        "/api/v1/organisations/{organisation}/external-access",
        "Whom a customer lets in, when, and the people of each",
    )
    .or(DECIDED),
    get(
        "/api/v1/organisations/{organisation}/customers",
        "A partner's customers, with status, authorised users and the sign-in link",
    )
    .with(PART)
    .or(QUERIED),
    get("/api/v1/organisations/{organisation}/roles", "Roles of the policy and of the organisation").or(DECIDED),
    get("/api/v1/organisations/{organisation}/people", "People of the organisation, with their roles in it")
        .with(PART)
        .or(QUERIED),
    get("/api/v1/organisations/{organisation}/access-requests", "Requests for access, and what became of them")
        .with(PART)
        .or(QUERIED),
    get("/api/v1/organisations/{organisation}/administrators", "Who the administrators are").or(DECIDED),
    get("/api/v1/organisations/{organisation}/timeline", "How an answer about somebody changes with time")
        .with(&[
            (Place::Query, "person", false, "whom it is about; who asks when left out"),
            (Place::Query, "privileges", false, "a privilege expression; one of this and `api`"),
            (Place::Query, "api", false, "an operation of the policy"),
            (Place::Query, "from", false, "an instant in RFC 3339; now when left out"),
            (Place::Query, "until", true, "an instant in RFC 3339"),
        ])
        .or(&[ProblemCode::Malformed, ProblemCode::Unfit, ProblemCode::NoPolicy, ProblemCode::PolicyExpired]),
    post("/access/v1/evaluation", "May this subject do this with this resource? (OpenID AuthZEN)").or(DECIDED),
    post("/access/v1/evaluations", "Several questions at once (OpenID AuthZEN)").or(DECIDED),
    post("/access/v1/search/subject", "Who may do this? (OpenID AuthZEN)").or(DECIDED),
    post("/access/v1/search/resource", "With what may this subject do this? (OpenID AuthZEN)").or(DECIDED),
    post("/access/v1/search/action", "What may this subject do with this resource? (OpenID AuthZEN)").or(DECIDED),
    post("/access/v1/requests", "Ask for access that was denied (draft profile of AuthZEN)")
        .with(&[(Place::Header, IDEMPOTENCY_KEY, false, "a name of your own; the same request is made once under it")])
        .with_headers(&[("Location", "Where to ask what became of the request")])
        .or(CHANGED),
    get("/access/v1/requests/{task}", "What became of a request for access (draft profile of AuthZEN)"),
    post("/access/v1/requests/{task}/cancel", "Take back a request for access (draft profile of AuthZEN)").or(CHANGED),
    get("/.well-known/authzen-configuration", "What this server offers by OpenID AuthZEN").or(&[ProblemCode::NotFound]),
    get("/operations/v1/policy", "Which policies there are, and how their source is followed"),
    post("/operations/v1/policy/candidate", "Verify a policy, and keep it to be activated").or(OPERATED),
    post("/operations/v1/policy/impact", "Whose access changes with the candidate").or(OPERATED),
    post("/operations/v1/policy/shadow", "Ask the candidate beside the active policy").or(OPERATED),
    row("DELETE", "/operations/v1/policy/shadow", "End the shadow, and see what came of it").or(OPERATED),
    post("/operations/v1/policy/activate", "Make the candidate the active policy").or(OPERATED),
    post("/operations/v1/policy/rollback", "Go back to the policy before").or(OPERATED),
    get(
        "/operations/v1/policy/events",
        "The active policy, at once and whenever another is active; 128 streams at once for one caller, 256 for all",
    ),
    get("/policy/v1/active", "Which policy decides").or(&[ProblemCode::NoPolicy]),
    get("/policy/v1/components/{digest}", "The bytes of a policy"),
    get("/policy/v1/manifests/{digest}", "The signed manifest of a policy"),
    get("/health", "Whether the process lives"),
    get("/ready", "Whether requests can be decided"),
    get("/metrics", "Figures, as Prometheus reads them"),
    get("/console", "Sends to the console, which stands at `/console/`"),
    get("/console/", "The page of the console").or(&[ProblemCode::NotFound]),
    get("/console/{*file}", "A file of the console"),
    get("/console/demo.json", "What the page of the demonstration is told, on this machine only")
        .or(&[ProblemCode::NotFound]),
    get("/console/sign-in.json", "Where people sign in to the console").or(&[ProblemCode::NotFound]),
    get("/openapi.json", "This description"),
];

#[cfg(test)]
mod tests {
    use super::ROWS;

    #[test]
    fn no_row_outlives_its_endpoint() {
        let endpoints = crate::endpoints();
        for row in ROWS {
            let is_there =
                |endpoint: &crate::Endpoint| (endpoint.method().as_str(), endpoint.path()) == (row.method, row.path);
            assert!(endpoints.iter().any(is_there), "{} {}", row.method, row.path);
        }
    }

    #[test]
    fn every_endpoint_is_described() {
        for endpoint in crate::endpoints() {
            assert!(super::of(endpoint.method().as_str(), endpoint.path()).is_some(), "{endpoint:?}");
        }
    }
}
