//! Five times as many at once as there are places for: who is answered is answered rightly, everybody else is told to
//! come again, and a moment later all is as before (reliability row 47).

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::Result;
use guestpass_promises::{Number, Row, cases};
use guestpass_server::RequestLimits;
use guestpass_store::{Directory, StoreOptions};
use guestpass_store_tests::{Place, Stores};
use serde_json::{Value, json};

use crate::world::{Credentials, PEOPLE, World};

const PLACES: usize = 8;
const ASKING: usize = 5 * PLACES;
/// How long until questions are answered again at most.
const RECOVERY_MAX: Duration = Duration::from_secs(5);
/// Who turned away is comes again after this.
const PAUSE: Duration = Duration::from_millis(1);

/// Questions with the answers that they must have.
const QUESTIONS: [(&str, &str, bool); 4] = [
    ("dana@partner.example", "saas:application:view", true),
    ("dana@partner.example", "saas:application:edit", false),
    ("sam@initech.example", "saas:external-access:create", true),
    ("nobody@nowhere.example", "sign-in", false),
];

#[derive(Debug, Default)]
struct Found {
    /// Milliseconds until each answer.
    taken_ms: Vec<f64>,
    turned_away: u64,
    wrong: Vec<String>,
}

fn question(person: &str, action: &str) -> Value {
    json!({
        "subject": { "type": "user", "id": person },
        "action": { "name": action },
        "resource": { "type": "organisation", "id": "initech" },
    })
}

/// Asks without a break until it is over. Each credential is used by several, so that the share of one caller ends,
/// too.
async fn ask(world: Arc<World>, first: usize, until: Instant) -> Found {
    let mut found = Found::default();
    let who_asks = PEOPLE[first % PEOPLE.len()];
    for (person, action, expected) in QUESTIONS.into_iter().cycle().skip(first) {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let answer = world.post(who_asks, "/access/v1/evaluation", &question(person, action)).await;
        let body = answer.json();
        let is_told_when = answer.headers.contains_key("retry-after");
        match answer.status {
            200 if body["decision"] == expected => found.taken_ms.push(begun.elapsed().as_secs_f64() * 1_000.0),
            503 | 429 if is_told_when && (body["code"] == "overloaded" || body["code"] == "too-many-requests") => {
                found.turned_away += 1;
                tokio::time::sleep(PAUSE).await;
            }
            status => found.wrong.push(format!("{person} {action}: {status} {body}")),
        }
    }
    found
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_times_too_many_are_answered_rightly_or_turned_away() -> Result<()> {
    // On PostgreSQL each question waits for the database, so that many are worked on at once.
    let stores = Stores::start()?;
    // Connections are made while everybody asks; a database that is away is tried elsewhere.
    let patient = StoreOptions { patience: Duration::from_secs(30), ..StoreOptions::default() };
    let directory = Directory::open(&stores.empty(Place::Postgres)?, patient).await?;
    guestpass_server::demo::fill(&directory).await?;
    let limits = RequestLimits { at_once_max: PLACES, ..RequestLimits::without_rates() };
    let world = Arc::new(World::of(directory, Credentials::made(), limits));
    let seconds = cases(2, 300);
    let until = Instant::now() + Duration::from_secs(seconds);
    let asking: Vec<_> = (0..ASKING).map(|first| tokio::spawn(ask(Arc::clone(&world), first, until))).collect();
    let mut found = Found::default();
    for asked in asking {
        let Found { taken_ms, turned_away, wrong } = asked.await?;
        found.taken_ms.extend(taken_ms);
        found.turned_away += turned_away;
        found.wrong.extend(wrong);
    }
    let over = Instant::now();
    while ask(Arc::clone(&world), 0, Instant::now() + PAUSE * 20).await.taken_ms.is_empty() {
        assert!(over.elapsed() < RECOVERY_MAX, "nobody is answered after the flood");
    }
    found.taken_ms.sort_by(f64::total_cmp);
    let answered = found.taken_ms.len();
    let p99_ms = found.taken_ms.get(answered * 99 / 100).copied().unwrap_or_default();
    let row = Row::new(
        Number(47),
        "a flood is answered rightly or turned away",
        format!("{ASKING} at once where {PLACES} have a place, for {seconds} s"),
        u64::try_from(answered)? + found.turned_away,
        u64::try_from(found.wrong.len())?,
    );
    let worst =
        format!("{} turned away, p99 {p99_ms:.1} ms, back in {} ms", found.turned_away, over.elapsed().as_millis());
    row.worst(worst).hand_over()?;
    assert_eq!(found.wrong, [""; 0]);
    assert!(answered > 0 && found.turned_away > 0, "{answered} answered, {} turned away", found.turned_away);
    Ok(())
}
