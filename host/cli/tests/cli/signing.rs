//! `keys`, `policy sign` and `policy verify`: who signed, and what a host would say to it.

use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::Duration;

use crate::program::{Case, component, document, file, folder, path_text, run};
use guestpass_manifest::{PolicyName, TrustedState};
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
        self.sign_component(&self.policy, version);
    }

    fn sign_component(&self, component: &str, version: &str) {
        let key = self.path("one.key");
        let sign = ["policy", "sign", component, "--key", &key, "--manifest-version", version];
        let when = ["--target", "production", "--not-before", SIGNED_AT, "--expires", EXPIRES];
        let said = format!("version {version} for production, by 1 key\n");
        let expected = ["signed `", ".wasm`: flexera-one ", &said, &format!("good from {SIGNED_AT} until {EXPIRES}\n")];
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

/// The component and its manifest once for each version, so that processes of their own can offer all of them.
fn signed_versions(desk: &Desk, versions: &[u64]) -> Vec<String> {
    let signed = versions.iter().map(|version| {
        let component = file(&desk.folder, &format!("version-{version}.wasm"), fs::read(component()).unwrap());
        desk.sign_component(&component, &version.to_string());
        component
    });
    signed.collect()
}

fn remember(desk: &Desk, component: &str, state: &str) -> Child {
    let (trust, quiet) = (desk.path("trust.toml"), Stdio::piped);
    let verify = ["policy", "verify", component, "--trust", &trust, "--now", BETWEEN, "--state", state, "--remember"];
    let mut program = Command::new(env!("CARGO_BIN_EXE_guestpass"));
    program.args(verify).stdin(Stdio::null()).stdout(quiet()).stderr(quiet()).spawn().unwrap()
}

/// Exit status and everything printed.
fn ended(child: Child) -> (Option<i32>, String) {
    let output = child.wait_with_output().unwrap();
    let printed = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8(printed).unwrap())
}

/// The highest version that a state remembers; 0 as long as there is none.
fn highest(state: &str) -> u64 {
    let Ok(bytes) = fs::read(state) else { return 0 };
    let name = PolicyName::new("flexera-one").unwrap();
    TrustedState::from_json(&bytes).unwrap().highest(&name).map_or(0, |highest| highest.version.get())
}

#[test]
fn processes_that_remember_at_once_never_take_back_a_version() {
    let desk = Desk::new("remembered-at-once");
    desk.trust("1", "production");
    let state = desk.path("trusted.json");
    let components = signed_versions(&desk, &[5, 2, 8, 1, 7, 3, 6, 4]);
    let mut running: Vec<Child> = components.iter().map(|component| remember(&desk, component, &state)).collect();
    let mut seen = vec![0];
    while running.iter_mut().any(|child| child.try_wait().unwrap().is_none()) {
        let now = highest(&state);
        if seen.last() != Some(&now) {
            seen.push(now);
        }
        sleep(Duration::from_millis(1));
    }
    assert!(seen.is_sorted(), "{seen:?}");
    assert_eq!(highest(&state), 8, "nothing stands above it, so it is accepted whenever it comes");
    for (component, child) in components.iter().zip(running) {
        let (status, printed) = ended(child);
        let expected = if status == Some(0) { "accepted: " } else { "refused: manifest::rollback — " };
        assert!(matches!(status, Some(0 | 1)) && printed.starts_with(expected), "{component}: {status:?} {printed}");
    }
}

#[test]
fn a_state_is_read_again_once_nobody_else_writes_it() {
    let desk = Desk::new("remembered-in-turn");
    desk.trust("1", "production");
    let (state, newer) = (desk.path("trusted.json"), desk.path("newer.json"));
    let components = signed_versions(&desk, &[7, 8]);
    let (status, printed) = ended(remember(&desk, &components[1], &newer));
    assert_eq!(status, Some(0), "{printed}");

    let lock = fs::File::create(format!("{state}.lock")).unwrap();
    lock.lock().unwrap();
    let waits = remember(&desk, &components[0], &state);
    // Long enough to come as far as the lock. Where it is not, the test is easier to pass, and does not fail.
    sleep(Duration::from_secs(3));
    fs::copy(&newer, &state).unwrap();
    drop(lock);
    let (status, printed) = ended(waits);
    assert_eq!((status, highest(&state)), (Some(1), 8), "{printed}");
    assert!(printed.starts_with("refused: manifest::rollback — "), "{printed}");
}

#[test]
fn a_state_that_is_never_free_is_named() {
    let desk = Desk::new("never-free");
    desk.trust("1", "production");
    desk.sign("7");
    let state = desk.path("trusted.json");
    let lock = fs::File::create(format!("{state}.lock")).unwrap();
    lock.lock().unwrap();
    let (status, printed) = ended(remember(&desk, &desk.policy, &state));
    assert_eq!((status, highest(&state)), (Some(2), 0), "{printed}");
    for part in ["trusted.json`: another process", "code: trusted-state::in-use", "help: run it again"] {
        assert!(printed.contains(part), "`{part}` is missing: {printed}");
    }
    desk.verify(&[], 0, &["accepted"]);
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
        let warned = ["warning: `", "one.key`: others than you may read it\n  code: key::not-private\n", "chmod 600"];
        Case { arguments: &sign, stdout: &["signed"], stderr: &warned, ..Case::default() }.check();
        let printed = run(&[&sign[..], &["--format", "json"]].concat(), "");
        let warning: Value = serde_json::from_slice(&printed.stderr).unwrap();
        assert_eq!((&warning["severity"], &warning["file"]), (&"warning".into(), &key.into()));
    }
}

/// What stands in the way is found when everything else is written: a link that leads nowhere is no file yet.
#[cfg(unix)]
#[test]
fn a_key_is_made_whole_or_not_at_all() {
    let folder = folder("halves");
    let output = path_text(&folder);
    for in_the_way in ["ops.key", "ops.pub"] {
        let link = folder.join(in_the_way);
        std::os::unix::fs::symlink("nowhere", &link).unwrap();
        let generate = ["keys", "generate", "--name", "ops", "--output", &output];
        let expected = [in_the_way, "is never replaced"];
        Case { arguments: &generate, status: 2, stderr: &expected, ..Case::default() }.check();
        let left: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name()).collect();
        assert_eq!(left, [in_the_way]);
        fs::remove_file(link).unwrap();
        Case { arguments: &generate, stdout: &["made `"], ..Case::default() }.check();
        for half in ["ops.key", "ops.pub"] {
            fs::remove_file(folder.join(half)).unwrap();
        }
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
