//! Each slip in a case file is refused with its place.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Runtime};
use guestpass_authoring::cases;
use std::fmt::Write;
use std::sync::Arc;

fn policy() -> Policy {
    let source =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../../guest/policies/saas-manager.toml"));
    let source = source.expect("the document is there");
    let compiled = guestpass_compiler::compile("saas-manager.toml", &source).expect("the document is right");
    let runtime = Runtime::new(Limits::default()).expect("a runtime");
    runtime.load(&compiled.component).expect("the component loads")
}

/// What stands before each broken piece: four lines.
const START: &str = "now = \"2026-03-02T09:30:00Z\"\n[facts.uma]\norganisation = \"initech\"\n\
    principal = { kind = \"member\", id = \"uma\" }\n";

/// A case with one line changed: each line of a good case begins on line 5.
const CASE: &str = "[[case]]\nname = \"one\"\nfacts = \"uma\"\nrequest = \"app.profile\"\nexpect = \"denied\"\n";

/// Slips in a case, each with the message.
fn slips_of_cases() -> Vec<(String, &'static str)> {
    vec![
        ("[[case]\n".to_owned(), ":5:"),
        ("[[cases]]\n".to_owned(), ":5:3: error: unknown key `cases` in the file; did you mean `case`?"),
        (CASE.replace("expect", "expct"), ":9:1: error: unknown key `expct` in a case; did you mean `expect`?"),
        (CASE.replace("\"uma\"", "\"umma\""), ":7:9: error: there are no facts `umma`; did you mean `uma`?"),
        (
            CASE.replace("app.profile", "app.profil"),
            ":8:11: error: the policy has no operation `app.profil`; did you mean",
        ),
        (
            CASE.replace("app.profile", "apps:profil:view"),
            ":8:11: error: the privilege `apps:profil:view` is not declared; did you mean `apps:profile:view`?",
        ),
        (CASE.replace("\"denied\"", "\"deny\""), ":9:10: error: there is no effect `deny`"),
        (
            CASE.replace("\"denied\"", "{ effect = \"denied\", reason = \"no-privilige\" }"),
            ":9:40: error: there is no reason `no-privilige`; did you mean `no-privilege`?",
        ),
        (
            CASE.replace("\"denied\"", "{ effect = \"denied\", role = \"hr\" }"),
            ":9:31: error: unknown key `role` in `expect` of what is denied",
        ),
        (
            CASE.replace("\"denied\"", "{ effect = \"allowed\", role = \"finanse\" }"),
            ":9:32: error: there is no role `finanse`; did you mean `finance`?",
        ),
        (
            CASE.replace("\"denied\"", "{ effect = \"allowed\", hidden = [\"spent\"] }"),
            ":9:42: error: there is no field group `spent`; did you mean `spend`?",
        ),
        (CASE.replace("\"denied\"", "{ effect = \"allowed\", until = \"soon\" }"), ":9:40: error: `until`: "),
        (CASE.replace("\"denied\"", "{ reason = \"no-privilege\" }"), ":9:10: error: `effect` is missing in `expect`"),
        (CASE.replace("request", "requests"), ":8:12: error: `requests` takes a list"),
        (CASE.replace("expect = \"denied\"\n", ""), ":5:1: error: case `one` needs `expect`"),
        (CASE.replace("name = \"one\"\n", ""), ":5:1: error: `name` is missing"),
        (CASE.replace("facts = \"uma\"\n", ""), ":5:1: error: `facts` is missing"),
        (format!("{CASE}now = \"today\"\n"), ":10:7: error: `now`: "),
        (format!("{CASE}{CASE}"), ":13:11: error: there are two cases `one`"),
        (
            format!("{CASE}with = {{ role_grants = [{{ role = \"finanse\" }}] }}\n"),
            ":10:27: error: neither the policy nor the organisation has a role `finanse`; did you mean `finance`?",
        ),
        (
            format!("{CASE}with = {{ principal = {{ knd = \"member\" }} }}\n"),
            ":10:24: error: facts: unknown key `knd`; did you mean `kind`?",
        ),
    ]
}

/// Slips in tables, changes and facts, likewise.
fn other_slips() -> Vec<(String, &'static str)> {
    let table = "[[table]]\nname = \"t\"\nfacts = \"uma\"\n";
    vec![
        (format!("{table}alowed = []\n"), ":8:1: error: unknown key `alowed` in a table; did you mean `allowed`?"),
        (table.to_owned(), ":5:1: error: table `t` has neither `allowed` nor `denied`"),
        (
            format!("{table}allowed = [\"apps:app:viw\"]\n"),
            ":8:12: error: the privilege `apps:app:viw` is not declared",
        ),
        (
            format!("{table}allowed = [{{ api = \"login\", on = \"crm\" }}]\n"),
            ":8:29: error: request: unknown key `on`",
        ),
        (format!("{table}denied = [\"login\"]\nreason = \"none\"\n"), ":9:10: error: there is no reason `none`"),
        (
            CASE.replace("request = \"app.profile\"", "change = { asign-role = {} }").replace("denied", "refused"),
            ":8:12: error: change: unknown ",
        ),
        (
            "[facts.bob]\norganisation = \"initech\"\nprincipal = { kind = \"membr\", id = \"bob\" }\n".to_owned(),
            ":7:15: error: facts: ",
        ),
        ("[facts.bob]\nfile = \"bob.json\"\n".to_owned(), ":6:8: error: `bob.json`: no such file"),
    ]
}

#[test]
fn every_slip_is_refused_with_its_place() {
    let policy = policy();
    let cases = [slips_of_cases(), other_slips()].concat();
    let mut wrong = Vec::new();
    for (piece, expected) in &cases {
        let source = format!("{START}{piece}");
        let read = cases::read("a.tests.toml", &source, policy.info(), &mut |_| Err("no such file".to_owned()));
        let found = read.err().map(|found| found.to_string()).unwrap_or_default();
        if !found.contains(&format!("a.tests.toml{expected}")) {
            wrong.push(format!("--- {piece}\nexpected {expected}\ngot {found}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    let good = format!("{START}{CASE}");
    assert!(cases::read("a.tests.toml", &good, policy.info(), &mut |_| Err(String::new())).is_ok());
}

#[test]
fn without_a_time_and_above_a_mebibyte_nothing_is_read() {
    let policy = policy();
    for (source, expected) in [
        (format!("{START}{CASE}").replacen("now = \"2026-03-02T09:30:00Z\"", "", 1), "no time is given"),
        ("#".repeat(cases::CASES_BYTES_MAX + 1), "the file has more than 1048576 bytes"),
    ] {
        let found = cases::read("a.tests.toml", &source, policy.info(), &mut |_| Err(String::new())).err();
        assert!(found.is_some_and(|found| found.to_string().contains(expected)), "{expected}");
    }
}

#[test]
fn as_many_cases_as_are_read_share_what_they_are_told() {
    let policy = policy();
    let read = |source: &str| cases::read("a.tests.toml", source, policy.info(), &mut |_| Err(String::new()));
    let table = |requests: usize| {
        let item = |number| format!("{{ privileges = \"apps:profile:view\", on_resource = \"r{number}\" }}");
        let items: Vec<String> = (0..requests).map(item).collect();
        format!("{START}[[table]]\nname = \"t\"\nfacts = \"uma\"\nwith = {{}}\ndenied = [{}]\n", items.join(", "))
    };
    let found = read(&table(cases::CASES_MAX)).map(|read| read.cases).ok().unwrap();
    assert_eq!(found.len(), cases::CASES_MAX);
    assert!(found.windows(2).all(|pair| Arc::ptr_eq(&pair[0].facts, &pair[1].facts)));
    let refused = read(&table(cases::CASES_MAX + 1)).err().unwrap().to_string();
    assert!(refused.contains("there are more than 10000 cases"), "{refused}");
    // The facts of a fixture are shared by all cases that change nothing of it.
    let two = format!("{START}{CASE}{}", CASE.replace("\"one\"", "\"two\""));
    let found = read(&two).map(|read| read.cases).ok().unwrap();
    assert!(Arc::ptr_eq(&found[0].facts, &found[1].facts));
}

#[test]
fn cases_that_are_told_too_much_are_not_read() {
    let policy = policy();
    let text = format!("\"{}\"", "u".repeat(250));
    let mut source =
        format!("{START}attributes = {{ principal = {{ teams = [{}] }} }}\n", vec![text; 1_000].join(", "));
    for number in 0..280 {
        let case = CASE.replace("\"one\"", &format!("\"{number}\""));
        writeln!(source, "{case}with = {{}}").unwrap();
    }
    let read = cases::read("a.tests.toml", &source, policy.info(), &mut |_| Err(String::new()));
    let refused = read.err().unwrap().to_string();
    assert!(refused.contains("or their facts have more than 67108864 bytes"), "{refused}");
}

#[test]
fn fixtures_that_are_too_much_are_not_all_read() {
    let policy = policy();
    let text = format!("\"{}\"", "u".repeat(250));
    let teams = vec![text; 1_000].join(",");
    let facts = format!(
        "{{\"organisation\":\"initech\",\"principal\":{{\"kind\":\"member\",\"id\":\"uma\"}},\
         \"attributes\":{{\"principal\":{{\"teams\":[{teams}]}}}}}}"
    );
    let read_of = |fixtures: usize| {
        let fixtures: String =
            (0..fixtures).map(|number| format!("[facts.f{number}]\nfile = \"big.json\"\n")).collect();
        let mut loaded = 0;
        let read = cases::read("a.tests.toml", &format!("{START}{fixtures}{CASE}"), policy.info(), &mut |_| {
            loaded += 1;
            Ok(facts.clone())
        });
        (loaded, read.err().map(|found| found.to_string()).unwrap_or_default())
    };
    assert_eq!(read_of(2), (2, String::new()));
    let (loaded, refused) = read_of(400);
    assert!(loaded < 300, "{loaded} were read");
    assert!(refused.contains("or their facts have more than 67108864 bytes"), "{refused}");
}

#[test]
fn a_privilege_is_declared_or_one_of_a_custom_role() {
    let policy = policy();
    let custom = "custom_roles = [{ name = \"own\", kind = \"user\", privileges = [\"a:b:c\", \"a:b:d\"] }]\n";
    for (name, is_known) in
        [("apps:profile:view", true), ("a:b:d", true), ("a:b:e", false), ("apps:profil:view", false)]
    {
        let source = format!("{START}{custom}{}", CASE.replace("app.profile", name));
        let read = cases::read("a.tests.toml", &source, policy.info(), &mut |_| Err(String::new()));
        let found = read.err().map(|found| found.to_string()).unwrap_or_default();
        let expected = if is_known { String::new() } else { format!("the privilege `{name}` is not declared") };
        assert_eq!((found.is_empty(), found.contains(&expected)), (is_known, true), "{name}: {found}");
    }
}
