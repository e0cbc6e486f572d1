//! What is known of the things that a change names.

use super::cast::{
    CUSTOM_ROLES, Cast, EMAILS, IDENTITIES, ORGANISATION, OTHER_ORGANISATION, PEOPLE, RESOURCES, UNKNOWN_ROLE, add,
    object, window,
};
use super::dice::Dice;
use super::people;
use serde_json::{Map, Value, json};

/// Mostly what lets the change be made.
pub(super) fn change_facts(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let kind = cast.rule.map_or("", |rule| rule.kind);
    let mut facts = Map::new();
    let has_instance = if kind == "create-external-access" { 15 } else { 88 };
    let relationship = if kind == "establish-relationship" { 40 } else { 90 };
    add(&mut facts, "customer_managed", dice.maybe(40, |dice| json!(dice.chance(25))));
    add(&mut facts, "instance", dice.maybe(has_instance, people::external_access));
    add(&mut facts, "instances", dice.maybe(80, |dice| count(&[0, 1, 2, 3, 18, 19, 20, 21], dice)));
    add(&mut facts, "role_assignments", dice.maybe(80, |dice| count(&[0, 1, 3, 4, 498, 499, 500, 501], dice)));
    add(&mut facts, "partner", dice.maybe(93, |dice| partner(kind, dice)));
    add(&mut facts, "relationship", dice.maybe(relationship, people::relationship));
    add(&mut facts, "other_relationships", dice.maybe(70, |dice| count(&[0, 0, 0, 1, 2], dice)));
    add(&mut facts, "managed_elsewhere", dice.maybe(50, |dice| json!(dice.chance(20))));
    add(&mut facts, "person", dice.maybe(90, |dice| person(cast, kind, dice)));
    add(&mut facts, "sso_arrivals", dice.maybe(90, |dice| json!(dice.chance(80))));
    add(&mut facts, "account_requests", dice.maybe(90, |dice| json!(dice.chance(80))));
    add(&mut facts, "default_role", dice.maybe(80, |dice| default_role(cast, dice)));
    add(&mut facts, "request", dice.maybe(95, |dice| kept_request(kind, dice)));
    add(&mut facts, "company_in_account", dice.maybe(95, |dice| json!(dice.chance(90))));
    Value::Object(facts)
}

fn count(numbers: &[u32], dice: &mut Dice) -> Value {
    let position = dice.below(numbers.len());
    json!(numbers.get(position))
}

/// Whom somebody wants to authorise is seldom authorised already.
fn partner(kind: &str, dice: &mut Dice) -> Value {
    let mut standing = people::standing(dice);
    if let Some(standing) = standing.as_object_mut() {
        if kind == "authorise-user" && dice.chance(80) {
            standing.insert("authorised".to_owned(), json!(false));
        }
        if dice.chance(20) {
            standing.remove("sso_enabled");
        }
    }
    standing
}

fn person(cast: &Cast<'_>, kind: &str, dice: &mut Dice) -> Value {
    let mut person = object([("counterparts", people::listed(25, dice))]);
    add(&mut person, "login", dice.maybe(30, |dice| dice.weighted(&[(4, "user"), (1, "account")])));
    add(&mut person, "email", dice.maybe(75, |dice| dice.word(&EMAILS)));
    add(&mut person, "identity", dice.maybe(75, |dice| dice.word(&IDENTITIES)));
    let roles = if dice.chance(80) { dice.several(&cast.roles, 3) } else { Vec::new() };
    person.insert("roles".to_owned(), json!(roles));
    let holds_role = if kind == "unassign-role" { 85 } else { 12 };
    add(&mut person, "holds_role", dice.maybe(holds_role, |_| json!(true)));
    Value::Object(person)
}

fn default_role(cast: &Cast<'_>, dice: &mut Dice) -> String {
    let every: Vec<&str> = cast.catalogue.roles.iter().map(|role| role.name.as_str()).collect();
    let role = match dice.below(10) {
        0..=1 => cast.role,
        2 => dice.word(&CUSTOM_ROLES),
        3 => UNKNOWN_ROLE,
        _ => dice.word(&every),
    };
    role.to_owned()
}

fn kept_request(kind: &str, dice: &mut Dice) -> Value {
    let status = if dice.chance(75) {
        if kind == "revoke-grant" { "granted" } else { "pending" }
    } else {
        dice.word(&["pending", "granted", "rejected", "withdrawn", "revoked"])
    };
    json!({
        "status": status,
        "account": dice.weighted(&[(14, ORGANISATION), (1, OTHER_ORGANISATION)]),
        "company": dice.word(&RESOURCES),
        "requested_by": dice.weighted(&[(1, PEOPLE[0]), (1, PEOPLE[1]), (1, "mika")]),
        "created_by": dice.weighted(&[(1, PEOPLE[0]), (1, PEOPLE[1]), (2, "mika")]),
        "window": window(dice),
    })
}
