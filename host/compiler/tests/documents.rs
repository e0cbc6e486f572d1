//! The ready documents are accepted without a word, say what they should, and survive any damage.

#![cfg(test)]
#![forbid(unsafe_code)]

mod ready;

use guestpass_compiler::{DiagnosticCode, decode, parse};
use guestpass_model::{PolicyModel, RequirementModel};
use proptest::prelude::*;

const FLEXERA_ONE: &str = include_str!("../../../guest/policies/flexera-one.toml");

/// Unites the four products: it has every part that a document can have.
const DEFAULT: &str = include_str!("../../../guest/policies/default.toml");

fn model(source: &str) -> PolicyModel {
    parse("test.toml", source).unwrap_or_else(|found| panic!("{}", found.plain())).model
}

#[test]
fn every_ready_document_is_accepted_without_a_warning() {
    for (name, source) in ready::documents() {
        let checked = parse(&name, &source).unwrap_or_else(|found| panic!("{}", found.plain()));
        assert!(checked.warnings.is_empty(), "{}", checked.warnings.plain());
    }
}

/// F2: whatever the product can do, its administrator may.
#[test]
fn the_system_administrator_has_every_privilege_of_the_product() {
    let model = model(FLEXERA_ONE);
    let administrator = model.roles.iter().find(|role| role.name == "system-administrator").expect("the role");
    let given = |index: usize| administrator.privileges.iter().any(|given| usize::from(given.privilege) == index);
    for (index, privilege) in model.privileges.iter().enumerate() {
        assert_eq!(given(index), privilege.name.starts_with("saas:"), "{}", privilege.name);
    }
}

#[test]
fn operations_need_what_the_document_says() {
    let model = model(FLEXERA_ONE);
    let needed = |name: &str| -> Vec<&str> {
        let api = model.apis.iter().find(|api| api.name == name).expect("the operation");
        let RequirementModel::AnyOf(privileges) = &api.requirement else { panic!("{name}: {:?}", api.requirement) };
        privileges.iter().map(|index| model.privileges[usize::from(*index)].name.as_str()).collect()
    };
    assert_eq!(needed("invitation.create"), ["common:org:own", "iam:invitation:create"], "R12, in byte order");
    assert_eq!(needed("spend.list"), ["saas:spend:edit", "saas:spend:view"], "R11: `+` means or");
    let open = model.apis.iter().find(|api| api.name == "refresh-token").expect("the operation");
    assert_eq!(open.requirement, RequirementModel::Nothing, "R10");
}

/// R15: what stands twice, or in another order, changes nothing.
#[test]
fn included_privileges_are_counted_once() {
    let model = model(FLEXERA_ONE);
    let viewer = model.roles.iter().find(|role| role.name == "saas-viewer").expect("the role");
    for name in ["saas-operator", "saas-financial-analyst", "saas-auditor"] {
        let role = model.roles.iter().find(|role| role.name == name).expect("the role");
        assert!(viewer.privileges.iter().all(|privilege| role.privileges.contains(privilege)), "{name}");
        assert!(role.privileges.is_sorted_by(|earlier, later| earlier < later), "{name}");
    }
}

#[test]
fn roles_and_operations_keep_the_order_of_the_document() {
    let model = model(FLEXERA_ONE);
    let names: Vec<&str> = model.roles.iter().map(|role| role.name.as_str()).collect();
    assert_eq!(names.first(), Some(&"system-administrator"));
    assert_eq!(names.last(), Some(&"organisation-owner"));
    assert_eq!(model.apis.first().map(|api| api.name.as_str()), Some("external-access.list"));
    assert_eq!(model.apis.last().map(|api| api.name.as_str()), Some("sign-in"));
    let limits: Vec<_> = model.limits.iter().map(|limit| (limit.name.as_str(), limit.maximum)).collect();
    let expected = [("external-access-instances", Some(20)), ("external-access-role-assignments", Some(500))];
    assert_eq!(limits, expected);
}

/// Any change to the document changes it.
#[test]
fn the_source_digest_is_that_of_the_bytes() {
    let one = model(FLEXERA_ONE).source_digest;
    let other = model(&format!("{FLEXERA_ONE}\n")).source_digest;
    assert!(one.len() == 64 && one != other, "{one} {other}");
}

/// Windows line ends and a byte-order mark are how some editors save.
#[test]
fn line_ends_and_byte_order_marks_do_not_matter() {
    let mut windows = model(&format!("\u{feff}{}", FLEXERA_ONE.replace('\n', "\r\n")));
    let unix = model(FLEXERA_ONE);
    windows.source_digest.clone_from(&unix.source_digest);
    assert_eq!(windows, unix);
}

#[derive(Debug, Clone)]
enum Damage {
    Flip { at: prop::sample::Index, to: u8 },
    Cut { from: prop::sample::Index, bytes: usize },
    Repeat { from: prop::sample::Index, bytes: usize, at: prop::sample::Index },
    Insert { at: prop::sample::Index, text: &'static str },
}

/// Pieces of the grammar, where it is easiest to get wrong.
const PIECES: &[&str] =
    &["\"", "[", "]", "=", "\n", ".", "{", "}", "'''", "\\u", "[[", "\r", "||", "\u{0}", "1e9", "[a.b]\n", "a.b=1\n"];

fn damage() -> impl Strategy<Value = Damage> {
    use prop::sample::Index;
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, to)| Damage::Flip { at, to }),
        (any::<Index>(), 1..200_usize).prop_map(|(from, bytes)| Damage::Cut { from, bytes }),
        (any::<Index>(), 1..200_usize, any::<Index>()).prop_map(|(from, bytes, at)| Damage::Repeat { from, bytes, at }),
        (any::<Index>(), prop::sample::select(PIECES)).prop_map(|(at, text)| Damage::Insert { at, text }),
    ]
}

fn apply(document: &mut Vec<u8>, damage: &Damage) {
    if document.is_empty() {
        return;
    }
    let length = document.len();
    match damage {
        Damage::Flip { at, to } => document[at.index(length)] = *to,
        Damage::Cut { from, bytes } => {
            let start = from.index(length);
            document.drain(start..(start + bytes).min(length));
        }
        Damage::Repeat { from, bytes, at } => {
            let start = from.index(length);
            let copy = document[start..(start + bytes).min(length)].to_vec();
            let at = at.index(length);
            document.splice(at..at, copy);
        }
        Damage::Insert { at, text } => {
            let at = at.index(length);
            document.splice(at..at, text.bytes());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, failure_persistence: None, ..ProptestConfig::default() })]

    /// Damaged documents give a model that the rules accept, or errors with a place inside the document; never a panic.
    #[test]
    fn damage_is_survived(
        document in prop::sample::select(vec![FLEXERA_ONE, DEFAULT]),
        damages in prop::collection::vec(damage(), 1..4),
    ) {
        let mut document = document.as_bytes().to_vec();
        damages.iter().for_each(|damage| apply(&mut document, damage));
        let lines = document.iter().filter(|byte| **byte == b'\n').count() + 1;
        let found = match decode("damaged.toml", &document).and_then(|source| parse("damaged.toml", source)) {
            Ok(checked) => checked.warnings,
            Err(found) => {
                prop_assert!(!found.is_empty());
                found
            }
        };
        for item in found.items() {
            prop_assert_ne!(item.code(), DiagnosticCode::RefusedByRules, "{}", found.plain());
            prop_assert!((1..=lines).contains(&item.line()) && item.column() >= 1, "{}", found.plain());
        }
        let mut shown = String::new();
        let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor());
        handler.render_report(&mut shown, &found).expect("a report can be written");
        prop_assert!(!shown.contains("Failed to read contents"), "{}", shown);
    }
}
