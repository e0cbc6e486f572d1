//! `keys`, `policy sign` and `policy verify`: who signed, and what a host would say to it.

use std::fs;
use std::path::Path;

use crate::program::{Case, component, document, file, folder, path_text, run};
use serde_json::Value;

const SIGNED_AT: &str = "2026-03-01T00:00:00Z";
const EXPIRES: &str = "2026-04-01T00:00:00Z";
const BETWEEN: &str = "2026-03-15T00:00:00Z";

/// A folder with a component, two keys, and a trust file that wants so many of them.
struct Desk {
    folder: std::path::PathBuf,
    policy: String,
}

impl Desk {
    fn new(name: &str) -> Self {
        let folder = folder(name);
        let policy = file(&folder, "policy.wasm", fs::read(component()).unwrap());
        let desk = Self { folder, policy };
        for name in ["one", "two"] {
            let made = format!(
                "made `{}` and `{}`\n  id: sha256:",
                desk.path(&format!("{name}.key")),
                desk.path(&format!("{name}.pub"))
            );
            let generate = ["keys", "generate", "--name", name, "--output", &path_text(&desk.folder)];
            Case { arguments: &generate, stdout: &[&made], ..Case::default() }.check();
        }
        desk
    }

    fn path(&self, name: &str) -> String {
        path_text(&self.folder.join(name))
    }

    /// A trust file of both keys.
    fn trust(&self, threshold: &str, target: &str) -> String {
        let (one, two) = (self.path("one.pub"), self.path("two.pub"));
        let trust =
            ["keys", "trust", "--policy", "flexera-one", "--target", target, "--threshold", threshold, &one, &two];
        let printed = run(&trust, "");
        assert!(printed.status.success(), "{}", String::from_utf8_lossy(&printed.stderr));
        file(&self.folder, "trust.toml", printed.stdout)
    }

    fn sign(&self, version: &str) {
        let key = self.path("one.key");
        let sign = ["policy", "sign", &self.policy, "--key", &key, "--manifest-version", version];
        let when = ["--target", "production", "--not-before", SIGNED_AT, "--expires", EXPIRES];
        let said = format!("version {version} for production, by 1 key\n");
        let expected =
            ["signed `", "policy.wasm`: flexera-one ", &said, &format!("good from {SIGNED_AT} until {EXPIRES}\n")];
        Case { arguments: &[&sign[..], &when].concat(), stdout: &expected, ..Case::default() }.check();
    }

    #[track_caller]
    fn verify(&self, more: &[&str], status: i32, expected: &[&str]) {
        let verify = ["policy", "verify", &self.policy, "--trust", &self.path("trust.toml")];
        let now: &[&str] = if more.contains(&"--now") { &[] } else { &["--now", BETWEEN] };
        Case { arguments: &[&verify[..], now, more].concat(), status, stdout: expected, ..Case::default() }.check();
    }
}

#[test]
fn what_is_signed_is_accepted_where_it_belongs() {
    let desk = Desk::new("signed");
    desk.trust("1", "production");
    desk.verify(
        &[],
        1,
        &["refused: manifest::missing — ", "\n  help: sign the component with `guestpass policy sign`"],
    );
    desk.sign("7");
    desk.verify(
        &[],
        0,
        &["accepted: flexera-one version 7 for production, signed by `one`, until 2026-04-01T00:00:00Z"],
    );
    let json = run(
        &["policy", "verify", &desk.policy, "--trust", &desk.path("trust.toml"), "--now", BETWEEN, "--format", "json"],
        "",
    );
    let json: Value = serde_json::from_slice(&json.stdout).unwrap();
    assert_eq!((&json["is_accepted"], &json["version"]), (&Value::from(true), &Value::from(7)));

    desk.trust("1", "staging");
    desk.verify(&[], 1, &["refused: manifest::wrong-target — ", "`production`", "`staging`"]);
}

#[test]
fn two_of_two_must_sign_and_each_counts_once() {
    let desk = Desk::new("two-of-two");
    desk.trust("2", "production");
    desk.sign("7");
    desk.verify(&[], 1, &["refused: manifest::threshold — ", "--add"]);
    let (one, two) = (desk.path("one.key"), desk.path("two.key"));
    let add = |key: &str| ["policy", "sign", &desk.policy, "--key", key, "--add"].map(str::to_owned);
    let again = add(&one);
    let again: Vec<&str> = again.iter().map(String::as_str).collect();
    Case { arguments: &again, status: 2, stderr: &["error: it cannot be signed: "], ..Case::default() }.check();
    let other = add(&two);
    let other: Vec<&str> = other.iter().map(String::as_str).collect();
    Case { arguments: &other, stdout: &["by 2 keys"], ..Case::default() }.check();
    desk.verify(&[], 0, &["signed by `one`, `two`"]);
}

#[test]
fn what_was_remembered_is_not_taken_back() {
    let desk = Desk::new("remembered");
    desk.trust("1", "production");
    desk.sign("8");
    let state = desk.path("trusted.json");
    desk.verify(&["--state", &state, "--remember"], 0, &["accepted: flexera-one version 8"]);
    let remembered = fs::read_to_string(&state).unwrap();
    desk.sign("7");
    desk.verify(&["--state", &state, "--remember"], 1, &["refused: manifest::rollback — "]);
    assert_eq!(fs::read_to_string(&state).unwrap(), remembered, "a refusal leaves no trace");
    desk.sign("9");
    desk.verify(&["--state", &state], 0, &["accepted"]);
    assert_eq!(fs::read_to_string(&state).unwrap(), remembered, "nothing is written that was not asked for");
    fs::write(&state, "{}").unwrap();
    let verify = ["policy", "verify", &desk.policy, "--trust", &desk.path("trust.toml"), "--state", &state];
    let expected = ["error: ", "trusted.json`: the trusted state cannot be read", "code: trusted-state::malformed"];
    Case { arguments: &verify, status: 2, stderr: &expected, ..Case::default() }.check();
}

#[test]
fn a_changed_component_and_an_expired_manifest_are_refused() {
    let desk = Desk::new("changed");
    desk.trust("1", "production");
    desk.sign("7");
    desk.verify(&["--now", EXPIRES], 1, &["refused: manifest::expired — "]);
    let mut bytes = fs::read(&desk.policy).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    fs::write(&desk.policy, bytes).unwrap();
    desk.verify(&[], 1, &["refused: manifest::wrong-digest — "]);
}

#[test]
fn keys_are_never_replaced_and_never_shown() {
    let desk = Desk::new("keys");
    let (key, output) = (desk.path("one.key"), path_text(&desk.folder));
    let secret = fs::read_to_string(&key).unwrap();
    let generate = ["keys", "generate", "--name", "one", "--output", &output];
    let expected = ["error: ", "one.key", "is never replaced"];
    Case { arguments: &generate, status: 2, stderr: &expected, ..Case::default() }.check();
    assert_eq!(fs::read_to_string(&key).unwrap(), secret);

    let show = |file: &str| run(&["keys", "show", file], "").stdout;
    assert_eq!(show(&key), show(&desk.path("one.pub")));
    assert!(!String::from_utf8(show(&key)).unwrap().contains("PRIVATE"));
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(fs::metadata(&key).unwrap().permissions().mode() & 0o777, 0o600);
        fs::set_permissions(&key, fs::Permissions::from_mode(0o644)).unwrap();
        let sign = ["policy", "sign", &desk.policy, "--key", &key, "--manifest-version", "1", "--target", "production"];
        let warned = ["warning: others than you may read `", "one.key`", "chmod 600"];
        Case { arguments: &sign, stdout: &["signed"], stderr: &warned, ..Case::default() }.check();
    }
}

#[test]
fn wrong_input_is_named() {
    let desk = Desk::new("wrong");
    let (public, document) = (desk.path("one.pub"), document());
    let text = file(&desk.folder, "text.key", "hello");
    let sign = |component: &str, key: &str, more: &[&str]| {
        let all = [&["policy", "sign", component, "--key", key][..], more].concat();
        all.into_iter().map(str::to_owned).collect::<Vec<_>>()
    };
    let version = ["--manifest-version", "1", "--target", "production"];
    for (arguments, expected) in [
        (sign(&desk.policy, &public, &version), "code: key::public-instead-of-secret"),
        (sign(&desk.policy, &text, &version), "code: key::not-a-secret-key"),
        (sign(&desk.policy, &desk.path("none.key"), &version), "code: file-not-found"),
        (sign(&document, &desk.path("one.key"), &version), "is not a component"),
        (
            sign(&desk.policy, &desk.path("one.key"), &["--manifest-version", "0", "--target", "production"]),
            "count from 1",
        ),
        (
            sign(&desk.policy, &desk.path("one.key"), &["--manifest-version", "1", "--target", ""]),
            "give a name such as `production`",
        ),
        (sign(&desk.policy, &desk.path("one.key"), &["--add"]), "code: file-not-found"),
        (
            sign(&desk.policy, &desk.path("one.key"), &[&version[..], &["--expires", "soon"]].concat()),
            "`soon` is not an instant",
        ),
    ] {
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Case { arguments: &arguments, status: 2, stderr: &[expected], ..Case::default() }.check();
        assert!(!Path::new(&format!("{}.manifest.json", desk.policy)).exists(), "{arguments:?} wrote a manifest");
    }
    let trust = file(&desk.folder, "broken.toml", "policy = \"flexera-one\"\ntarget = \"production\"\nthreshold = 1\n");
    let verify = ["policy", "verify", &desk.policy, "--trust", &trust];
    let expected = ["broken.toml:3", "[[keys]]", "code: trust::no-keys"];
    Case { arguments: &verify, status: 2, stderr: &expected, ..Case::default() }.check();
}
