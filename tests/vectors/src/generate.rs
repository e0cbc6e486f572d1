//! Makes questions that nobody thought of, about every document.
//!
//! Names come from short lists, so that grants, groups, roles and privileges meet often; instants come from a short
//! range around the windows, so that boundaries are hit; facts are mostly sensible, so that both answers are frequent.

mod attributes;
mod cast;
mod catalogue;
mod change_facts;
mod changes;
mod dice;
mod people;
mod requests;
mod roles;

use crate::documents::{DOCUMENTS, Document};
use cast::{Cast, GROUPS, ORGANISATION, OTHER_ORGANISATION};
use catalogue::Catalogue;
use dice::Dice;
use serde_json::{Value, json};

/// Facts and what is asked about them, as JSON texts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// The stem of the document whose policy is asked.
    pub stem: &'static str,
    /// Facts; those that only a review looks at among them.
    pub facts: String,
    /// What is asked.
    pub asks: Asks,
}

/// What a question asks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asks {
    /// Decisions: an array of one to three requests.
    Requests(String),
    /// A verdict: a change with its instant.
    Change(String),
}

/// Makes questions about one document.
#[derive(Debug, Clone)]
pub struct Generator {
    catalogue: Catalogue,
}

impl Generator {
    /// Reads the words of a document.
    #[must_use]
    pub fn new(document: &Document) -> Self {
        Self { catalogue: Catalogue::of(document) }
    }

    /// The question of that number: it depends on the document, the seed and the number alone.
    #[must_use]
    pub fn question(&self, seed: u64, number: u64) -> Question {
        let mut dice = Dice::new(seed, number);
        let is_change = dice.chance(45);
        let cast = Cast::new(&self.catalogue, is_change, &mut dice);
        let facts = facts(&cast, is_change, &mut dice).to_string();
        let asks = if is_change {
            Asks::Change(changes::change(&cast, &mut dice).to_string())
        } else {
            Asks::Requests(requests::requests(&cast, &mut dice).to_string())
        };
        Question { stem: self.catalogue.stem, facts, asks }
    }
}

/// `count` questions, about all documents in turn; the same seed gives the same questions.
#[must_use]
pub fn generate(seed: u64, count: usize) -> Vec<Question> {
    let generators: Vec<Generator> = DOCUMENTS.iter().map(Generator::new).collect();
    (0_u64..).zip(generators.iter().cycle()).take(count).map(|(number, it)| it.question(seed, number)).collect()
}

/// The seed in `GUESTPASS_SEED`, or a new one. Whoever uses it prints it.
#[must_use]
pub fn seed_from_environment() -> u64 {
    let given = std::env::var("GUESTPASS_SEED").ok().and_then(|seed| seed.parse().ok());
    given.unwrap_or_else(|| {
        let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        u64::try_from(now.as_nanos() & 0xffff_ffff_ffff).unwrap_or_default()
    })
}

fn facts(cast: &Cast<'_>, is_change: bool, dice: &mut Dice) -> Value {
    let kind = cast.kind;
    let organisation = dice.weighted(&[(24, ORGANISATION), (1, OTHER_ORGANISATION)]);
    let entitlements: Vec<&str> = cast.catalogue.entitlements.iter().map(String::as_str).collect();
    // Where there are several, an organisation often has some of them only.
    let has_all = if entitlements.len() > 1 { 65 } else { 90 };
    let entitlements = if dice.chance(has_all) { entitlements } else { dice.several(&entitlements, 1) };
    let mut facts = cast::object([
        ("organisation", organisation.into()),
        ("entitlements", json!(entitlements)),
        ("principal", people::principal(cast, organisation, dice)),
        ("listed_users", people::listed(if kind == "partner-user" { 15 } else { 4 }, dice)),
        ("groups", json!(dice.several(&GROUPS, 3))),
        ("role_grants", roles::grants(cast, dice)),
        ("custom_roles", roles::custom_roles(cast, dice)),
        ("disabled_roles", roles::disabled(cast, dice)),
        ("access_grants", roles::access_grants(kind, dice)),
        ("attributes", attributes::attributes(cast, is_change, dice)),
    ]);
    let (has_relationship, has_access) = if cast::is_let_in(kind) { (97, 97) } else { (5, 5) };
    cast::add(&mut facts, "relationship", dice.maybe(has_relationship, people::relationship));
    cast::add(&mut facts, "external_access", dice.maybe(has_access, people::external_access));
    if is_change {
        facts.insert("change_facts".to_owned(), change_facts::change_facts(cast, dice));
    }
    Value::Object(facts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_seed_says_everything() {
        assert_eq!(generate(7, 20), generate(7, 20));
        assert_ne!(generate(7, 20), generate(8, 20));
        assert_eq!(generate(7, 20)[..10], generate(7, 10)[..]);
    }

    #[test]
    fn every_document_and_every_change_is_asked_about() {
        let questions = generate(1, 5_000);
        let stems: BTreeSet<&str> = questions.iter().map(|question| question.stem).collect();
        assert_eq!(stems.len(), DOCUMENTS.len());
        let mut changes = BTreeSet::new();
        for question in &questions {
            let _: Value = serde_json::from_str(&question.facts).expect("facts are JSON");
            match &question.asks {
                Asks::Requests(requests) => {
                    let requests: Vec<Value> = serde_json::from_str(requests).expect("requests are JSON");
                    assert!((1..=3).contains(&requests.len()));
                }
                Asks::Change(change) => {
                    let change: Value = serde_json::from_str(change).expect("a change is JSON");
                    changes.extend(change["change"].as_object().expect("an object").keys().cloned());
                }
            }
        }
        assert_eq!(changes.len(), 23, "{changes:?}");
    }
}
