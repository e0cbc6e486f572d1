//! From settings to the policy that decides.

use std::env;
use std::sync::Arc;

use guestpass::trial::TrialCommand;
use guestpass::{Limits, Runtime};
use guestpass_distribution::{
    Activator, ActivatorOptions, Credentials, FollowEvent, FollowObserver, Follower, Keep, Pace, SourceLocation,
    SourceOptions, StatusHandle, Steps, SystemSurroundings, open,
};
use guestpass_manifest::Trust;
use tokio::task::JoinHandle;

use super::error::ServeError;
use crate::settings::PolicySettings;
use crate::state::PolicySlot;

/// Bytes of a trust file at most.
const TRUST_BYTES_MAX: u64 = 64 * 1024;

/// The policy, and whoever looks for newer ones.
pub(super) struct Policies {
    pub(super) slot: PolicySlot,
    pub(super) follower: Option<JoinHandle<()>>,
    pub(super) status: Option<StatusHandle>,
}

/// No policy at all.
pub(super) fn none() -> Policies {
    Policies { slot: PolicySlot::Empty, follower: None, status: None }
}

/// Those of a source, verified. The last good one decides at once, even while the source is away.
pub(super) async fn followed(settings: &PolicySettings, trial: Option<TrialCommand>) -> Result<Policies, ServeError> {
    let trust = trust(settings).await?;
    let keep = Keep::open(&settings.keep, Steps::untold()).map_err(ServeError::Keep)?;
    let runtime = match trial {
        Some(trial) => Runtime::with_trial(Limits::default(), trial)?,
        None => Runtime::new(Limits::default())?,
    };
    let activator = Arc::new(Activator::new(runtime, trust, keep, ActivatorOptions::default()));
    let mut options = SourceOptions::default();
    if let SourceLocation::Registry(registry) = &settings.source {
        let found = Credentials::find(registry, |name| env::var_os(name)).await;
        options.credentials = found.map_err(ServeError::Source)?;
    }
    let source = open(&settings.source, &options).await.map_err(ServeError::Source)?;
    let pace = Pace { interval: settings.interval, ..Pace::default() };
    let observer = FollowObserver::new(told);
    let mut follower = Follower::new(source, Arc::clone(&activator), SystemSurroundings, pace, observer);
    let status = follower.status();
    // What is damaged or expired is told of and not used; the source may have a good one.
    drop(follower.restore().await);
    follower.check().await;
    let follower = tokio::spawn(async move {
        follower.run().await;
    });
    Ok(Policies { slot: PolicySlot::Followed(activator), follower: Some(follower), status: Some(status) })
}

async fn trust(settings: &PolicySettings) -> Result<Trust, ServeError> {
    let path = settings.trust.display().to_string();
    let unreadable = |reason: String| ServeError::File { path: path.clone(), reason };
    let bytes = tokio::fs::metadata(&settings.trust).await.map_err(|error| unreadable(error.to_string()))?.len();
    if bytes > TRUST_BYTES_MAX {
        return Err(unreadable(format!("it has more than {TRUST_BYTES_MAX} bytes")));
    }
    let text = tokio::fs::read_to_string(&settings.trust).await.map_err(|error| unreadable(error.to_string()))?;
    Trust::from_toml(&text).map_err(ServeError::Trust)
}

/// Each step of the following is a line of the log, with the digest.
fn told(event: &FollowEvent) {
    match event {
        FollowEvent::Restored(active) => tracing::info!(digest = active.digest, "the kept policy is active"),
        FollowEvent::NotRestored(refused) => {
            tracing::error!(code = refused.code, reason = %refused, "the kept policy is not used");
        }
        FollowEvent::Activated { active, .. } => {
            tracing::info!(digest = active.digest, version = active.version, "a policy is active");
        }
        FollowEvent::Refused { digest, reason } => {
            tracing::error!(digest, code = reason.code, %reason, "a policy is refused");
        }
        FollowEvent::Away(error) => tracing::warn!(code = error.code(), %error, "the source of policies is away"),
        FollowEvent::Back => tracing::info!("the source of policies is back"),
    }
}
