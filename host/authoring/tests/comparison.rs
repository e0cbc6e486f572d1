//! What the comparison says about edits of the ready documents.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Runtime};
use guestpass_authoring::comparison::{BlindSpot, Bounds, Comparison, Kind, Side, compare, entitlements};
use proptest::prelude::*;
use std::sync::OnceLock;
use std::time::Duration;

const FLEXERA_ONE: &str = include_str!("../../../guest/policies/flexera-one.toml");
const ACCESS_GRANTING: &str = include_str!("../../../guest/policies/access-granting.toml");
const SAAS_MANAGER: &str = include_str!("../../../guest/policies/saas-manager.toml");

fn load(document: &str) -> Policy {
    load_component(&component(document))
}

fn component(document: &str) -> Vec<u8> {
    guestpass_compiler::compile("edited.toml", document).expect("the edited document is right").component
}

fn load_component(component: &[u8]) -> Policy {
    // The machine that runs tests may be busy.
    static RUNTIME: OnceLock<Runtime> = OnceLock::new();
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    let runtime = RUNTIME.get_or_init(|| Runtime::new(limits).expect("a runtime"));
    runtime.load(component).expect("a component of our own")
}

fn compared(old: &str, new: &str) -> Comparison {
    let bounds = Bounds { entitlements: entitlements(old), ..Bounds::default() };
    compare(&load(old), &load(new), &bounds).expect("both answer")
}

/// Sentences of new and lost access, each behind a plus or a minus; of other kinds behind a tilde; what is described
/// behind an asterisk.
fn sentences(comparison: &Comparison) -> Vec<String> {
    let marked = comparison.differences.iter().filter_map(|difference| {
        let mark = match difference.kind {
            Kind::NewlyAllowed | Kind::MoreShown => '+',
            Kind::NewlyDenied | Kind::LessShown => '-',
            Kind::OtherObligations => '~',
            Kind::OtherReason | Kind::OtherValidity => return None,
        };
        Some(format!("{mark} {}", difference.sentence))
    });
    marked.chain(comparison.described.iter().map(|sentence| format!("* {sentence}"))).collect()
}

/// Edits a document, each piece where it first stands behind an anchor, and compares what comes out.
#[track_caller]
fn check(document: &str, edits: &[(&str, &str, &str)], expected: &[&str]) {
    let mut edited = document.to_owned();
    for (anchor, from, to) in edits {
        let start = edited.find(anchor).unwrap_or_else(|| panic!("`{anchor}` is not there"));
        let (before, behind) = edited.split_at(start);
        assert!(behind.contains(from), "`{from}` is not there");
        edited = format!("{before}{}", behind.replacen(from, to, 1));
    }
    let comparison = compared(document, &edited);
    assert_eq!(sentences(&comparison), expected, "{edits:?}");
    assert_eq!(comparison.not_covered, [""; 0], "{edits:?}");
    assert_eq!(comparison.blind_spots, [], "{edits:?}");
}

#[test]
fn every_kind_of_edit_is_told_in_a_sentence() {
    let view = "  \"saas:application:view\",\n";
    let viewer = "[roles.saas-viewer]";
    check(
        FLEXERA_ONE,
        &[("[roles.external-support]", view, "  \"saas:application:view\",\n  \"saas:application:edit\",\n")],
        &["+ a member, a partner's user or an employee of the vendor with role `external-support` may now \
           `saas:application:edit`"],
    );
    check(
        FLEXERA_ONE,
        &[(viewer, "  \"saas:usage:view\",\n", "")],
        &["- a member, a partner's user or an employee of the vendor with role `saas-auditor`, \
           `saas-financial-analyst`, `saas-operator` or `saas-viewer` may no longer `saas:usage:view`"],
    );
    check(
        FLEXERA_ONE,
        &[("[external.partner]", "  \"sso\",  ", "  # ")],
        &[
            "+ a partner's user with any role may now do all that is given, though the partner has no single sign-on",
            "+ a partner's user with full access or a partner's user of a managed customer may now do all that is \
             given, though the partner has no single sign-on",
        ],
    );
    check(
        FLEXERA_ONE,
        &[("[limits]", "external-access-instances = 20", "external-access-instances = 30")],
        &["* the limit `external-access-instances` was 20 and is 30"],
    );
    check(
        FLEXERA_ONE,
        &[
            (viewer, viewer, "[roles.reader]"),
            ("[roles.saas-operator]", "\"saas-viewer\"", "\"reader\""),
            ("[roles.saas-financial-analyst]", "\"saas-viewer\"", "\"reader\""),
            ("[roles.saas-auditor]", "\"saas-viewer\"", "\"reader\""),
        ],
        &[
            "+ role `reader` is new, and gives exactly what `saas-viewer` gave",
            "- role `saas-viewer` is gone, and gave exactly what `reader` gives",
        ],
    );
}

#[test]
fn conditions_and_assigners_are_told() {
    check(
        ACCESS_GRANTING,
        &[("[roles.SALES]", "holder-when = \"principal.named\"\n", "")],
        &["+ a member with role `SALES` may now `fsm:payment:invoice`, when `principal.named` is false or absent"],
    );
    check(
        ACCESS_GRANTING,
        &[("[roles.ADMINISTRATOR]", "\"head-of-support\"]", "\"head-of-support\", \"intern\"]")],
        &[
            "+ a third party or a third party with granted access with role `ADMINISTRATOR` may now \
             `fsm:access-request:grant`, `fsm:access-request:revoke`, `fsm:access-request:view` and 2 more, when \
             `principal.named` is true and `principal.position` is `intern`",
            "+ a member, a third party or a third party with granted access with role `ADMINISTRATOR` may now \
             `fsm:account:create`, `fsm:account:delete`, `fsm:account:edit` and 4 more, when `principal.named` is true \
             and `principal.position` is `intern`",
        ],
    );
    check(
        ACCESS_GRANTING,
        &[("[roles.CONSULTANT]", "kind = \"account\"\n", "kind = \"account\"\nholder-when = \"principal.named\"\n")],
        &[
            "- a third party or a third party with granted access with role `CONSULTANT` may no longer \
             `fsm:access-request:create`, when `principal.named` is false or absent",
            "- a third party with granted access with role `CONSULTANT` may no longer `fsm:account:view`, \
             `fsm:company-data:edit`, `fsm:company-data:view` and `fsm:company:view`, when `principal.named` is false \
             or absent",
            "- a third party or a third party with granted access with role `CONSULTANT` may no longer \
             `fsm:access-request:view`, when `principal.named` is false or absent and `resource.requested_by` is the \
             person's id or another text (8 of 27 combinations of attributes)",
        ],
    );
    check(
        ACCESS_GRANTING,
        &[("[roles.SALES]", "assigned-by = [\"ADMINISTRATOR\"]", "assigned-by = [\"ADMINISTRATOR\", \"SUPPORT\"]")],
        &[
            "+ a member, a third party or a third party with granted access with role `SUPPORT` may now assign role `SALES`",
        ],
    );
    check(
        SAAS_MANAGER,
        &[("[field-groups.spend]", "shown-by = [\"apps:spend:view\"]", "shown-by = [\"apps:usage:view\"]")],
        &["+ a member with role `it-admin` is now shown `spend` by `apps:profile:view`"],
    );
}

#[test]
fn what_means_the_same_is_no_difference() {
    let (audit, viewer) = ("  \"saas:setting:view\",\n", "  \"saas:audit-log:view\",\n");
    check(FLEXERA_ONE, &[], &[]);
    check(ACCESS_GRANTING, &[], &[]);
    check(FLEXERA_ONE, &[("[roles.saas-viewer]", "SaaS viewer", "Reader"), ("", "1.0.0", "1.0.1")], &[]);
    let swapped = [("[roles.saas-auditor]", &*format!("{audit}{viewer}"), &*format!("{viewer}{audit}"))];
    check(FLEXERA_ONE, &swapped, &[]);
}

/// A small policy of one role, whose privilege depends on so many attributes.
fn conditional(attributes: usize) -> String {
    let declared: String = (0..attributes).map(|number| format!("\"principal.a{number}\" = \"boolean\"\n")).collect();
    let condition: Vec<String> = (0..attributes).map(|number| format!("principal.a{number}")).collect();
    format!(
        "name = \"small\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.desk]\nsummary = \"Tickets\"\n\
         [attributes]\n{declared}[privileges]\n\"desk:ticket:view\" = \"View tickets\"\n\
         [roles.clerk]\ntitle = \"Clerk\"\nsummary = \"Reads\"\n\
         privileges = [{{ privilege = \"desk:ticket:view\", when = \"{}\" }}]\n",
        condition.join(" && ")
    )
}

/// A policy whose privileges are longer than a custom role may be.
fn wordy() -> String {
    let document = conditional(1);
    let (before, behind) = document.split_at(document.find("[roles").expect("it is there"));
    let named = |number| format!("\"desk:ticket:{}{number:03}\" = \"Is long\"\n", "a".repeat(230));
    format!("{before}{}{behind}", (0..540).map(named).collect::<String>())
}

#[test]
fn what_may_hide_new_access_is_told() {
    let of_ours = component(FLEXERA_ONE);
    // An empty list of types does nothing, and is not of the engine.
    let (ours, custom) = (load_component(&of_ours), load_component(&[&of_ours[..], &[7, 1, 0]].concat()));
    let (small, large, wordy) = (load(&conditional(5)), load(&conditional(6)), load(&wordy()));
    let bought = Bounds { entitlements: entitlements(FLEXERA_ONE), ..Bounds::default() };
    let never_away = Bounds { taken_away_max: 0, ..bought.clone() };
    let few = Bounds { questions_max: 1, ..bought.clone() };
    let (default, more) = (Bounds::default(), Bounds { assignments_max: 729, ..Bounds::default() });
    let undescribed = |side| Some(BlindSpot::Undescribed(side));
    for (old, new, bounds, expected, told) in [
        (&ours, &ours, &bought, None, ""),
        (&ours, &custom, &bought, undescribed(Side::New), "conditions that the new policy does not"),
        (&custom, &ours, &bought, undescribed(Side::Old), "conditions that the old policy does not"),
        (&ours, &ours, &default, Some(BlindSpot::Unentitled(0)), "they need an entitlement that is not known"),
        (&ours, &ours, &few, Some(BlindSpot::LeftOut { questions: 0, questions_max: 1 }), "asks at most 1"),
        (
            &ours,
            &ours,
            &never_away,
            Some(BlindSpot::NeverTakenAway { count: 1, first: "flexera-one-saas-management".to_owned() }),
            "without each of 1 entitlements, beginning with `flexera-one-saas-management`",
        ),
        (&small, &small, &default, None, ""),
        (
            &large,
            &large,
            &default,
            Some(BlindSpot::Combinations {
                left_out: 217,
                all: 729,
                attributes: (0..6).map(|number| format!("principal.a{number}")).collect(),
                role: Some("clerk".to_owned()),
            }),
            "217 of 729 combinations of principal.a0, principal.a1,",
        ),
        (&large, &large, &more, None, ""),
        (&wordy, &wordy, &default, Some(BlindSpot::CustomRoles), "custom roles: the privileges are too many"),
    ] {
        let comparison = compare(old, new, bounds).expect("both answer");
        let mut found = comparison.blind_spots;
        // How many of these there are is no matter of this test, besides that there are some.
        for blind_spot in &mut found {
            match blind_spot {
                BlindSpot::Unentitled(count @ 1..) => *count = 0,
                BlindSpot::LeftOut { questions: questions @ 1.., .. } => *questions = 0,
                _ => {}
            }
        }
        assert_eq!(found.as_slice(), expected.as_slice(), "{:?}", comparison.not_covered);
        assert_eq!(comparison.not_covered.len(), found.len());
        assert!(comparison.not_covered.iter().all(|line| line.contains(told)), "{:?}", comparison.not_covered);
    }
}

/// What stands before the roles of a small policy.
const DESK: &str = r#"
name = "small"
version = "1.0.0"
contract = "0.2"
[suites.desk]
summary = "Tickets"
[attributes]
"principal.teams" = "texts"
"principal.level" = "integer"
"principal.site" = "text"
"principal.named" = "boolean"
"resource.level" = "integer"
"resource.site" = "text"
"resource.tenant" = "text"
"resource.begins" = "timestamp"
"resource.expires" = "timestamp"
[privileges]
"desk:ticket:view" = "View tickets"
"desk:ticket:edit" = "Edit tickets"
"desk:ticket:none" = "Is given to nobody"
"desk:role:assign" = "Assign roles"
[changes]
assign-role = "desk:role:assign"
"#;

fn role(name: &str, rest: &str) -> String {
    format!("[roles.{name}]\ntitle = \"A role\"\nsummary = \"Works\"\n{rest}\n")
}

/// Whether what is newly allowed or shown to holders of a role is among the differences.
fn is_new_to(role: &str, comparison: &Comparison) -> bool {
    let role = format!("role {role}");
    comparison.differences.iter().any(|it| it.kind.is_new_access() && it.holders.contains(&role))
}

#[test]
fn new_access_under_a_condition_is_found_or_cannot_be_ruled_out() {
    let conditions = [
        (r#""a" in principal.teams && "b" in principal.teams"#, true),
        (r#""a" in principal.teams && "b" in principal.teams && !("c" in principal.teams)"#, true),
        (r#"principal.teams == ["a", "b"]"#, true),
        (r#"principal.teams != ["a"] && "a" in principal.teams"#, true),
        ("context.now < resource.expires", true),
        ("resource.begins < context.now && context.now < resource.expires", true),
        ("resource.expires > context.now && context.now > timestamp(\"2031-01-01T00:00:00Z\")", true),
        ("principal.level > resource.level", true),
        ("principal.level > resource.level && resource.level > 6", true),
        ("principal.site != resource.site", true),
        (r#"resource.site in principal.teams && resource.site == "x" && "y" in principal.teams"#, true),
        ("resource.tenant == organisation.id", true),
        ("principal.level > 0x10", true),
        (r#"principal.site == "\u0061dmin""#, true),
        (r#"principal . site == '\x61dmin' // "root""#, true),
        (r#"principal.site == "a" || action.name in principal.teams"#, true),
        ("action.name in principal.teams", false),
        ("resource.site == action.resource", false),
        ("role.name == principal.id", false),
    ];
    let policy = |is_new: bool| {
        let given = |condition: &str| match is_new {
            true => format!(", {{ privilege = \"desk:ticket:edit\", when = '''{condition}''' }}"),
            false => String::new(),
        };
        let privileges = |condition: &str| format!("privileges = [\"desk:ticket:view\"{}]", given(condition));
        let roles = conditions.iter().enumerate();
        let roles: String = roles.map(|(number, (it, _))| role(&format!("clerk{number}"), &privileges(it))).collect();
        format!("{DESK}{roles}")
    };
    let comparison = compared(&policy(false), &policy(true));
    for (number, (condition, is_found)) in conditions.into_iter().enumerate() {
        assert_eq!(is_new_to(&format!("clerk{number}"), &comparison), is_found, "{condition}");
        let is_told = comparison.blind_spots.contains(&BlindSpot::Condition(condition.to_owned()));
        assert_eq!(is_told, !is_found || condition.contains("action"), "{condition}: {:?}", comparison.blind_spots);
    }
}

/// What is shown can depend on the condition of a privilege that nobody asks for.
#[test]
fn fields_that_another_privilege_shows_under_a_condition_are_found() {
    let given =
        "privileges = [\"desk:ticket:view\", { privilege = \"desk:ticket:edit\", when = \"principal.level > 5\" }]";
    let shown = |by: &str| {
        let group = "[field-groups.notes]\nsummary = \"Notes\"\nfields = [\"notes\"]\non = [\"desk:ticket:view\"]\n";
        format!("{DESK}{}{group}shown-by = [\"{by}\"]\n", role("clerk", given))
    };
    let comparison = compared(&shown("desk:ticket:none"), &shown("desk:ticket:edit"));
    assert!(is_new_to("clerk", &comparison), "{:?}", comparison.differences);
}

/// Who may assign a role is told by people whose own role counts, whatever that takes.
#[test]
fn a_new_assigner_is_found_under_any_condition_on_its_holders() {
    let conditions = [
        "principal.named",
        "!principal.named",
        "principal.level < 3",
        "principal.site != \"a\"",
        "principal.site == organisation.id && principal.level > 2 && principal.level < 4",
        "\"a\" in principal.teams && \"b\" in principal.teams && !has(principal.named)",
    ];
    let names: Vec<String> = (0..conditions.len()).map(|number| format!("boss{number}")).collect();
    let policy = |assigners: &[String]| {
        let assigns = "privileges = [\"desk:role:assign\"]";
        let boss = |(name, it): (&String, &&str)| role(name, &format!("holder-when = '''{it}'''\n{assigns}"));
        let bosses: String = names.iter().zip(&conditions).map(boss).collect();
        let assigned = format!("assigned-by = {assigners:?}\nprivileges = [\"desk:ticket:view\"]");
        format!("{DESK}{bosses}{}{}", role("chief", assigns), role("clerk", &assigned))
    };
    let chief = ["chief".to_owned()];
    let comparison = compared(&policy(&chief), &policy(&[&chief[..], &names].concat()));
    for (name, condition) in names.iter().zip(conditions) {
        assert!(is_new_to(name, &comparison), "{condition}: {:?}", comparison.differences);
    }
    assert_eq!(comparison.blind_spots, []);
}

/// Why an entitlement that is never taken away is a blind spot.
#[test]
fn an_entitlement_that_is_asked_for_no_more_is_new_access() {
    let free = FLEXERA_ONE.replacen("entitlement = \"flexera-one-saas-management\"", "", 1);
    assert!(compared(FLEXERA_ONE, &free).gives_new_access());
}

#[test]
fn every_entitlement_that_is_named_is_had() {
    let view = "  \"saas:application:view\",\n";
    let (before, viewer) = FLEXERA_ONE.split_at(FLEXERA_ONE.find("[roles.saas-viewer]").expect("it is there"));
    let wider = format!("{before}{}", viewer.replacen(view, &format!("{view}  \"saas:application:edit\",\n"), 1));
    let others = (0..9).map(|number| format!("other-{number}"));
    let bounds = Bounds { entitlements: others.chain(entitlements(FLEXERA_ONE)).collect(), ..Bounds::default() };
    let comparison = compare(&load(FLEXERA_ONE), &load(&wider), &bounds).expect("both answer");
    assert!(comparison.gives_new_access() && comparison.unentitled == 0, "{:?}", comparison.not_covered);
    let said = ["what changes without each of 2 entitlements, beginning with `other-8`"];
    assert_eq!(comparison.not_covered, said);
}

#[test]
fn the_other_way_round_allowed_is_denied() {
    let edited = FLEXERA_ONE.replacen("  \"saas:spend:edit\",\n  \"saas:report:edit\"", "  \"saas:report:edit\"", 1);
    let turned = |comparison: Comparison| {
        let turned = comparison.differences.into_iter().map(|it| {
            let kind = match it.kind {
                Kind::NewlyAllowed => Kind::NewlyDenied,
                Kind::NewlyDenied => Kind::NewlyAllowed,
                other => other,
            };
            (kind, it.holders, it.targets, it.standings)
        });
        turned.filter(|(kind, ..)| matches!(kind, Kind::NewlyAllowed | Kind::NewlyDenied)).collect::<Vec<_>>()
    };
    let there = compared(FLEXERA_ONE, &edited);
    assert!(!there.gives_new_access() && !there.differences.is_empty());
    let back = compared(&edited, FLEXERA_ONE);
    assert!(back.gives_new_access());
    let back = back.differences.into_iter().map(|it| (it.kind, it.holders, it.targets, it.standings));
    let back: Vec<_> = back.filter(|(kind, ..)| matches!(kind, Kind::NewlyAllowed | Kind::NewlyDenied)).collect();
    assert_eq!(turned(there), back);
}

/// The lines of the document on which a role gives a privilege.
fn given() -> Vec<usize> {
    let (mut in_role, mut lines) = (false, Vec::new());
    for (number, line) in FLEXERA_ONE.lines().enumerate() {
        in_role = if line.starts_with('[') { line.starts_with("[roles.") } else { in_role };
        if in_role && line.starts_with("  \"") {
            lines.push(number);
        }
    }
    lines
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 6, ..ProptestConfig::default() })]

    #[test]
    fn a_privilege_taken_away_is_always_found(choice in any::<prop::sample::Index>()) {
        let lines = given();
        let taken = *choice.get(&lines);
        let privilege = FLEXERA_ONE.lines().nth(taken).unwrap().trim().trim_matches([',', '"']).to_owned();
        let rest = FLEXERA_ONE.lines().enumerate().filter(|(number, _)| *number != taken);
        let edited: String = rest.map(|(_, line)| format!("{line}\n")).collect();
        let comparison = compared(FLEXERA_ONE, &edited);
        let names = comparison.differences.iter().filter(|it| it.kind == Kind::NewlyDenied);
        let mut names = names.flat_map(|it| &it.targets).map(|target| format!("{target:?}"));
        prop_assert!(names.any(|target| target.contains(&privilege)), "{privilege}");
        prop_assert!(!comparison.gives_new_access());
    }
}
