//! Guestpass as a service.
//!
//! - [`endpoints`] lists everything that can be asked, [`router`] puts it behind the same gates.
//! - [`ServerState`] is what all parts share; [`Caller`] is who asks; [`Problem`] is what goes wrong.
//! - [`StrictJson`], [`StrictQuery`] and [`StrictPath`] read what is asked.
//!
//! **Invariant:** everything unknown is refused: an unknown caller, an unknown path, an unknown key of a body, an
//! unknown setting. Nothing that goes wrong allows anything.

#![forbid(unsafe_code)]

pub mod administration;
mod authzen;
mod console;
pub mod demo;
mod endpoint;
pub mod evidence;
mod extract;
mod identity;
mod limits;
mod metering;
mod observation;
mod openapi;
mod operations;
mod places;
mod policies;
mod problem;
mod service;
mod serving;
mod settings;
mod state;
mod telemetry;

pub use authzen::{PublicUrl, UnfitPublicUrl};
pub use endpoint::{Access, Endpoint};
pub use extract::{StrictJson, StrictPath, StrictQuery, strict_json};
pub use identity::{ApiKey, ApiKeySecret, Authenticator, Caller, KEY_PREFIX, NewApiKey, Scope, ScopeName};
pub use limits::{JSON_DEPTH_MAX, RequestLimits};
pub use observation::{RequestId, start_logs};
pub use openapi::openapi;
pub use problem::{Problem, ProblemCode};
pub use service::{endpoints, router};
pub use serving::{ServeError, Server, StartOptions};
pub use settings::{
    DecisionLogSettings, JwksLocation, LogSettings, OidcSettings, PolicySettings, Settings, SettingsError,
    SettingsSources, SignInSettings, TelemetrySettings, TlsFiles, VARIABLES,
};
pub use state::{Clock, PolicySlot, ServerState};
