//! What pages get: the console's files, the policy's own bytes, and in the demonstration its key.

use std::fs;
use std::path::Path;
use std::time::Duration;

use guestpass_manifest::{Digest, Trust, TrustedState, verify};
use guestpass_server::{Server, Settings, SettingsSources, StartOptions};
use serde_json::Value;

use crate::service::client;

const GRACE: Duration = Duration::from_secs(5);

/// A demonstration with a console that consists of two files.
async fn demonstration(folder: &Path) -> Server {
    fs::create_dir_all(folder.join("dist/assets")).expect("a folder is made");
    fs::write(folder.join("dist/index.html"), "<!doctype html>").expect("it is written");
    fs::write(folder.join("dist/assets/page-1a2b.js"), "export {};").expect("it is written");
    fs::write(folder.join("secret.txt"), "secret").expect("it is written");
    let source = include_str!("../../../../guest/policies/default.toml");
    let component = guestpass_compiler::compile("default.toml", source).expect("it compiles").component;
    let flags = vec![
        ("listen.address", "127.0.0.1:0".to_owned()),
        ("console.folder", folder.join("dist").display().to_string()),
    ];
    let sources = SettingsSources { flags, is_demo: true, ..SettingsSources::default() };
    let settings = Settings::read(&sources).expect("they hold together");
    let options = StartOptions { trial: None, demo_component: Some(component) };
    Server::start(settings, options).await.expect("it starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_page_gets_its_files_and_may_load_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let server = demonstration(folder.path()).await;
    let base = format!("http://{}", server.address());
    for (path, status, caching) in [
        ("/console", 200, "no-cache"),
        ("/console/", 200, "no-cache"),
        ("/console/assets/page-1a2b.js", 200, "public, max-age=31536000, immutable"),
        ("/console/nothing.js", 404, "no-store"),
        // The client goes up by itself, to where only callers who are known are told what there is.
        ("/console/%2e%2e/secret.txt", 401, "no-store"),
        ("/console/..%2fsecret.txt", 404, "no-store"),
        ("/console/assets/", 404, "no-store"),
    ] {
        let answer = client().get(format!("{base}{path}")).send().await.expect("it answers");
        assert_eq!(answer.status().as_u16(), status, "{path}");
        assert_eq!(answer.headers()["cache-control"], caching, "{path}");
        assert_eq!(answer.headers()["x-content-type-options"], "nosniff", "{path}");
        if status == 200 {
            let policy = answer.headers()["content-security-policy"].to_str().expect("it is text");
            assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; "), "{policy}");
            assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{policy}");
        }
    }
    server.stop(GRACE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_policy_that_decides_is_given_away_with_its_signature() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let server = demonstration(folder.path()).await;
    let (base, key) = (format!("http://{}", server.address()), server.demo_key().expect("it has one").expose());
    // A manifest is called by the digest of its component, and that may be signed anew.
    let is_component = |path: &str| path.starts_with("/policy/v1/components/");
    let get = async |path: String| {
        let answer = client().get(format!("{base}{path}")).bearer_auth(key).send().await.expect("it answers");
        let kept = answer.headers().get("cache-control").cloned().expect("it says how long it may be kept");
        assert_eq!(kept.to_str().expect("a text").contains("immutable"), is_component(&path) && answer.status() == 200);
        (answer.status().as_u16(), answer.bytes().await.expect("it has a body").to_vec())
    };
    let (_, active) = get("/policy/v1/active".to_owned()).await;
    let active: Value = serde_json::from_slice(&active).expect("it is JSON");
    let digest = active["digest"].as_str().expect("it has one");
    let (status, component) = get(format!("/policy/v1/components/{digest}")).await;
    assert_eq!((status, Digest::of(&component).as_str()), (200, digest));
    let (status, manifest) = get(format!("/policy/v1/manifests/{digest}")).await;
    assert_eq!(status, 200);
    let demo = server.demo_folder().expect("it has one").to_owned();
    let trust = fs::read_to_string(demo.join("trust.toml")).expect("it is there");
    let trust = Trust::from_toml(&trust).expect("it is a trust file");
    let now_ms = server.state().clock.now_ms();
    let verified = verify(&manifest, &component, &trust, &TrustedState::new(), now_ms).expect("it is signed");
    assert_eq!(verified.manifest.version.get(), 1);
    for other in [format!("sha256:{}", "0".repeat(64)), "sha256:0".to_owned(), "..%2f..%2fops.key".to_owned()] {
        assert_eq!(get(format!("/policy/v1/components/{other}")).await.0, 404, "{other}");
        assert_eq!(get(format!("/policy/v1/manifests/{other}")).await.0, 404, "{other}");
    }
    server.stop(GRACE).await;
    assert!(!demo.exists(), "the key outlives the demonstration");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn only_a_page_of_this_machine_is_told_the_key_of_the_demonstration() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let server = demonstration(folder.path()).await;
    let told = async |host: Option<&str>| {
        let request = client().get(format!("http://{}/console/demo.json", server.address()));
        let request = match host {
            Some(host) => request.header("host", host),
            None => request,
        };
        request.send().await.expect("it answers")
    };
    assert_eq!(told(Some("rebound.example")).await.status().as_u16(), 404);
    let answer = told(None).await;
    assert_eq!(answer.status().as_u16(), 200);
    let answer: Value = answer.json().await.expect("it is JSON");
    assert_eq!(answer["key"], server.demo_key().expect("it has one").expose());
    assert!(answer["people"].as_array().is_some_and(|people| people.len() > 10), "{answer}");
    server.stop(GRACE).await;
}
