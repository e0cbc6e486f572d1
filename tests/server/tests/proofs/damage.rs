//! A file of the directory with a byte that is another one: what is answered is right or an error, and nobody is let in
//! who was not (reliability row 37).

use std::time::Duration;

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_server::RequestLimits;
use guestpass_store::{Directory, StoreLocation, StoreOptions};
use serde_json::{Value, json};

use crate::dice::{Dice, seed};
use crate::world::{Credentials, World};

/// What is not open by then never will be.
const OPENING_TIME_MAX: Duration = Duration::from_secs(60);
const ORGANISATIONS: [&str; 4] = ["initech", "globex", "acme", "partner"];
const PEOPLE: [&str; 8] = [
    "sam@initech.example",
    "ina@initech.example",
    "moe@initech.example",
    "dana@partner.example",
    "kim@partner.example",
    "sue@support.example",
    "bea@acme.example",
    "vic@vendor.example",
];
const ACTIONS: [&str; 4] = ["saas:application:view", "saas:application:edit", "saas:external-access:create", "sign-in"];

fn questions() -> Value {
    let mut evaluations = Vec::new();
    for organisation in ORGANISATIONS {
        for person in PEOPLE {
            for action in ACTIONS {
                evaluations.push(json!({
                    "subject": { "type": "user", "id": person },
                    "action": { "name": action },
                    "resource": { "type": "organisation", "id": organisation },
                }));
            }
        }
    }
    json!({ "evaluations": evaluations })
}

/// Who is let in, by the position of the question; nobody when there is no answer.
async fn allowed(world: &World) -> Vec<bool> {
    let answer = world.post("sam@initech.example", "/access/v1/evaluations", &questions()).await;
    let evaluations = answer.json()["evaluations"].as_array().cloned().unwrap_or_default();
    evaluations.iter().map(|evaluation| evaluation["decision"] == true).collect()
}

/// What came of the damaged files.
#[derive(Debug, Default)]
struct Found {
    /// Not opened at all, or not in time.
    refused: u64,
    /// Answered as before.
    same: u64,
    /// Somebody was not let in who should be.
    denied: u64,
    /// Somebody was let in who should not be.
    let_in: u64,
}

async fn look(bytes: &[u8], credentials: &Credentials, expected: &[bool], found: &mut Found) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let path = folder.path().join("directory.db");
    std::fs::write(&path, bytes)?;
    let (location, options) = (StoreLocation::File(path), StoreOptions::default());
    let Ok(Ok(directory)) = tokio::time::timeout(OPENING_TIME_MAX, Directory::open(&location, options)).await else {
        found.refused += 1;
        return Ok(());
    };
    let world = World::of(directory, credentials.clone(), RequestLimits::without_rates());
    let answers = allowed(&world).await;
    world.directory.close().await;
    let differs = |wanted: bool| answers.iter().zip(expected).any(|(found, right)| found != right && *found == wanted);
    match (differs(true), answers.len() < expected.len() || differs(false)) {
        (true, _) => found.let_in += 1,
        (false, true) => found.denied += 1,
        (false, false) => found.same += 1,
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_byte_that_has_become_another_lets_nobody_in() -> Result<()> {
    let (folder, credentials) = (tempfile::tempdir()?, Credentials::made());
    let path = folder.path().join("directory.db");
    let directory = Directory::open(&StoreLocation::File(path.clone()), StoreOptions::default()).await?;
    guestpass_server::demo::fill(&directory).await?;
    let world = World::of(directory, credentials.clone(), RequestLimits::without_rates());
    let expected = allowed(&world).await;
    world.directory.close().await;
    assert!(expected.contains(&true) && expected.contains(&false), "{expected:?}");
    let whole = std::fs::read(&path)?;
    // Where there is nothing, nothing can be damaged.
    let written: Vec<usize> = (0..whole.len()).filter(|&position| whole[position] != 0).collect();

    let (mut found, count) = (Found::default(), cases(80, 2_000));
    for number in 0..count {
        let mut dice = Dice::of(seed(), number);
        let (position, mut bytes) = (*dice.pick(&written), whole.clone());
        bytes[position] ^= dice.byte().max(1);
        let before = found.let_in;
        look(&bytes, &credentials, &expected, &mut found).await?;
        assert_eq!(found.let_in, before, "seed {}, case {number}: byte {position}", seed());
    }
    println!("{found:?}");
    let worst = format!("{} refused, {} denied, {} unharmed", found.refused, found.denied, found.same);
    let row = Row::new(
        Number(37),
        "a damaged file lets nobody in",
        "bytes that became others in a SQLite file",
        count,
        found.let_in,
    );
    row.worst(worst).hand_over()?;
    assert!(found.refused + found.denied > 0, "no damage was noticed: {found:?}");
    Ok(())
}
