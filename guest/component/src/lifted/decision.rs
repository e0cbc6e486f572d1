//! Decisions.

use super::codes::{obligations, reason, role_reference};
use super::explanation::explanation;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use crate::lowered::Requests;
use guestpass_rules::{Decision, Effect, FactsRead, GrantedBy, Holding, Instant, PrivilegeIndex, Reason};

/// The decisions on all requests in their order: those of the rules, and a denial for each request that could not be
/// read.
pub(crate) fn decisions(decided: Vec<Decision>, requests: Requests<'_>) -> Vec<wit::Decision> {
    let count = requests.readable.len().saturating_add(requests.unreadable.len());
    let mut decided = decided.into_iter();
    let mut unreadable = requests.unreadable.into_iter().peekable();
    let mut lifted = Vec::with_capacity(count);
    for position in 0..count {
        let denied = unreadable.next_if(|denied| denied.position == position);
        lifted.push(decision(match denied {
            Some(denied) => Decision::refused_at_the_door(denied.reason, denied.explain),
            // As many decisions as readable requests; were one missing, it is denied like everything doubtful.
            None => decided.next().unwrap_or_else(|| Decision::refused_at_the_door(Reason::RuleError, false)),
        }));
    }
    lifted
}

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
