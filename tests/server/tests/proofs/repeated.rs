//! A change that is sent again is made once: also after a restart, and by several servers at the same time (reliability
//! row 13).

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_server::{RequestLimits, demo};
use guestpass_store::{Directory, StoreOptions};
use guestpass_store_tests::{Place, Stores};
use serde_json::{Value, json};

use crate::world::{Answer, Credentials, World};

const SAM: &str = "sam@initech.example";

fn role(name: &str) -> Value {
    json!({ "create-custom-role": { "name": name, "privileges": ["saas:application:view"] } })
}

async fn send(world: &World, key: &str, change: &Value) -> Answer {
    world.change(SAM, "initech", key, change).await
}

async fn revision(world: &World) -> Result<i64> {
    Ok(world.directory.revision().await?.number())
}

/// Sent three times, and once more to the server that is started after it.
async fn across_a_restart(stores: &Stores, place: Place) -> Result<u64> {
    let (location, credentials) = (stores.empty(place)?, Credentials::made());
    let open = async || Directory::open(&location, StoreOptions::default()).await;
    let world = World::of(open().await?, credentials.clone(), RequestLimits::without_rates());
    demo::fill(&world.directory).await?;
    let made = send(&world, "once", &role("Auditor")).await;
    assert_eq!(made.status, 200, "{}", made.json());
    assert!(!made.headers.contains_key("idempotency-replayed"));
    let made_at = revision(&world).await?;
    let mut again = vec![send(&world, "once", &role("Auditor")).await, send(&world, "once", &role("Auditor")).await];
    world.directory.close().await;
    drop(world);
    let world = World::of(open().await?, credentials, RequestLimits::without_rates());
    again.push(send(&world, "once", &role("Auditor")).await);
    for answer in &again {
        assert_eq!((answer.status, answer.json()), (200, made.json()), "on {place:?}");
        assert_eq!(answer.headers["idempotency-replayed"], "true", "on {place:?}");
        assert_eq!(answer.headers["etag"], made.headers["etag"], "on {place:?}");
    }
    assert_eq!(revision(&world).await?, made_at, "nothing was written again on {place:?}");
    let other = send(&world, "once", &role("Another")).await;
    assert_eq!((other.status, &other.json()["code"]), (409, &json!("conflict")), "the key is taken on {place:?}");
    world.directory.close().await;
    Ok(u64::try_from(again.len())?)
}

/// Several servers, each of which is sent the same several times.
async fn at_the_same_time(stores: &Stores, round: u64) -> Result<u64> {
    let (location, credentials) = (stores.empty(Place::Postgres)?, Credentials::made());
    let mut worlds = Vec::new();
    for _ in 0..2 {
        let options = StoreOptions { patience: std::time::Duration::from_secs(30), ..StoreOptions::default() };
        let directory = Directory::open(&location, options).await?;
        worlds.push(World::of(directory, credentials.clone(), RequestLimits::without_rates()));
    }
    demo::fill(&worlds[0].directory).await?;
    let change = role("Auditor");
    let sent = (0..8).map(|number| send(&worlds[number % 2], "once", &change));
    let answers = futures_util::future::join_all(sent).await;
    let made = answers.iter().filter(|answer| !answer.headers.contains_key("idempotency-replayed")).count();
    assert_eq!(made, 1, "round {round}: made {made} times");
    for answer in &answers {
        assert_eq!((answer.status, answer.json()), (200, answers[0].json()), "round {round}");
    }
    for world in worlds {
        world.directory.close().await;
    }
    Ok(u64::try_from(answers.len())?)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_change_that_is_sent_again_after_a_restart_is_made_once() -> Result<()> {
    let stores = Stores::start()?;
    let mut sent = 0;
    for place in Stores::ALL {
        sent += across_a_restart(&stores, place).await?;
    }
    for round in 0..cases(2, 40) {
        sent += at_the_same_time(&stores, round).await?;
    }
    Ok(Row::new(Number(13), "a change is made once however often it is sent", "repeats, also after a restart", sent, 0)
        .hand_over()?)
}
