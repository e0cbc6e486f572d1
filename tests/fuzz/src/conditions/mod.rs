//! Conditions: read, checked for types, asked, and compared with the oracle, which has a parser of its own.

mod asked;
mod printed;

use guestpass_compiler::{CheckedDocument, DiagnosticCode, parse};
use guestpass_model::{ConditionModel, OperandModel, PolicyModel};
use guestpass_oracle::Oracle;
use guestpass_rules::Reason;
use serde_json::Value;

use crate::samples;
use crate::target::{Broken, Found, Reached, Target, require, require_same};
use asked::{Asked, Said};

/// The compiler of conditions, and the rules that ask them.
pub const CONDITIONS: Target = Target {
    name: "conditions",
    property: "a condition is refused with its place, or compiled; what is compiled prints as a condition that compiles \
               to the same; it has an answer for any facts, for the interval that it says, and the oracle's answer",
    judge: |data| judge(data, &|asked, policy| asked.rules(policy)),
    fault: "rules that take what is missing for something that does not hold",
    judge_spoiled: |data| {
        judge(data, &|asked, policy| {
            let said = asked.rules(policy)?;
            let is_missing = said.reason == Reason::AttributeMissing;
            Ok(Said { reason: if is_missing { Reason::ConditionNotMet } else { said.reason }, ..said })
        })
    },
    seeds,
};

/// Bytes of a condition here at most: longer ones take long and are no different.
const CONDITION_BYTES_MAX: usize = 400;

type AsksRules<'a> = dyn Fn(&Asked, &guestpass_rules::Policy) -> Result<Said, Broken> + 'a;

/// Four bytes say what is asked, the rest is the condition.
fn judge(data: &[u8], rules: &AsksRules<'_>) -> Found {
    let Some((header, condition)) = data.split_first_chunk::<4>() else { return Ok(Reached::Refused) };
    let asked = Asked::of(*header);
    let Ok(condition) = str::from_utf8(condition) else { return Ok(Reached::Refused) };
    if condition.len() > CONDITION_BYTES_MAX {
        return Ok(Reached::Refused);
    }
    let document = asked.document(condition);
    let model = match parse("fuzz.toml", &document) {
        Ok(CheckedDocument { model, .. }) => model,
        Err(found) => {
            let codes: Vec<DiagnosticCode> = found.items().iter().map(|item| item.code()).collect();
            require(!codes.is_empty(), || "it is refused without a word".to_owned())?;
            let by_rules = codes.contains(&DiagnosticCode::RefusedByRules);
            require(!by_rules, || format!("only the rules refuse it: {}", found.plain()))?;
            return Ok(Reached::Refused);
        }
    };
    for condition in &model.conditions {
        has_texts(condition)?;
        print_again(&asked, &model, condition)?;
    }
    let policy = model.clone().into_policy().map_err(|error| Broken(format!("the rules refuse it: {error}")))?;
    let said = rules(&asked, &policy)?;
    asked.holds_throughout(&policy, &said)?;
    compare(&asked, &document, &said)?;
    Ok(Reached::Accepted)
}

/// Every instant of a condition has a text: it may become the end of an answer.
fn has_texts(condition: &ConditionModel) -> Result<(), Broken> {
    for instant in printed::operands(condition).filter_map(|operand| match operand {
        OperandModel::Timestamp(instant) => Some(*instant),
        _ => None,
    }) {
        let text = guestpass_contract::json::instant_to_string(instant);
        require(text.is_ok(), || format!("`{}` holds an instant that cannot be printed: {instant}", condition.source))?;
    }
    Ok(())
}

/// Printed from its pieces it compiles to the same pieces, unless it then has more parentheses than may be.
fn print_again(asked: &Asked, model: &PolicyModel, condition: &ConditionModel) -> Result<(), Broken> {
    let text = printed::print(model, condition);
    match parse("fuzz.toml", &asked.document(&text)) {
        Ok(CheckedDocument { model: again, .. }) => {
            let nodes = again.conditions.first().map(|again| &again.nodes);
            require_same(&nodes, &Some(&condition.nodes), &format!("`{}` printed as `{text}`", condition.source))
        }
        Err(found) => {
            let is_deep = found.items().iter().any(|item| item.code() == DiagnosticCode::ConditionTooLarge);
            require(is_deep, || format!("`{}` printed as `{text}`: {}", condition.source, found.plain()))
        }
    }
}

fn compare(asked: &Asked, document: &str, said: &Said) -> Result<(), Broken> {
    // The oracle reads the conditions that policies are written with, and not every spelling that CEL has.
    let Ok(oracle) = Oracle::new(document) else { return Ok(()) };
    let (facts, request): (Value, Value) = asked.json();
    let answer =
        oracle.check(&facts, &request).map_err(|error| Broken(format!("the oracle cannot read it: {error}")))?;
    let oracle = (answer.reason, answer.valid_from, answer.valid_until);
    let rules = (said.reason_name(), said.valid_from, said.valid_until);
    require_same(&rules, &oracle, &format!("the rules and the oracle about {facts} {request} {document}"))
}

fn seeds() -> anyhow::Result<Vec<Vec<u8>>> {
    let mut conditions: Vec<String> = SEEDS.iter().map(|condition| (*condition).to_owned()).collect();
    for document in samples::files("host/compiler/tests/diagnostics", "toml")? {
        conditions.extend(conditions_of(&String::from_utf8_lossy(&document)));
    }
    let seed = |(number, condition): (usize, &String)| {
        let header = [0b0011_1111, 0, 3, 0].map(|byte: u8| byte ^ u8::try_from(number % 64).unwrap_or_default());
        [&header[..], condition.as_bytes()].concat()
    };
    Ok(conditions.iter().enumerate().map(seed).collect())
}

/// What stands between quotes behind `when`.
fn conditions_of(document: &str) -> Vec<String> {
    let behind = document.split("when = ").skip(1);
    let quoted = behind.filter_map(|rest| {
        let quote = ["'''", "\"\"\"", "'", "\""].into_iter().find(|quote| rest.starts_with(quote))?;
        rest.strip_prefix(quote)?.split_once(quote).map(|(condition, _)| condition.to_owned())
    });
    quoted.collect()
}

const SEEDS: [&str; 20] = [
    "principal.named",
    "!principal.named",
    "principal.level >= 3 && principal.level < 4",
    "principal.level != -1 || has(principal.level)",
    "organisation.plan == \"gold\"",
    "organisation.plan in ['silver', 'gold']",
    "role.name in resource.opened_to && resource.id == 'door-1'",
    "resource.opened_to == ['guard', 'ann']",
    "context.since < context.now",
    "context.now < timestamp('2026-01-01T00:00:00Z')",
    "context.now >= timestamp('1970-01-01T00:00:05Z') && context.now < timestamp('1970-01-01T01:00:09.5+01:00')",
    "action.suite == 's' && action.resource == 'door' && action.name == 'open'",
    "principal.id == 'ann' || organisation.id != 'acme'",
    "!(principal.named && (principal.level > 1 || has(context.since)))",
    "true || principal.level > 1",
    "principal.named && false",
    "'a' in principal.teams || 'b' in principal.teams || 'c' in principal.teams || 'd' in principal.teams",
    "context.now > timestamp('0000-01-01T00:00:00Z')",
    "organisation.plan == 'a\\n\\\"\\u00e4\\'\\\\'",
    "principal.level == 0x10",
];
