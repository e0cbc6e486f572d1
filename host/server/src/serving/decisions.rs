//! From settings to the log of decisions.

use crate::evidence::{DecisionLog, DecisionLogOptions, DecisionWriter, Mask};
use crate::settings::DecisionLogSettings;
use crate::state::ServerState;

use super::error::ServeError;

/// The state that writes decisions down, and who writes; the same state without any settings.
pub(super) fn written_down(
    state: ServerState,
    settings: Option<DecisionLogSettings>,
) -> Result<(ServerState, Option<DecisionWriter>), ServeError> {
    let Some(settings) = settings else { return Ok((state, None)) };
    let mut key = [0; 32];
    getrandom::fill(&mut key).map_err(|error| ServeError::Randomness(error.to_string()))?;
    let options = DecisionLogOptions {
        every: settings.sample_allowed,
        all_denials: true,
        mask: Mask::new(settings.mask, key),
        queue_max: settings.queue_max,
        bytes_max: settings.bytes_max,
    };
    let (log, writer) = DecisionLog::open(&settings.path, options)
        .map_err(|cause| ServeError::File { path: settings.path.display().to_string(), reason: cause.to_string() })?;
    Ok((state.with_decision_log(log), Some(writer)))
}
