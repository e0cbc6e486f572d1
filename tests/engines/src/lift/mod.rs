//! From the rules' answers to the contract's types, written apart from the component's conversion.
//!
//! Names are looked up by their spelling: an enumeration that both sides do not spell alike is a failed test.

mod decision;
mod policy_info;
mod verdict;

pub(crate) use decision::decision;
pub(crate) use policy_info::policy_info;
pub(crate) use verdict::verdict;

use guestpass_contract as contract;
use guestpass_rules as rules;
use std::fmt::Debug;

/// What the contract spells as the rules do, `WindowEnded` as `window-ended`; otherwise `unknown`, which no vector
/// expects.
fn spelled<To>(value: impl Debug, from_name: impl Fn(&str) -> Option<To>, unknown: To) -> To {
    from_name(&kebab(&format!("{value:?}"))).unwrap_or(unknown)
}

fn kebab(spelling: &str) -> String {
    let mut name = String::new();
    for character in spelling.chars() {
        if character.is_ascii_uppercase() && !name.is_empty() {
            name.push('-');
        }
        name.push(character.to_ascii_lowercase());
    }
    name
}

fn reason(reason: rules::Reason) -> contract::Reason {
    spelled(reason, contract::Reason::from_name, contract::Reason::RuleError)
}

fn gate(gate: rules::Gate) -> contract::Gate {
    spelled(gate, contract::Gate::from_name, contract::Gate::WellFormed)
}

fn obligations(owed: rules::Obligations) -> contract::Obligations {
    use rules::Obligations as Owed;
    contract::Obligations::empty()
        .with(contract::Obligations::DATA_PROTECTION_AGREEMENT, owed.contains(Owed::DATA_PROTECTION_AGREEMENT))
        .with(contract::Obligations::NAME_THE_PERSON, owed.contains(Owed::NAME_THE_PERSON))
}
