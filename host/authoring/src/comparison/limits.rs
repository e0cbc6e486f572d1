//! What policies describe of limits: how many of something there may be is no matter of who asks.

use std::collections::BTreeSet;

use guestpass_contract::PolicyInfo;

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
    found
}
