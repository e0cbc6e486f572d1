//! A text that PostgreSQL cannot keep is answered as SQLite answers it.

use guestpass_store::StoreLocation;
use guestpass_store_tests::PostgresServer;
use serde_json::{Value, json};

use crate::world::{Answer, World};

const SAM: &str = "sam@initech.example";

/// What is asked and changed with NUL in a text.
async fn asked(world: &World) -> Vec<Answer> {
    let search = json!({ "subject": { "type": "user" }, "action": { "name": "saas:application:view" },
        "resource": { "type": "app", "id": "a\0b" }, "context": { "organisation": "initech" } });
    let holder = json!({ "person": "moe@initech.example" });
    let newcomer = json!({ "email": "a\0b@initech.example", "arrival": "manual", "roles": ["saas-viewer"] });
    vec![
        world.post(SAM, "/access/v1/search/subject", &search).await,
        world.change(SAM, "initech", "1", &json!({ "assign-role": { "holder": holder, "role": "a\0b" } })).await,
        world.change(SAM, "initech", "2", &json!({ "add-person": newcomer })).await,
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_database_answers_alike_to_a_text_that_cannot_be_kept() -> anyhow::Result<()> {
    let database = PostgresServer::start()?;
    let mut told = Vec::new();
    for location in [StoreLocation::Memory, StoreLocation::Postgres(database.database()?)] {
        let answers = asked(&World::at(&location).await).await;
        let answers = answers.iter().map(|answer| (answer.status, answer.json()));
        told.push(answers.collect::<Vec<(u16, Value)>>());
    }
    let code = |(status, body): &(u16, Value)| (*status, body["code"].clone(), body["reasons"].clone());
    let codes: Vec<Vec<_>> = told.iter().map(|answers| answers.iter().map(code).collect()).collect();
    assert_eq!(codes[0], codes[1], "{told:#?}");
    assert!(codes[0].iter().all(|(status, ..)| *status < 500), "{told:#?}");
    assert_eq!((told[0][0].0, &told[0][0].1["results"]), (200, &json!([])));
    Ok(())
}
