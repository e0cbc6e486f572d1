//! Routes of axum behind guards, by a policy in the same program.
//!
//! ```console
//! $ cargo run --example guarded -- flexera-one.wasm host/cli/samples/facts.json
//! $ curl -H 'authorization: Bearer dana' 127.0.0.1:8081/applications
//! ```

#![forbid(unsafe_code)]

use std::error::Error;
use std::time::{SystemTime, UNIX_EPOCH};
use std::{env, fs};

use axum::Router;
use axum::routing::get;
use guestpass::contract::json::facts_from_str;
use guestpass::generations::{GenerationOptions, Generations};
use guestpass::{Limits, Runtime};
use guestpass_guard::{Guard, PolicyInProcess};
use tokio::net::TcpListener;

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let [policy, facts] = arguments.as_slice() else { return Err("usage: guarded POLICY.wasm FACTS.json".into()) };
    let policy = Runtime::new(Limits::default())?.load(&fs::read(policy)?)?;
    let now_ms = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH)?.as_millis())?;
    let policy = Generations::new(policy, now_ms, GenerationOptions::default());

    // Here everybody with the token `dana` is Dana. A real program looks her up, and what is known of her.
    let facts = facts_from_str(&fs::read_to_string(facts)?)?;
    let is_dana =
        |parts: &http::request::Parts| parts.headers.get("authorization").is_some_and(|it| it == "Bearer dana");
    let decider = PolicyInProcess::new(policy, move |parts| is_dana(parts).then(|| facts.clone()));
    let routes = Router::new()
        .route("/applications", get("a list\n").layer(Guard::new(decider.clone(), "saas:application:view")))
        .route("/settings", get("all of them\n").layer(Guard::new(decider, "saas:settings:edit")));
    axum::serve(TcpListener::bind("127.0.0.1:8081").await?, routes).await?;
    Ok(())
}
