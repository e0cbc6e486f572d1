//! `policy push` and `policy pull` carry a component and its manifest, whole or not at all.

use std::fs;
use std::path::Path;

use crate::program::{Case, component, document, file, folder, path_text, run};
use crate::registry_server::Registry;
use guestpass_manifest::{
    Digest, Manifest, ManifestVersion, PolicyName, SecretKey, TargetName, Trust, TrustedKey, sign,
};
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
    let expected = [
        "pulled `oci://127.0.0.1:",
        "` to `",
        "pulled.wasm`",
        &digest_line,
        "  manifest: not verified; `--trust` verifies it\n",
    ];
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
    assert!(!Path::new(&format!("{output}.manifest.json")).exists(), "it was of what is replaced");

    let empty = crate::program::folder("pulled-from-empty");
    let location = format!("folder:{}", path_text(&empty));
    let arguments = ["policy", "pull", &location, "--output", &output];
    let expected =
        ["error: `", "the folder holds no component with its manifest", "code: source::no-package", "help: "];
    Case { arguments: &arguments, status: 2, stderr: &expected, ..Case::default() }.check();

    // Whoever looks once is told what is wrong with the only pair.
    package(&empty);
    let expected =
        ["error: `", "`policy.wasm` is another, or not yet written whole", "code: source::no-package", "help: "];
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

/// A pair is written wholly or not at all.
#[test]
fn an_output_that_cannot_be_written_leaves_what_was_there() {
    let folder = folder("half-pulled");
    let policy = package(&folder);
    let output = path_text(&folder.join("taken.wasm"));
    fs::create_dir(&output).unwrap();
    let manifest = format!("{output}.manifest.json");
    fs::write(&manifest, "of another").unwrap();
    let arguments = ["policy", "pull", &policy, "--output", &output];
    let expected = ["error: ", "it is a folder", "code: output-not-writable", "help: "];
    Case { arguments: &arguments, status: 2, stderr: &expected, ..Case::default() }.check();
    assert_eq!(fs::read_to_string(&manifest).unwrap(), "of another");
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

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

fn now_ms() -> i64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap();
    i64::try_from(since.as_millis()).unwrap()
}

/// Signs the component of the tests with a key that is made of one byte.
fn signed(version: u64, key: u8) -> String {
    let component = fs::read(component()).unwrap();
    let manifest = Manifest {
        policy: PolicyName::new("flexera-one").unwrap(),
        version: ManifestVersion::new(version).unwrap(),
        digest: Digest::of(&component),
        component_bytes: component.len() as u64,
        contract: guestpass_contract::CONTRACT_VERSION.to_owned(),
        target: TargetName::new("production").unwrap(),
        not_before_ms: now_ms() - DAY_MS,
        expires_ms: now_ms() + DAY_MS,
    };
    sign(&manifest, &[SecretKey::from_seed(&[key; 32])]).unwrap().to_json()
}

/// A trust file that believes the key `1`.
fn trust(folder: &Path) -> String {
    let ops = TrustedKey { name: "ops".to_owned(), public: SecretKey::from_seed(&[1; 32]).public() };
    let (policy, target) = (PolicyName::new("flexera-one").unwrap(), TargetName::new("production").unwrap());
    file(folder, "trust.toml", Trust::new(policy, target, 1, vec![ops]).unwrap().to_toml())
}

#[test]
fn only_what_trusted_keys_have_signed_is_pulled() {
    let folder = folder("pulled-trusted");
    let (policy, trust) = (package(&folder), trust(&folder));
    let output = path_text(&folder.join("out.wasm"));
    let pull = ["policy", "pull", &policy, "--output", &output, "--trust", &trust];
    for (manifest, code) in [
        (MANIFEST.to_owned(), "manifest::malformed"),
        (signed(7, 2), "manifest::threshold"),
        (signed(7, 1).replace("sig\":\"", "sig\":\"A"), "manifest::"),
        (String::new(), "manifest::missing"),
    ] {
        file(&folder, "policy.wasm.manifest.json", &manifest);
        let expected = ["error: `", "policy.wasm`: ", "code: ", code, "help: "];
        Case { arguments: &pull, status: 2, stderr: &expected, ..Case::default() }.check();
        assert!(!Path::new(&output).exists(), "{code}");
    }
    file(&folder, "policy.wasm.manifest.json", signed(7, 1));
    let expected = ["pulled `", "\n  manifest: verified: flexera-one version 7, signed by `ops`\n"];
    Case { arguments: &pull, stdout: &expected, ..Case::default() }.check();

    // Of a folder, the highest version that may be used; a higher one of somebody else hides nothing.
    file(&folder, "stranger.wasm", fs::read(component()).unwrap());
    file(&folder, "stranger.wasm.manifest.json", signed(9, 2));
    let location = format!("folder:{}", path_text(&folder));
    fs::remove_file(&output).unwrap();
    fs::remove_file(format!("{output}.manifest.json")).unwrap();
    let pull = ["policy", "pull", &location, "--output", &output, "--trust", &trust];
    let printed = run(&[&pull[..], &["--format", "json"]].concat(), "");
    let pulled: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!((&pulled["version"], &pulled["signed_by"]), (&Value::from(7), &Value::from(vec!["ops"])));

    let mistaken = file(&folder, "mistaken.toml", "policy = \"flexera-one\"\ntarget = 1\n");
    let pull = ["policy", "pull", &location, "--output", &output, "--trust", &mistaken];
    let expected = ["error: ", "mistaken.toml:2: ", "code: trust::malformed", "help: "];
    Case { arguments: &pull, status: 2, stderr: &expected, ..Case::default() }.check();
}
