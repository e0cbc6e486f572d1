//! One caller who speaks slowly takes its own share of the places, and neither those of others nor the probes; nor does
//! one who listens to many streams take those of others (reliability row 54).

use std::convert::Infallible;

use axum::body::Body;
use axum::http::Request;
use futures_util::{FutureExt, stream};
use guestpass_server::RequestLimits;
use guestpass_store::{Directory, StoreLocation, StoreOptions};
use serde_json::json;
use tower::ServiceExt;

use crate::world::{Answer, Credentials, World};

const PLACES: usize = 4;
const EVALUATION: &str = "/access/v1/evaluation";
const EVENTS: &str = "/operations/v1/policy/events";
/// Streams that one caller may have, as the server describes it.
const STREAMS: usize = 128;

/// A question whose end never comes.
fn unfinished(world: &World, person: &str) -> Request<Body> {
    let body = Body::from_stream(stream::pending::<Result<Vec<u8>, Infallible>>());
    let request = Request::post(EVALUATION).header("authorization", world.bearer(person));
    request.header("content-type", "application/json").body(body).expect("it is a request")
}

async fn ask(world: &World, person: &str) -> Answer {
    let question = json!({
        "subject": { "type": "user", "id": "dana@partner.example" },
        "action": { "name": "saas:application:view" },
        "resource": { "type": "organisation", "id": "initech" },
    });
    world.post(person, EVALUATION, &question).await
}

fn assert_turned_away(answer: &Answer, status: u16, code: &str) {
    assert_eq!((answer.status, &answer.json()["code"]), (status, &code.into()));
    assert!(answer.headers.contains_key("retry-after"), "{status} {code}");
}

async fn assert_probes_are_answered(world: &World) {
    for path in ["/health", "/ready"] {
        let request = Request::get(path).body(Body::empty()).expect("it is a request");
        assert_eq!(world.send(request).await.status, 200, "{path}");
    }
}

#[tokio::test]
async fn whoever_speaks_slowly_takes_no_place_of_others_and_none_of_the_probes() {
    let directory = Directory::open(&StoreLocation::Memory, StoreOptions::default()).await.expect("it opens");
    guestpass_server::demo::fill(&directory).await.expect("the sample fits");
    let limits = RequestLimits { at_once_max: PLACES, ..RequestLimits::without_rates() };
    let world = World::of(directory, Credentials::made(), limits);
    let (greedy, other, third) = ("sam@initech.example", "moe@initech.example", "bea@acme.example");

    let mut held = Vec::new();
    for number in 0..PLACES {
        let mut asking = Box::pin(world.send(unfinished(&world, greedy)));
        // After this either it is answered, or the server waits for the rest.
        match asking.as_mut().now_or_never() {
            Some(answer) => assert_turned_away(&answer, 429, "too-many-requests"),
            None => held.push(asking),
        }
        assert_eq!(held.len(), (number + 1).min(PLACES / 2), "of {greedy}");
    }
    let answer = ask(&world, other).await;
    assert_eq!((answer.status, &answer.json()["decision"]), (200, &true.into()));
    assert_probes_are_answered(&world).await;

    // When two callers have all places between them, others have to wait, and whoever asks whether the server lives has
    // not.
    for _ in 0..PLACES / 2 {
        let mut asking = Box::pin(world.send(unfinished(&world, other)));
        assert!(asking.as_mut().now_or_never().is_none(), "{other} has a share, too");
        held.push(asking);
    }
    assert_turned_away(&ask(&world, third).await, 503, "overloaded");
    assert_probes_are_answered(&world).await;

    drop(held);
    for person in [greedy, other, third] {
        assert_eq!(ask(&world, person).await.status, 200, "{person} after all have gone");
    }
}

#[tokio::test]
async fn whoever_listens_to_many_streams_takes_none_of_others() {
    let world = World::in_memory().await;
    let (greedy, other) = ("sam@initech.example", "moe@initech.example");
    let mut held = Vec::new();
    for number in 0..STREAMS {
        let request = Request::get(EVENTS).header("authorization", world.bearer(greedy)).body(Body::empty());
        let stream = world.router.clone().oneshot(request.expect("it is a request")).await.expect("the router answers");
        assert_eq!(stream.status(), 200, "{number}");
        held.push(stream);
    }
    assert_turned_away(&world.get(greedy, EVENTS).await, 429, "too-many-requests");
    assert_eq!(world.get(other, EVENTS).await.status, 200, "{other} has a share, too");
    held.pop();
    assert_eq!(world.get(greedy, EVENTS).await.status, 200, "one of {greedy} has ended");
}
