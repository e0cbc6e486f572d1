//! Roles that are held, roles that the organisation made, roles that are switched off, and access grants.

use super::cast::{
    CUSTOM_ROLES, Cast, GROUPS, ORGANISATION, OTHER_ORGANISATION, RESOURCES, UNKNOWN_ROLE, add, object, window,
};
use super::dice::Dice;
use serde_json::{Value, json};

/// Up to five grants. What a third party holds, it mostly holds at home.
pub(super) fn grants(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let count = dice.weighted(&[(1, ""), (4, "1"), (4, "22"), (3, "333"), (1, "55555")]).len();
    let mut grants: Vec<Value> = (0..count).map(|_| grant(cast, dice)).collect();
    if let (Some(helper), true) = (cast.helper, dice.chance(65)) {
        let place = if cast.kind == "third-party" { OTHER_ORGANISATION } else { ORGANISATION };
        grants.push(json!({ "role": helper, "organisation": place }));
    }
    grants.into()
}

fn grant(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let role = dice.word(&cast.roles);
    let mut grant = object([("role", role.into())]);
    let is_third_party = cast.kind == "third-party";
    let is_abroad = dice.chance(if is_third_party { 85 } else { 6 });
    if is_abroad {
        grant.insert("organisation".to_owned(), OTHER_ORGANISATION.into());
    } else {
        add(&mut grant, "organisation", dice.maybe(50, |_| ORGANISATION));
    }
    let is_app_role = cast.catalogue.roles.iter().any(|it| it.name == role && it.kind == "app") || role == "app keeper";
    let on_resource = if is_app_role {
        90
    } else if is_third_party {
        5
    } else {
        15
    };
    add(&mut grant, "group", dice.maybe(if is_third_party { 5 } else { 25 }, |dice| dice.word(&GROUPS)));
    add(&mut grant, "on_resource", dice.maybe(on_resource, |dice| dice.word(&RESOURCES)));
    add(&mut grant, "window", dice.maybe(40, window));
    Value::Object(grant)
}

/// Custom roles of all kinds, each mostly once and under a name of its own.
pub(super) fn custom_roles(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let mut roles: Vec<Value> =
        CUSTOM_ROLES.into_iter().filter_map(|name| dice.maybe(55, |dice| custom_role(cast, name, dice))).collect();
    if dice.chance(1) {
        let taken = dice.word(&cast.roles);
        roles.push(custom_role(cast, if taken == UNKNOWN_ROLE { CUSTOM_ROLES[0] } else { taken }, dice));
    }
    roles.into()
}

/// A custom role as facts and changes name it. The last two names are an account role and an app role, most of the
/// time.
pub(super) fn custom_role(cast: &Cast<'_>, name: &str, dice: &mut Dice) -> Value {
    let usual = match name {
        "till clerk" => "account",
        "app keeper" => "app",
        _ => "user",
    };
    let kind = if dice.chance(90) { usual } else { dice.word(&["user", "account", "app"]) };
    let mut privileges = dice.several(&cast.privileges, 3);
    let every: Vec<&str> = cast.catalogue.privileges.iter().map(String::as_str).collect();
    privileges.extend(dice.several(&every, 2));
    privileges.extend(dice.maybe(8, |_| "zzz:unknown:suite"));
    let mut role = object([("name", name.into()), ("privileges", json!(privileges))]);
    if kind != "user" || dice.chance(20) {
        role.insert("kind".to_owned(), kind.into());
    }
    if kind == "app" {
        add(&mut role, "level", dice.maybe(85, |dice| dice.word(&["none", "view", "edit", "full"])));
    }
    Value::Object(role)
}

/// Roles that are switched off; seldom any.
pub(super) fn disabled(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let mut names = cast.roles.clone();
    names.push(cast.role);
    if dice.chance(14) { json!(dice.several(&names, 2)) } else { json!([]) }
}

pub(super) fn access_grants(kind: &str, dice: &mut Dice) -> Value {
    let count = if kind == "third-party" { dice.below(5) } else { usize::from(dice.chance(4)) };
    (0..count).map(|_| access_grant(dice)).collect()
}

fn access_grant(dice: &mut Dice) -> Value {
    let status = dice.weighted(&[(2, "pending"), (7, "granted"), (1, "rejected"), (1, "withdrawn"), (3, "revoked")]);
    let mut grant = object([("status", status.into()), ("window", window(dice))]);
    add(&mut grant, "on_resource", dice.maybe(40, |dice| dice.word(&RESOURCES)));
    Value::Object(grant)
}
