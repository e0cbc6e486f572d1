//! Decisions.

use super::{gate, obligations, reason, spelled};
use guestpass_contract as contract;
use guestpass_rules as rules;

pub(crate) fn decision(decision: &rules::Decision) -> contract::Decision {
    contract::Decision {
        effect: match decision.effect {
            rules::Effect::Deny => contract::Effect::Deny,
            rules::Effect::Allow => contract::Effect::Allow,
        },
        reason: reason(decision.reason),
        granted_by: decision.granted_by.as_ref().map(granted_by),
        valid_from: decision.valid_from.map(|instant| instant.0),
        valid_until: decision.valid_until.map(|instant| instant.0),
        hidden_field_groups: decision.hidden_field_groups,
        obligations: obligations(decision.obligations),
        facts_read: facts_read(decision.facts_read),
        explanation: decision.explanation.as_ref().map(explanation),
    }
}

fn role_reference(role: rules::RoleReference) -> contract::RoleReference {
    match role {
        rules::RoleReference::Policy(index) => contract::RoleReference::Policy(index.0),
        rules::RoleReference::Custom(index) => contract::RoleReference::Custom(index.0),
    }
}

fn granted_by(granted_by: &rules::GrantedBy) -> contract::GrantedBy {
    contract::GrantedBy {
        role: granted_by.role.map(role_reference),
        held: spelled(granted_by.held, contract::Holding::from_name, contract::Holding::FullAccess),
        privilege: granted_by.privilege.map(|index| index.0),
    }
}

fn facts_read(read: rules::FactsRead) -> contract::FactsRead {
    use contract::FactsRead as To;
    use rules::FactsRead as From;
    let pairs = [
        (From::PRINCIPAL, To::PRINCIPAL),
        (From::ENTITLEMENTS, To::ENTITLEMENTS),
        (From::RELATIONSHIP, To::RELATIONSHIP),
        (From::PARTNER_STANDING, To::PARTNER_STANDING),
        (From::LISTED_USERS, To::LISTED_USERS),
        (From::EXTERNAL_ACCESS, To::EXTERNAL_ACCESS),
        (From::ROLE_GRANTS, To::ROLE_GRANTS),
        (From::GROUPS, To::GROUPS),
        (From::CUSTOM_ROLES, To::CUSTOM_ROLES),
        (From::DISABLED_ROLES, To::DISABLED_ROLES),
        (From::ACCESS_GRANTS, To::ACCESS_GRANTS),
        (From::ATTRIBUTES, To::ATTRIBUTES),
    ];
    pairs.into_iter().fold(To::empty(), |set, (from, to)| set.with(to, read.contains(from)))
}

fn explanation(explanation: &rules::Explanation) -> contract::Explanation {
    let set = |set: &rules::RemedySet| contract::RemedySet { remedies: set.remedies.iter().map(remedy).collect() };
    contract::Explanation {
        gates: explanation.gates.iter().map(gate_result).collect(),
        remedies: explanation.remedies.iter().map(set).collect(),
    }
}

fn gate_result(result: &rules::GateResult) -> contract::GateResult {
    contract::GateResult {
        gate: gate(result.gate),
        outcome: match result.outcome {
            rules::GateOutcome::Passed => contract::GateOutcome::Passed,
            rules::GateOutcome::Skipped => contract::GateOutcome::Skipped,
            rules::GateOutcome::Failed(why) => contract::GateOutcome::Failed(reason(why)),
            rules::GateOutcome::NotReached => contract::GateOutcome::NotReached,
        },
    }
}

fn remedy(remedy: &rules::Remedy) -> contract::Remedy {
    use contract::Remedy as To;
    use rules::Remedy as From;
    match *remedy {
        From::BuyEntitlement(privilege) => To::BuyEntitlement(privilege.0),
        From::EstablishRelationship => To::EstablishRelationship,
        From::AccreditPartner => To::AccreditPartner,
        From::EnableDomain => To::EnableDomain,
        From::GivePartnerServiceLayer => To::GivePartnerServiceLayer,
        From::GiveOwnSystemAccess => To::GiveOwnSystemAccess,
        From::AuthoriseUser => To::AuthoriseUser,
        From::EnableSso => To::EnableSso,
        From::RemoveListing => To::RemoveListing,
        From::EnableAccess => To::EnableAccess,
        From::AdvanceAccess => To::AdvanceAccess,
        From::ExtendAccess => To::ExtendAccess,
        From::DisableRoleManagement => To::DisableRoleManagement,
        From::EnableRole(role) => To::EnableRole(role_reference(role)),
        From::AdvanceRole(role) => To::AdvanceRole(role_reference(role)),
        From::ExtendRole(role) => To::ExtendRole(role_reference(role)),
        From::AssignRole(role) => To::AssignRole(role.0),
        From::ObtainAccessGrant => To::ObtainAccessGrant,
        From::GrantRequest => To::GrantRequest,
        From::AdvanceAccessGrant => To::AdvanceAccessGrant,
        From::ExtendAccessGrant => To::ExtendAccessGrant,
    }
}
