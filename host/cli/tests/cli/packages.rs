//! `policy push` and `policy pull` carry a component and its manifest, whole or not at all.

use std::fs;
use std::path::Path;

use crate::program::{Case, component, document, file, folder, path_text, run};
use crate::registry_server::Registry;
use serde_json::Value;

/// Nobody has signed it: whoever carries packages does not look at signatures.
const MANIFEST: &str = "a manifest in its envelope";

/// The component that most tests ask, with something beside it that stands for its manifest.
fn package(folder: &Path) -> String {
    file(folder, "policy.wasm.manifest.json", MANIFEST);
    file(folder, "policy.wasm", fs::read(component()).unwrap())
}

#[test]
fn what_is_pushed_is_pulled() {
    let registry = Registry::open();
    let folder = folder("pushed");
    let policy = package(&folder);
    let location = format!("oci://{}/policies/flexera-one:7", registry.address);
    let digest = guestpass::digest_of(&fs::read(component()).unwrap());
    let digest_line = format!("\n  digest: {digest}\n");
    let expected = ["pushed `", "policy.wasm` to `oci://127.0.0.1:", ":7`", &digest_line, "  artifact: sha256:"];
    let push = ["policy", "push", &policy, &location];
    Case { arguments: &push, stdout: &expected, ..Case::default() }.check();

    let output = path_text(&folder.join("pulled.wasm"));
    let pull = ["policy", "pull", &location, "--output", &output];
    let expected = ["pulled `oci://127.0.0.1:", "` to `", "pulled.wasm`", &digest_line, "  manifest: not verified\n"];
    Case { arguments: &pull, stdout: &expected, ..Case::default() }.check();
    assert_eq!(fs::read(&output).unwrap(), fs::read(&policy).unwrap());
    assert_eq!(fs::read_to_string(format!("{output}.manifest.json")).unwrap(), MANIFEST);

    // For programs; and the artifact is found by its digest, too.
    let json = |arguments: &[&str]| {
        let printed = run(&[arguments, &["--format", "json"]].concat(), "");
        serde_json::from_slice::<Value>(&printed.stdout).unwrap()
    };
    let pushed = json(&push);
    let artifact = pushed["artifact_digest"].as_str().unwrap();
    let by_digest = format!("oci://{}/policies/flexera-one@{artifact}", registry.address);
    let pulled = json(&["policy", "pull", &by_digest, "--output", &output]);
    assert_eq!((&pushed["digest"], &pulled["digest"]), (&Value::from(digest.as_str()), &Value::from(digest.as_str())));
    assert_eq!((&pulled["is_signed"], &pulled["is_verified"]), (&Value::from(true), &Value::from(false)));
}

#[test]
fn files_and_folders_are_pulled_from_as_hosts_do() {
    let folder = folder("pulled-from");
    let policy = package(&folder);
    let output = path_text(&folder.join("out.wasm"));
    let pull = ["policy", "pull", &policy, "--output", &output];
    Case { arguments: &pull, stdout: &["manifest: not verified"], ..Case::default() }.check();
    fs::remove_file(format!("{policy}.manifest.json")).unwrap();
    let expected = ["manifest: there is none, and nothing was verified"];
    Case { arguments: &pull, stdout: &expected, ..Case::default() }.check();
    assert_eq!(fs::read(&output).unwrap(), fs::read(component()).unwrap());

    let empty = crate::program::folder("pulled-from-empty");
    let location = format!("folder:{}", path_text(&empty));
    let arguments = ["policy", "pull", &location, "--output", &output];
    let expected =
        ["error: `", "the folder holds no component with its manifest", "code: source::no-package", "help: "];
    Case { arguments: &arguments, status: 2, stderr: &expected, ..Case::default() }.check();
}

#[test]
fn what_cannot_be_carried_is_named_and_nothing_is_written() {
    let folder = folder("not-carried");
    let policy = package(&folder);
    let unsigned = file(&folder, "unsigned.wasm", fs::read(component()).unwrap());
    let missing = path_text(&folder.join("missing.wasm"));
    let output = path_text(&folder.join("out.wasm"));
    let nowhere = "oci://127.0.0.1:1/policies/flexera-one:7";
    let document = document();
    for (arguments, text, code) in [
        (["push", &unsigned, nowhere], "unsigned.wasm`: there is no manifest beside the component", "manifest-missing"),
        (["push", &missing, nowhere], "the file does not exist", "file-not-found"),
        (["push", &document, nowhere], "is not a component", "usage"),
        (["push", &policy, &output], "is not in a registry", "usage"),
        (["push", &policy, "oci://registry.example/a"], "says neither a tag nor a digest", "source::location"),
        (["push", &policy, nowhere], "the registry does not take it", "source::unreachable"),
        (["pull", &missing, &output], "nothing is there", "source::not-found"),
        (["pull", "http://policies.example/a.wasm", &output], "would be asked without TLS", "source::location"),
        (["pull", nowhere, &output], "the server cannot be reached", "source::unreachable"),
    ] {
        let [command, first, second] = arguments;
        let arguments = match command {
            "pull" => vec!["policy", command, first, "--output", second],
            _ => vec!["policy", command, first, second],
        };
        let expected = ["error: ", text, "code: ", code, "help: "];
        Case { arguments: &arguments, status: 2, stderr: &expected, ..Case::default() }.check();
        assert!(!Path::new(&output).exists(), "{arguments:?}");
    }
}

#[test]
fn a_registry_that_wants_a_password_says_so_and_gets_it_from_the_environment() {
    let registry = Registry::with_password();
    let policy = package(&folder("passwords"));
    let location = format!("oci://{}/policies/flexera-one:7", registry.address);
    let push = |password: Option<&str>| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_guestpass"));
        command.args(["policy", "push", &policy, &location]).env("DOCKER_CONFIG", folder("passwords-docker"));
        command.env_remove("GUESTPASS_REGISTRY_USERNAME").env_remove("GUESTPASS_REGISTRY_PASSWORD");
        if let Some(password) = password {
            command.env("GUESTPASS_REGISTRY_USERNAME", "dana").env("GUESTPASS_REGISTRY_PASSWORD", password);
        }
        let output = command.output().unwrap();
        (output.status.code(), String::from_utf8(output.stderr).unwrap())
    };
    for password in [None, Some("guessed")] {
        let (status, printed) = push(password);
        assert_eq!(status, Some(2));
        assert!(printed.contains("code: source::unauthorized"), "{printed}");
        assert!(printed.contains("GUESTPASS_REGISTRY_PASSWORD") && !printed.contains("guessed"), "{printed}");
    }
    assert_eq!(push(Some("secret")), (Some(0), String::new()));
}
