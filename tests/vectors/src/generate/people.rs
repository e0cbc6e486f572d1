//! Who asks, and how people from outside get in.

use super::cast::{Cast, EMAILS, IDENTITIES, ORGANISATION, OTHER_ORGANISATION, PEOPLE, add, object, window};
use super::dice::Dice;
use serde_json::{Value, json};

/// The person asking.
pub(super) fn principal(cast: &Cast<'_>, organisation: &str, dice: &mut Dice) -> Value {
    let mut principal = object([("kind", cast.kind.into())]);
    if cast.kind != "unidentified" || dice.chance(50) {
        principal.insert("id".to_owned(), dice.weighted(&[(6, PEOPLE[0]), (1, PEOPLE[1])]).into());
    }
    add(&mut principal, "email", dice.maybe(92, |dice| dice.word(&EMAILS)));
    add(&mut principal, "identity", dice.maybe(80, |dice| dice.word(&IDENTITIES)));
    // Mostly the login whose roles the question is about.
    let main = cast.helper.or_else(|| cast.roles.first().copied());
    let fits = cast.catalogue.roles.iter().any(|role| Some(role.name.as_str()) == main && role.kind == "account");
    let is_account = fits != dice.chance(10);
    add(&mut principal, "login", dice.maybe(90, |_| if is_account { "account" } else { "user" }));
    match cast.kind {
        "partner-user" => {
            principal.insert("partner".to_owned(), standing(dice));
        }
        "third-party" => {
            let elsewhere = if organisation == ORGANISATION { OTHER_ORGANISATION } else { ORGANISATION };
            principal.insert("home".to_owned(), dice.weighted(&[(60, elsewhere), (1, organisation)]).into());
        }
        _ => {}
    }
    Value::Object(principal)
}

/// Nearly everything is as it should be: with even chances a partner's user would hardly ever get in.
pub(super) fn standing(dice: &mut Dice) -> Value {
    let mut likely = || dice.chance(95);
    json!({
        "accredited": likely(), "domain_enabled": likely(), "partner_service_layer": likely(),
        "own_system_access": likely(), "authorised": likely(), "sso_enabled": likely(),
    })
}

pub(super) fn relationship(dice: &mut Dice) -> Value {
    let status = dice.weighted(&[(1, "none"), (16, "established"), (1, "ended")]);
    json!({ "status": status, "managed": dice.chance(25) })
}

pub(super) fn external_access(dice: &mut Dice) -> Value {
    let mode = match dice.below(9) {
        0..=3 => json!("continuous"),
        4..=7 => json!({ "period": window(dice) }),
        _ => json!("disabled"),
    };
    json!({ "mode": mode, "role_management": dice.chance(65) })
}

/// People on another list; seldom any.
pub(super) fn listed(percent: usize, dice: &mut Dice) -> Value {
    let count = if dice.chance(percent) { 1 + dice.below(2) } else { 0 };
    let user = |dice: &mut Dice| {
        let both = dice.below(3);
        let mut user = object([]);
        if both != 1 {
            user.insert("email".to_owned(), dice.word(&EMAILS).into());
        }
        if both != 2 {
            user.insert("identity".to_owned(), dice.word(&IDENTITIES).into());
        }
        Value::Object(user)
    };
    (0..count).map(|_| user(dice)).collect()
}
