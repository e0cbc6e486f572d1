//! Changes of every kind.

use super::cast::{
    CUSTOM_ROLES, Cast, EMAILS, ORGANISATION, OTHER_ORGANISATION, PEOPLE, RESOURCES, add, instant, now, object, window,
};
use super::dice::Dice;
use super::people;
use super::roles::custom_role;
use serde_json::{Map, Value, json};

/// A change with its instant.
pub(super) fn change(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let kind = cast.rule.map_or("switch-role", |rule| rule.kind);
    let name = if kind.starts_with("arrive-by") { "add-person" } else { kind };
    let payload = payload(cast, kind, dice);
    json!({ "change": { name: payload }, "now": now(dice) })
}

fn payload(cast: &Cast<'_>, kind: &str, dice: &mut Dice) -> Value {
    match kind {
        "create-external-access" | "edit-external-access" => external_access_edit(dice),
        "delete-external-access" => json!({ "grantee": grantee(dice) }),
        "establish-relationship" | "make-customer-managed" | "end-relationship" => json!({ "customer": "initech" }),
        "authorise-user" | "withdraw-user-authorisation" => {
            json!({ "customer": "initech", "person": dice.word(&PEOPLE) })
        }
        "create-custom-role" | "edit-custom-role" => custom_role_edit(cast, dice),
        "delete-custom-role" => json!({ "name": custom_name(cast, dice) }),
        "switch-role" => json!({ "role": cast.role, "enabled": dice.chance(50) }),
        "assign-role" | "unassign-role" => assignment(cast, dice),
        "add-person" => new_person(cast, "manual", dice),
        "arrive-by-sso" => new_person(cast, "sso", dice),
        "arrive-by-account-request" => new_person(cast, "account-request", dice),
        "set-default-role" => json!({ "role": dice.maybe(85, |_| cast.role) }),
        "grant-run" | "withdraw-run" => json!({ "run": dice.word(&RESOURCES), "role": cast.role }),
        "submit-request" => access_request(dice),
        _ => json!({ "request": "request-1" }),
    }
}

fn grantee(dice: &mut Dice) -> Value {
    if dice.chance(30) { json!("vendor") } else { json!({ "partner": "umbrella" }) }
}

fn external_access_edit(dice: &mut Dice) -> Value {
    let mut edit = people::external_access(dice);
    if let Some(edit) = edit.as_object_mut() {
        edit.insert("grantee".to_owned(), grantee(dice));
        if dice.chance(12) {
            // A period that is empty or runs backward is no mistake of the JSON here.
            let (start, end) = (dice.between(0, 6), dice.between(-2, 1));
            let period = json!({ "start": instant(start), "end": instant(start + end) });
            edit.insert("mode".to_owned(), json!({ "period": period }));
        }
    }
    edit
}

/// Mostly a name of a custom role, which the organisation may have or not.
fn custom_name<'a>(cast: &Cast<'a>, dice: &mut Dice) -> &'a str {
    if dice.chance(85) { dice.word(&CUSTOM_ROLES) } else { cast.role }
}

fn custom_role_edit(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let mut edit = custom_role(cast, custom_name(cast, dice), dice);
    if let (true, Some(edit)) = (dice.chance(25), edit.as_object_mut()) {
        // Undeclared most of the time, else no privilege at all.
        let strange = dice.word(&["zzz:unknown:suite", "saas:rocket:launch", "a:b", "saas:*:view", "one two three"]);
        edit.insert("privileges".to_owned(), json!([dice.word(&cast.privileges), strange]));
    }
    if let (true, Some(edit)) = (dice.chance(3), edit.as_object_mut()) {
        // A level is for app roles only, and this one need not be one.
        edit.insert("level".to_owned(), "view".into());
    }
    edit
}

/// Mostly a holder that fits the role.
fn assignment(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let declared = cast.catalogue.roles.iter().find(|role| role.name == cast.role).map(|role| role.kind.as_str());
    let kind = match (declared, cast.role) {
        (Some(kind), _) => kind,
        (None, "till clerk") => "account",
        (None, "app keeper") => "app",
        _ => "user",
    };
    let holder = match (kind, dice.below(10)) {
        (_, 0) => dice.word(&["person", "group", "account", "external_person"]),
        ("account", _) => "account",
        (_, 1..=4) => "person",
        (_, 5) => "group",
        _ => "external_person",
    };
    let who = if holder == "group" { "finance" } else { dice.word(&PEOPLE) };
    let mut assignment = object([("holder", json!({ holder: who })), ("role", cast.role.into())]);
    let on_resource = if kind == "app" { 92 } else { 6 };
    add(&mut assignment, "on_resource", dice.maybe(on_resource, |dice| dice.word(&RESOURCES)));
    Value::Object(assignment)
}

fn new_person(cast: &Cast<'_>, arrival: &str, dice: &mut Dice) -> Value {
    let count = match (arrival, dice.below(10)) {
        ("manual", 0) => 0,
        ("manual", 1..=7) => 1,
        ("manual", _) => 2,
        (_, 0) => 1,
        _ => 0,
    };
    let mut names: Vec<&str> = vec![cast.role];
    names.extend(&cast.roles);
    let mut roles: Vec<&str> = Vec::new();
    for _ in 0..count {
        let role = if roles.is_empty() { cast.role } else { dice.word(&names) };
        if !roles.contains(&role) {
            roles.push(role);
        }
    }
    json!({ "email": dice.word(&EMAILS), "arrival": arrival, "roles": roles })
}

/// Everything is there, most of the time.
fn access_request(dice: &mut Dice) -> Value {
    let mut request = Map::new();
    let account = dice.weighted(&[(12, ORGANISATION), (1, OTHER_ORGANISATION)]);
    add(&mut request, "account", dice.maybe(92, |_| account));
    add(&mut request, "company", dice.maybe(92, |dice| dice.word(&RESOURCES)));
    add(&mut request, "description", dice.maybe(50, |_| "the printer"));
    add(&mut request, "requested_by", dice.maybe(92, |dice| dice.word(&PEOPLE)));
    let window = if dice.chance(40) { long_window(dice) } else { window(dice) };
    let (start, end) = (window.get("start").cloned(), window.get("end").cloned());
    let (from, to) = if dice.chance(6) { (end, start) } else { (start, end) };
    add(&mut request, "valid_from", from.filter(|_| dice.chance(93)));
    add(&mut request, "valid_to", to.filter(|_| dice.chance(93)));
    Value::Object(request)
}

/// Around the longest time that a document may allow: two or three days.
fn long_window(dice: &mut Dice) -> Value {
    let start = dice.between(0, 3);
    let hours = 24 * dice.between(2, 4);
    let length = hours * 3_600_000 + dice.between(-1, 2);
    json!({ "start": instant(start), "end": instant(start + length) })
}
