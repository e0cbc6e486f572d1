//! The names of one question: few, so that things meet.

use super::catalogue::{Catalogue, ChangeRule, Role};
use super::dice::Dice;
use serde_json::{Map, Value, json};

/// Custom roles; every organisation has the same.
pub(super) const CUSTOM_ROLES: [&str; 4] = ["r\u{f4}le maison", "auditor", "till clerk", "app keeper"];
pub(super) const UNKNOWN_ROLE: &str = "nobody knows this role";
pub(super) const ORGANISATION: &str = "initech";
pub(super) const OTHER_ORGANISATION: &str = "umbrella";
pub(super) const GROUPS: [&str; 3] = ["finance", "op\u{e9}rations", "sales"];
pub(super) const PEOPLE: [&str; 2] = ["dana", "sam"];
/// Apps, runs, companies, web apps; a person is a resource too where users are edited.
pub(super) const RESOURCES: [&str; 3] = ["app-7", "app-8", "dana"];
pub(super) const EMAILS: [&str; 4] =
    ["dana@partner.example", " DANA@Partner.example", "sam@initech.example", "\u{c4}nne@x.example"];
pub(super) const IDENTITIES: [&str; 2] = ["idp|dana", "idp|sam"];

/// 2026-01-01T00:00:00Z; most generated instants lie within a few milliseconds of it.
const EPOCH_MS: i64 = 1_767_225_600_000;

/// What one question is about.
#[derive(Debug)]
pub(super) struct Cast<'a> {
    pub(super) catalogue: &'a Catalogue,
    /// The kind of change; none for requests.
    pub(super) rule: Option<&'a ChangeRule>,
    /// The kind of person who asks.
    pub(super) kind: &'static str,
    /// The privileges that are asked for most of the time.
    pub(super) privileges: Vec<&'a str>,
    /// Names of roles that give them, of others, and of custom and unknown ones.
    pub(super) roles: Vec<&'a str>,
    /// The role that a change is about.
    pub(super) role: &'a str,
    /// A role that lets its holder make the change, where there is one.
    pub(super) helper: Option<&'a str>,
}

impl<'a> Cast<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, is_change: bool, dice: &mut Dice) -> Self {
        let rule = if is_change { pick_rule(catalogue, dice) } else { None };
        let kind = pick_kind(catalogue, is_change, dice);
        // What a third party holds gives something here only where the document says so.
        let is_abroad = kind == "third-party" && catalogue.reaches_abroad && dice.chance(90);
        let candidates: Vec<&Role> =
            catalogue.roles.iter().filter(|role| !is_abroad || !role.abroad.is_empty()).collect();
        let gives = |role: &'a Role| if is_abroad { &role.abroad } else { &role.gives };
        let role = pick_role(&candidates, dice);
        let privileges = pick_privileges(catalogue, rule, role.map(gives), dice);
        let is_helpful = |role: &&&'a Role| gives(role).iter().any(|gives| privileges.contains(&gives.as_str()));
        let helpful: Vec<&Role> = candidates.iter().filter(is_helpful).copied().collect();
        let mut roles: Vec<&str> = (0..3).filter_map(|_| dice.pick(&helpful)).map(|role| role.name.as_str()).collect();
        roles.extend((0..2).filter_map(|_| dice.pick(&candidates)).map(|role| role.name.as_str()));
        let changed = if is_abroad { dice.pick(&catalogue.roles.iter().collect::<Vec<_>>()) } else { role };
        if let (true, Some(role)) = (is_change, changed) {
            let assigners: Vec<&str> = role.assigners.iter().map(String::as_str).collect();
            roles.extend((0..2).filter_map(|_| dice.pick(&assigners)));
        }
        roles.push(dice.word(&CUSTOM_ROLES));
        roles.extend(dice.maybe(10, |_| UNKNOWN_ROLE));
        let helper = rule.and_then(|rule| pick_helper(&candidates, gives, rule, changed, dice));
        let role = match (changed, dice.below(10)) {
            (Some(role), 0..=7) => role.name.as_str(),
            (_, 8) => UNKNOWN_ROLE,
            _ => dice.word(&CUSTOM_ROLES),
        };
        Self { catalogue, rule, kind, privileges, roles, role, helper }
    }
}

/// The kind of person; those whom the document lets in come up more often.
fn pick_kind(catalogue: &Catalogue, is_change: bool, dice: &mut Dice) -> &'static str {
    let weight = |is_likely: bool, often: usize| if is_likely { often } else { 1 };
    dice.weighted(&[
        (1, "unidentified"),
        (if is_change { 40 } else { 20 }, "member"),
        (weight(catalogue.admits_partners, 16), "partner-user"),
        (weight(catalogue.admits_vendor, 7), "vendor-employee"),
        (weight(catalogue.reaches_abroad, 20), "third-party"),
    ])
}

/// Kinds that the document has a rule for come up more often, and those of which there is most to say.
fn pick_rule<'a>(catalogue: &'a Catalogue, dice: &mut Dice) -> Option<&'a ChangeRule> {
    let often = |rule: &&ChangeRule| match rule.kind {
        "assign-role" => 3,
        "create-custom-role" | "edit-custom-role" | "submit-request" => 2,
        _ => 1,
    };
    let with_rule = catalogue.changes.iter().filter(|rule| rule.privileges.is_some());
    let with_rule: Vec<&ChangeRule> = with_rule.flat_map(|rule| std::iter::repeat_n(rule, often(&rule))).collect();
    let all: Vec<&ChangeRule> = catalogue.changes.iter().collect();
    if dice.chance(94) { dice.pick(&with_rule).or_else(|| dice.pick(&all)) } else { dice.pick(&all) }
}

/// Mostly one who may make the change, or assign the role.
fn pick_helper<'a>(
    candidates: &[&'a Role],
    gives: impl Fn(&'a Role) -> &'a Vec<String>,
    rule: &'a ChangeRule,
    role: Option<&'a Role>,
    dice: &mut Dice,
) -> Option<&'a str> {
    let is_assignment = ["assign-role", "unassign-role"].contains(&rule.kind);
    let assigners: Vec<&str> = role.iter().flat_map(|role| &role.assigners).map(String::as_str).collect();
    if is_assignment && !assigners.is_empty() {
        return dice.pick(&assigners);
    }
    let wanted = rule.privileges.as_deref().unwrap_or_default();
    let lets = |role: &&&'a Role| wanted.is_empty() || gives(role).iter().any(|gives| wanted.contains(gives));
    let helpers: Vec<&str> = candidates.iter().filter(lets).map(|role| role.name.as_str()).collect();
    dice.pick(&helpers)
}

/// Roles that are automatic, switchable, deprecated or open to runs come up more often.
fn pick_role<'a>(candidates: &[&'a Role], dice: &mut Dice) -> Option<&'a Role> {
    let special: Vec<&Role> = candidates.iter().filter(|role| role.is_special).copied().collect();
    let deprecated: Vec<&Role> = candidates.iter().filter(|role| role.is_deprecated).copied().collect();
    let found = match dice.below(10) {
        0 => dice.pick(&deprecated),
        1..=3 => dice.pick(&special),
        _ => None,
    };
    found.or_else(|| dice.pick(candidates))
}

fn pick_privileges<'a>(
    catalogue: &'a Catalogue,
    rule: Option<&'a ChangeRule>,
    of_role: Option<&'a Vec<String>>,
    dice: &mut Dice,
) -> Vec<&'a str> {
    let every: Vec<&str> = catalogue.privileges.iter().map(String::as_str).collect();
    let of_role: Vec<&str> = of_role.into_iter().flatten().map(String::as_str).collect();
    let of_rule = rule.and_then(|rule| rule.privileges.as_deref()).unwrap_or_default();
    let mut privileges: Vec<&str> = of_rule.iter().map(String::as_str).collect();
    for _ in 0..2 {
        privileges.extend(dice.pick(&of_role));
    }
    privileges.extend(dice.pick(&every));
    privileges
}

/// Whether people of this kind come through external access.
pub(super) fn is_let_in(kind: &str) -> bool {
    matches!(kind, "partner-user" | "vendor-employee")
}

/// An object of these members.
pub(super) fn object<const COUNT: usize>(members: [(&str, Value); COUNT]) -> Map<String, Value> {
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// Adds a member when there is one.
pub(super) fn add(object: &mut Map<String, Value>, key: &str, value: Option<impl Into<Value>>) {
    if let Some(value) = value {
        object.insert(key.to_owned(), value.into());
    }
}

/// RFC 3339 text of an instant so many milliseconds from the epoch of these questions.
pub(super) fn instant(offset_ms: i64) -> String {
    let at = EPOCH_MS.saturating_add(offset_ms);
    let (days, in_day) = (at.div_euclid(86_400_000), at.rem_euclid(86_400_000));
    let (hours, minutes) = (in_day / 3_600_000, in_day / 60_000 % 60);
    let (seconds, milliseconds) = (in_day / 1000 % 60, in_day % 1000);
    // 20454 days lie between 1970 and 2026; generated instants stay in December 2025 and January 2026.
    let day = days - 20_454;
    let date = if day < 0 { format!("2025-12-{:02}", 32 + day) } else { format!("2026-01-{:02}", day + 1) };
    format!("{date}T{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}Z")
}

/// The instant that a question asks about.
pub(super) fn now(dice: &mut Dice) -> String {
    instant(dice.between(-2, 14))
}

/// A window that begins and ends near the instants that are asked about.
pub(super) fn window(dice: &mut Dice) -> Value {
    let start = dice.between(-1, 7);
    let length = dice.between(1, 9);
    json!({ "start": instant(start), "end": instant(start + length) })
}

#[cfg(test)]
mod tests {
    use super::instant;

    #[test]
    fn instants_are_printed() {
        for (offset_ms, expected) in [
            (0, "2026-01-01T00:00:00.000Z"),
            (-1, "2025-12-31T23:59:59.999Z"),
            (86_400_000 + 3_600_000 + 61_002, "2026-01-02T01:01:01.002Z"),
        ] {
            assert_eq!(instant(offset_ms), expected);
        }
    }
}
