//! Whoever verifies and activates what a source brings.

use std::error::Error;
use std::fmt;

use crate::package::PolicyPackage;

/// Verifies packages and activates the good ones. Each call may write files and compile, and is made off the threads
/// that answer requests.
pub trait Recipient: Send + Sync + 'static {
    /// Takes up what was active when the program ended, verified again. `None` when nothing was.
    ///
    /// # Errors
    /// [`Refused`], when it is damaged or no longer acceptable.
    fn restore(&self, now_ms: i64) -> Result<Option<ActivePolicy>, Refused>;

    /// Verifies a package and activates it, unless it is active already or was set aside.
    ///
    /// # Errors
    /// [`Refused`], and then nothing has changed; with `activation::set-aside` when it was set aside for a policy that
    /// cannot decide any more.
    fn offer(&self, package: &PolicyPackage, now_ms: i64) -> Result<Accepted, Refused>;

    /// Goes back to the policy before the active one, or to the latest one before that which can still be used. What
    /// was active is not taken up again: only something newer is.
    ///
    /// # Errors
    /// [`Refused`], and then nothing has changed: none is kept, none of them can be used, or one of them cannot be read
    /// or tested now and is not passed over for that.
    fn roll_back(&self, now_ms: i64) -> Result<Accepted, Refused>;
}

/// A policy that is active, as its verified manifest names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActivePolicy {
    /// The name of the policy.
    pub name: String,
    /// Its rising number.
    pub version: u64,
    /// The digest of its component.
    pub digest: String,
    /// The instant from which on it should no longer be relied on, in milliseconds since the epoch.
    pub expires_ms: i64,
}

/// What became of a package that was not refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Accepted {
    /// It is active now.
    Activated {
        /// The policy that is active.
        active: ActivePolicy,
        /// The one that was active before.
        replaced: Option<ActivePolicy>,
        /// The former policies that going back has passed over, the latest first: the digest of each, and why it can
        /// never be used again. They are not kept any longer.
        passed_over: Vec<(String, Refused)>,
    },
    /// It was active already.
    AlreadyActive(ActivePolicy),
    /// An operator went back from it, so that it is not taken up again.
    SetAside {
        /// The policy that is active, and stays so.
        active: ActivePolicy,
        /// The version that was offered.
        version: u64,
    },
}

/// Why a package was not accepted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refused {
    /// The stable code, such as `manifest::rollback` or `component-imports`.
    pub code: String,
    /// What is wrong, in words.
    pub message: String,
}

impl Refused {
    /// A refusal.
    #[must_use]
    pub fn new(code: impl Into<String>, message: impl Into<String>) -> Self {
        Self { code: code.into(), message: message.into() }
    }

    /// The refusal of a version that an operator went back from.
    #[must_use]
    pub fn set_aside(version: u64) -> Self {
        let message = format!("an operator went back from version {version}; sign a newer one to take it up again");
        Self::new("activation::set-aside", message)
    }
}

impl fmt::Display for Refused {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message.fmt(formatter)
    }
}

impl Error for Refused {}
