//! Every endpoint, asked by everybody who must not get in (reliability row 41).

use std::num::NonZeroU32;

use guestpass_server::{Access, RequestLimits, ScopeName, endpoints};
use reqwest::Method;

use crate::service::{Service, answer};

/// What each endpoint answers to no token, to a wrong one, to an expired one, and to each of the other scopes. A new
/// endpoint needs a new line: think about who may ask it before you add one.
const TABLE: &str = include_str!("endpoints.txt");

/// Variable parts of a path, filled with something.
fn filled(path: &str) -> String {
    path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect::<Vec<_>>().join("/")
}

#[tokio::test]
async fn every_endpoint_stands_in_the_table_and_keeps_out_whom_it_says() {
    // So many wrong credentials come from one address here that the limit has to be out of the way.
    let limits = RequestLimits { failures_per_minute: NonZeroU32::MAX, ..RequestLimits::default() };
    let service = Service::start(limits).await;
    let mut lines = Vec::new();
    for endpoint in endpoints() {
        let path = filled(endpoint.path());
        let ask = |key: Option<&str>| {
            let request = service.request(endpoint.method().clone(), &path);
            match key {
                Some(key) => request.bearer_auth(key),
                None => request,
            }
        };
        let Access::Scope(scope) = endpoint.access() else {
            lines.push(format!("{} {} public", endpoint.method(), endpoint.path()));
            continue;
        };
        let mut statuses = Vec::new();
        let expired = service.keys.expired.clone();
        let wrong = format!("{}0", expired.strip_suffix(|_: char| true).unwrap_or_default());
        for key in [None, Some(wrong.as_str()), Some("eyJhbGciOiJub25lIn0.e30."), Some(expired.as_str())] {
            statuses.push(answer(ask(key)).await.status);
        }
        for other in ScopeName::ALL.into_iter().filter(|other| *other != scope) {
            statuses.push(answer(ask(Some(&service.keys.scoped[&other]))).await.status);
        }
        let statuses: Vec<_> = statuses.iter().map(ToString::to_string).collect();
        lines.push(format!("{} {} {scope} {}", endpoint.method(), endpoint.path(), statuses.join(" ")));
    }
    lines.sort();
    let expected: Vec<_> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines, expected, "the table of endpoints.txt would be:\n{}\n", lines.join("\n"));
}

#[tokio::test]
async fn what_is_not_there_is_told_only_to_callers_who_are_known() {
    let service = Service::start(RequestLimits::default()).await;
    let decide = service.keys.scoped[&ScopeName::Decide].clone();
    for (method, path, key, expected) in [
        (Method::GET, "/nothing", None, 401),
        (Method::GET, "/nothing", Some(&service.keys.expired), 401),
        (Method::GET, "/nothing", Some(&decide), 404),
        (Method::GET, "/operations/v1/policy/../../../etc/passwd", Some(&decide), 404),
        (Method::GET, "/operations/v1/policy/", Some(&decide), 404),
        (Method::PUT, "/operations/v1/policy", None, 401),
        (Method::PUT, "/operations/v1/policy", Some(&decide), 405),
        (Method::DELETE, "/health", None, 405),
    ] {
        let request = service.request(method.clone(), path);
        let request = match key {
            Some(key) => request.bearer_auth(key),
            None => request,
        };
        assert_eq!(answer(request).await.status, expected, "{method} {path}");
    }
}

#[tokio::test]
async fn no_answer_says_what_is_wrong_with_a_credential() {
    let service = Service::start(RequestLimits::default()).await;
    let ask = async |key: &str| {
        let answer = answer(service.request(Method::GET, "/metrics").bearer_auth(key)).await;
        (answer.status, answer.body, answer.headers["www-authenticate"].clone())
    };
    let unknown = ask("guestpass_000000000000_00").await;
    assert_eq!(unknown.0, 401);
    for key in [service.keys.expired.as_str(), "guestpass_", "x", "eyJhbGciOiJub25lIn0.e30."] {
        assert_eq!(ask(key).await, unknown, "{key}");
    }
}

#[tokio::test]
async fn the_server_lives_without_a_policy_and_is_not_ready() {
    let service = Service::start(RequestLimits::default()).await;
    assert_eq!(answer(service.request(Method::GET, "/health")).await.status, 200);
    let ready = answer(service.request(Method::GET, "/ready")).await;
    assert_eq!((ready.status, &ready.body["cause"]), (503, &"no-policy".into()));
}

#[tokio::test]
async fn figures_count_requests_by_route_and_name_nobody() {
    let service = Service::start(RequestLimits::default()).await;
    answer(service.request(Method::GET, "/secret-canary")).await;
    answer(service.request(Method::GET, "/health")).await;
    let figures = service.look(Method::GET, "/metrics").await;
    let text = figures.body.as_str().expect("it is text");
    assert!(text.contains(r#"guestpass_requests_total{method="GET",route="/health",status="200"}"#), "{text}");
    assert!(text.contains("guestpass_request_seconds_bucket"), "{text}");
    assert!(!text.contains("canary") && !text.contains("guestpass_0"), "{text}");
    let bound = answer(service.request(Method::GET, "/metrics").bearer_auth(&service.keys.bound)).await;
    assert_eq!(bound.status, 403, "figures are of every organisation");
}
