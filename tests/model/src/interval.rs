//! A whole check: the decision now, and how long it has been and will be the same.

use crate::answer::Answer;
use crate::condition::Value;
use crate::decide::{Outcome, Question, decide};
use crate::document::{Document, Requirement};
use crate::expression;
use crate::facts::{Facts, Mode, Request, Target};
use crate::holdings;
use crate::instants::{Instant, Window};
use crate::json::Unreadable;
use crate::malformed;
use std::collections::BTreeSet;

/// Decides a request.
pub(crate) fn check(document: &Document, facts: &Facts, request: &Request) -> Result<Answer, Unreadable> {
    if let Some(reason) = malformed::facts(document, facts) {
        return Ok(answer(facts, Outcome::denied("well-formed", reason), (None, None)));
    }
    let read;
    let (requirement, gates) = match &request.target {
        Target::Api(name) => match document.apis.get(name) {
            Some(api) => (&api.requirement, api.gates.as_deref()),
            None => return Ok(answer(facts, Outcome::denied("well-formed", "unknown-api"), (None, None))),
        },
        Target::Privileges(text) => match expression::read(text) {
            Ok(wanted) => {
                read = Requirement::Privileges(wanted);
                (&read, None)
            }
            Err(reason) => return Ok(answer(facts, Outcome::denied("well-formed", reason), (None, None))),
        },
    };
    let holdings = holdings::of_person(document, facts);
    let resource = request.on_resource.as_deref();
    let question = Question { document, facts, holdings: &holdings, requirement, gates, resource };
    let outcome = decide(&question, request.now);
    let interval = interval(&question, &outcome, request.now);
    Ok(answer(facts, outcome, interval))
}

/// X7: whoever comes from outside is recorded by name.
fn answer(facts: &Facts, outcome: Outcome, (valid_from, valid_until): (Option<Instant>, Option<Instant>)) -> Answer {
    let Outcome { allowed, reason, gate, granted_by, hidden } = outcome;
    let obligations = if allowed && facts.principal.is_external() { vec!["name-the-person"] } else { Vec::new() };
    Answer { allowed, reason, gate, granted_by, valid_from, valid_until, hidden, obligations }
}

/// Asks again at every instant at which anything could change: forwards until the first answer that differs, backwards
/// until the last one.
fn interval(question: &Question<'_>, outcome: &Outcome, now: Instant) -> (Option<Instant>, Option<Instant>) {
    let instants = instants(question.document, question.facts);
    let before = instants.range(..=now).rev().copied();
    let valid_from = before.into_iter().find(|instant| decide(question, instant - 1) != *outcome);
    let mut after = instants.range(now..).copied().filter(|instant| *instant > now);
    let valid_until = after.find(|instant| decide(question, *instant) != *outcome);
    (valid_from, valid_until)
}

/// Every instant that the facts or a condition name, the one before it and the one after it.
fn instants(document: &Document, facts: &Facts) -> BTreeSet<Instant> {
    let mut named = document.timestamps.clone();
    let role_windows = facts.role_grants.iter().filter_map(|grant| grant.window);
    let access_windows = facts.access_grants.iter().map(|access| access.window);
    let period = facts.external_access.iter().filter_map(|access| match access.mode {
        Mode::Period(window) => Some(window),
        _ => None,
    });
    for Window { start, end } in role_windows.chain(access_windows).chain(period) {
        named.extend([start, end]);
    }
    let about = [&facts.about_principal, &facts.about_organisation, &facts.about_context];
    for value in about.into_iter().chain(facts.about_resources.values()).flat_map(|attributes| attributes.values()) {
        if let Value::Timestamp(instant) = value {
            named.push(*instant);
        }
    }
    named.into_iter().flat_map(|instant| [instant - 1, instant, instant + 1]).collect()
}
