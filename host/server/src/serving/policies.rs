//! From settings to the policy that decides.

use std::env;
use std::sync::Arc;
use std::time::Duration;

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
    /// For how long a policy goes on deciding once it has expired.
    pub(super) expiry_grace: Duration,
    pub(super) follower: Option<JoinHandle<()>>,
    pub(super) status: Option<StatusHandle>,
}

/// No policy at all.
pub(super) fn none() -> Policies {
    Policies { slot: PolicySlot::Empty, expiry_grace: Duration::ZERO, follower: None, status: None }
}

/// Those of a source, verified. The last good one decides at once, even while the source is away.
pub(super) async fn followed(
    settings: &PolicySettings,
    trial: Option<TrialCommand>,
    deadline: Duration,
) -> Result<Policies, ServeError> {
    let (trust, expiry_grace) = agreed_grace(trust(settings).await?, settings.expiry_grace);
    let keep = Keep::open(&settings.keep, Steps::untold()).map_err(ServeError::Keep)?;
    let limits = Limits { deadline, ..Limits::default() };
    let runtime = match trial {
        Some(trial) => Runtime::with_trial(limits, trial)?,
        None => Runtime::new(limits)?,
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
    let (slot, follower, status) = (PolicySlot::Followed(activator), Some(follower), Some(status));
    Ok(Policies { slot, expiry_grace, follower, status })
}

/// For how long a policy goes on deciding once it has expired: as the settings or the trust file have it, whichever is
/// longer. What goes on deciding is also restored and gone back to, by trust that counts whole days; the server looks
/// to the millisecond.
fn agreed_grace(trust: Trust, of_settings: Duration) -> (Trust, Duration) {
    let of_trust = Duration::from_millis(u64::try_from(trust.grace_ms()).unwrap_or_default());
    if of_settings <= of_trust {
        return (trust, of_trust);
    }
    let days = of_settings.as_secs().div_ceil(24 * 60 * 60);
    (trust.with_grace_days(u32::try_from(days).unwrap_or(u32::MAX)), of_settings)
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
        FollowEvent::PassedOver { digest, reason } => {
            tracing::warn!(digest, code = reason.code, %reason, "a former policy cannot be used, and is passed over");
        }
        FollowEvent::Away(error) => tracing::warn!(code = error.code(), %error, "the source of policies is away"),
        FollowEvent::Back => tracing::info!("the source of policies is back"),
    }
}

#[cfg(test)]
mod tests {
    use super::agreed_grace;
    use guestpass_manifest::Trust;
    use std::time::Duration;

    const DAY_S: u64 = 24 * 60 * 60;

    #[test]
    fn the_longer_grace_counts_for_deciding_and_for_restoring() {
        let key = guestpass_manifest::SecretKey::from_seed(&[1; 32]).public().to_pem().unwrap().replace('\n', "\\n");
        let text =
            format!("policy = \"p\"\ntarget = \"t\"\nthreshold = 1\n[[keys]]\nname = \"ops\"\npublic = \"{key}\"\n");
        let trust = Trust::from_toml(&text).unwrap();
        for (days, of_settings_s, restores_days, decides_s) in [
            (0, 0, 0, 0),
            (0, 1, 1, 1),
            (0, DAY_S, 1, DAY_S),
            (0, DAY_S + 1, 2, DAY_S + 1),
            (7, 0, 7, 7 * DAY_S),
            (7, 7 * DAY_S, 7, 7 * DAY_S),
            (7, 7 * DAY_S + 1, 8, 7 * DAY_S + 1),
        ] {
            let agreed = agreed_grace(trust.clone().with_grace_days(days), Duration::from_secs(of_settings_s));
            let restores_ms = i64::from(restores_days) * 1000 * i64::try_from(DAY_S).unwrap();
            let found = (agreed.0.grace_ms(), agreed.1.as_secs());
            assert_eq!(found, (restores_ms, decides_s), "{days} days and {of_settings_s} s");
        }
    }
}
