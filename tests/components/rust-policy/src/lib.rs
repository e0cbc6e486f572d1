//! A policy of one's own, in Rust: **support staff may view tickets on weekdays of an approved window**.
//!
//! A policy document cannot say "on weekdays". Whoever needs a rule that documents do not have writes a component
//! against `wit/policy.wit`; every Guestpass host loads it like any other. This one is complete: copy the folder and
//! change the rule.
//!
//! - `bindings` is generated from the contract.
//! - `description` is what the policy says about itself; the indices in a decision count there.
//! - `question` reads what was asked, and denies what cannot be read.
//! - `rule` is the rule itself, `week` and `window` are the time in it.
//! - `answer` turns what the rule says into a decision.
//!
//! A host starts a fresh instance of such a component for each call, so it can keep nothing from one organisation for
//! the next, and it does not try to.

mod answer;
mod bindings;
mod description;
mod question;
mod rule;
mod week;
mod window;

use bindings::exports::guestpass::policy::evaluation as wit;

struct Component;

impl wit::Guest for Component {
    fn describe() -> wit::PolicyInfo {
        description::policy_info()
    }

    /// As many decisions as requests, in their order, each the same as if it had been asked alone.
    fn check(facts: wit::Facts, requests: wit::Requests) -> Vec<wit::Decision> {
        requests.items.iter().map(|request| answer::decide(&facts, &requests.text, request)).collect()
    }

    /// Nobody changes anything by this policy: roles and windows are given out elsewhere.
    fn review(_: wit::Facts, _: wit::ChangeFacts, _: wit::Change, _: wit::Instant) -> wit::Verdict {
        wit::Verdict::Refused(wit::Rejection { refusals: vec![wit::Refusal::UnsupportedChange], denial: None })
    }

    /// The rule is in the code; there is no model to take in.
    fn init(_: Vec<u8>) -> Result<(), wit::InitError> {
        Err(wit::InitError::AlreadyInitialised)
    }
}
