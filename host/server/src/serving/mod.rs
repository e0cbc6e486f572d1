//! A server that runs: started from settings, stopped without cutting anybody off.

mod decisions;
mod demonstration;
mod error;
mod policies;

use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use axum_server::Handle;
use axum_server::accept::NoDelayAcceptor;
use axum_server::tls_rustls::{RustlsAcceptor, RustlsConfig};
use guestpass::trial::TrialCommand;
use guestpass_store::{Directory, StoreLocation, StoreOptions};
use tokio::task::JoinHandle;

pub use error::ServeError;

use crate::console::Console;
use crate::evidence::DecisionWriter;
use crate::identity::{ApiKeySecret, Authenticator, NewApiKey, Scope, ScopeName};
use crate::service::router;
use crate::settings::{Settings, TlsFiles};
use crate::state::{Clock, ServerState};
use crate::telemetry::Telemetry;
use demonstration::Demonstration;

/// A connection that says nothing, or says it slowly, is closed after this.
const HEADER_TIME_MAX: Duration = Duration::from_secs(10);
/// How long the last spans may take to be told when the server stops.
const LAST_SPANS_TIME_MAX: Duration = Duration::from_secs(3);

/// What a server is started with beside its settings.
#[derive(Debug, Default)]
pub struct StartOptions {
    /// In what a stranger's component is compiled first.
    pub trial: Option<TrialCommand>,
    /// The component that decides in the demonstration.
    pub demo_component: Option<Vec<u8>>,
}

/// A server that runs.
#[derive(Debug)]
pub struct Server {
    address: SocketAddr,
    state: Arc<ServerState>,
    handle: Handle<SocketAddr>,
    listener: JoinHandle<std::io::Result<()>>,
    follower: Option<JoinHandle<()>>,
    decisions: Option<DecisionWriter>,
    demo_key: Option<ApiKeySecret>,
    demonstration: Option<Demonstration>,
}

impl Server {
    /// Starts a server. When this returns, it answers.
    ///
    /// # Errors
    /// [`ServeError`]; nothing runs then.
    pub async fn start(settings: Settings, options: StartOptions) -> Result<Self, ServeError> {
        // Whoever was first has chosen; there is one choice.
        drop(rustls::crypto::ring::default_provider().install_default());
        let listener = TcpListener::bind(settings.listen);
        let listener = listener.map_err(|cause| ServeError::Listen { address: settings.listen, cause })?;
        let unknown = |cause| ServeError::Listen { address: settings.listen, cause };
        let address = listener.local_addr().map_err(unknown)?;
        let tls = match &settings.tls {
            Some(files) => Some(tls(files).await?),
            None => None,
        };
        let (authenticator, demo_key) = authenticator(&settings).await?;
        let demonstration = match options.demo_component {
            Some(component) if settings.is_demo => Some(Demonstration::prepare(&component)?),
            _ => None,
        };
        let store = match &demonstration {
            Some(demonstration) if settings.store == StoreLocation::Memory => demonstration.store()?,
            _ => settings.store.clone(),
        };
        let directory = Directory::open(&store, StoreOptions::default()).await?;
        let source = demonstration.as_ref().map(Demonstration::source).or(settings.policy.as_ref());
        let policies = match source {
            Some(source) => policies::followed(source, options.trial, settings.limits.policy_time_max()).await?,
            None => policies::none(),
        };
        let expiry_grace_ms = i64::try_from(policies.expiry_grace.as_millis()).unwrap_or(i64::MAX);
        if settings.is_demo {
            crate::demo::fill(&directory).await?;
        }
        let console = Console::new(settings.console, settings.sign_in, demo_key.as_ref())?;
        let state = ServerState::new(directory, policies.slot, Clock::system(), authenticator);
        let state = state.with_limits(settings.limits).with_surroundings(settings.is_demo, settings.behind_proxy);
        let state = state.with_console(console);
        let state = match settings.public_url {
            Some(public_url) => state.with_public_url(public_url),
            None => state,
        };
        let (state, decisions) = decisions::written_down(state, settings.decision_log)?;
        let telemetry = settings.telemetry.as_ref().map(Telemetry::start).transpose().map_err(ServeError::Telemetry)?;
        let state = state.with_telemetry(telemetry);
        let state = Arc::new(state.following(policies.status).with_expiry_grace_ms(expiry_grace_ms));
        let handle = Handle::new();
        let service = router(Arc::clone(&state)).into_make_service_with_connect_info::<SocketAddr>();
        let server = axum_server::from_tcp(listener).map_err(unknown)?.handle(handle.clone());
        // An answer is small, and would wait for the acknowledgement of the one before.
        let prompt = NoDelayAcceptor::new();
        let listener = match tls {
            Some(tls) => {
                let mut server = server.acceptor(RustlsAcceptor::new(tls).acceptor(prompt));
                server.http_builder().http1().header_read_timeout(HEADER_TIME_MAX);
                tokio::spawn(server.first_request_timeout(HEADER_TIME_MAX).serve(service))
            }
            None => {
                let mut server = server.acceptor(prompt);
                server.http_builder().http1().header_read_timeout(HEADER_TIME_MAX);
                tokio::spawn(server.first_request_timeout(HEADER_TIME_MAX).serve(service))
            }
        };
        tracing::info!(%address, "the server answers");
        Ok(Self { address, state, handle, listener, follower: policies.follower, decisions, demo_key, demonstration })
    }

    /// Where it listens.
    #[must_use]
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// What its parts share.
    #[must_use]
    pub fn state(&self) -> &Arc<ServerState> {
        &self.state
    }

    /// The key of the demonstration, made for this run only.
    #[must_use]
    pub fn demo_key(&self) -> Option<&ApiKeySecret> {
        self.demo_key.as_ref()
    }

    /// The folder with what signs policies in the demonstration: `ops.key`, `trust.toml`, and the policy itself. It
    /// goes away with the server.
    #[must_use]
    pub fn demo_folder(&self) -> Option<&Path> {
        self.demonstration.as_ref().map(Demonstration::folder)
    }

    /// Whether it has a console, under `/console/`.
    #[must_use]
    pub fn has_console(&self) -> bool {
        self.state.console.is_there()
    }

    /// Takes no more requests, waits for those that run, and closes the directory.
    pub async fn stop(self, grace: Duration) {
        tracing::info!("the server stops");
        self.state.end_streams();
        self.handle.graceful_shutdown(Some(grace));
        if let Ok(Err(error)) = self.listener.await {
            tracing::error!(%error, "the server ended with an error");
        }
        if let Some(follower) = self.follower {
            follower.abort();
        }
        if let Some(decisions) = self.decisions {
            // It blocks for as long as the disk takes.
            drop(tokio::task::spawn_blocking(|| decisions.join()).await);
        }
        if let Some(telemetry) = &self.state.telemetry {
            telemetry.stop(LAST_SPANS_TIME_MAX).await;
        }
        self.state.directory.close().await;
    }
}

async fn tls(files: &TlsFiles) -> Result<RustlsConfig, ServeError> {
    let config = RustlsConfig::from_pem_file(&files.certificate, &files.key).await;
    config
        .map_err(|cause| ServeError::File { path: files.certificate.display().to_string(), reason: cause.to_string() })
}

/// Who is believed; in the demonstration, whoever has the key that is made here and shown once.
async fn authenticator(settings: &Settings) -> Result<(Authenticator, Option<ApiKeySecret>), ServeError> {
    if settings.is_demo {
        let made = NewApiKey::generate("demonstration", Scope::All, ScopeName::ALL);
        let NewApiKey { kept, secret } = made.map_err(|error| ServeError::Randomness(error.to_string()))?;
        return Ok((Authenticator::new(vec![kept]), Some(secret)));
    }
    let authenticator = Authenticator::new(settings.api_keys.clone());
    match &settings.oidc {
        Some(oidc) => {
            let believing = authenticator.with_provider(oidc.clone()).await;
            Ok((believing.map_err(ServeError::Provider)?, None))
        }
        None => Ok((authenticator, None)),
    }
}
