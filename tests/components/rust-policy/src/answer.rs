//! From what the rule says to a decision that the hosts believe: they check that it does not contradict itself.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use crate::description::{SUPPORT_VIEWER_INDEX, VIEW_TICKETS_INDEX};
use crate::question::Question;
use crate::rule;

/// Decides one request, whose names stand in `text`.
pub(crate) fn decide(facts: &wit::Facts, text: &str, request: &wit::Request) -> wit::Decision {
    match Question::read(facts, text, request) {
        Ok(question) => judge(&question, request),
        Err(reason) => unreadable(reason, request),
    }
}

fn judge(question: &Question, request: &wit::Request) -> wit::Decision {
    let reason = rule::reason(question, request.now);
    let granted = reason == wit::Reason::Granted;
    let (valid_from, valid_until) = rule::valid(question, request.now);
    wit::Decision {
        effect: if granted { wit::Effect::Allow } else { wit::Effect::Deny },
        reason,
        granted_by: granted.then_some(wit::GrantedBy {
            role: Some(wit::RoleReference::Policy(SUPPORT_VIEWER_INDEX)),
            held: wit::Holding::AccessGrant,
            privilege: Some(VIEW_TICKETS_INDEX),
        }),
        valid_from,
        valid_until,
        hidden_field_groups: 0,
        // Whoever works with a customer's data does so by name.
        obligations: if granted { wit::Obligations::NAME_THE_PERSON } else { wit::Obligations::empty() },
        facts_read: wit::FactsRead::PRINCIPAL | wit::FactsRead::ROLE_GRANTS | wit::FactsRead::ACCESS_GRANTS,
        explanation: request.explain.then(|| explain(question, request.now)),
    }
}

/// Facts or a request that cannot be read: the door is shut before the rule.
fn unreadable(reason: wit::Reason, request: &wit::Request) -> wit::Decision {
    let gates = vec![wit::GateResult { gate: wit::Gate::WellFormed, outcome: wit::GateOutcome::Failed(reason) }];
    wit::Decision {
        effect: wit::Effect::Deny,
        reason,
        granted_by: None,
        valid_from: None,
        valid_until: None,
        hidden_field_groups: 0,
        obligations: wit::Obligations::empty(),
        facts_read: wit::FactsRead::empty(),
        explanation: request.explain.then_some(wit::Explanation { gates, remedies: Vec::new() }),
    }
}

/// Every gate with its outcome, so that all obstacles show at once. Remedies are not known to this policy.
fn explain(question: &Question, now: wit::Instant) -> wit::Explanation {
    let well_formed = wit::GateResult { gate: wit::Gate::WellFormed, outcome: wit::GateOutcome::Passed };
    let judged = rule::gates(question, now).into_iter().map(|(gate, outcome)| wit::GateResult {
        gate,
        outcome: outcome.map_or_else(wit::GateOutcome::Failed, |()| wit::GateOutcome::Passed),
    });
    wit::Explanation { gates: std::iter::once(well_formed).chain(judged).collect(), remedies: Vec::new() }
}
