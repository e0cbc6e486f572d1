//! Every kind of bad input has its code, and gives exit status 2 and nothing on standard output.

use std::fs;

use crate::program::{Case, component, document, file, folder, path_text, run, sample};
use serde_json::Value;

/// Checks what is printed for people, then what is printed for programs.
#[track_caller]
fn check(arguments: &[&str], stdin: &str, code: &str, text: &[&str]) {
    Case { arguments, stdin, status: 2, stdout: &[], stderr: text }.check();
    let with_format = [arguments, &["--format", "json"]].concat();
    let output = run(&with_format, stdin);
    let printed = String::from_utf8(output.stderr).unwrap();
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0), "{printed}");
    assert_eq!(printed.lines().count(), 1, "one object: {printed}");
    let error: Value = serde_json::from_str(&printed).unwrap();
    assert_eq!(error["code"], code, "{printed}");
    for key in ["severity", "message", "file", "line", "column", "help"] {
        assert!(error.get(key).is_some(), "`{key}` is missing: {printed}");
    }
}

const REQUEST: &str = r#"{"privileges": "saas:application:view", "now": "2026-03-02T09:30:00Z"}"#;

#[test]
fn files_that_cannot_be_read() {
    let folder = folder("unreadable");
    let facts = sample("facts.json");
    let missing = path_text(&folder.join("missing.json"));
    let itself = path_text(&folder);
    let large = file(&folder, "large.json", " ".repeat(1024 * 1024 + 1));
    let binary = file(&folder, "binary.json", b"{\n \"organisation\": \"\xff\"}");
    let huge = file(&folder, "huge.wasm", vec![0; 4 * 1024 * 1024 + 1]);
    let policy = component();
    for (policy, facts, code, text) in [
        (
            policy,
            missing.as_str(),
            "file-not-found",
            "missing.json`: the file does not exist\n  code: file-not-found\n",
        ),
        (policy, &itself, "file-unreadable", "the file cannot be read: it is a folder"),
        (policy, &large, "file-too-large", "the file has more than 1048576 bytes"),
        (policy, &binary, "file-not-utf8", "binary.json:2:19: the byte `0xff` is not text"),
        (&missing, &facts, "file-not-found", "the file does not exist"),
        (&itself, &facts, "file-unreadable", "it is a folder"),
        (&huge, &facts, "file-too-large", "the file has more than 4194304 bytes"),
    ] {
        let arguments = ["check", "--policy", policy, "--facts", facts, "--request", "-"];
        check(&arguments, REQUEST, code, &["error: ", text, "help: "]);
    }
}

#[cfg(target_os = "linux")]
#[test]
fn endless_files_end() {
    let facts = sample("facts.json");
    let endless = "/dev/zero";
    for arguments in [
        ["check", "--policy", endless, "--facts", &facts, "--request", &facts],
        ["check", "--policy", component(), "--facts", endless, "--request", &facts],
        ["check", "--policy", component(), "--facts", &facts, "--request", endless],
        ["check", "--policy", component(), "--facts", &facts, "--requests", endless],
    ] {
        check(&arguments, "", "file-too-large", &["more than", "help: "]);
    }
}

#[test]
fn requests_that_break_their_shape() {
    let facts = sample("facts.json");
    for (request, code, text) in [
        ("", "json-syntax", "1:1: not JSON: "),
        ("{\"privileges\": ", "json-syntax", "1:15: `privileges`: not JSON: "),
        (
            r#"{"privilages": "a:b:c", "now": "2026-03-02T09:30:00Z"}"#,
            "json-unknown-key",
            "unknown key `privilages`; did you mean `privileges`?",
        ),
        (
            "{\"api\": \"a\",\n\"now\": \"2026-03-02T09:30:00Z\",\n\"api\": \"b\"}",
            "json-duplicate-key",
            "3:5: duplicate key `api`",
        ),
        (r#"{"api": "a"}"#, "json-missing-key", "missing key `now`"),
        (r#"{"now": "2026-03-02T09:30:00Z"}"#, "json-missing-key", "missing key `privileges`; give it, or `api`"),
        (
            r#"{"privileges": "a:b:c", "api": "a", "now": "2026-03-02T09:30:00Z"}"#,
            "json-wrong-value",
            "`privileges` and `api` exclude each other; leave one out",
        ),
        (r#"{"api": 1, "now": "2026-03-02T09:30:00Z"}"#, "json-wrong-type", "`api`: expected a string"),
        (r#"{"api": "a", "now": "2026-03-02T09:30:00"}"#, "json-wrong-value", "has no offset"),
    ] {
        let arguments = ["check", "--policy", component(), "--facts", &facts, "--request", "-"];
        check(&arguments, request, code, &["error: ", text, "help: `guestpass schema request`"]);
    }
}

#[test]
fn batches_name_the_line() {
    let facts = sample("facts.json");
    for (requests, code, text) in [
        (format!("{{}}\n{REQUEST}\n"), "json-missing-key", "<stdin>:1:2: missing key `now`"),
        (format!("\n{{\"api\": \"a\", \"now\": 1}}\n{REQUEST}"), "json-wrong-type", "<stdin>:2:"),
        ("\n".to_owned(), "no-requests", "`<stdin>`: the file holds no request"),
        (String::new(), "no-requests", "nothing asked is nothing allowed"),
    ] {
        let arguments = ["check", "--policy", component(), "--facts", &facts, "--requests", "-"];
        check(&arguments, &requests, code, &["error: ", text]);
    }
}

#[test]
fn facts_that_break_their_shape() {
    let (facts, request) = (fs::read_to_string(sample("facts.json")).unwrap(), sample("request.json"));
    for (from, to, code, text) in [
        ("\"organisation\": \"initech\",", "", "json-missing-key", "missing key `organisation`"),
        ("\"accredited\": true,", "", "json-missing-key", "`principal.partner.accredited`: missing key `accredited`"),
        ("\"sso_enabled\"", "\"sso\"", "json-unknown-key", "`principal.partner.sso`: unknown key `sso`"),
        ("2026-01-01T00:00:00Z", "2026-07-01T00:00:00Z", "json-wrong-value", "`end` must be later than `start`"),
        ("\"established\"", "\"establish\"", "json-wrong-value", "did you mean `established`?"),
    ] {
        let changed = facts.replacen(from, to, 1);
        assert_ne!(changed, facts);
        let arguments = ["check", "--policy", component(), "--facts", "-", "--request", &request];
        check(&arguments, &changed, code, &["error: <stdin>:", text, "help: `guestpass schema facts`"]);
    }
}

#[test]
fn changes_that_are_none() {
    let facts = sample("flexera-one/create-partner-access.facts.json");
    for (change, code, text) in [
        (
            r#"{"change": {"create-external-acces": {}}, "now": "2026-03-02T09:30:00Z"}"#,
            "json-unknown-key",
            "did you mean `create-external-access`?",
        ),
        (r#"{"change": {}, "now": "2026-03-02T09:30:00Z"}"#, "json-wrong-value", "give a change under one of the keys"),
        (
            r#"{"change": {"delete-custom-role": {"name": "a"}, "switch-role": {"role": "a", "enabled": true}}, "now": "2026-03-02T09:30:00Z"}"#,
            "json-wrong-value",
            "change",
        ),
        (r#"{"change": {"delete-custom-role": {"name": "a"}}}"#, "json-missing-key", "missing key `now`"),
        (
            r#"{"change": {"delete-custom-role": "a"}, "now": "2026-03-02T09:30:00Z"}"#,
            "json-wrong-type",
            "delete-custom-role",
        ),
        ("", "json-syntax", "1:1: not JSON: "),
    ] {
        let arguments = ["review", "--policy", component(), "--facts", &facts, "--change", "-"];
        check(&arguments, change, code, &["error: <stdin>:", text, "help: `guestpass schema change`"]);
    }
    // The same file of facts goes for a check; in one of a review, a mistake about the change is found.
    let broken = fs::read_to_string(&facts).unwrap().replacen("\"instances\"", "\"instanzes\"", 1);
    let change = sample("flexera-one/create-partner-access.change.json");
    let arguments = ["review", "--policy", component(), "--facts", "-", "--change", &change];
    let text = ["error: <stdin>:", "did you mean `instances`?", "help: `guestpass schema facts`"];
    check(&arguments, &broken, "json-unknown-key", &text);
}

#[test]
fn components_that_are_none() {
    let folder = folder("components");
    let whole = fs::read(component()).unwrap();
    let truncated = file(&folder, "truncated.wasm", &whole[..whole.len() / 2]);
    let stump = file(&folder, "stump.wasm", &whole[..3]);
    let module = file(&folder, "module.wasm", b"\0asm\x01\0\0\0");
    let empty = file(&folder, "empty.wasm", b"\0asm\x0d\0\x01\0");
    let engine = file(&folder, "engine.wasm", guestpass_artifact::ENGINE_COMPONENT);
    let (facts, request) = (sample("facts.json"), sample("request.json"));
    for (policy, code, name) in [
        (&truncated, "component-malformed", "truncated.wasm`: the component is damaged"),
        (&stump, "component-not-a-component", "stump.wasm`: this is not a WebAssembly component"),
        (&module, "component-not-a-component", "module.wasm`: this is not a WebAssembly component"),
        (&empty, "component-shape", "empty.wasm`: the component does not consist of exactly one core module"),
        (&engine, "component-without-policy", "engine.wasm`: the component carries no policy"),
    ] {
        let arguments = ["check", "--policy", policy, "--facts", &facts, "--request", &request];
        check(&arguments, "", code, &["error: `", name, "help: "]);
        check(&["policy", "inspect", policy], "", code, &["error: `", name, "help: "]);
    }
}

#[test]
fn documents_with_an_error() {
    let source = fs::read_to_string(document()).unwrap();
    let changed = source.replacen("contract = \"0.2\"", "contrakt = \"0.2\"", 1);
    assert_ne!(changed, source);
    let (facts, request) = (sample("facts.json"), sample("request.json"));
    let expected = ["error: <stdin>:8:1: unknown key `contrakt`", "code: policy::unknown-key", "help: "];
    let check_arguments = ["check", "--policy", "-", "--facts", &facts, "--request", &request];
    for arguments in [&["policy", "inspect", "-"][..], &check_arguments] {
        Case { arguments, stdin: &changed, status: 2, stdout: &[], stderr: &expected[..2] }.check();
    }
    check(&["policy", "inspect", "-"], "name = \u{0}", "policy::syntax", &["error: <stdin>:1:8: "]);
}

#[test]
fn command_lines_that_make_no_sense() {
    let (facts, request) = (sample("facts.json"), sample("request.json"));
    let half = ["check", "--policy", component(), "--facts", &facts];
    let both = [&half[..], &["--request", &request, "--requests", &request]].concat();
    let stdin_twice = ["check", "--policy", component(), "--facts", "-", "--request", "-"];
    let change_twice = ["review", "--policy", component(), "--facts", "-", "--change", "-"];
    let no_change = ["review", "--policy", component(), "--facts", &facts];
    let timeline = ["timeline", "--policy", component(), "--facts", &facts, "--request", &request];
    let backward = [&timeline[..], &["--from", "2026-07-01T00:00:00Z", "--until", "2026-07-01T00:00:00Z"]].concat();
    let no_offset = [&timeline[..], &["--until", "2026-07-01T00:00:00"]].concat();
    let no_people = ["policy", "diff", component(), component(), "--now", "nonsense"];
    let no_role = ["policy", "inspect", component(), "--role", "saas-viewr"];
    for (arguments, text) in [
        (&half[..], "--request"),
        (&both, "cannot be used with"),
        (&stdin_twice, "`-` stands for standard input, and stands there more than once"),
        (&change_twice, "`-` stands for standard input, and stands there more than once"),
        (&no_change, "--change"),
        (&timeline, "--until"),
        (&backward, "`--until` is not later than the first instant that is asked about"),
        (&no_offset, "has no offset"),
        (&no_people, "--people"),
        (&no_role, "the policy has no role `saas-viewr`"),
        (&["chek"], "unrecognized subcommand 'chek'"),
        (&["schema", "fact"], "invalid value 'fact'"),
        (&["policy", "build", "a.toml"], "--output"),
    ] {
        check(arguments, "", "usage", &["error: ", text]);
    }
}

/// Settings with which a server starts, when the files that they name are there.
const SETTINGS: &str = r#"
[policy]
source = "policy.wasm"
trust = "trust.toml"
keep = "kept"

[[api_keys]]
id = "0123456789ab"
name = "portal"
secret_sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
organisation = "initech"
scopes = ["decide"]
"#;

#[test]
fn no_password_is_repeated() {
    let folder = folder("passwords");
    let (mistyped, whole) = ("postgre://u:s3cret@h/d", "postgres://u:s3cret@h/d");
    let settings = |name: &str, more: &str| file(&folder, name, format!("{more}\n{SETTINGS}"));
    let good = settings("good.toml", "");
    let open = settings("open.toml", &format!("[store]\nlocation = \"{whole}"));
    let misplaced = settings("misplaced.toml", &format!("store = \"{whole}\""));
    let misnamed = settings("misnamed.toml", &format!("[store]\nplace = \"{whole}\""));
    let located = settings("located.toml", &format!("[store]\nlocation = \"{mistyped}\""));
    let copy = path_text(&folder.join("copy.db"));
    for (arguments, code, text) in [
        (&["serve", "--config", &open][..], "settings::unreadable", ["open.toml:2:", "help: correct the file"]),
        (&["serve", "--config", &misplaced], "settings::unreadable", ["misplaced.toml:1:9: ", "a text, expected"]),
        (&["serve", "--config", &misnamed], "settings::unreadable", ["misnamed.toml:2:1: ", "unknown field `place`"]),
        (&["serve", "--config", &located], "store::location", ["located.toml`: `store.location`: ", "`postgre://`"]),
        (&["serve", "--config", &good, "--store", mistyped], "store::location", ["`postgre://`", "help: write "]),
        (&["backup", &copy, "--store", mistyped], "store::location", ["`--store`: `postgre://`", "help: give "]),
        (&["audit", "verify", mistyped], "store::location", ["`<database>`: `postgre://`", "help: give "]),
        (&["audit", "checkpoint", mistyped], "store::location", ["`<database>`: `postgre://`", "help: give "]),
        (&["audit", "export", mistyped], "store::location", ["`<database>`: `postgre://`", "help: give "]),
    ] {
        check(arguments, "", code, &text);
        for format in ["text", "json"] {
            let output = run(&[arguments, &["--format", format]].concat(), "");
            let printed = String::from_utf8(output.stderr).unwrap();
            assert!(!printed.contains("s3cret") && !printed.contains('\u{fffd}'), "{printed}");
        }
    }
}
