//! What every endpoint says of itself in its headers, as people have reviewed it (reliability row 50).

use std::collections::BTreeSet;

use axum::body::Body;
use axum::http::Request;
use guestpass_server::{Access, Endpoint, endpoints};

use crate::world::{Answer, World};

/// What each endpoint answers to nobody, and to somebody who asks with an empty body. A new header needs to be thought
/// about before it stands here.
const TABLE: &str = include_str!("headers.txt");
/// Of every answer another one, or none of what is promised.
const VARYING: [&str; 4] = ["content-length", "etag", "retry-after", "x-request-id"];

async fn ask(world: &World, endpoint: &Endpoint, person: Option<&str>) -> Answer {
    let part = |part: &str| match part {
        "{organisation}" => "initech".to_owned(),
        part if part.starts_with('{') => "x".to_owned(),
        part => part.to_owned(),
    };
    let path = endpoint.path().split('/').map(part).collect::<Vec<_>>().join("/");
    let request = Request::builder().method(endpoint.method().clone()).uri(path);
    let request = match person {
        Some(person) => request.header("authorization", world.bearer(person)),
        None => request,
    };
    world.send(request.body(Body::empty()).expect("it is a request")).await
}

fn described(answer: &Answer) -> String {
    assert!(answer.headers.contains_key("x-request-id"), "every answer has a number");
    let shown = answer.headers.iter().filter(|(name, _)| !VARYING.contains(&name.as_str()));
    let shown = shown.map(|(name, value)| format!("{name}={}", value.to_str().expect("it is text").replace(' ', "")));
    let shown: BTreeSet<String> = shown.collect();
    format!("{} {}", answer.status, shown.into_iter().collect::<Vec<_>>().join(" "))
}

#[tokio::test]
async fn every_endpoint_has_the_headers_of_the_table_and_no_others() {
    let world = World::in_memory().await;
    let mut lines = Vec::new();
    for endpoint in endpoints() {
        let name = format!("{} {}", endpoint.method(), endpoint.path());
        if endpoint.access() != Access::Public {
            lines.push(format!("{name} | nobody | {}", described(&ask(&world, &endpoint, None).await)));
        }
        let answer = ask(&world, &endpoint, Some("sam@initech.example")).await;
        lines.push(format!("{name} | somebody | {}", described(&answer)));
    }
    lines.sort();
    let expected: Vec<_> = TABLE.lines().filter(|line| !line.starts_with('#')).collect();
    assert_eq!(lines, expected, "the table of headers.txt would be:\n{}\n", lines.join("\n"));
}
