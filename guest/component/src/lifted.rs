//! From the rules' answer to what a host receives.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{
    Decision, Effect, Explanation, FactsRead, Gate, GateOutcome, GateResult, GrantedBy, Holding, Instant, Obligations,
    Reason, RoleReference,
};

pub(crate) fn decision(decision: Decision) -> wit::Decision {
    wit::Decision {
        effect: match decision.effect {
            Effect::Deny => wit::Effect::Deny,
            Effect::Allow => wit::Effect::Allow,
        },
        reason: reason(decision.reason),
        granted_by: decision.granted_by.map(granted_by),
        valid_from: decision.valid_from.map(|Instant(instant)| instant),
        valid_until: decision.valid_until.map(|Instant(instant)| instant),
        hidden_field_groups: 0,
        obligations: obligations(decision.obligations),
        facts_read: facts_read(decision.facts_read),
        explanation: decision.explanation.map(explanation),
    }
}

fn reason(reason: Reason) -> wit::Reason {
    match reason {
        Reason::Granted => wit::Reason::Granted,
        Reason::NoRoleRequired => wit::Reason::NoRoleRequired,
        Reason::NotIdentified => wit::Reason::NotIdentified,
        Reason::MalformedFacts => wit::Reason::MalformedFacts,
        Reason::MalformedRequest => wit::Reason::MalformedRequest,
        Reason::MalformedExpression => wit::Reason::MalformedExpression,
        Reason::UnknownApi => wit::Reason::UnknownApi,
        Reason::LimitExceeded => wit::Reason::LimitExceeded,
        Reason::NotEntitled => wit::Reason::NotEntitled,
        Reason::NoRelationship => wit::Reason::NoRelationship,
        Reason::RelationshipEnded => wit::Reason::RelationshipEnded,
        Reason::PartnerNotAccredited => wit::Reason::PartnerNotAccredited,
        Reason::DomainNotEnabled => wit::Reason::DomainNotEnabled,
        Reason::NoPartnerServiceLayer => wit::Reason::NoPartnerServiceLayer,
        Reason::NoOwnSystemAccess => wit::Reason::NoOwnSystemAccess,
        Reason::NotAuthorised => wit::Reason::NotAuthorised,
        Reason::SsoNotEnabled => wit::Reason::SsoNotEnabled,
        Reason::DualListed => wit::Reason::DualListed,
        Reason::NoExternalAccess => wit::Reason::NoExternalAccess,
        Reason::AccessDisabled => wit::Reason::AccessDisabled,
        Reason::WindowNotStarted => wit::Reason::WindowNotStarted,
        Reason::WindowEnded => wit::Reason::WindowEnded,
        Reason::NoRoleAssigned => wit::Reason::NoRoleAssigned,
        Reason::RoleDisabled => wit::Reason::RoleDisabled,
        Reason::NoPrivilege => wit::Reason::NoPrivilege,
        Reason::RuleError => wit::Reason::RuleError,
    }
}

fn granted_by(granted_by: GrantedBy) -> wit::GrantedBy {
    wit::GrantedBy {
        role: granted_by.role.map(|role| match role {
            RoleReference::Policy(index) => wit::RoleReference::Policy(index.0),
            RoleReference::Custom(index) => wit::RoleReference::Custom(index.0),
        }),
        held: match granted_by.held {
            Holding::Direct => wit::Holding::Direct,
            Holding::Group => wit::Holding::Group,
            Holding::AppRole => wit::Holding::AppRole,
            Holding::Automatic => wit::Holding::Automatic,
            Holding::External => wit::Holding::External,
            Holding::FullAccess => wit::Holding::FullAccess,
        },
        privilege: granted_by.privilege.0,
    }
}

fn obligations(obligations: Obligations) -> wit::Obligations {
    wit::Obligations {
        data_protection_agreement: obligations.contains(Obligations::DATA_PROTECTION_AGREEMENT),
        name_the_person: obligations.contains(Obligations::NAME_THE_PERSON),
    }
}

fn facts_read(read: FactsRead) -> wit::FactsRead {
    wit::FactsRead {
        principal: read.contains(FactsRead::PRINCIPAL),
        entitlements: read.contains(FactsRead::ENTITLEMENTS),
        relationship: read.contains(FactsRead::RELATIONSHIP),
        partner_standing: read.contains(FactsRead::PARTNER_STANDING),
        listed_users: read.contains(FactsRead::LISTED_USERS),
        external_access: read.contains(FactsRead::EXTERNAL_ACCESS),
        role_grants: read.contains(FactsRead::ROLE_GRANTS),
        groups: read.contains(FactsRead::GROUPS),
        custom_roles: read.contains(FactsRead::CUSTOM_ROLES),
        disabled_roles: read.contains(FactsRead::DISABLED_ROLES),
    }
}

fn explanation(explanation: Explanation) -> wit::Explanation {
    wit::Explanation { gates: explanation.gates.into_iter().map(gate_result).collect() }
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

fn gate(gate: Gate) -> wit::Gate {
    match gate {
        Gate::WellFormed => wit::Gate::WellFormed,
        Gate::Identification => wit::Gate::Identification,
        Gate::Entitlement => wit::Gate::Entitlement,
        Gate::Relationship => wit::Gate::Relationship,
        Gate::Accreditation => wit::Gate::Accreditation,
        Gate::Domain => wit::Gate::Domain,
        Gate::PartnerServiceLayer => wit::Gate::PartnerServiceLayer,
        Gate::OwnSystemAccess => wit::Gate::OwnSystemAccess,
        Gate::Authorisation => wit::Gate::Authorisation,
        Gate::Sso => wit::Gate::Sso,
        Gate::DualListing => wit::Gate::DualListing,
        Gate::AccessMode => wit::Gate::AccessMode,
        Gate::Privilege => wit::Gate::Privilege,
    }
}
