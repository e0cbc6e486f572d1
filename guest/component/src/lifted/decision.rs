//! Decisions.

use super::codes::{obligations, reason, role_reference};
use super::explanation::explanation;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{Decision, Effect, FactsRead, GrantedBy, Holding, Instant, PrivilegeIndex};

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
        hidden_field_groups: decision.hidden_field_groups,
        obligations: obligations(decision.obligations),
        facts_read: facts_read(decision.facts_read),
        explanation: decision.explanation.map(explanation),
    }
}

fn granted_by(granted_by: GrantedBy) -> wit::GrantedBy {
    wit::GrantedBy {
        role: granted_by.role.map(role_reference),
        held: match granted_by.held {
            Holding::Direct => wit::Holding::Direct,
            Holding::Group => wit::Holding::Group,
            Holding::AppRole => wit::Holding::AppRole,
            Holding::Automatic => wit::Holding::Automatic,
            Holding::External => wit::Holding::External,
            Holding::ThirdParty => wit::Holding::ThirdParty,
            Holding::AccessGrant => wit::Holding::AccessGrant,
            Holding::FullAccess => wit::Holding::FullAccess,
        },
        privilege: granted_by.privilege.map(|PrivilegeIndex(index)| index),
    }
}

/// The bits are the same on both sides: those of the order in which the contract declares the flags.
fn facts_read(read: FactsRead) -> wit::FactsRead {
    wit::FactsRead::from_bits_retain(read.bits())
}
