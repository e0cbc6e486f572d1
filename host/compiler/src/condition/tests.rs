//! Conditions as data: what is written, and the nodes or the slip that come of it.

use super::*;
use crate::code::DiagnosticCode;
use guestpass_model::{AttributeModel, AttributeTypeModel, BuiltInModel, ComparisonModel, EntityModel};
use proptest::prelude::*;

const NAMED: u16 = 0;
const LEVEL: u16 = 1;
const SITE: u16 = 2;
const GROUPS: u16 = 3;
const OPENED: u16 = 4;
const SINCE: u16 = 5;

fn names() -> Names {
    let declared = [
        (EntityModel::Principal, "named", AttributeTypeModel::Boolean),
        (EntityModel::Principal, "level", AttributeTypeModel::Integer),
        (EntityModel::Principal, "site", AttributeTypeModel::Text),
        (EntityModel::Principal, "groups", AttributeTypeModel::Texts),
        (EntityModel::Resource, "opened_to", AttributeTypeModel::Texts),
        (EntityModel::Context, "since", AttributeTypeModel::Timestamp),
    ];
    let model = |(entity, name, holds): (_, &str, _)| AttributeModel { entity, name: name.to_owned(), holds };
    Names::new(&declared.map(model))
}

fn attribute(index: u16) -> OperandModel {
    OperandModel::Attribute(index)
}

fn text(text: &str) -> OperandModel {
    OperandModel::Text(text.to_owned())
}

fn texts(texts: &[&str]) -> OperandModel {
    OperandModel::Texts(texts.iter().map(|text| (*text).to_owned()).collect())
}

fn value(operand: OperandModel) -> NodeModel {
    NodeModel::Value(operand)
}

fn compared(left: OperandModel, comparison: ComparisonModel, right: OperandModel) -> NodeModel {
    NodeModel::Compare { comparison, left, right }
}

fn role_is(name: &str) -> NodeModel {
    compared(OperandModel::BuiltIn(BuiltInModel::RoleName), ComparisonModel::Equal, text(name))
}

#[test]
fn conditions_become_nodes() {
    use ComparisonModel::{Equal, Greater, GreaterOrEqual, Less, LessOrEqual, NotEqual};
    use NodeModel::{And, Has, In, Not, Or};
    let built_in = OperandModel::BuiltIn;
    let named = || value(attribute(NAMED));
    let never = || value(OperandModel::Boolean(false));
    let cases: Vec<(&str, Vec<NodeModel>)> = vec![
        ("principal.named", vec![named()]),
        (" ( principal.named ) ", vec![named()]),
        ("!principal.named", vec![named(), Not(0)]),
        ("!!principal.named", vec![named()]),
        ("has(principal.site)", vec![Has(SITE)]),
        ("principal.site == 'x'", vec![compared(attribute(SITE), Equal, text("x"))]),
        ("'x' != principal.site", vec![compared(text("x"), NotEqual, attribute(SITE))]),
        ("principal.named == false", vec![compared(attribute(NAMED), Equal, OperandModel::Boolean(false))]),
        ("principal.level < 3", vec![compared(attribute(LEVEL), Less, OperandModel::Integer(3))]),
        ("principal.level <= -3", vec![compared(attribute(LEVEL), LessOrEqual, OperandModel::Integer(-3))]),
        ("principal.level > 0x10", vec![compared(attribute(LEVEL), Greater, OperandModel::Integer(16))]),
        ("principal.groups == ['b', 'a']", vec![compared(attribute(GROUPS), Equal, texts(&["b", "a"]))]),
        (
            "context.now >= timestamp('2026-11-22T10:00:00.5+01:00')",
            vec![compared(built_in(BuiltInModel::Now), GreaterOrEqual, OperandModel::Timestamp(1_795_338_000_500))],
        ),
        ("context.since < context.now", vec![compared(attribute(SINCE), Less, built_in(BuiltInModel::Now))]),
        (
            "role.name in resource.opened_to",
            vec![In { item: built_in(BuiltInModel::RoleName), list: attribute(OPENED) }],
        ),
        ("principal.site in []", vec![In { item: attribute(SITE), list: texts(&[]) }]),
        ("action.name in ['a']", vec![In { item: built_in(BuiltInModel::ActionName), list: texts(&["a"]) }]),
        (
            "principal.named && role.name == 'a' || has(principal.level)",
            vec![named(), role_is("a"), And(0, 1), Has(LEVEL), Or(2, 3)],
        ),
        (
            "principal.named && (role.name == 'a' || has(principal.level))",
            vec![named(), role_is("a"), Has(LEVEL), Or(1, 2), And(0, 3)],
        ),
        // A constant goes away where the facts can lack nothing that it hides.
        ("true && principal.named", vec![named()]),
        ("principal.named && true", vec![named()]),
        ("false || principal.named", vec![named()]),
        ("principal.named || 1 == 2", vec![named()]),
        ("principal.named && false", vec![named(), never(), And(0, 1)]),
        ("principal.named || true", vec![named(), value(OperandModel::Boolean(true)), Or(0, 1)]),
        ("(false && principal.named) || has(principal.site)", vec![Has(SITE)]),
    ];
    for (source, expected) in cases {
        assert_eq!(compile(source, &names(), Scope::Privilege), Ok(Compiled::Nodes(expected)), "{source}");
    }
}

#[test]
fn constants_are_folded() {
    for (source, expected) in [
        ("true", true),
        ("!true", false),
        ("true || principal.named", true),
        ("false && principal.named", false),
        ("'a' == 'a'", true),
        ("'a' != 'a'", false),
        ("['a'] == ['a', 'b']", false),
        ("2 >= 2 && 3 > 2 && 1 < 2 && 2 <= 2", true),
        ("timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-01T00:00:00.001Z')", true),
        ("'a' in ['b', 'a']", true),
        ("'a' in []", false),
        ("!(1 == 2) && (false || true)", true),
    ] {
        assert_eq!(compile(source, &names(), Scope::Privilege), Ok(Compiled::Constant(expected)), "{source}");
    }
}

/// The code of a slip, and the piece that it points at.
#[test]
fn slips_point_at_their_piece() {
    use DiagnosticCode::{
        AttributeOutOfScope, InvalidCondition, MismatchedTypes, UnknownAttribute, UnsupportedCondition,
    };
    let cases = [
        ("principal.named = true", InvalidCondition, "="),
        ("principal.named & true", InvalidCondition, "&"),
        ("'\u{e4}' == principal.site or true", InvalidCondition, "or"),
        ("principal.named &&", InvalidCondition, ""),
        ("principal.named\n  && )", InvalidCondition, ")"),
        ("principal.in", InvalidCondition, "."),
        ("principal.site == 'x", InvalidCondition, "'x"),
        ("has(principal)", InvalidCondition, "principal"),
        ("context.now < timestamp('2026-01-01T00:00:00')", InvalidCondition, "'2026-01-01T00:00:00'"),
        ("context.now < timestamp('2026-01-01 00:00:00Z')", InvalidCondition, "'2026-01-01 00:00:00Z'"),
        ("context.now < timestamp('2026-01-01T00:00:00.0001Z')", InvalidCondition, "'2026-01-01T00:00:00.0001Z'"),
        ("context.now < timestamp('2026-06-30T23:59:60Z')", InvalidCondition, "'2026-06-30T23:59:60Z'"),
        ("context.now < timestamp(principal.site)", InvalidCondition, "principal.site"),
        ("context.now < timestamp()", UnsupportedCondition, "timestamp()"),
        ("principal.level + 1 == 2", UnsupportedCondition, "+"),
        ("-principal.level == 2", UnsupportedCondition, "-"),
        ("principal.level == 1u", UnsupportedCondition, "1u"),
        ("principal.level == 1.0", UnsupportedCondition, "1.0"),
        ("principal.site == b'x'", UnsupportedCondition, "b'x'"),
        ("principal.site == null", UnsupportedCondition, "null"),
        ("size(principal.groups) == 1", UnsupportedCondition, "size"),
        ("principal.site.matches('x')", UnsupportedCondition, "matches"),
        ("principal.groups.all(x, x == 'a')", UnsupportedCondition, "all"),
        ("principal.groups[0] == 'a'", UnsupportedCondition, "principal.groups[0]"),
        ("principal.site in ['a', 1]", UnsupportedCondition, "1"),
        ("principal.site == {'a': 'b'}", UnsupportedCondition, "{"),
        ("true ? true : false", UnsupportedCondition, "true ? true : false"),
        ("true && has(resource.id)", UnsupportedCondition, "resource.id"),
        ("has(principal.site) == true", UnsupportedCondition, "has(principal.site)"),
        ("timestamp('2026-01-01T00:00:00Z').year == 1", UnsupportedCondition, "timestamp('2026-01-01T00:00:00Z').year"),
        ("true || principal.nmed", UnknownAttribute, "principal.nmed"),
        ("false && owner.named", UnknownAttribute, "owner.named"),
        ("role.title == 'a'", UnknownAttribute, "role.title"),
        ("principal.site.city == 'a'", UnknownAttribute, "principal.site.city"),
        ("principal.named && principal.site", MismatchedTypes, "principal.site"),
        ("principal.site == 1", MismatchedTypes, "=="),
        ("principal.site < 'b'", MismatchedTypes, "<"),
        ("principal.named >= true", MismatchedTypes, ">="),
        ("1 in ['a']", MismatchedTypes, "1"),
        ("'a' in 'abc'", MismatchedTypes, "'abc'"),
        ("principal.named == (1 < principal.level)", MismatchedTypes, "1 < principal.level"),
        ("1 == 1 == true", MismatchedTypes, "1 == 1"),
    ];
    for (source, code, piece) in cases {
        let slip = compile(source, &names(), Scope::Privilege).expect_err(source);
        assert_eq!((slip.code, source.get(slip.range.clone())), (code, Some(piece)), "{source}: {}", slip.message);
    }
    for piece in ["resource.id", "resource.opened_to", "action.name == 'a' && action.suite", "context.since"] {
        let source = format!("{piece} == role.name");
        let slip = compile(&source, &names(), Scope::Holder).expect_err(&source);
        assert_eq!(slip.code, AttributeOutOfScope, "{source}: {}", slip.message);
    }
    let of_holder = "has(principal.named) && organisation.id != principal.id && role.name != 'a'";
    assert!(matches!(compile(of_holder, &names(), Scope::Holder), Ok(Compiled::Nodes(_))));
}

#[test]
fn the_same_text_is_one_condition() {
    let mut conditions = Conditions::new(names());
    assert_eq!(conditions.add("principal.named", Scope::Privilege), Outcome::At(0));
    assert_eq!(conditions.add("has(principal.site)", Scope::Privilege), Outcome::At(1));
    assert_eq!(conditions.add("principal.named", Scope::Holder), Outcome::At(0));
    assert_eq!(conditions.add("true", Scope::Holder), Outcome::AlwaysTrue);
    assert_eq!(conditions.add("false", Scope::Holder), Outcome::AlwaysFalse(2));
    assert_eq!(conditions.add("false", Scope::Privilege), Outcome::AlwaysFalse(2));
    assert!(matches!(conditions.add("resource.id == ''", Scope::Holder), Outcome::Refused(_)));
    assert_eq!(conditions.add("resource.id == ''", Scope::Privilege), Outcome::At(3));
    assert_eq!(conditions.into_models().len(), 4);
}

/// Whatever is nested or chained is compiled, or refused, within the smallest stack that a program starts with, 1 MiB,
/// and leaves room for the program.
#[test]
fn deep_conditions_need_little_stack() {
    let repeated = |piece: &str, end: &str| format!("{}{end}", piece.repeat(2_040 / piece.len()));
    let sources: Vec<String> =
        ["(", "[", "{", "!(", "a(", "a[", "-", "!", "a.", "1<", "1+", "a?a:", "a&&", "a||b&&", "a.b("]
            .into_iter()
            .flat_map(|piece| [repeated(piece, ""), repeated(piece, "a")])
            .chain(std::iter::once(format!("{}true{}", "(".repeat(16), ")".repeat(16))))
            .collect();
    let thread = std::thread::Builder::new().stack_size(768 * 1024).spawn(move || {
        for source in &sources {
            let _ = compile(source, &names(), Scope::Privilege);
        }
        compile(sources.last().map_or("", String::as_str), &names(), Scope::Privilege)
    });
    let deepest = thread.expect("a thread").join().expect("it ends");
    assert_eq!(deepest, Ok(Compiled::Constant(true)), "as deep as allowed");
}

/// Pieces of the language, where it is easiest to get wrong.
const PIECES: &[&str] = &[
    "principal.named",
    "principal.site",
    "role.name",
    "resource.opened_to",
    "context.now",
    "has(",
    "timestamp(",
    "'a'",
    "\"2026-01-01T00:00:00Z\"",
    "'",
    "\"",
    "\\",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ".",
    ",",
    "&&",
    "||",
    "!",
    "==",
    "!=",
    "<",
    ">=",
    "in",
    " ",
    "\n",
    "\r\n",
    "1",
    "-",
    "0x",
    "1.5",
    "1e",
    "u",
    "b'",
    "r'",
    "'''",
    "\\u00e4",
    "\u{e4}",
    "\u{1f600}",
    "\u{0}",
    "?",
    ":",
    "`",
    "//",
    "all(",
    "exists_one(",
    "x,",
    "true",
    "null",
    "=",
    "&",
    "@",
    "9999999999999999999",
];

fn assert_survived(source: &str) -> Result<(), TestCaseError> {
    for scope in [Scope::Privilege, Scope::Holder] {
        match compile(source, &names(), scope) {
            Ok(Compiled::Nodes(nodes)) => prop_assert!(!nodes.is_empty()),
            Ok(Compiled::Constant(_)) => {}
            Err(slip) => {
                prop_assert!(source.get(slip.range.clone()).is_some(), "{:?} of {source:?}", slip.range);
                prop_assert!(!slip.message.is_empty());
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 3_000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_pieces_are_survived(pieces in prop::collection::vec(prop::sample::select(PIECES), 0..25)) {
        assert_survived(&pieces.concat())?;
    }

    #[test]
    fn any_text_is_survived(source in any::<String>()) {
        assert_survived(&source)?;
    }
}
