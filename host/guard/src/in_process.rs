//! Asks a policy that this program has loaded.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use guestpass::contract::{Facts, InstantMs, Reason, RequestDraft};
use guestpass::generations::Generations;
use http::request::Parts;

use crate::decider::{Answer, Decider, Undecided};

/// The active policy, and how facts about the sender of a request are found.
///
/// The facts come from what the program knows of the sender, never from what the request claims.
pub struct PolicyInProcess<F> {
    policy: Generations,
    facts_of: Arc<F>,
}

impl<F: Fn(&Parts) -> Option<Facts>> PolicyInProcess<F> {
    /// Decides by this policy. `facts_of` gives none for a sender whom nobody knows.
    #[must_use]
    pub fn new(policy: Generations, facts_of: F) -> Self {
        Self { policy, facts_of: Arc::new(facts_of) }
    }
}

impl<F> Clone for PolicyInProcess<F> {
    fn clone(&self) -> Self {
        Self { policy: self.policy.clone(), facts_of: Arc::clone(&self.facts_of) }
    }
}

impl<F: Fn(&Parts) -> Option<Facts> + Send + Sync + 'static> Decider for PolicyInProcess<F> {
    async fn decide(&self, parts: &Parts, privileges: &str) -> Result<Answer, Undecided> {
        let Some(facts) = (self.facts_of)(parts) else { return Ok(Answer::Nobody) };
        let request = RequestDraft::privileges(privileges, now_ms());
        let decision = self.policy.pin().check_one(&facts, &request);
        let decision = decision.map_err(|error| Undecided::Policy(error.to_string()))?;
        Ok(match decision.reason {
            _ if decision.is_allowed() => Answer::Allowed(Some(Arc::new(decision))),
            Reason::NotIdentified => Answer::Nobody,
            reason => Answer::Denied(Some(reason.name().to_owned())),
        })
    }
}

/// A clock before 1970 reads as 1970, when no window is open.
fn now_ms() -> InstantMs {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    InstantMs::try_from(since.as_millis()).unwrap_or(InstantMs::MAX)
}
