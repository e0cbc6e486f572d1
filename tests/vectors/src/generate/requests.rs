//! What is asked of `check`.

use super::cast::{Cast, RESOURCES, add, now, object};
use super::catalogue::Api;
use super::dice::Dice;
use serde_json::{Value, json};

const BROKEN: [&str; 8] = ["", "a:b", "a:b:c|d:e:f", "a:b:c||", "(a:b:c)", "saas:*:view", " \t", "a:b:c && d:e:f"];

/// One to three requests.
pub(super) fn requests(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let count = 1 + dice.below(3);
    (0..count).map(|_| request(cast, dice)).collect()
}

fn request(cast: &Cast<'_>, dice: &mut Dice) -> Value {
    let (key, wanted) = match dice.below(200) {
        0..=99 => ("privileges", expression(cast, dice)),
        100..=191 => ("api", api(cast, dice)),
        192..=193 => ("api", "rocket.launch".to_owned()),
        194..=198 => ("privileges", dice.word(&BROKEN).to_owned()),
        _ => ("privileges", ["a:b:c"; 101].join("+")),
    };
    let mut request = object([(key, wanted.into()), ("now", now(dice).into())]);
    add(&mut request, "on_resource", dice.maybe(50, |dice| dice.word(&RESOURCES)));
    add(&mut request, "explain", dice.maybe(12, |_| json!(true)));
    Value::Object(request)
}

fn expression(cast: &Cast<'_>, dice: &mut Dice) -> String {
    let mut names = vec![dice.word(&cast.privileges)];
    names.extend(dice.several(&cast.privileges, 2));
    names.extend(dice.maybe(5, |_| "zzz:unknown:suite"));
    if dice.chance(3) {
        names = vec!["saas:rocket:launch"];
    }
    names.join(dice.word(&["||", "+", " || ", " + "]))
}

/// An operation that asks for one of the privileges of the question, for none at all, or for anything.
fn api(cast: &Cast<'_>, dice: &mut Dice) -> String {
    let apis = &cast.catalogue.apis;
    let asks_for_one = |api: &&Api| api.privileges.iter().any(|name| cast.privileges.contains(&name.as_str()));
    let candidates: Vec<&Api> = match dice.below(10) {
        0..=5 => apis.iter().filter(asks_for_one).collect(),
        6..=8 => apis.iter().filter(|api| api.privileges.is_empty()).collect(),
        _ => Vec::new(),
    };
    let every: Vec<&Api> = apis.iter().collect();
    let api = dice.pick(&candidates).or_else(|| dice.pick(&every));
    api.map_or_else(|| "rocket.launch".to_owned(), |api| api.name.clone())
}
