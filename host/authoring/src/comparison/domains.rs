//! Which values each attribute is tried with, so that its conditions come out in every way.

use std::collections::BTreeSet;

use guestpass_compiler::AskedValue;
use guestpass_contract::AttributeType;

use super::assignments::{Domain, OVERRIDDEN, TextValue, Value};
use super::constants::{Pieces, is_built_in};
use super::places::NOW_MS;

/// Names compared with each other, at most, that are told apart by values of their own.
const LINKED_MAX: usize = 8;
/// Lists that one attribute is tried with at most.
const LISTS_MAX: usize = 512;

/// The conditions that bear on what somebody holds.
pub(super) struct Domains<'p> {
    pub(super) conditions: Vec<&'p Pieces>,
    /// Roles that are held besides the one that is granted: `role.name` is each of them in turn.
    pub(super) automatic: BTreeSet<String>,
}

/// Names that are compared with each other, and all that the conditions say that name one of them.
struct Circle {
    names: BTreeSet<String>,
    pieces: Pieces,
}

impl Domains<'_> {
    /// The values of a name, and whether they are all that conditions can tell apart.
    pub(super) fn domain(&self, name: &str, types: &BTreeSet<AttributeType>) -> (Domain, bool) {
        let circle = self.circle(name);
        let mut is_whole = circle.names.len() <= LINKED_MAX;
        let mut values: Vec<Value> = Vec::new();
        if OVERRIDDEN.contains(&name) {
            let texts = circle.pieces.texts.iter().cloned();
            match name {
                "context.now" => values.extend(circle.near(&circle.pieces.timestamps).map(Value::Timestamp)),
                _ => values.extend(texts.map(|text| Value::Text(TextValue::Constant(text)))),
            }
            return (Domain { name: name.to_owned(), values }, is_whole);
        }
        for holds in types {
            match holds {
                AttributeType::Boolean => values.extend([true, false].map(Value::Boolean)),
                AttributeType::Text => values.extend(self.texts(&circle).into_iter().map(Value::Text)),
                AttributeType::Texts => {
                    let (lists, are_all) = circle.lists(&self.texts(&circle));
                    values.extend(lists.into_iter().map(Value::Texts));
                    is_whole &= are_all;
                }
                AttributeType::Integer => {
                    let near = circle.near(&circle.pieces.integers).chain(circle.others());
                    values.extend(near.map(Value::Integer));
                }
                AttributeType::Timestamp => {
                    let mut constants = circle.pieces.timestamps.clone();
                    constants.extend(circle.names.contains("context.now").then_some(NOW_MS));
                    values.extend(circle.near(&constants).chain(circle.others()).map(Value::Timestamp));
                }
            }
        }
        let mut seen = BTreeSet::new();
        values.retain(|value| seen.insert(value.clone()));
        (Domain { name: name.to_owned(), values }, is_whole)
    }

    /// What is built in belongs to none but the instant: an attribute can have its value, whatever that is.
    fn circle(&self, name: &str) -> Circle {
        let is_linked = |name: &str| name == "context.now" || !is_built_in(name);
        let mut names = BTreeSet::from([name.to_owned()]);
        loop {
            let before = names.len();
            for [one, other] in self.conditions.iter().flat_map(|pieces| &pieces.linked) {
                if is_linked(one) && is_linked(other) && (names.contains(one) || names.contains(other)) {
                    names.extend([one.clone(), other.clone()]);
                }
            }
            if names.len() == before {
                break;
            }
        }
        let mut pieces = Pieces::default();
        self.conditions.iter().filter(|it| !it.names.is_disjoint(&names)).for_each(|it| pieces.add(it));
        Circle { names, pieces }
    }

    fn texts(&self, circle: &Circle) -> Vec<TextValue> {
        let is_named = |name: &str| circle.pieces.names.contains(name);
        let constants = circle.pieces.texts.iter().cloned().map(TextValue::Constant);
        let roles = self.automatic.iter().filter(|_| is_named("role.name")).cloned().map(TextValue::Constant);
        let special = [
            ("resource.id", TextValue::Resource),
            ("principal.id", TextValue::Principal),
            ("organisation.id", TextValue::Organisation),
            ("role.name", TextValue::Role),
        ];
        let special = special.into_iter().filter(|(name, _)| is_named(name)).map(|(_, value)| value);
        let further = (1..circle.size()).map(TextValue::Further);
        constants.chain(roles).chain(special).chain([TextValue::Other]).chain(further).collect()
    }
}

impl Circle {
    /// So many may all be different, or lie beside each other.
    fn size(&self) -> usize {
        self.names.len().min(LINKED_MAX)
    }

    /// Equal to each constant, and on either side of it: as far as all that are compared with each other have room.
    fn near<'c>(&self, constants: &'c BTreeSet<i64>) -> impl Iterator<Item = i64> + use<'c> {
        let steps = i64::try_from(self.size()).unwrap_or(1);
        let beside = move |constant: &i64| {
            let constant = *constant;
            let sides = move |step: i64| [constant.saturating_sub(step), constant.saturating_add(step)];
            [constant].into_iter().chain((1..=steps).flat_map(sides))
        };
        constants.iter().flat_map(beside)
    }

    /// Where there are no constants.
    fn others(&self) -> impl Iterator<Item = i64> + use<> {
        0..i64::try_from(self.size()).unwrap_or(1)
    }

    /// Lists of these texts, as long as conditions can ask for, and those that they name as a whole. Whether they are
    /// all.
    fn lists(&self, texts: &[TextValue]) -> (Vec<Vec<TextValue>>, bool) {
        let is_ours = |name: &String| self.names.contains(name);
        let looked_for = self.pieces.looked_for.iter().filter(|(list, _)| is_ours(list));
        let looked_for: BTreeSet<&AskedValue> = looked_for.map(|(_, item)| item).collect();
        let mut whole = self.pieces.whole.iter().filter(|(list, _)| is_ours(list)).map(|(_, other)| other).peekable();
        // Beside what is looked for, one more text makes another list of it.
        let length = looked_for.len().saturating_add(usize::from(whole.peek().is_some()));
        let mut lists: Vec<Vec<TextValue>> = texts.iter().map(|text| vec![text.clone()]).collect();
        lists.push(Vec::new());
        let mut longest: Vec<Vec<usize>> = (0..texts.len()).map(|position| vec![position]).collect();
        let mut are_all = true;
        for _ in 1..length {
            let longer = longest.iter().flat_map(|list| {
                let last = list.last().copied().unwrap_or_default();
                (last.saturating_add(1)..texts.len()).map(move |next| [list.as_slice(), &[next]].concat())
            });
            let room = LISTS_MAX.saturating_sub(lists.len());
            longest = longer.take(room.saturating_add(1)).collect();
            are_all &= longest.len() <= room;
            longest.truncate(room);
            let texts_at =
                |list: &Vec<usize>| list.iter().filter_map(|position| texts.get(*position).cloned()).collect();
            lists.extend(longest.iter().map(texts_at));
            if longest.is_empty() {
                break;
            }
        }
        for other in whole {
            if let AskedValue::Texts(texts) = other {
                lists.push(texts.iter().cloned().map(TextValue::Constant).collect());
            }
        }
        (lists, are_all)
    }
}

#[cfg(test)]
mod tests {
    use super::Domains;
    use crate::comparison::assignments::{TextValue, Value};
    use crate::comparison::constants::Pieces;
    use guestpass_compiler::ConditionReader;
    use guestpass_contract::{AttributeInfo, AttributeType};
    use std::collections::BTreeSet;

    fn in_short(value: &Value) -> String {
        let text = |text: &TextValue| match text {
            TextValue::Constant(text) => text.clone(),
            other => format!("{other:?}").to_uppercase(),
        };
        match value {
            Value::Text(value) => text(value),
            Value::Texts(values) => format!("[{}]", values.iter().map(text).collect::<Vec<_>>().join(",")),
            Value::Integer(number) | Value::Timestamp(number) => number.to_string(),
            Value::Boolean(truth) => truth.to_string(),
        }
    }

    #[test]
    fn values_are_as_many_as_conditions_tell_apart() {
        let attributes = [
            ("principal.level", AttributeType::Integer),
            ("resource.level", AttributeType::Integer),
            ("principal.site", AttributeType::Text),
            ("principal.teams", AttributeType::Texts),
            ("resource.expires", AttributeType::Timestamp),
        ];
        let info = |(name, holds): (&str, _)| AttributeInfo { name: name.to_owned(), holds };
        let reader = ConditionReader::new(&attributes.map(info));
        for (conditions, name, expected) in [
            (&["principal.level > 9"][..], "principal.level", "9 8 10 0"),
            (&["principal.level > resource.level"], "principal.level", "0 1"),
            (&["principal.level > resource.level", "resource.level > 9"], "principal.level", "9 8 10 7 11 0 1"),
            (&["principal.site == \"a\""], "principal.site", "a OTHER"),
            (&["principal.site == organisation.id"], "principal.site", "ORGANISATION OTHER"),
            (&["principal.site == role.name"], "principal.site", "held ROLE OTHER"),
            (&["\"a\" in principal.teams"], "principal.teams", "[a] [OTHER] []"),
            (
                &["\"a\" in principal.teams", "\"b\" in principal.teams"],
                "principal.teams",
                "[a] [b] [OTHER] [] [a,b] [a,OTHER] [b,OTHER]",
            ),
            (&["principal.teams == [\"b\",\"a\"]"], "principal.teams", "[a] [b] [OTHER] [] [b,a]"),
            (
                &["principal.teams != [\"a\"]", "\"a\" in principal.teams"],
                "principal.teams",
                "[a] [OTHER] [] [a,OTHER]",
            ),
            (&["principal.site in principal.teams"], "principal.teams", "[OTHER] [FURTHER(1)] []"),
            (
                &["context.now < resource.expires"],
                "resource.expires",
                "1811808000000 1811807999999 1811808000001 1811807999998 1811808000002 0 1",
            ),
        ] {
            let read: Vec<Pieces> = conditions.iter().map(|it| Pieces::of(reader.read(it).as_ref())).collect();
            let domains = Domains { conditions: read.iter().collect(), automatic: BTreeSet::from(["held".to_owned()]) };
            let holds = attributes.iter().filter(|(known, _)| *known == name).map(|(_, holds)| *holds).collect();
            let (domain, is_whole) = domains.domain(name, &holds);
            let values: Vec<String> = domain.values.iter().map(in_short).collect();
            assert_eq!((values.join(" "), is_whole), (expected.to_owned(), true), "{conditions:?}");
        }
    }

    #[test]
    fn lists_that_would_be_too_many_are_not_whole() {
        let info = AttributeInfo { name: "principal.teams".to_owned(), holds: AttributeType::Texts };
        let reader = ConditionReader::new(&[info]);
        let condition: Vec<String> = (0..12).map(|number| format!("\"t{number}\" in principal.teams")).collect();
        let pieces = Pieces::of(reader.read(&condition.join(" && ")).as_ref());
        let domains = Domains { conditions: vec![&pieces], automatic: BTreeSet::new() };
        let (domain, is_whole) = domains.domain("principal.teams", &BTreeSet::from([AttributeType::Texts]));
        assert_eq!((domain.values.len(), is_whole), (super::LISTS_MAX, false));
    }
}
