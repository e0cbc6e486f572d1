//! Every diagnostic, as data: each document in `diagnostics/` has one fault, named by the code that it must give, and
//! beside it the text that its author is shown. `UPDATE_GOLDEN=1 cargo test` writes the texts anew.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use guestpass_compiler::{DiagnosticCode, Diagnostics, decode, parse};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A document that is fine and has `count` privileges.
fn with_privileges(count: usize) -> String {
    let privileges: String = (0..count).map(|number| format!("\"s:r:a{number}\" = \"Do it\"\n")).collect();
    let header =
        "name = \"large\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.s]\nsummary = \"All\"\n[privileges]\n";
    format!("{header}{privileges}")
}

/// Roles `r0` to `r{count - 1}`, each including the one before it.
fn chain_of_roles(count: usize, last_includes: &str) -> String {
    let role = |number: usize| {
        let included = if number == 0 { last_includes.to_owned() } else { format!("\"r{}\"", number - 1) };
        format!(
            "[roles.r{number}]\ntitle = \"T\"\nsummary = \"S\"\nprivileges = [\"s:r:a{}\"]\nincludes = [{included}]\n",
            number % 100
        )
    };
    (0..count).map(role).collect()
}

fn field_group(number: usize) -> String {
    format!("[field-groups.g{number}]\nsummary = \"S\"\nfields = [\"f\"]\nshown-by = [\"s:r:a0\"]\non = [\"s:r:a0\"]\n")
}

/// A document whose only role gives its only privilege on a condition.
fn with_condition(condition: &str) -> String {
    let role = format!(
        "[attributes]\n\"resource.a\" = \"boolean\"\n[roles.r]\ntitle = \"T\"\nsummary = \"S\"\n\
         privileges = [{{ privilege = \"s:r:a0\", when = '{condition}' }}]\n"
    );
    with_privileges(1) + &role
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diagnostics")
}

/// The documents of the folder by name, and those that are too large to keep.
fn cases() -> Vec<(String, Vec<u8>)> {
    let mut cases: Vec<(String, Vec<u8>)> = fs::read_dir(folder())
        .expect("the folder of cases")
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .map(|path| {
            (path.file_stem().expect("a name").to_string_lossy().into_owned(), fs::read(&path).expect("a case"))
        })
        .collect();
    cases.push(("not-utf8.generated".to_owned(), b"name = \"x\"\nversion = \"\xff\"\n".to_vec()));
    cases.push(("document-too-large.generated".to_owned(), vec![b'#'; 1024 * 1024 + 1]));
    cases.push(("too-many.privileges.generated".to_owned(), with_privileges(10_001).into_bytes()));
    let chained = with_privileges(100) + &chain_of_roles(2_000, "");
    cases.push(("too-many.role-privileges.generated".to_owned(), chained.into_bytes()));
    let circle = with_privileges(100) + &chain_of_roles(9_000, "\"r8999\"");
    cases.push(("include-cycle.long.generated".to_owned(), circle.into_bytes()));
    let groups: String = (0..65).map(field_group).collect();
    cases.push(("too-many.field-groups.generated".to_owned(), (with_privileges(1) + &groups).into_bytes()));
    let parentheses = 100_000;
    let nested = format!("{}true{}", "(".repeat(parentheses), ")".repeat(parentheses));
    cases.push(("condition-too-large.bytes.generated".to_owned(), with_condition(&nested).into_bytes()));
    let allowance = "{ code = \"policy::unused-suite\", reason = \"r\" },";
    let allowances = format!("[lint]\nallow = [{}]\n", allowance.repeat(101));
    cases.push(("too-many.allowances.generated".to_owned(), (with_privileges(1) + &allowances).into_bytes()));
    let chain = vec!["resource.a"; 150].join("&&");
    cases.push(("condition-too-large.pieces.generated".to_owned(), with_condition(&chain).into_bytes()));
    cases.sort();
    cases
}

fn found(name: &str, document: &[u8]) -> Diagnostics {
    let file_name = format!("{name}.toml");
    let checked = decode(&file_name, document).and_then(|source| parse(&file_name, source));
    checked.map_or_else(|errors| errors, |checked| checked.warnings)
}

fn check(name: &str, document: &[u8]) {
    let found = found(name, document);
    let codes: Vec<&str> = found.items().iter().map(|item| item.code().as_str()).collect();
    let (expected, _) = name.split_once('.').unwrap_or((name, ""));
    if expected != "several-faults" {
        let first = codes.first().copied().unwrap_or("nothing");
        assert_eq!(first, format!("policy::{expected}"), "{name}: {}", found.plain());
    }
    let text = format!("{}\n\n{}\n{}", codes.join("\n"), found, found.plain());
    let golden = folder().join(format!("{name}.txt"));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::write(&golden, &text).expect("the golden file can be written");
    }
    let expected = fs::read_to_string(&golden).unwrap_or_default();
    assert_eq!(text, expected, "{name}: the text for authors changed; UPDATE_GOLDEN=1 writes it anew");
    assert_excerpts_can_be_shown(name, found);
}

fn assert_excerpts_can_be_shown(name: &str, found: Diagnostics) {
    let mut shown = String::new();
    let theme = miette::GraphicalTheme::unicode_nocolor();
    let handler = miette::GraphicalReportHandler::new_themed(theme);
    handler.render_report(&mut shown, &found).expect("a report can be written");
    assert!(!shown.contains("Failed to read contents"), "{name}: {shown}");
    assert_harmless(&shown);
}

/// Nothing of it but its lines would do anything on a terminal.
fn assert_harmless(shown: &str) {
    let is_order = |character: char| {
        (character.is_control() && !"\n\t".contains(character)) || "\u{61c}\u{200f}\u{202e}".contains(character)
    };
    let shown = shown.replace("\r\n", "\n");
    assert!(!shown.contains(is_order), "{shown:?}");
}

#[test]
fn an_excerpt_is_no_order_to_a_terminal() {
    let document = "name = \"x\" # \u{1b}]0;x\u{7}\u{1b}[2J\u{202e}\u{9b}\u{61c}\r\nversion = nothing\n";
    let found = parse("a\u{1b}[2J\u{202e}.toml", document).expect_err("it is no TOML");
    assert_eq!(found.file_name(), "a\u{1b}[2J\u{202e}.toml", "programs are told what it is called");
    let mut shown = String::new();
    let handler = miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor());
    handler.render_report(&mut shown, &found).expect("a report can be written");
    assert_harmless(&shown);
    assert!(shown.contains("name = \"x\" # ?]0;x??[2J\u{fffd}\u{bf}\u{bf}"), "{shown}");
    assert!(shown.contains("a\u{fffd}[2J\u{fffd}.toml:1:"), "{shown}");
}

#[test]
fn every_case_gives_its_diagnostics() {
    for (name, document) in cases() {
        check(&name, &document);
    }
}

#[test]
fn every_code_has_a_case() {
    let covered: BTreeSet<String> =
        cases().into_iter().filter_map(|(name, _)| Some(format!("policy::{}", name.split_once('.')?.0))).collect();
    for code in DiagnosticCode::ALL {
        // Reached by a fault of the compiler only.
        if *code != DiagnosticCode::RefusedByRules {
            assert!(covered.contains(code.as_str()), "no document in diagnostics/ gives {code}");
        }
    }
}

#[test]
fn every_text_belongs_to_a_case() {
    let names: BTreeSet<String> = cases().into_iter().map(|(name, _)| format!("{name}.txt")).collect();
    for entry in fs::read_dir(folder()).expect("the folder of cases") {
        let name = entry.expect("an entry").file_name().to_string_lossy().into_owned();
        assert!(name.ends_with(".toml") || names.contains(&name), "{name} belongs to no case");
    }
}

#[test]
fn a_program_can_read_them() {
    let found = found("unknown-key.near", b"nam = \"x\"");
    let json = serde_json::to_value(&found).expect("diagnostics serialise");
    let expected = serde_json::json!({
        "code": "policy::unknown-key",
        "severity": "error",
        "message": "unknown key `nam` in the document; did you mean `name`?",
        "line": 1,
        "column": 1,
    });
    assert_eq!(json.get(0), Some(&expected));
}

#[test]
fn a_flood_is_counted_and_not_kept() {
    let faults: String = (0..1_000).map(|number| format!("key{number} = 1\n")).collect();
    let found = found("flood", faults.as_bytes());
    assert_eq!((found.items().len(), found.left_off()), (100, 903), "{found}");
    assert!(found.plain().ends_with("flood.toml: 903 more are not shown\n"));
}
