//! A verdict must make sense in itself.

use crate::{Acceptance, Reason, Refusal, Rejection, Verdict};

/// A verdict that contradicts itself. The component that gave it must not be trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum LyingVerdict {
    /// A warning twice, or out of order.
    #[error("the warnings are out of order")]
    WarningsOutOfOrder,
    /// A role without a name.
    #[error("one of the roles that the new person gets has no name")]
    UnnamedRole,
    /// Access that ends before it begins, or with its beginning.
    #[error("the access that is granted ends before it begins")]
    BackwardAccess,
    /// Refused for nothing.
    #[error("the change is refused for no reason")]
    NoRefusal,
    /// A reason twice, or out of order.
    #[error("the reasons of the refusal are out of order")]
    RefusalsOutOfOrder,
    /// `not-permitted` without the reason of the denial.
    #[error("the change is not permitted, and it is not said why")]
    DenialMissing,
    /// The reason of a denial without `not-permitted`.
    #[error("there is a denial though the change is permitted")]
    DenialUnasked,
    /// The denial has a reason to allow.
    #[error("the denial has a reason to allow")]
    DenialAllows,
}

impl Verdict {
    /// Checks that this verdict makes sense. Allocates nothing.
    ///
    /// As with decisions, it finds contradictions, not wrong answers.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn verify(&self) -> Result<(), LyingVerdict> {
        match self {
            Self::Accepted(acceptance) => verify_acceptance(acceptance),
            Self::Refused(rejection) => verify_rejection(rejection),
        }
    }
}

fn verify_acceptance(acceptance: &Acceptance) -> Result<(), LyingVerdict> {
    if !acceptance.warnings.is_sorted_by(|earlier, later| earlier < later) {
        return Err(LyingVerdict::WarningsOutOfOrder);
    }
    if acceptance.roles.iter().any(String::is_empty) {
        return Err(LyingVerdict::UnnamedRole);
    }
    match acceptance.access {
        Some(access) if access.start >= access.end => Err(LyingVerdict::BackwardAccess),
        _ => Ok(()),
    }
}

fn verify_rejection(rejection: &Rejection) -> Result<(), LyingVerdict> {
    if rejection.refusals.is_empty() {
        return Err(LyingVerdict::NoRefusal);
    }
    if !rejection.refusals.is_sorted_by(|earlier, later| earlier < later) {
        return Err(LyingVerdict::RefusalsOutOfOrder);
    }
    match (rejection.refusals.contains(&Refusal::NotPermitted), rejection.denial) {
        (true, None) => Err(LyingVerdict::DenialMissing),
        (false, Some(_)) => Err(LyingVerdict::DenialUnasked),
        (true, Some(Reason::Granted | Reason::NoRoleRequired)) => Err(LyingVerdict::DenialAllows),
        (true, Some(_)) | (false, None) => Ok(()),
    }
}
