//! One question over HTTP, beside a handler of the same framework that does nothing.

use std::net::SocketAddr;
use std::time::Duration;

use anyhow::Result;
use axum::routing::post;
use axum::{Json, Router};
use guestpass_server::demo;
use guestpass_store::{Directory, StoreOptions};
use serde_json::{Value, json};

use super::client::{self, latencies, saturation};
use super::{Figure, ms, percentile, processor_time, served};

const CONNECTIONS: usize = 16;
/// Rounds of one after the other, so that what else happens on the machine happens to both.
const ROUNDS: usize = 5;
const ROUND: Duration = Duration::from_secs(3);

/// Rounds of one of the two.
#[derive(Default)]
struct Measured {
    per_second: Vec<u64>,
    /// Of all rounds together, of server and client: what else happens on the machine hardly changes it.
    processor: Duration,
}

impl Measured {
    async fn round(&mut self, address: SocketAddr, request: &[u8]) -> Result<()> {
        let before = processor_time()?;
        self.per_second.push(saturation(address, request, CONNECTIONS, ROUND).await?);
        self.processor += processor_time()?.saturating_sub(before);
        Ok(())
    }

    fn processor_ns(&self) -> u128 {
        let requests: u128 = self.per_second.iter().map(|rate| u128::from(*rate) * ROUND.as_millis() / 1000).sum();
        self.processor.as_nanos() / requests.max(1)
    }
}

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
    let (mut whole, mut least) = (Measured::default(), Measured::default());
    for _ in 0..ROUNDS {
        least.round(bare, &nothing).await?;
        whole.round(server.address, &asked).await?;
    }
    let (whole_ns, least_ns) = (whole.processor_ns(), least.processor_ns());
    let (whole, least) = (percentile(&mut whole.per_second, 50), percentile(&mut least.per_second, 50));
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
            name: "processor time of it and its client, and with a bare handler",
            wanted: "",
            found: format!("{}/{} us", whole_ns / 1000, least_ns / 1000),
            is_held: None,
        },
        Figure {
            name: "warm check at half of saturation, p99",
            wanted: "<= 1 ms",
            found: format!("{} (p50 {})", ms(p99), ms(half)),
            is_held: Some(p99 <= 1000),
        },
    ])
}
