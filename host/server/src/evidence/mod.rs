//! What is kept so that decisions can be looked at, and asked again, later.

mod decision_log;
mod facts_json;
mod mask;

pub use decision_log::{DecisionLog, DecisionLogOptions, DecisionWriter, LoggedDecision};
pub(crate) use facts_json::{external_access_json, facts_json, relationship_json, standing_json, window_json};
pub use mask::Mask;
