//! The rules as a component: conversion and exports, nothing else.
//!
//! `bindings` is generated from `wit/`. `lowered` turns what a host passed into the rules' own types, and anything
//! that cannot be turned is a denial or a refusal. `lifted` turns the answer back, and `described` says what the policy
//! is. The policy itself sits in `state`, put there once while the policy is built and frozen into the component's
//! memory from then on.

mod bindings;
mod described;
mod lifted;
mod lowered;
mod state;

use bindings::exports::guestpass::policy::evaluation as wit;
use bindings::exports::guestpass::policy::evaluation::Guest;
use guestpass_rules::{Checker, Decision, Instant, Policy, Reason};

/// The one of the standard library takes longer, and is inlined wherever something is freed.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: talc::wasm::WasmDynamicTalc = talc::wasm::new_wasm_dynamic_allocator();

/// What the component exports.
struct Component;

impl Guest for Component {
    fn describe() -> wit::PolicyInfo {
        state::policy().map_or_else(described::nothing, described::policy_info)
    }

    fn check(facts: wit::Facts, requests: wit::Requests) -> Vec<wit::Decision> {
        let Some(policy) = state::policy() else {
            return refuse_all(&requests, Reason::RuleError);
        };
        match lowered::facts(&facts).and_then(|facts| Ok((facts, lowered::requests(&requests)?))) {
            Ok((facts, read)) => {
                let mut checker = Checker::new(policy, &facts);
                let decide = |item: &_| match read.request(item) {
                    Ok(request) => checker.decide(&request),
                    // One that cannot be read is denied by itself; the others are answered.
                    Err(reason) => Decision::refused_at_the_door(reason, item.explain),
                };
                requests.items.iter().map(decide).map(lifted::decision).collect()
            }
            Err(reason) => refuse_all(&requests, reason),
        }
    }

    fn review(
        facts: wit::Facts,
        change_facts: wit::ChangeFacts,
        change: wit::Change,
        now: wit::Instant,
    ) -> wit::Verdict {
        let Some(policy) = state::policy() else {
            return lifted::refused(wit::Refusal::UnsupportedChange);
        };
        match reviewed(policy, &facts, &change_facts, &change, Instant(now)) {
            Ok(verdict) => verdict,
            // The facts or the change cannot be relied upon; what is wrong with them is all that there is to say.
            Err(_) => lifted::refused(wit::Refusal::Malformed),
        }
    }

    fn init(model: Vec<u8>) -> Result<(), wit::InitError> {
        let model = guestpass_model::decode(&model).map_err(|_| wit::InitError::MalformedModel)?;
        let policy = model.into_policy().map_err(|_| wit::InitError::InvalidModel)?;
        state::install(policy).map_err(|_| wit::InitError::AlreadyInitialised)
    }
}

fn reviewed(
    policy: &'static Policy,
    facts: &wit::Facts,
    change_facts: &wit::ChangeFacts,
    change: &wit::Change,
    now: Instant,
) -> Result<wit::Verdict, Reason> {
    let facts = lowered::facts(facts)?;
    let change_facts = lowered::change_facts(change_facts)?;
    let change = lowered::change(change)?;
    Ok(lifted::verdict(guestpass_rules::review(policy, &facts, &change_facts, &change, now)))
}

fn refuse_all(requests: &wit::Requests, reason: Reason) -> Vec<wit::Decision> {
    let refuse = |request: &wit::Request| lifted::decision(Decision::refused_at_the_door(reason, request.explain));
    requests.items.iter().map(refuse).collect()
}
