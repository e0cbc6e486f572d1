//! What the description says of each endpoint besides its path. One that has no row is described by its path alone.

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
    /// The name of the schema of what is sent.
    pub(super) body: Option<&'static str>,
}

/// The row of an endpoint.
pub(super) fn of(method: &str, path: &str) -> Option<&'static Row> {
    ROWS.iter().find(|row| row.method == method && row.path == path)
}

const PART: &[Described] = &[
    (Place::Query, "after", false, "`next` of the part before this one"),
    (Place::Query, "limit", false, "items at most, from 1 to 100"),
];

const fn get(path: &'static str, summary: &'static str, parameters: &'static [Described]) -> Row {
    Row { method: "GET", path, summary, parameters, body: None }
}

const ROWS: &[Row] = &[
    Row {
        method: "POST",
        path: "/api/v1/organisations/{organisation}/changes",
        summary: "Make a change, if the policy accepts it",
        parameters: &[
            (Place::Header, "Idempotency-Key", true, "a name of your own; the same change is made once under it"),
            (Place::Header, "If-Match", false, "the `ETag` of what is changed, or its `revision` in quotes"),
        ],
        body: Some("Change"),
    },
    get("/api/v1/me", "Who asks, and the organisations that they may open", &[]),
    Row {
        method: "POST",
        path: "/api/v1/organisations/{organisation}/reviews",
        summary: "Judge a change and make nothing of it; with the facts that it was judged by",
        parameters: &[],
        body: Some("Change"),
    },
    get(
        "/api/v1/organisations/{organisation}/facts",
        "What the policy knows of somebody, as a page that runs the same policy takes it",
        &[
            (Place::Query, "person", false, "whom it is about; who asks when left out"),
            (Place::Query, "resource_kind", false, "the kind of the resource that is acted upon"),
            (Place::Query, "resource", false, "its id; both or neither"),
        ],
    ),
    get(
        "/api/v1/organisations/{organisation}/external-access",
        "Whom a customer lets in, when, and the people of each",
        &[],
    ),
    get(
        "/api/v1/organisations/{organisation}/customers",
        "A partner's customers, with status, authorised users and the sign-in link",
        PART,
    ),
    get("/api/v1/organisations/{organisation}/roles", "Roles of the policy and of the organisation", &[]),
    get("/api/v1/organisations/{organisation}/people", "People of the organisation, with their roles in it", PART),
    get("/api/v1/organisations/{organisation}/access-requests", "Requests for access, and what became of them", PART),
    get("/api/v1/organisations/{organisation}/administrators", "Who the administrators are", &[]),
    get(
        "/api/v1/organisations/{organisation}/timeline",
        "How an answer about somebody changes with time",
        &[
            (Place::Query, "person", false, "whom it is about; who asks when left out"),
            (Place::Query, "privileges", false, "a privilege expression; one of this and `api`"),
            (Place::Query, "api", false, "an operation of the policy"),
            (Place::Query, "from", false, "an instant in RFC 3339; now when left out"),
            (Place::Query, "until", true, "an instant in RFC 3339"),
        ],
    ),
    get("/openapi.json", "This description", &[]),
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
    fn all_of_administration_is_described() {
        for endpoint in crate::endpoints().iter().filter(|endpoint| endpoint.path().starts_with("/api/")) {
            assert!(super::of(endpoint.method().as_str(), endpoint.path()).is_some(), "{endpoint:?}");
        }
    }
}
