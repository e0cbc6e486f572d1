//! What is read of a request, and how many are answered (reliability row 45).

use std::num::NonZeroU32;

use guestpass_server::{RequestLimits, ScopeName};
use reqwest::Method;
use reqwest::header::CONTENT_TYPE;

use crate::service::{Service, answer};

/// An endpoint that reads `{"digest": ".."}`, and has none of that digest.
const PATH: &str = "/operations/v1/policy/activate";

#[tokio::test]
async fn bodies_are_read_strictly() {
    let limits = RequestLimits { body_bytes_max: 300_000, ..RequestLimits::default() };
    let service = Service::start(limits).await;
    let deep = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
    for (what, body, status, code) in [
        ("good", r#"{"digest":"x"}"#.to_owned(), 404, "not-found"),
        ("empty", String::new(), 400, "malformed"),
        ("cut", r#"{"digest":"x"#.to_owned(), 400, "malformed"),
        ("another type", r#"{"digest":1}"#.to_owned(), 400, "malformed"),
        ("a missing key", "{}".to_owned(), 400, "malformed"),
        ("an unknown key", r#"{"digest":"x","force":true}"#.to_owned(), 400, "malformed"),
        ("a key twice", r#"{"digest":"x","digest":"x"}"#.to_owned(), 400, "malformed"),
        ("a key twice below", r#"{"digest":{"a":1,"a":2}}"#.to_owned(), 400, "malformed"),
        ("something behind", r#"{"digest":"x"}{}"#.to_owned(), 400, "malformed"),
        ("64 levels", deep(64), 400, "malformed"),
        ("100,000 levels", deep(100_000), 400, "malformed"),
        ("too many bytes", format!(r#"{{"digest":"{}"}}"#, "x".repeat(300_000)), 413, "too-large"),
    ] {
        let answer = service.operate(PATH, body).await;
        assert_eq!((answer.status, &answer.body["code"]), (status, &code.into()), "{what}: {}", answer.body);
    }
}

#[tokio::test]
async fn a_body_without_a_length_is_cut_at_the_limit() {
    let limits = RequestLimits { body_bytes_max: 1000, ..RequestLimits::default() };
    let service = Service::start(limits).await;
    let chunks = futures_util::stream::iter((0..10).map(|_| Ok::<_, std::io::Error>("x".repeat(600))));
    let answer = service.operate(PATH, reqwest::Body::wrap_stream(chunks)).await;
    assert_eq!((answer.status, &answer.body["code"]), (413, &"too-large".into()));
}

#[tokio::test]
async fn only_json_is_read() {
    let service = Service::start(RequestLimits::default()).await;
    for (media_type, status) in [
        (None, 415),
        (Some("text/plain"), 415),
        (Some("application/x-www-form-urlencoded"), 415),
        (Some("application/jsonp"), 415),
        (Some("application/json"), 404),
        (Some("Application/JSON; charset=utf-8"), 404),
    ] {
        let request = service.request(Method::POST, PATH).body(r#"{"digest":"x"}"#);
        let request = request.bearer_auth(&service.keys.scoped[&ScopeName::Operate]);
        let request = match media_type {
            Some(media_type) => request.header(CONTENT_TYPE, media_type),
            None => request,
        };
        assert_eq!(answer(request).await.status, status, "{media_type:?}");
    }
}

#[tokio::test]
async fn whoever_asks_too_often_waits_and_others_do_not() {
    let number = |number| NonZeroU32::new(number).expect("it is not zero");
    let limits = RequestLimits { per_second: number(1), burst: number(5), ..RequestLimits::default() };
    let service = Service::start(limits).await;
    let mut statuses = Vec::new();
    for _ in 0..8 {
        let answer = service.look(Method::GET, "/nothing").await;
        assert_eq!(answer.status == 429, answer.headers.contains_key("retry-after"));
        statuses.push(answer.status);
    }
    assert_eq!(statuses[..5], [404; 5], "a burst is answered");
    assert!(statuses.contains(&429), "{statuses:?}");
    let other = service.request(Method::GET, "/nothing").bearer_auth(&service.keys.scoped[&ScopeName::Decide]);
    assert_eq!(answer(other).await.status, 404);
}

/// A limit that all callers of one organisation share, and no other organisation.
#[tokio::test]
async fn an_organisation_that_is_asked_about_too_often_waits_and_others_do_not() {
    let number = |number| NonZeroU32::new(number).expect("it is not zero");
    let limits =
        RequestLimits { organisation_per_second: number(1), organisation_burst: number(3), ..RequestLimits::default() };
    let service = Service::start(limits).await;
    let ask = async |key: &str, organisation: &str| {
        let path = format!("/api/v1/organisations/{organisation}/people");
        answer(service.request(Method::GET, &path).bearer_auth(key)).await
    };
    let (all, bound) = (service.keys.scoped[&ScopeName::Administer].clone(), service.keys.bound.clone());
    let mut statuses = Vec::new();
    // What is made at the first answer of all takes longer than a place needs to come back.
    assert_eq!(ask(&all, "globex").await.status, 403);
    for key in [&all, &bound].into_iter().cycle().take(8) {
        let answer = ask(key, "initech").await;
        assert_eq!(answer.status == 429, answer.headers.contains_key("retry-after"));
        statuses.push(answer.status);
    }
    assert_eq!(statuses[..3], [403; 3], "the credentials act for no person");
    assert!(statuses.contains(&429), "{statuses:?}");
    assert_eq!(ask(&all, "globex").await.status, 403);
}

#[tokio::test]
async fn whoever_guesses_keys_waits_and_good_keys_do_not() {
    let failures_per_minute = NonZeroU32::new(3).expect("it is not zero");
    let service = Service::start(RequestLimits { failures_per_minute, ..RequestLimits::default() }).await;
    let mut statuses = Vec::new();
    for _ in 0..5 {
        statuses.push(answer(service.request(Method::GET, "/nothing").bearer_auth("guessed")).await.status);
    }
    assert_eq!(statuses, [401, 401, 401, 429, 429]);
    assert_eq!(service.look(Method::GET, "/nothing").await.status, 404);
}
