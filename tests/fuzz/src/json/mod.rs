//! The JSON that both hosts read: facts, requests and changes.

mod ordered;
mod requests;

pub use requests::REQUESTS;

use guestpass_contract::json::{JsonError, ProposedChange, change_from_str, review_facts_from_str};
use guestpass_contract::limits::{MAX_JSON_BYTES, MAX_NAMES, MAX_ROLE_GRANTS, MAX_TEXT_BYTES};
use guestpass_contract::{ChangeFacts, Facts};
use guestpass_vectors::Asked;

use crate::samples;
use crate::target::{Broken, Found, Reached, Target, require, require_same};
use ordered::Ordered;

const PROPERTY: &str = "what is read is JSON, and read alike however it is spaced; a key that stands twice in any \
                        object is refused; an error says where; nothing grows beyond the maxima of the contract";

/// The reader of facts, with those that a review needs.
pub const FACTS: Target = Target {
    name: "facts",
    property: PROPERTY,
    judge: |data| judge(data, &review_facts_from_str, &bounded),
    fault: "a reader that takes the last of two values under one key",
    judge_spoiled: |data| judge(data, &|text| review_facts_from_str(&last_key_wins(text)), &bounded),
    seeds: || {
        let vectors = guestpass_vectors::load()?;
        let mut seeds: Vec<Vec<u8>> =
            vectors.iter().filter_map(|vector| Some(vector.cases.first()?.facts.clone().into_bytes())).collect();
        seeds.extend(samples::files("host/contract/tests/data", "json")?);
        seeds.extend(samples::files("host/cli/samples", "facts.json")?);
        Ok(seeds)
    },
};

/// The reader of changes.
pub const CHANGES: Target = Target {
    name: "changes",
    property: PROPERTY,
    judge: |data| judge(data, &change_from_str, &any_change),
    fault: "a reader that takes the last of two values under one key",
    judge_spoiled: |data| judge(data, &|text| change_from_str(&last_key_wins(text)), &any_change),
    seeds: || {
        let mut seeds: Vec<Vec<u8>> = Vec::new();
        for vector in guestpass_vectors::load()? {
            let change = vector.cases.into_iter().find_map(|case| match case.asked {
                Asked::Verdict(change) => Some(change),
                Asked::Decision(_) | Asked::Description => None,
            });
            seeds.extend(change.map(String::into_bytes));
        }
        let lines = samples::files("host/contract/tests/data", "ndjson")?;
        seeds.extend(lines.iter().flat_map(|file| file.split(|byte| *byte == b'\n')).map(<[u8]>::to_vec));
        Ok(seeds)
    },
};

/// Objects of one input whose keys are repeated at most.
const REPEATED_MAX: usize = 12;

fn judge<T: PartialEq + std::fmt::Debug>(
    data: &[u8],
    read: &dyn Fn(&str) -> Result<T, JsonError>,
    further: &dyn Fn(&str, &T) -> Result<(), Broken>,
) -> Found {
    let Ok(text) = str::from_utf8(data) else { return Ok(Reached::Refused) };
    let found = match read(text) {
        Ok(found) => found,
        Err(error) => return says_where(text, &error),
    };
    require(text.len() <= MAX_JSON_BYTES, || format!("{} bytes were read", text.len()))?;
    let value = Ordered::read(text).ok_or_else(|| Broken("what was read is no JSON".to_owned()))?;
    let again = read(&value.print()).map_err(|error| Broken(format!("printed again it is refused: {error}")))?;
    require_same(&again, &found, "printed and read again")?;
    for number in 0..value.objects().min(REPEATED_MAX) {
        let twice = value.print_repeating(number);
        require(read(&twice).is_err(), || format!("a key that stands twice is read: {twice}"))?;
    }
    further(text, &found)?;
    Ok(Reached::Accepted)
}

/// The line is one of the text, and the message says something.
fn says_where(text: &str, error: &JsonError) -> Found {
    let lines = text.split('\n').count();
    let is_there = error.line().is_none_or(|line| (1..=lines).contains(&line)) && error.column() != Some(0);
    require(is_there && !error.message().is_empty(), || format!("the error is nowhere: {error:?}"))?;
    Ok(Reached::Refused)
}

fn bounded(_: &str, (facts, change_facts): &(Facts, ChangeFacts)) -> Result<(), Broken> {
    let is_bounded = facts.text.len() <= MAX_TEXT_BYTES
        && change_facts.text.len() <= MAX_TEXT_BYTES
        && facts.names.len() <= MAX_NAMES
        && facts.role_grants.len() <= MAX_ROLE_GRANTS;
    require(is_bounded, || "the facts are larger than the contract allows".to_owned())
}

/// A change says everything in its JSON.
fn any_change(_: &str, _: &ProposedChange) -> Result<(), Broken> {
    Ok(())
}

/// What most readers of JSON make of a key that stands there twice.
fn last_key_wins(text: &str) -> String {
    serde_json::from_str::<serde_json::Value>(text).map_or_else(|_| text.to_owned(), |value| value.to_string())
}
