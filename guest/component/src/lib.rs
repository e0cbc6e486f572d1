//! The rules as a component: conversion and exports, nothing else.
//!
//! `bindings` is generated from `wit/`. `lowered` turns what a host passed into the rules' own types, and anything
//! that cannot be turned is a denial. `lifted` turns the answer back. The policy itself sits in `state`, put there
//! once while the policy is built and frozen into the component's memory from then on.

mod bindings;
mod described;
mod lifted;
mod lowered;
mod state;

use bindings::exports::guestpass::policy::evaluation as wit;
use bindings::exports::guestpass::policy::evaluation::Guest;
use guestpass_rules::Decision;

/// What the component exports.
struct Component;

impl Guest for Component {
    fn describe() -> wit::PolicyInfo {
        state::policy().map_or_else(described::nothing, described::policy_info)
    }

    fn check(facts: wit::Facts, requests: wit::Requests) -> Vec<wit::Decision> {
        let Some(policy) = state::policy() else {
            return refuse_all(&requests, guestpass_rules::Reason::RuleError);
        };
        let facts = match lowered::facts(&facts) {
            Ok(facts) => facts,
            Err(reason) => return refuse_all(&requests, reason),
        };
        lowered::check(policy, &facts, &requests).into_iter().map(lifted::decision).collect()
    }

    fn review(_facts: wit::Facts, _change: wit::Change, _now: wit::Instant) -> wit::Verdict {
        wit::Verdict::Refused(vec![wit::Refusal::NotYetSupported])
    }

    fn init(model: Vec<u8>) -> Result<(), wit::InitError> {
        let model = guestpass_model::decode(&model).map_err(|_| wit::InitError::MalformedModel)?;
        let policy = model.into_policy().map_err(|_| wit::InitError::InvalidModel)?;
        state::install(policy).map_err(|_| wit::InitError::AlreadyInitialised)
    }
}

fn refuse_all(requests: &wit::Requests, reason: guestpass_rules::Reason) -> Vec<wit::Decision> {
    let refuse = |request: &wit::Request| lifted::decision(Decision::refused_at_the_door(reason, request.explain));
    requests.items.iter().map(refuse).collect()
}
