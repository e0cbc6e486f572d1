//! A decision must make sense for the request, the facts and the policy that it was asked about.

use crate::limits::MAX_FIELD_GROUPS;
use crate::{
    Decision, Effect, Explanation, Facts, GateOutcome, GrantedBy, Holding, PolicyInfo, Reason, Request, RoleReference,
};

/// A decision that contradicts itself, the request, the facts or the policy. The component that gave it must not be
/// trusted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, thiserror::Error)]
pub enum LyingDecision {
    /// `allow` with a reason to deny, or `deny` with a reason to allow.
    #[error("the effect contradicts the reason")]
    EffectAgainstReason,
    /// Reason `granted`, and nothing granted it.
    #[error("the reason is `granted` and nothing is said to have granted it")]
    GrantedByNothing,
    /// Another reason than `granted`, and something granted it.
    #[error("something is said to have granted it and the reason is another than `granted`")]
    GrantedWithoutReason,
    /// The role is not in the policy.
    #[error("the role that granted it is not in the policy")]
    UnknownRole,
    /// The custom role is not in the facts.
    #[error("the custom role that granted it is not in the facts")]
    UnknownCustomRole,
    /// The privilege is not in the policy.
    #[error("the privilege that was granted is not in the policy")]
    UnknownPrivilege,
    /// Full access with a role, or a role that is not held in any way.
    #[error("full access excludes a role, and every other holding needs one")]
    HoldingAgainstRole,
    /// `valid-from` is later than the instant asked about.
    #[error("the decision becomes valid after the instant that was asked about")]
    NotYetValid,
    /// `valid-until` is not later than the instant asked about.
    #[error("the decision has ended at the instant that was asked about")]
    NoLongerValid,
    /// Fields hidden in a denial, which shows none.
    #[error("a denial hides field groups")]
    DenialHidesFields,
    /// A bit behind the last field group.
    #[error("the decision hides a field group that is not in the policy")]
    UnknownFieldGroup,
    /// An explanation that was asked for is missing.
    #[error("the explanation that was asked for is missing")]
    ExplanationMissing,
    /// An explanation that nobody asked for.
    #[error("there is an explanation that was not asked for")]
    ExplanationUnasked,
    /// A gate twice, or out of order.
    #[error("the gates of the explanation are out of order")]
    GatesOutOfOrder,
    /// Allowed though a gate failed.
    #[error("the request is allowed though a gate of the explanation failed")]
    AllowedThroughFailedGate,
    /// The first failed gate gives another reason than the decision.
    #[error("the first failed gate of the explanation gives another reason than the decision")]
    GateAgainstReason,
}

impl Decision {
    /// Checks that this answer to `request` makes sense for these facts and this policy. Allocates nothing.
    ///
    /// It finds contradictions, not wrong answers: a component that lies in a consistent way is not found out.
    ///
    /// # Errors
    /// The first contradiction.
    pub fn verify(&self, request: &Request, facts: &Facts, info: &PolicyInfo) -> Result<(), LyingDecision> {
        let allows = matches!(self.reason, Reason::Granted | Reason::NoRoleRequired);
        if allows != (self.effect == Effect::Allow) {
            return Err(LyingDecision::EffectAgainstReason);
        }
        match (self.reason, &self.granted_by) {
            (Reason::Granted, None) => return Err(LyingDecision::GrantedByNothing),
            (Reason::Granted, Some(granted_by)) => verify_grant(granted_by, facts, info)?,
            (_, Some(_)) => return Err(LyingDecision::GrantedWithoutReason),
            (_, None) => {}
        }
        // Together these two also say that it becomes valid before it ends.
        if self.valid_from.is_some_and(|from| from > request.now) {
            return Err(LyingDecision::NotYetValid);
        }
        if self.valid_until.is_some_and(|until| until <= request.now) {
            return Err(LyingDecision::NoLongerValid);
        }
        self.verify_hidden_field_groups(info)?;
        match (&self.explanation, request.explain) {
            (None, true) => Err(LyingDecision::ExplanationMissing),
            (Some(_), false) => Err(LyingDecision::ExplanationUnasked),
            (Some(explanation), true) => self.verify_explanation(explanation),
            (None, false) => Ok(()),
        }
    }

    fn verify_hidden_field_groups(&self, info: &PolicyInfo) -> Result<(), LyingDecision> {
        if self.hidden_field_groups == 0 {
            return Ok(());
        }
        if self.effect == Effect::Deny {
            return Err(LyingDecision::DenialHidesFields);
        }
        let highest = u64::BITS.saturating_sub(self.hidden_field_groups.leading_zeros());
        let known = info.field_groups.len().min(MAX_FIELD_GROUPS);
        if usize::try_from(highest).is_ok_and(|highest| highest <= known) {
            Ok(())
        } else {
            Err(LyingDecision::UnknownFieldGroup)
        }
    }

    fn verify_explanation(&self, explanation: &Explanation) -> Result<(), LyingDecision> {
        if !explanation.gates.iter().map(|result| result.gate).is_sorted_by(|earlier, later| earlier < later) {
            return Err(LyingDecision::GatesOutOfOrder);
        }
        let first_failure = explanation.gates.iter().find_map(|result| match result.outcome {
            GateOutcome::Failed(reason) => Some(reason),
            GateOutcome::Passed | GateOutcome::Skipped | GateOutcome::NotReached => None,
        });
        match (self.effect, first_failure) {
            (_, None) => Ok(()),
            (Effect::Allow, Some(_)) => Err(LyingDecision::AllowedThroughFailedGate),
            (Effect::Deny, Some(reason)) if reason == self.reason => Ok(()),
            (Effect::Deny, Some(_)) => Err(LyingDecision::GateAgainstReason),
        }
    }
}

fn verify_grant(granted_by: &GrantedBy, facts: &Facts, info: &PolicyInfo) -> Result<(), LyingDecision> {
    match granted_by.role {
        Some(RoleReference::Policy(index)) if usize::from(index) >= info.roles.len() => {
            return Err(LyingDecision::UnknownRole);
        }
        Some(RoleReference::Custom(index)) if usize::from(index) >= facts.custom_roles.len() => {
            return Err(LyingDecision::UnknownCustomRole);
        }
        _ => {}
    }
    if granted_by.role.is_none() != (granted_by.held == Holding::FullAccess) {
        return Err(LyingDecision::HoldingAgainstRole);
    }
    if usize::from(granted_by.privilege) >= info.privileges.len() {
        return Err(LyingDecision::UnknownPrivilege);
    }
    Ok(())
}
