//! The example `embed` does what an operator types, from a registry and offline.

#![cfg(test)]
#![forbid(unsafe_code)]

#[path = "sources/registry_server.rs"]
#[expect(dead_code, reason = "shared with the tests of the sources, which ask it for more")]
mod registry_server;
mod signed;

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{SystemTime, UNIX_EPOCH};

use guestpass_distribution::{PolicyPackage, SourceLocation, SourceOptions, push};
use guestpass_manifest::{PolicyName, SecretKey, TargetName, Trust, TrustedKey};
use registry_server::Registry;

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// The example, which `cargo test` builds beside its tests.
fn program() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let path = test.ancestors().nth(2).unwrap().join("examples/embed");
    assert!(path.exists(), "build the example first: `cargo build --workspace --examples`");
    path
}

/// The example as it runs. Each command is answered by one line.
struct Embedded {
    child: Child,
    answers: BufReader<ChildStdout>,
}

impl Embedded {
    fn start(location: &str, folder: &Path) -> Self {
        let mut child = Command::new(program())
            .args([location, "trust.toml", "kept"])
            .current_dir(folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let answers = BufReader::new(child.stdout.take().unwrap());
        Self { child, answers }
    }

    fn line(&mut self) -> String {
        let mut line = String::new();
        self.answers.read_line(&mut line).unwrap();
        line.trim_end().to_owned()
    }

    #[track_caller]
    fn check(&mut self, command: &str, answer: &str) {
        writeln!(self.child.stdin.as_mut().unwrap(), "{command}").unwrap();
        assert_eq!(self.line(), answer, "{command}");
    }

    /// As a machine that loses its power.
    fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }

    fn quit(mut self) {
        writeln!(self.child.stdin.as_mut().unwrap(), "quit").unwrap();
        assert!(self.child.wait().unwrap().success());
    }
}

fn key(byte: u8) -> SecretKey {
    SecretKey::from_seed(&[byte; 32])
}

/// A policy of its own for each version, signed by a key.
fn package(version: u64, key: &SecretKey) -> PolicyPackage {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap();
    let now_ms = i64::try_from(since.as_millis()).unwrap();
    signed::package(signed::component(&format!("{version}.0.0")), version, key, now_ms - DAY_MS..now_ms + DAY_MS)
}

fn push_to(location: &str, package: &PolicyPackage) {
    let Ok(SourceLocation::Registry(registry)) = location.parse() else { panic!("{location}") };
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(push(package, &registry, &SourceOptions::default())).unwrap();
}

fn samples(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../cli/samples").join(name);
    path.canonicalize().unwrap().to_str().unwrap().to_owned()
}

#[test]
fn policies_are_followed_gone_back_from_and_kept_through_a_kill() {
    let mut registry = Registry::open();
    let folder = tempfile::tempdir().unwrap();
    let ops = TrustedKey { name: "ops".to_owned(), public: key(1).public() };
    let (policy, target) = (PolicyName::new("flexera-one").unwrap(), TargetName::new("production").unwrap());
    let trust = Trust::new(policy, target, 1, vec![ops]).unwrap();
    fs::write(folder.path().join("trust.toml"), trust.to_toml()).unwrap();
    let location = format!("oci://{}/policies/flexera-one:stable", registry.address);
    let question = format!("check {} {}", samples("facts.json"), samples("request.json"));

    let mut embedded = Embedded::start(&location, folder.path());
    assert_eq!(embedded.line(), "no policy yet: nobody is let in");
    embedded.check(&question, "denied: there is no policy");
    embedded.check("activate", "away: source::not-found");
    push_to(&location, &package(1, &key(1)));
    embedded.check("activate", "active flexera-one version 1");
    embedded.check("activate", "unchanged");
    embedded.check(&question, "allowed: granted");
    push_to(&location, &package(2, &key(1)));
    embedded.check("activate", "active flexera-one version 2 (was 1)");
    push_to(&location, &package(3, &key(2)));
    embedded.check("activate", "refused: manifest::threshold");
    embedded.check("status", "flexera-one version 2: Behind, 0 requests failed");
    push_to(&location, &package(2, &key(1)));
    embedded.check("rollback", "active flexera-one version 1 (was 2)");
    embedded.check("activate", "unchanged flexera-one version 1");
    embedded.check("sing", "unknown command `sing`");
    embedded.kill();

    // The registry is away, and the operator's word still holds.
    registry.stop();
    let mut embedded = Embedded::start(&location, folder.path());
    assert_eq!(embedded.line(), "restored flexera-one version 1");
    embedded.check(&question, "allowed: granted");
    embedded.check("activate", "away: source::unreachable");
    embedded.check("rollback", "refused: rollback-nothing-kept");
    embedded.check("status", "flexera-one version 1: Behind, 0 requests failed");
    embedded.quit();
}
