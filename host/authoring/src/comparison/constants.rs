//! What stands in a condition: names, constants, and what is compared with what; not how all that is joined.

use std::collections::BTreeSet;

use guestpass_compiler::{Asked, AskedValue, ReadCondition};
use guestpass_contract::InstantMs;

use super::assignments::OVERRIDDEN;

/// The names and the constants of conditions. How these pieces are joined is not looked at, because asking with every
/// combination finds out.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pieces {
    /// Such as `principal.named`, built-in names among them.
    pub(super) names: BTreeSet<String>,
    pub(super) texts: BTreeSet<String>,
    pub(super) integers: BTreeSet<i64>,
    pub(super) timestamps: BTreeSet<InstantMs>,
    /// Names whose values are compared with each other, or one of which is looked for in the other.
    pub(super) linked: BTreeSet<[String; 2]>,
    /// Lists by their names, each with something that is looked for in it.
    pub(super) looked_for: BTreeSet<(String, AskedValue)>,
    /// Lists by their names, each with one that it is compared with as a whole.
    pub(super) whole: BTreeSet<(String, AskedValue)>,
    /// Whether it asks something that assignments do not vary, or cannot be read at all.
    pub(super) is_dark: bool,
}

impl Pieces {
    /// The pieces of a condition; of one that cannot be read, none.
    pub(super) fn of(condition: Option<&ReadCondition>) -> Self {
        let mut pieces = Self { is_dark: condition.is_none(), ..Self::default() };
        for asked in &condition.map(ReadCondition::asked).unwrap_or_default() {
            match asked {
                Asked::Named(name) => pieces.names.extend([name.clone()]),
                Asked::Compared(left, right) => pieces.compared(left, right),
                Asked::In { item, list } => {
                    if let AskedValue::Named(list) = list {
                        pieces.looked_for.insert((list.clone(), item.clone()));
                    }
                    pieces.both(item, list);
                }
            }
        }
        pieces
    }

    /// All of both.
    pub(super) fn add(&mut self, other: &Self) {
        self.names.extend(other.names.iter().cloned());
        self.texts.extend(other.texts.iter().cloned());
        self.integers.extend(&other.integers);
        self.timestamps.extend(&other.timestamps);
        self.linked.extend(other.linked.iter().cloned());
        self.looked_for.extend(other.looked_for.iter().cloned());
        self.whole.extend(other.whole.iter().cloned());
        self.is_dark |= other.is_dark;
    }

    fn compared(&mut self, left: &AskedValue, right: &AskedValue) {
        for (one, other) in [(left, right), (right, left)] {
            if let (AskedValue::Named(name), AskedValue::Texts(_) | AskedValue::Named(_)) = (one, other) {
                self.whole.insert((name.clone(), other.clone()));
            }
        }
        self.both(left, right);
    }

    fn both(&mut self, left: &AskedValue, right: &AskedValue) {
        for value in [left, right] {
            match value {
                AskedValue::Named(name) => self.names.extend([name.clone()]),
                AskedValue::Text(text) => self.texts.extend([text.clone()]),
                AskedValue::Texts(texts) => self.texts.extend(texts.iter().cloned()),
                AskedValue::Integer(number) => self.integers.extend([*number]),
                AskedValue::Timestamp(instant) => self.timestamps.extend([*instant]),
                AskedValue::Boolean(_) => {}
            }
        }
        if let (AskedValue::Named(left), AskedValue::Named(right)) = (left, right) {
            self.is_dark |= !is_varied(left, right);
            self.linked.insert([left.clone(), right.clone()]);
        }
    }
}

/// Whether a name stands for a part of the question, and not for an attribute.
pub(super) fn is_built_in(name: &str) -> bool {
    OVERRIDDEN.contains(&name) || is_of_target(name) || name == "role.name"
}

fn is_of_target(name: &str) -> bool {
    name.starts_with("action.")
}

/// Whether questions and assignments together have these two be the same, and different.
fn is_varied(one: &str, other: &str) -> bool {
    match (is_built_in(one), is_built_in(other)) {
        (false, false) => true,
        // Every holder is asked about for every target, and people are asked about themselves.
        (true, true) => {
            let is_asked = |name: &str| is_of_target(name) || name == "role.name";
            one == other
                || (is_asked(one) && is_asked(other))
                || [(one, other), (other, one)].contains(&("principal.id", "resource.id"))
        }
        (true, false) => !is_of_target(one),
        (false, true) => !is_of_target(other),
    }
}

#[cfg(test)]
mod tests {
    use super::Pieces;
    use guestpass_compiler::ConditionReader;
    use guestpass_contract::{AttributeInfo, AttributeType};

    fn read(condition: &str) -> Pieces {
        let attributes = [
            ("principal.site", AttributeType::Text),
            ("principal.level", AttributeType::Integer),
            ("principal.teams", AttributeType::Texts),
            ("resource.level", AttributeType::Integer),
            ("resource.expires", AttributeType::Timestamp),
        ];
        let info = |(name, holds): (&str, _)| AttributeInfo { name: name.to_owned(), holds };
        Pieces::of(ConditionReader::new(&attributes.map(info)).read(condition).as_ref())
    }

    #[test]
    fn names_and_constants_are_found() {
        for (condition, names, texts, integers, timestamps) in [
            (r#"has(resource.level) && principal.site == "a\"b""#, "principal.site resource.level", "a\"b", "", ""),
            (r#"principal.site in ['a', "b"]"#, "principal.site", "a b", "", ""),
            (r#"principal . site == "\u0061\x62" // "c""#, "principal.site", "ab", "", ""),
            ("principal.level >= -3 || principal.level > 0x10", "principal.level", "", "-3 16", ""),
            (
                "context.now < timestamp(\"1970-01-01T00:00:01Z\") && role.name == \"2026-01-01T00:00:00Z\"",
                "context.now role.name",
                "2026-01-01T00:00:00Z",
                "",
                "1000",
            ),
            ("\"open", "", "", "", ""),
        ] {
            let pieces = read(condition);
            let joined = |words: Vec<String>| words.join(" ");
            assert_eq!(joined(pieces.names.iter().cloned().collect()), names, "{condition}");
            assert_eq!(joined(pieces.texts.iter().cloned().collect()), texts, "{condition}");
            assert_eq!(joined(pieces.integers.iter().map(i64::to_string).collect()), integers, "{condition}");
            assert_eq!(joined(pieces.timestamps.iter().map(i64::to_string).collect()), timestamps, "{condition}");
        }
    }

    #[test]
    fn what_is_not_varied_is_known() {
        for (condition, is_dark) in [
            ("principal.level > resource.level", false),
            ("context.now < resource.expires", false),
            ("role.name in principal.teams && principal.site == organisation.id", false),
            ("resource.id == principal.id", false),
            ("action.name == role.name && action.suite == \"desk\"", false),
            ("action.name in principal.teams", true),
            ("principal.site != action.resource", true),
            ("resource.id == organisation.id", true),
            ("role.name == principal.id", true),
            ("principal.unknown", true),
            ("\"open", true),
        ] {
            assert_eq!(read(condition).is_dark, is_dark, "{condition}");
        }
    }
}
