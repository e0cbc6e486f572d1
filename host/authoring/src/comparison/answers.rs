//! How two answers differ, whatever the indices of either policy.

use guestpass_contract::{Decision, GrantedBy, PolicyInfo, RoleReference};
use serde::Serialize;

/// In which way two answers differ.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "difference-kind"))]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Denied before, allowed now.
    NewlyAllowed,
    /// Allowed before, denied now.
    NewlyDenied,
    /// Allowed by both; now shows fields that were hidden.
    MoreShown,
    /// Allowed by both; now hides fields that were shown.
    LessShown,
    /// The same effect, and the caller owes something else.
    OtherObligations,
    /// The same effect for another reason.
    OtherReason,
    /// The same answer, for another span of time.
    OtherValidity,
}

impl Kind {
    /// Whether somebody gets at something that was out of reach.
    #[must_use]
    pub fn is_new_access(self) -> bool {
        matches!(self, Self::NewlyAllowed | Self::MoreShown)
    }
}

/// The ways in which two decisions differ, each with its detail; facts read are not looked at.
pub(crate) fn differences(
    old: &Decision,
    new: &Decision,
    old_info: &PolicyInfo,
    new_info: &PolicyInfo,
) -> Vec<(Kind, String)> {
    match (old.is_allowed(), new.is_allowed()) {
        (false, true) => return vec![(Kind::NewlyAllowed, String::new())],
        (true, false) => return vec![(Kind::NewlyDenied, String::new())],
        _ => {}
    }
    let mut found = Vec::new();
    if old.hidden_field_groups | new.hidden_field_groups != 0 {
        let (before, after) = (hidden(old, old_info), hidden(new, new_info));
        let only = |these: &[&str], those: &[&str]| {
            let only: Vec<String> = these.iter().filter(|it| !those.contains(it)).map(|it| format!("`{it}`")).collect();
            only.join(", ")
        };
        for (kind, groups) in [(Kind::MoreShown, only(&before, &after)), (Kind::LessShown, only(&after, &before))] {
            if !groups.is_empty() {
                found.push((kind, groups));
            }
        }
    }
    if old.obligations != new.obligations {
        let words = |it: &Decision| match it.obligations.names().collect::<Vec<_>>().join(", ") {
            names if names.is_empty() => "nothing".to_owned(),
            names => names,
        };
        found.push((Kind::OtherObligations, format!("owed was {}, and is {}", words(old), words(new))));
    }
    let (before, after) = (why(old, old_info), why(new, new_info));
    if old.reason != new.reason || before != after {
        found.push((Kind::OtherReason, format!("{}, not {}", in_words(new, after), in_words(old, before))));
    } else if (old.valid_from, old.valid_until) != (new.valid_from, new.valid_until) {
        found.push((Kind::OtherValidity, String::new()));
    }
    found
}

type Why<'a> = Option<(Option<&'a str>, &'static str, Option<&'a str>)>;

/// A custom role needs no name: each gives what it says, whatever the policy.
fn why<'a>(decision: &Decision, info: &'a PolicyInfo) -> Why<'a> {
    let GrantedBy { role, held, privilege } = decision.granted_by?;
    let role = role.map(|role| match role {
        RoleReference::Policy(index) => info.roles.get(usize::from(index)).map_or("", |role| role.name.as_str()),
        RoleReference::Custom(_) => "a custom role",
    });
    let privilege = privilege.and_then(|index| info.privileges.get(usize::from(index)));
    Some((role, held.name(), privilege.map(|privilege| privilege.name.as_str())))
}

fn in_words(decision: &Decision, why: Why<'_>) -> String {
    match why {
        None => format!("`{}`", decision.reason),
        Some((role, held, privilege)) => {
            let privilege = privilege.map(|name| format!(" through `{name}`")).unwrap_or_default();
            format!("by {} ({held}){privilege}", role.map_or("full access".to_owned(), |role| format!("`{role}`")))
        }
    }
}

fn hidden<'a>(decision: &Decision, info: &'a PolicyInfo) -> Vec<&'a str> {
    let groups = info.field_groups.iter().enumerate();
    let bits = decision.hidden_field_groups;
    let is_hidden = |bit: usize| u32::try_from(bit).is_ok_and(|bit| bits.checked_shr(bit).unwrap_or(0) & 1 == 1);
    groups.filter(|(bit, _)| is_hidden(*bit)).map(|(_, group)| group.name.as_str()).collect()
}
