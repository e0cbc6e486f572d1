//! What a case expects.

use guestpass_contract::Obligations;
use guestpass_contract::{InstantMs, PolicyInfo, Reason, Refusal, Warning};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::findings::Sink;
use super::table::{check_keys, instant, items, one_of};

/// Until when a decision is expected to hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Until {
    /// The same facts give the same answer for ever.
    Never,
    /// The first instant with another answer.
    Instant(InstantMs),
}

/// What is expected. A part that is none is not compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExpectedAnswer {
    /// Of a request.
    Decision {
        /// Allowed, or denied.
        allowed: bool,
        /// Why.
        reason: Option<Reason>,
        /// The role that grants it, of the policy or of the organisation.
        role: Option<String>,
        /// Until when.
        until: Option<Until>,
        /// Names of the field groups that are hidden, sorted.
        hidden: Option<Vec<String>>,
        /// Names of what the caller owes, sorted.
        obligations: Option<Vec<String>>,
    },
    /// Of a change that may be made.
    Accepted {
        /// What it is warned of.
        warnings: Option<Vec<Warning>>,
        /// The roles that a new person gets.
        roles: Option<Vec<String>>,
        /// Names of what the caller owes, sorted.
        obligations: Option<Vec<String>>,
    },
    /// Of a change that may not be made.
    Refused {
        /// Each reason.
        reasons: Option<Vec<Refusal>>,
        /// Why the person may not make it.
        denial: Option<Reason>,
    },
}

impl ExpectedAnswer {
    /// Only whether it is allowed.
    pub(super) fn effect(allowed: bool, reason: Option<Reason>) -> Self {
        Self::Decision { allowed, reason, role: None, until: None, hidden: None, obligations: None }
    }
}

const EFFECTS: [&str; 2] = ["allowed", "denied"];
const VERDICTS: [&str; 2] = ["accepted", "refused"];

/// Reads `expect` of a case. `is_change` says which kind of answer there will be.
pub(super) fn read(
    value: &Spanned<DeValue<'_>>,
    is_change: bool,
    info: &PolicyInfo,
    sink: &mut Sink<'_>,
) -> Option<ExpectedAnswer> {
    let (key, choices) = if is_change { ("verdict", VERDICTS) } else { ("effect", EFFECTS) };
    let Some(table) = value.get_ref().as_table() else {
        let word = one_of(value, key, choices.into_iter(), sink)?;
        return Some(bare(word));
    };
    let Some(word) = table.get(key) else {
        let message = format!("`{key}` is missing in `expect`");
        sink.advise("cases::missing-key", &value.span(), message, &format!("write `{key} = \"{}\"`", choices[0]));
        return None;
    };
    let word = one_of(word, key, choices.into_iter(), sink)?;
    let known: &[&str] = match word {
        "allowed" => &["effect", "reason", "role", "until", "hidden", "obligations"],
        "denied" => &["effect", "reason", "until"],
        "accepted" => &["verdict", "warnings", "roles", "obligations"],
        _ => &["verdict", "reasons", "denial"],
    };
    check_keys(table, &format!("`expect` of what is {word}"), known, sink);
    let mut answer = bare(word);
    match &mut answer {
        ExpectedAnswer::Decision { reason, role, until, hidden, obligations, .. } => {
            *reason = one(table, "reason", Reason::ALL, Reason::name, sink);
            *role = table.get("role").and_then(|value| super::table::string(value, "role", sink)).map(str::to_owned);
            *until = table.get("until").and_then(|value| read_until(value, sink));
            let groups: Vec<&str> = info.field_groups.iter().map(|group| group.name.as_str()).collect();
            *hidden = names(table, "hidden", "field group", &groups, sink);
            *obligations = names(table, "obligations", "obligation", Obligations::NAMES, sink);
        }
        ExpectedAnswer::Accepted { warnings, roles, obligations } => {
            *warnings = many(table, "warnings", Warning::ALL, Warning::name, sink);
            let known: Vec<&str> = info.roles.iter().map(|role| role.name.as_str()).collect();
            *roles = names(table, "roles", "role", &known, sink);
            *obligations = names(table, "obligations", "obligation", Obligations::NAMES, sink);
        }
        ExpectedAnswer::Refused { reasons, denial } => {
            *reasons = many(table, "reasons", Refusal::ALL, Refusal::name, sink);
            *denial = one(table, "denial", Reason::ALL, Reason::name, sink);
        }
    }
    Some(answer)
}

/// What is expected when nothing but the word is said.
fn bare(word: &str) -> ExpectedAnswer {
    match word {
        "accepted" => ExpectedAnswer::Accepted { warnings: None, roles: None, obligations: None },
        "refused" => ExpectedAnswer::Refused { reasons: None, denial: None },
        _ => ExpectedAnswer::effect(word == "allowed", None),
    }
}

fn read_until(value: &Spanned<DeValue<'_>>, sink: &mut Sink<'_>) -> Option<Until> {
    if value.get_ref().as_str() == Some("never") {
        return Some(Until::Never);
    }
    instant(value, "until", sink).map(Until::Instant)
}

/// One code of the contract.
pub(super) fn one<T: Copy>(
    table: &DeTable<'_>,
    key: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    sink: &mut Sink<'_>,
) -> Option<T> {
    let found = one_of(table.get(key)?, key, all.iter().map(|code| name(*code)), sink)?;
    all.iter().copied().find(|code| name(*code) == found)
}

fn many<T: Copy + Ord>(
    table: &DeTable<'_>,
    key: &str,
    all: &[T],
    name: fn(T) -> &'static str,
    sink: &mut Sink<'_>,
) -> Option<Vec<T>> {
    let what = key.trim_end_matches('s');
    let list = items(table, key, sink)?;
    let code = |found: &str| all.iter().copied().find(|code| name(*code) == found);
    let found = list.iter().filter_map(|item| one_of(item, what, all.iter().map(|code| name(*code)), sink));
    let mut codes: Vec<T> = found.filter_map(code).collect();
    codes.sort_unstable();
    Some(codes)
}

fn names(table: &DeTable<'_>, key: &str, what: &str, known: &[&str], sink: &mut Sink<'_>) -> Option<Vec<String>> {
    let list = items(table, key, sink)?;
    let found = list.iter().filter_map(|item| one_of(item, what, known.iter().copied(), sink));
    let mut found: Vec<String> = found.map(str::to_owned).collect();
    found.sort_unstable();
    Some(found)
}
