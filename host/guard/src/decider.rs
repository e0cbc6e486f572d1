//! Who decides.

use std::future::Future;
use std::sync::Arc;

use guestpass::contract::Decision;
use http::request::Parts;

/// What was decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The request may go on. A decision in this program comes with it, and is handed on to the handler among the
    /// extensions of the request: it says which fields to hide, what is owed, and until when it holds.
    Allowed(Option<Arc<Decision>>),
    /// It may not, for this reason: the stable name of a reason of the contract, or none when the server gave none.
    Denied(Option<String>),
    /// Nobody is known to send it.
    Nobody,
}

/// Why nothing was decided. It denies.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Undecided {
    /// The policy gave no answer.
    #[error("the policy gave no answer: {0}")]
    Policy(String),
    /// What the program knows of the sender could not be found out.
    #[error("the facts about the sender could not be found: {0}")]
    Facts(String),
    /// The server that decides is away, or does not answer as the standard has it.
    #[error("the server that decides gave no answer: {0}")]
    Server(String),
}

/// Decides about requests.
pub trait Decider: Clone + Send + Sync + 'static {
    /// Whether whoever sends this request has any of these privileges (R11).
    ///
    /// # Errors
    ///
    /// Nothing could be decided, which is no permission.
    fn decide(&self, parts: &Parts, privileges: &str) -> impl Future<Output = Result<Answer, Undecided>> + Send;
}
