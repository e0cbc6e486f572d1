//! Services on loopback ports, in a runtime of their own.

use std::net::SocketAddr;
use std::sync::Arc;

use anyhow::{Context, Result};
use axum::Router;
use guestpass::generations::{GenerationOptions, Generations};
use guestpass::{Limits, Runtime};
use guestpass_server::{
    Authenticator, Clock, NewApiKey, PolicySlot, RequestLimits, Scope, ScopeName, ServerState, router,
};
use guestpass_store::Directory;

/// The policy that the sample organisations were made for.
const POLICY: &str = include_str!("../../../../guest/policies/default.toml");

/// A service that goes with the process.
pub(super) struct Served {
    pub(super) address: SocketAddr,
    /// A key with all scopes, of every organisation.
    pub(super) key: String,
}

/// The component of the policy, compiled from its document.
pub(super) fn component() -> Result<Vec<u8>> {
    let compiled = guestpass_compiler::compile("default.toml", POLICY);
    Ok(compiled.map_err(|error| anyhow::anyhow!("the policy: {error}"))?.component)
}

/// The server with this directory. Nothing limits how often it is asked.
pub(super) async fn server(directory: Directory, component: &[u8]) -> Result<Served> {
    let policy = Runtime::new(Limits::default())?.load(component)?;
    let clock = Clock::system();
    let generations = Generations::new(policy, clock.now_ms(), GenerationOptions::default());
    let made = NewApiKey::generate("figures", Scope::All, ScopeName::ALL).context("no randomness")?;
    let authenticator = Authenticator::new(vec![made.kept]);
    let state = ServerState::new(directory, PolicySlot::Given(generations), clock, authenticator)
        .with_limits(RequestLimits::without_rates());
    let address = listening(router(Arc::new(state))).await?;
    Ok(Served { address, key: made.secret.expose().to_owned() })
}

/// Serves a router on a port that is free.
pub(super) async fn listening(router: Router) -> Result<SocketAddr> {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
    let address = listener.local_addr()?;
    let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
        // A small answer that waits for the acknowledgement of the one before would be all that is measured.
        drop(stream.set_nodelay(true));
    });
    tokio::spawn(async move { axum::serve(listener, router).await });
    Ok(address)
}
