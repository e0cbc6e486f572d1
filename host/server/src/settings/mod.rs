//! How the server is set up: a file, the environment and flags, in this order; the later one wins.
//!
//! **Invariant:** the settings are closed. One that is not known stops the server, and so does a security setting that
//! is missing: none has a default that lets anybody in (reliability rows 44 and 50).

mod checked;
mod error;
mod sign_in;
mod variables;
mod written;

use std::fmt;
use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;
use std::time::Duration;

use guestpass_distribution::SourceLocation;
use guestpass_store::StoreLocation;
use jsonwebtoken::Algorithm;

pub use error::SettingsError;
pub use sign_in::SignInSettings;
pub use variables::VARIABLES;

use crate::authzen::PublicUrl;
use crate::identity::ApiKey;
use crate::limits::RequestLimits;

/// Settings that hold together.
pub struct Settings {
    /// Where the server listens.
    pub listen: SocketAddr,
    /// What it speaks TLS with.
    pub tls: Option<TlsFiles>,
    /// Whether something before it speaks TLS with the callers, and says in `X-Forwarded-For` who they are.
    pub behind_proxy: bool,
    /// Where others find it, for the metadata of AuthZEN; without it there is no such metadata.
    pub public_url: Option<PublicUrl>,
    /// Where the directory is kept.
    pub store: StoreLocation,
    /// Where policies come from; none for the demonstration, which has its own.
    pub policy: Option<PolicySettings>,
    /// The keys of programs.
    pub api_keys: Vec<ApiKey>,
    /// The provider whose tokens are believed.
    pub oidc: Option<OidcSettings>,
    /// The limits of requests.
    pub limits: RequestLimits,
    /// What is logged, and how.
    pub log: LogSettings,
    /// The folder of the console's files; without it there is no console.
    pub console: Option<PathBuf>,
    /// Where people sign in to the console; without it they need a key or a token.
    pub sign_in: Option<SignInSettings>,
    /// Where decisions are written down; none to write down none.
    pub decision_log: Option<DecisionLogSettings>,
    /// To whom spans of requests are told; none to tell nobody.
    pub telemetry: Option<TelemetrySettings>,
    /// Whether this is the demonstration, which is for this machine only.
    pub is_demo: bool,
}

/// The files of TLS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The chain of certificates (PEM).
    pub certificate: PathBuf,
    /// The private key (PEM).
    pub key: PathBuf,
}

/// Where policies come from, and what is kept of them.
#[derive(Debug, Clone)]
pub struct PolicySettings {
    /// The source.
    pub source: SourceLocation,
    /// The trust file: whose signatures count.
    pub trust: PathBuf,
    /// The folder in which the last good policies survive a restart.
    pub keep: PathBuf,
    /// How long between two looks at the source.
    pub interval: Duration,
    /// How long a policy goes on deciding after its manifest has expired; not at all when nothing else is said.
    pub expiry_grace: Duration,
}

/// The OpenID provider whose tokens are believed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OidcSettings {
    /// The `iss` of its tokens.
    pub issuer: String,
    /// What tokens must be made out to. A token for another service is none for this one.
    pub audience: String,
    /// Where its public keys are.
    pub keys: JwksLocation,
    /// The algorithms that are believed; never one with a shared secret.
    pub algorithms: Vec<Algorithm>,
    /// The claim that names the organisation; a token without it reaches nothing.
    pub organisation_claim: String,
    /// The claim that names the person; a token without it is no credential. Programs have keys.
    pub person_claim: String,
    /// The claim that lists the scopes: words in a text, or a list of texts.
    pub scopes_claim: String,
}

/// Where public keys are.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum JwksLocation {
    /// In a file.
    File(PathBuf),
    /// At an address, by TLS or on this machine.
    Url(reqwest::Url),
}

/// What is logged, and how.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogSettings {
    /// Whether each line is a JSON object.
    pub is_json: bool,
    /// What is logged, such as `info` or `guestpass_server=debug`.
    pub filter: String,
}

/// Where decisions are written down, one a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecisionLogSettings {
    /// The file; what stands in it stays.
    pub path: PathBuf,
    /// One of so many decisions is written, and every denial.
    pub sample_allowed: NonZeroU32,
    /// What is masked: `principal.id`, `principal.email`, `principal.identity`, `attributes.NAME` or `attributes`.
    pub mask: Vec<String>,
    /// Decisions that wait to be written at most.
    pub queue_max: usize,
    /// Bytes of the file at most.
    pub bytes_max: u64,
}

/// To whom spans of requests are told (OpenTelemetry).
#[derive(Debug, Clone, PartialEq)]
pub struct TelemetrySettings {
    /// Where the collector takes spans by OTLP over HTTP, such as `http://127.0.0.1:4318/v1/traces`.
    pub endpoint: reqwest::Url,
    /// The share of traces that are told, from 0 to 1, where the caller has not decided it.
    pub sample_ratio: f64,
    /// What this server is called among those that tell spans.
    pub service_name: String,
    /// Spans that wait to be told at most.
    pub queue_max: usize,
}

/// Everything that settings are read from.
#[derive(Debug, Clone, Default)]
pub struct SettingsSources {
    /// The text of the file.
    pub file: Option<String>,
    /// The environment; only what begins with `GUESTPASS_` counts, and not what Kubernetes sets in each pod for
    /// services whose names begin with `guestpass`.
    pub environment: Vec<(String, String)>,
    /// Flags: a setting, such as `listen.address`, and its value.
    pub flags: Vec<(&'static str, String)>,
    /// Whether the demonstration is asked for.
    pub is_demo: bool,
}

impl Settings {
    /// Reads settings and sees whether they hold together.
    ///
    /// ```
    /// use guestpass_server::{Settings, SettingsSources};
    /// let refused = Settings::read(&SettingsSources::default()).unwrap_err();
    /// assert_eq!(refused.code(), "settings::no-credentials");
    /// ```
    ///
    /// # Errors
    /// [`SettingsError`], with what to set.
    pub fn read(sources: &SettingsSources) -> Result<Self, SettingsError> {
        checked::checked(variables::merged(sources)?, sources.is_demo)
    }
}

impl fmt::Debug for Settings {
    /// Without the location of the store, which may hold a password.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Settings").field("listen", &self.listen).finish_non_exhaustive()
    }
}
