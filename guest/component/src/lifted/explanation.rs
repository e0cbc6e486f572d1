//! Explanations, and what would flip a denial.

use super::codes::{gate, reason, role_reference};
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{Explanation, GateOutcome, GateResult, Remedy, RemedySet};

pub(super) fn explanation(explanation: Explanation) -> wit::Explanation {
    wit::Explanation {
        gates: explanation.gates.into_iter().map(gate_result).collect(),
        remedies: explanation.remedies.into_iter().map(remedy_set).collect(),
    }
}

fn gate_result(result: GateResult) -> wit::GateResult {
    wit::GateResult {
        gate: gate(result.gate),
        outcome: match result.outcome {
            GateOutcome::Passed => wit::GateOutcome::Passed,
            GateOutcome::Skipped => wit::GateOutcome::Skipped,
            GateOutcome::Failed(why) => wit::GateOutcome::Failed(reason(why)),
            GateOutcome::NotReached => wit::GateOutcome::NotReached,
        },
    }
}

fn remedy_set(set: RemedySet) -> wit::RemedySet {
    wit::RemedySet { remedies: set.remedies.into_iter().map(remedy).collect() }
}

fn remedy(remedy: Remedy) -> wit::Remedy {
    match remedy {
        Remedy::BuyEntitlement(privilege) => wit::Remedy::BuyEntitlement(privilege.0),
        Remedy::EstablishRelationship => wit::Remedy::EstablishRelationship,
        Remedy::AccreditPartner => wit::Remedy::AccreditPartner,
        Remedy::EnableDomain => wit::Remedy::EnableDomain,
        Remedy::GivePartnerServiceLayer => wit::Remedy::GivePartnerServiceLayer,
        Remedy::GiveOwnSystemAccess => wit::Remedy::GiveOwnSystemAccess,
        Remedy::AuthoriseUser => wit::Remedy::AuthoriseUser,
        Remedy::EnableSso => wit::Remedy::EnableSso,
        Remedy::RemoveListing => wit::Remedy::RemoveListing,
        Remedy::EnableAccess => wit::Remedy::EnableAccess,
        Remedy::AdvanceAccess => wit::Remedy::AdvanceAccess,
        Remedy::ExtendAccess => wit::Remedy::ExtendAccess,
        Remedy::DisableRoleManagement => wit::Remedy::DisableRoleManagement,
        Remedy::EnableRole(role) => wit::Remedy::EnableRole(role_reference(role)),
        Remedy::AdvanceRole(role) => wit::Remedy::AdvanceRole(role_reference(role)),
        Remedy::ExtendRole(role) => wit::Remedy::ExtendRole(role_reference(role)),
        Remedy::AssignRole(role) => wit::Remedy::AssignRole(role.0),
        Remedy::ObtainAccessGrant => wit::Remedy::ObtainAccessGrant,
        Remedy::GrantRequest => wit::Remedy::GrantRequest,
        Remedy::AdvanceAccessGrant => wit::Remedy::AdvanceAccessGrant,
        Remedy::ExtendAccessGrant => wit::Remedy::ExtendAccessGrant,
    }
}
