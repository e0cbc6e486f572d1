//! Why a server does not start.

use std::net::SocketAddr;

use guestpass::LoadError;
use guestpass_distribution::{Refused, SourceError};
use guestpass_manifest::TrustError;
use guestpass_store::StoreError;

use crate::demo::DemoError;

/// Why a server does not start.
#[derive(Debug, thiserror::Error)]
pub enum ServeError {
    /// The address cannot be listened on.
    #[error("`{address}` cannot be listened on: {cause}")]
    Listen {
        /// The address.
        address: SocketAddr,
        /// What the system says.
        cause: std::io::Error,
    },
    /// A file that the settings name.
    #[error("`{path}`: {reason}")]
    File {
        /// The file.
        path: String,
        /// What is wrong with it.
        reason: String,
    },
    /// The directory.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The sample organisations.
    #[error(transparent)]
    Demo(#[from] DemoError),
    /// The provider of tokens.
    #[error("the keys of the provider: {0}")]
    Provider(String),
    /// The trust file.
    #[error("the trust file: {0}")]
    Trust(TrustError),
    /// The folder of kept policies.
    #[error("{0}")]
    Keep(Refused),
    /// The source of policies.
    #[error("{}", _0.detail())]
    Source(SourceError),
    /// The engine, or the demonstration's component.
    #[error(transparent)]
    Engine(#[from] LoadError),
    /// The policy of the demonstration cannot be signed or written down.
    #[error("the policy of the demonstration: {0}")]
    Demonstration(String),
    /// Spans cannot be told to the collector.
    #[error("spans cannot be told: {0}")]
    Telemetry(String),
    /// No keys can be made.
    #[error("this machine has no randomness: {0}")]
    Randomness(String),
}

impl ServeError {
    /// The stable code.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            Self::Listen { .. } => "serve::listen",
            Self::File { .. } => "serve::file",
            Self::Store(error) => error.code(),
            Self::Demo(_) => "serve::demo",
            Self::Provider(_) => "serve::provider",
            Self::Trust(error) => error.code(),
            Self::Keep(refused) => &refused.code,
            Self::Source(error) => error.code(),
            Self::Engine(error) => error.code(),
            Self::Demonstration(_) => "serve::demonstration",
            Self::Telemetry(_) => "serve::telemetry",
            Self::Randomness(_) => "serve::randomness",
        }
        .to_owned()
    }

    /// What to do next.
    #[must_use]
    pub fn help(&self) -> &'static str {
        match self {
            Self::Listen { .. } => "end what listens there, or set `listen.address`",
            Self::File { .. } => "give a file that this server may read",
            Self::Store(_) | Self::Demo(_) => "see to the database, then start again; nothing was changed",
            Self::Provider(_) => "set `oidc.jwks` to a file with the provider's public keys",
            Self::Trust(_) => "correct the trust file, which says whose signatures count",
            Self::Keep(_) => "set `policy.keep` to a folder that only this server writes to",
            Self::Source(error) => error.help(),
            Self::Engine(_) => "run it on a machine that wasmtime supports, with memory and threads to spare",
            Self::Demonstration(_) => "let this server write to the folder of temporary files",
            Self::Telemetry(_) => "correct `telemetry.endpoint`, or leave `[telemetry]` away",
            Self::Randomness(_) => "start it on another machine",
        }
    }
}
