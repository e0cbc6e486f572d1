//! One question over HTTP, beside a handler of the same framework that does nothing.

use std::time::Duration;

use anyhow::Result;
use axum::routing::post;
use axum::{Json, Router};
use guestpass_server::demo;
use guestpass_store::{Directory, StoreOptions};
use serde_json::{Value, json};

use super::client::{self, latencies, saturation};
use super::{Figure, ms, percentile, served};

const CONNECTIONS: usize = 16;
/// Rounds of one after the other, so that what else happens on the machine happens to both.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);

/// Evaluations in a second against those of a bare handler, and how long a warm one takes at half of that.
///
/// # Errors
/// Something did not answer.
pub async fn evaluation() -> Result<Vec<Figure>> {
    let directory = Directory::open(&"sqlite::memory:".parse()?, StoreOptions::default()).await?;
    demo::fill(&directory).await?;
    let server = served::server(directory, &served::component()?).await?;
    let bare = Router::new().route("/bare", post(async |Json(_): Json<Value>| Json(json!({ "decision": true }))));
    let bare = served::listening(bare).await?;
    let question = json!({
        "subject": { "type": "user", "id": "dana@partner.example" },
        "action": { "name": "saas:application:view" },
        "resource": { "type": "organisation", "id": "initech" },
    });
    let asked = client::post("/access/v1/evaluation", &server.key, &question.to_string());
    let nothing = client::post("/bare", &server.key, &question.to_string());
    saturation(server.address, &asked, CONNECTIONS, Duration::from_secs(1)).await?;
    let (mut whole, mut least) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        least.push(saturation(bare, &nothing, CONNECTIONS, ROUND).await?);
        whole.push(saturation(server.address, &asked, CONNECTIONS, ROUND).await?);
    }
    let (whole, least) = (percentile(&mut whole, 50), percentile(&mut least, 50));
    let hundredths = whole.saturating_mul(100) / least.max(1);
    let connections = u32::try_from(CONNECTIONS)?;
    let mut taken = latencies(server.address, &asked, connections, whole / 2, ROUND * 3).await?;
    let (half, p99) = (percentile(&mut taken, 50), percentile(&mut taken, 99));
    Ok(vec![
        Figure {
            name: "evaluation over HTTP, of a bare handler's requests a second",
            wanted: ">= 0.60",
            found: format!("{whole}/{least} = 0.{hundredths:02}"),
            is_held: Some(hundredths >= 60),
        },
        Figure {
            name: "warm check at half of saturation, p99",
            wanted: "<= 1 ms",
            found: format!("{} (p50 {})", ms(p99), ms(half)),
            is_held: Some(p99 <= 1000),
        },
    ])
}
