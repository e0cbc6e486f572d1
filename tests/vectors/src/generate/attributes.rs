//! What conditions ask about.

use super::cast::{Cast, PEOPLE, RESOURCES, instant, object};
use super::catalogue::Attribute;
use super::dice::Dice;
use serde_json::{Map, Value, json};

/// Values for most of the attributes that the document declares; now and then one of another type.
pub(super) fn attributes(cast: &Cast<'_>, is_change: bool, dice: &mut Dice) -> Value {
    let wrong = if dice.chance(2) { Some(dice.below(cast.catalogue.attributes.len())) } else { None };
    let mut about = |subject: &str| about(cast, subject, wrong, dice);
    let mut all = object([
        ("principal", about("principal")),
        ("organisation", about("organisation")),
        ("context", about("context")),
    ]);
    if is_change {
        all.insert("person".to_owned(), about("principal"));
    }
    let resources: Map<String, Value> =
        RESOURCES.iter().map(|&resource| (resource.to_owned(), about("resource"))).collect();
    all.insert("resources".to_owned(), Value::Object(resources));
    Value::Object(all)
}

fn about(cast: &Cast<'_>, entity: &str, wrong: Option<usize>, dice: &mut Dice) -> Value {
    let mut about = Map::new();
    let known = if dice.chance(15) { 40 } else { 90 };
    for (position, attribute) in cast.catalogue.attributes.iter().enumerate() {
        if attribute.entity == entity && dice.chance(known) {
            let holds = if wrong == Some(position) && dice.chance(50) { "integer" } else { &attribute.holds };
            about.insert(attribute.name.clone(), value(cast, attribute, holds, dice));
        }
    }
    if dice.chance(5) {
        about.insert("undeclared".to_owned(), json!(7));
    }
    Value::Object(about)
}

fn value(cast: &Cast<'_>, attribute: &Attribute, holds: &str, dice: &mut Dice) -> Value {
    let mut words: Vec<&str> = attribute.words.iter().map(String::as_str).collect();
    match holds {
        "boolean" => json!(dice.chance(70)),
        "integer" => json!(dice.between(-1, 5)),
        "timestamp" => json!({ "timestamp": instant(dice.between(-1, 13)) }),
        "texts" => {
            words.extend(RESOURCES);
            words.extend(&cast.roles);
            json!(dice.several(&words, 6))
        }
        _ => {
            // A text that no condition names is often the name of a person.
            words.extend(if words.is_empty() { &PEOPLE[..] } else { &PEOPLE[..1] });
            json!(dice.word(&words))
        }
    }
}
