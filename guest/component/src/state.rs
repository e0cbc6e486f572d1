//! The policy that this component carries.

use guestpass_rules::Policy;
use std::sync::OnceLock;

static POLICY: OnceLock<Policy> = OnceLock::new();

/// The policy; none in the engine component, before one was built into it.
pub(crate) fn policy() -> Option<&'static Policy> {
    POLICY.get()
}

/// A policy is in place already.
pub(crate) struct AlreadyInstalled;

/// Puts the policy in place, once.
pub(crate) fn install(policy: Policy) -> Result<(), AlreadyInstalled> {
    POLICY.set(policy).map_err(|_| AlreadyInstalled)
}
