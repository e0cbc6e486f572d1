//! Settings as they are written.

use std::net::SocketAddr;
use std::num::NonZeroU32;
use std::path::PathBuf;

use serde::Deserialize;

use crate::identity::ScopeName;
use crate::limits::RequestLimits;

/// The whole file.
#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct Written {
    pub(super) listen: WrittenListen,
    pub(super) store: WrittenStore,
    pub(super) policy: WrittenPolicy,
    pub(super) oidc: Option<WrittenOidc>,
    pub(super) limits: RequestLimits,
    pub(super) log: WrittenLog,
    pub(super) console: WrittenConsole,
    pub(super) decision_log: Option<WrittenDecisionLog>,
    pub(super) telemetry: Option<WrittenTelemetry>,
    pub(super) api_keys: Vec<WrittenKey>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenListen {
    pub(super) address: SocketAddr,
    pub(super) behind_proxy: bool,
    pub(super) public_url: Option<String>,
    pub(super) tls: Option<WrittenTls>,
}

impl Default for WrittenListen {
    fn default() -> Self {
        let address = SocketAddr::from(([127, 0, 0, 1], 8080));
        Self { address, behind_proxy: false, public_url: None, tls: None }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenTls {
    pub(super) certificate: Option<PathBuf>,
    pub(super) key: Option<PathBuf>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenStore {
    pub(super) location: Option<String>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenPolicy {
    pub(super) source: Option<String>,
    pub(super) trust: Option<PathBuf>,
    pub(super) keep: Option<PathBuf>,
    pub(super) interval_s: Option<u32>,
    pub(super) expiry_grace_s: Option<u32>,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenConsole {
    pub(super) folder: Option<PathBuf>,
    pub(super) client_id: Option<String>,
    pub(super) scope: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenOidc {
    pub(super) issuer: Option<String>,
    pub(super) audience: Option<String>,
    pub(super) jwks: Option<String>,
    pub(super) algorithms: Option<Vec<String>>,
    pub(super) organisation_claim: Option<String>,
    pub(super) person_claim: Option<String>,
    pub(super) scopes_claim: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenLog {
    pub(super) format: LogFormat,
    pub(super) filter: String,
}

impl Default for WrittenLog {
    fn default() -> Self {
        Self { format: LogFormat::Text, filter: "info".to_owned() }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenDecisionLog {
    pub(super) path: Option<PathBuf>,
    pub(super) sample_allowed: NonZeroU32,
    pub(super) mask: Vec<String>,
    pub(super) queue_max: usize,
    pub(super) bytes_max: u64,
}

impl Default for WrittenDecisionLog {
    fn default() -> Self {
        Self {
            path: None,
            sample_allowed: NonZeroU32::MIN,
            mask: ["principal.email", "principal.identity"].map(str::to_owned).to_vec(),
            queue_max: 10_000,
            bytes_max: 1024 * 1024 * 1024,
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct WrittenTelemetry {
    pub(super) endpoint: Option<String>,
    pub(super) sample_ratio: f64,
    pub(super) service_name: String,
    pub(super) queue_max: usize,
}

impl Default for WrittenTelemetry {
    fn default() -> Self {
        Self { endpoint: None, sample_ratio: 1.0, service_name: "guestpass".to_owned(), queue_max: 2048 }
    }
}

#[derive(Deserialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LogFormat {
    Text,
    Json,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WrittenKey {
    pub(super) id: String,
    pub(super) name: String,
    pub(super) secret_sha256: String,
    pub(super) organisation: String,
    pub(super) scopes: Vec<ScopeName>,
    pub(super) expires: Option<String>,
    pub(super) person: Option<String>,
}
