//! A decision must make sense for the request, the facts and the policy that it was asked about.

use crate::limits::{MAX_FIELD_GROUPS, MAX_REMEDY_SETS};
use crate::{
    Decision, Effect, Explanation, Facts, GateOutcome, GrantedBy, Holding, PolicyInfo, Reason, Remedy, RemedySet,
    Request, RoleReference, Target,
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
    /// No privilege, though the request named some.
    #[error("no privilege is said to have been granted, and the request named privileges")]
    PrivilegeMissing,
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
    /// Remedies for a request that is allowed.
    #[error("the request is allowed and the explanation has remedies")]
    RemediesForAllowed,
    /// More sets of remedies than the contract allows.
    #[error("the explanation has more sets of remedies than the contract allows")]
    TooManyRemedySets,
    /// A set of remedies without a remedy: nothing would have to change.
    #[error("a set of remedies is empty")]
    EmptyRemedySet,
    /// A remedy about a role or a privilege that neither the policy nor the facts have.
    #[error("a remedy names a role or a privilege that neither the policy nor the facts have")]
    UnknownInRemedy,
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
            (Reason::Granted, Some(granted_by)) => verify_grant(granted_by, request, facts, info)?,
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
            (Some(explanation), true) => {
                self.verify_gates(explanation)?;
                self.verify_remedies(&explanation.remedies, facts, info)
            }
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

    fn verify_gates(&self, explanation: &Explanation) -> Result<(), LyingDecision> {
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

    fn verify_remedies(&self, sets: &[RemedySet], facts: &Facts, info: &PolicyInfo) -> Result<(), LyingDecision> {
        if self.effect == Effect::Allow && !sets.is_empty() {
            return Err(LyingDecision::RemediesForAllowed);
        }
        if sets.len() > MAX_REMEDY_SETS {
            return Err(LyingDecision::TooManyRemedySets);
        }
        if sets.iter().any(|set| set.remedies.is_empty()) {
            return Err(LyingDecision::EmptyRemedySet);
        }
        let is_known = |remedy: &Remedy| match remedy {
            Remedy::BuyEntitlement(privilege) => usize::from(*privilege) < info.privileges.len(),
            Remedy::AssignRole(role) => verify_role(RoleReference::Policy(*role), facts, info).is_ok(),
            Remedy::EnableRole(role) | Remedy::AdvanceRole(role) | Remedy::ExtendRole(role) => {
                verify_role(*role, facts, info).is_ok()
            }
            Remedy::EstablishRelationship
            | Remedy::AccreditPartner
            | Remedy::EnableDomain
            | Remedy::GivePartnerServiceLayer
            | Remedy::GiveOwnSystemAccess
            | Remedy::AuthoriseUser
            | Remedy::EnableSso
            | Remedy::RemoveListing
            | Remedy::EnableAccess
            | Remedy::AdvanceAccess
            | Remedy::ExtendAccess
            | Remedy::DisableRoleManagement
            | Remedy::ObtainAccessGrant
            | Remedy::GrantRequest
            | Remedy::AdvanceAccessGrant
            | Remedy::ExtendAccessGrant => true,
        };
        let all_known = sets.iter().flat_map(|set| &set.remedies).all(is_known);
        if all_known { Ok(()) } else { Err(LyingDecision::UnknownInRemedy) }
    }
}

fn verify_grant(
    granted_by: &GrantedBy,
    request: &Request,
    facts: &Facts,
    info: &PolicyInfo,
) -> Result<(), LyingDecision> {
    if let Some(role) = granted_by.role {
        verify_role(role, facts, info)?;
    }
    if granted_by.role.is_none() != (granted_by.held == Holding::FullAccess) {
        return Err(LyingDecision::HoldingAgainstRole);
    }
    match (granted_by.privilege, request.target) {
        (Some(index), _) if usize::from(index) >= info.privileges.len() => Err(LyingDecision::UnknownPrivilege),
        // Only an operation can be content with any role (P1).
        (None, Target::Privileges(_)) => Err(LyingDecision::PrivilegeMissing),
        (Some(_), _) | (None, Target::Api(_)) => Ok(()),
    }
}

fn verify_role(role: RoleReference, facts: &Facts, info: &PolicyInfo) -> Result<(), LyingDecision> {
    match role {
        RoleReference::Policy(index) if usize::from(index) >= info.roles.len() => Err(LyingDecision::UnknownRole),
        RoleReference::Custom(index) if usize::from(index) >= facts.custom_roles.len() => {
            Err(LyingDecision::UnknownCustomRole)
        }
        RoleReference::Policy(_) | RoleReference::Custom(_) => Ok(()),
    }
}
