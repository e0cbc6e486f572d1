//! While the database is away everybody is denied, in bounded time and by a code; when it is back, that ends by itself
//! (reliability row 38).

use std::time::{Duration, Instant};

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_store::StoreLocation;
use guestpass_store_tests::PostgresServer;
use serde_json::{Value, json};

use crate::world::{Answer, World};

/// What no answer may take: a bound so wide that a busy machine keeps it.
const TIME_MAX: Duration = Duration::from_secs(10);
/// Seconds that the database is away; `cargo xtask soak` takes more.
const AWAY_S: (u64, u64) = (2, 30);
/// How long until it is used again at most.
const RECOVERY_MAX: Duration = Duration::from_secs(30);

fn question() -> Value {
    json!({
        "subject": { "type": "user", "id": "dana@partner.example" },
        "action": { "name": "saas:application:view" },
        "resource": { "type": "organisation", "id": "initech" },
    })
}

async fn bounded(answer: impl Future<Output = Answer>) -> Answer {
    tokio::time::timeout(TIME_MAX, answer).await.expect("it is answered in time")
}

async fn evaluate(world: &World) -> Answer {
    bounded(world.post("dana@partner.example", "/access/v1/evaluation", &question())).await
}

async fn change(world: &World, key: &str) -> Answer {
    let change = json!({ "delete-custom-role": { "name": "Licence clerk" } });
    bounded(world.change("sam@initech.example", "initech", key, &change)).await
}

/// Everything that is asked while the database is away.
async fn denied(world: &World) {
    let mut answers = vec![evaluate(world).await, change(world, "away").await];
    let who = json!({ "subject": { "type": "user" }, "action": { "name": "sign-in" },
        "resource": { "type": "organisation", "id": "initech" } });
    answers.push(bounded(world.post("dana@partner.example", "/access/v1/search/subject", &who)).await);
    answers.push(bounded(world.get("sam@initech.example", "/api/v1/organisations/initech/people")).await);
    answers.push(bounded(world.get("sam@initech.example", "/ready")).await);
    for answer in answers {
        let body = answer.json();
        assert_eq!((answer.status, &body["code"]), (503, &json!("unavailable")), "{body}");
        assert!(body["cause"].as_str().is_some_and(|cause| cause.starts_with("store::")), "{body}");
        assert!(answer.headers.contains_key("retry-after"), "{body}");
    }
    let several = json!({ "evaluations": [question(), question()] });
    let answer = bounded(world.post("dana@partner.example", "/access/v1/evaluations", &several)).await;
    let evaluations = answer.json()["evaluations"].as_array().cloned().unwrap_or_default();
    assert_eq!((answer.status, evaluations.len()), (200, 2), "each of them is denied by itself");
    for evaluation in evaluations {
        assert_eq!((&evaluation["decision"], &evaluation["context"]["code"]), (&json!(false), &json!("unavailable")));
    }
    assert_eq!(bounded(world.get("sam@initech.example", "/health")).await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_database_that_is_away_lets_nobody_in_and_is_used_again_when_it_is_back() -> Result<()> {
    let database = PostgresServer::start()?;
    let world = World::at(&StoreLocation::Postgres(database.database()?)).await;
    assert_eq!(evaluate(&world).await.json()["decision"], true, "and known from memory from now on");
    database.stop()?;
    let (away, away_s, mut rounds) = (Instant::now(), cases(AWAY_S.0, AWAY_S.1), 0);
    while away.elapsed() < Duration::from_secs(away_s) {
        denied(&world).await;
        rounds += 1;
    }
    database.start_again()?;
    let back = Instant::now();
    while evaluate(&world).await.status != 200 {
        assert!(back.elapsed() < RECOVERY_MAX, "it is back and not used");
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    assert_eq!(evaluate(&world).await.json()["decision"], true);
    let recovered = format!("used again after {} ms", back.elapsed().as_millis());
    assert_eq!(change(&world, "back").await.status, 200, "what was refused has not been done");
    let done = format!("PostgreSQL away for {away_s} s: rounds of questions");
    Ok(Row::new(Number(38), "a database that is away lets nobody in", done, rounds, 0).worst(recovered).hand_over()?)
}
