//! What policies describe of limits and of changes. A verdict on a change follows from it and from who may what.

use std::collections::BTreeSet;

use guestpass_contract::{Assigner, PolicyInfo, Requirement, RoleInfo};

/// What the descriptions say differently, in sentences.
pub(super) fn differences(old: &PolicyInfo, new: &PolicyInfo) -> Vec<String> {
    let mut found = Vec::new();
    let limit = |info: &PolicyInfo, name: &str| info.limits.iter().find(|it| it.name == name).map(|it| it.maximum);
    let both = [old, new];
    let names: BTreeSet<&str> = both.iter().flat_map(|info| &info.limits).map(|it| it.name.as_str()).collect();
    for name in names {
        let words = |maximum: Option<Option<u32>>| match maximum {
            Some(Some(maximum)) => maximum.to_string(),
            Some(None) | None => "unlimited".to_owned(),
        };
        let (before, after) = (words(limit(old, name)), words(limit(new, name)));
        if before != after {
            found.push(format!("the limit `{name}` was {before} and is {after}"));
        }
    }
    let change = |info: &PolicyInfo, name: &str| {
        info.changes.iter().find(|it| it.name == name).map(|it| requirement(&it.requirement))
    };
    let names: BTreeSet<&str> = both.iter().flat_map(|info| &info.changes).map(|it| it.name.as_str()).collect();
    for name in names {
        let words = |asked: Option<String>| asked.unwrap_or_else(|| "nobody may make it".to_owned());
        let (before, after) = (words(change(old, name)), words(change(new, name)));
        if before != after {
            found.push(format!("the change `{name}` asked for {before} and asks for {after}"));
        }
    }
    for role in &new.roles {
        let Some(before) = old.roles.iter().find(|it| it.name == role.name) else { continue };
        let (before, after) = (assigners(before, old), assigners(role, new));
        if before != after {
            let gone = listed(before.difference(&after));
            let new = listed(after.difference(&before));
            found.extend((!new.is_empty()).then(|| format!("role `{}` may now be assigned by {new}", role.name)));
            found.extend(
                (!gone.is_empty()).then(|| format!("role `{}` may no longer be assigned by {gone}", role.name)),
            );
        }
    }
    found
}

fn listed<'a>(words: impl Iterator<Item = &'a String>) -> String {
    words.cloned().collect::<Vec<_>>().join(", ")
}

fn assigners(role: &RoleInfo, info: &PolicyInfo) -> BTreeSet<String> {
    let name = |assigner: &Assigner| {
        let name = info.roles.get(usize::from(assigner.role)).map_or("", |role| role.name.as_str());
        if assigner.needs_grant { format!("`{name}` while access is granted") } else { format!("`{name}`") }
    };
    match &role.assigned_by {
        Some(assigners) => assigners.iter().map(name).collect(),
        None => std::iter::once("whoever has the privilege for it".to_owned()).collect(),
    }
}

fn requirement(asked: &Requirement) -> String {
    match asked {
        Requirement::Nothing => "an identified person".to_owned(),
        Requirement::Entry => "entry".to_owned(),
        Requirement::AnyRole => "any role".to_owned(),
        Requirement::Privileges(names) => names.iter().map(|it| format!("`{it}`")).collect::<Vec<_>>().join(" or "),
    }
}
