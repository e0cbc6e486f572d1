//! A server that is started from settings and stopped.

use std::path::Path;
use std::time::{Duration, Instant};

use guestpass_manifest::SecretKey;
use guestpass_server::{NewApiKey, Scope, ScopeName, Server, Settings, SettingsSources, StartOptions};
use serde_json::{Value, json};

use crate::service::client;

pub(crate) const GRACE: Duration = Duration::from_secs(5);

/// The demonstration, with further settings.
pub(crate) async fn demonstration(further: &str) -> Server {
    let source = include_str!("../../../../guest/policies/default.toml");
    let component = guestpass_compiler::compile("default.toml", source).expect("it compiles").component;
    let flags = vec![("listen.address", "127.0.0.1:0".to_owned())];
    let file = Some(further.to_owned());
    let sources = SettingsSources { file, flags, is_demo: true, ..SettingsSources::default() };
    let settings = Settings::read(&sources).expect("they hold together");
    let options = StartOptions { trial: None, demo_component: Some(component) };
    Server::start(settings, options).await.expect("it starts")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_demonstration_says_so_on_every_answer_and_believes_only_its_own_key() {
    let server = demonstration("").await;
    let (base, key) = (format!("http://{}", server.address()), server.demo_key().expect("it has one").expose());
    for (path, key, expected) in [
        ("/health", None, 200),
        ("/ready", None, 200),
        ("/operations/v1/policy", None, 401),
        ("/operations/v1/policy", Some(key), 200),
        ("/nothing", Some(key), 404),
    ] {
        let request = client().get(format!("{base}{path}"));
        let request = match key {
            Some(key) => request.bearer_auth(key),
            None => request,
        };
        let response = request.send().await.expect("it answers");
        assert_eq!(response.status().as_u16(), expected, "{path}");
        assert_eq!(response.headers()["x-guestpass-demo"], "true", "{path}");
    }
    // A stream that would go on for ever does not keep the server from stopping.
    let stream = client().get(format!("{base}/operations/v1/policy/events")).bearer_auth(key);
    let mut stream = stream.send().await.expect("it answers");
    assert!(stream.chunk().await.expect("it goes on").is_some());
    let begun = Instant::now();
    server.stop(GRACE).await;
    assert!(begun.elapsed() < GRACE, "nobody was cut off");
    assert!(client().get(format!("{base}/health")).send().await.is_err(), "it is gone");
}

/// Settings of a server whose source of policies is not there, in this folder, and a key of it.
pub(crate) fn settings(folder: &Path, listen: &str) -> (Settings, String) {
    let at = |name: &str| folder.join(name).display().to_string();
    let key = SecretKey::from_seed(&[1; 32]).public().to_pem().expect("it has a text");
    let trust = format!(
        "policy = \"flexera-one\"\ntarget = \"production\"\nthreshold = 1\n[[keys]]\nname = \"ops\"\npublic = {}\n",
        json!(key)
    );
    std::fs::write(at("trust.toml"), trust).expect("it is written");
    let made = NewApiKey::generate("test", Scope::All, ScopeName::ALL).expect("it is made");
    let file = format!(
        "[listen]\naddress = \"127.0.0.1:0\"\n{listen}\n[store]\nlocation = \"sqlite:{}\"\n[policy]\nsource = \"{}\"\n\
         trust = \"{}\"\nkeep = \"{}\"\n{}",
        at("guestpass.db"),
        at("policy.wasm"),
        at("trust.toml"),
        at("kept"),
        made.kept.to_toml().expect("it has a text"),
    );
    let settings = Settings::read(&SettingsSources { file: Some(file), ..SettingsSources::default() });
    (settings.expect("they hold together"), made.secret.expose().to_owned())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_whose_source_is_away_starts_and_lets_nobody_in() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (settings, key) = settings(folder.path(), "");
    let server = Server::start(settings, StartOptions::default()).await.expect("it starts");
    let base = format!("http://{}", server.address());
    let ready = client().get(format!("{base}/ready")).send().await.expect("it answers");
    assert_eq!(ready.status().as_u16(), 503);
    assert!(ready.headers().get("x-guestpass-demo").is_none());
    let status = client().get(format!("{base}/operations/v1/policy")).bearer_auth(key);
    let status: Value = status.send().await.expect("it answers").json().await.expect("it is JSON");
    assert_eq!(status["source"]["standing"], "missing", "{status}");
    assert!(status["source"]["trouble"]["code"].is_string(), "{status}");
    server.stop(GRACE).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_with_a_certificate_speaks_tls_only() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let at = |name: &str| folder.path().join(name).display().to_string();
    let made = rcgen::generate_simple_self_signed(vec!["127.0.0.1".to_owned()]).expect("it is made");
    std::fs::write(at("cert.pem"), made.cert.pem()).expect("it is written");
    std::fs::write(at("key.pem"), made.signing_key.serialize_pem()).expect("it is written");
    let listen = format!("tls = {{ certificate = \"{}\", key = \"{}\" }}", at("cert.pem"), at("key.pem"));
    let (settings, _) = settings(folder.path(), &listen);
    let server = Server::start(settings, StartOptions::default()).await.expect("it starts");
    let authority = reqwest::Certificate::from_pem(made.cert.pem().as_bytes()).expect("it is a certificate");
    let believing = reqwest::Client::builder().no_proxy().tls_certs_only([authority]).build().expect("it is made");
    let health = |scheme: &str| format!("{scheme}://{}/health", server.address());
    assert_eq!(believing.get(health("https")).send().await.expect("it answers").status().as_u16(), 200);
    assert!(client().get(health("https")).send().await.is_err(), "nobody else believes the certificate");
    let plain = believing.get(health("http")).send().await;
    assert!(!plain.is_ok_and(|response| response.status().is_success()), "nothing travels in the open");
    server.stop(GRACE).await;
}

#[tokio::test]
async fn a_server_that_lacks_a_file_or_its_port_does_not_start() {
    let folder = tempfile::tempdir().expect("a folder is made");
    let start = async |listen: &str, lost: Option<&str>| {
        let (mut settings, _) = settings(folder.path(), listen);
        if let Some(lost) = lost {
            std::fs::remove_file(folder.path().join(lost)).expect("it is there");
        }
        if listen.is_empty() && lost.is_none() {
            let taken = std::net::TcpListener::bind("127.0.0.1:0").expect("a port is free");
            settings.listen = taken.local_addr().expect("it has an address");
            return Server::start(settings, StartOptions::default()).await.expect_err("it is taken").code();
        }
        Server::start(settings, StartOptions::default()).await.expect_err("something is lost").code()
    };
    assert_eq!(start("", None).await, "serve::listen");
    assert_eq!(start("", Some("trust.toml")).await, "serve::file");
    assert_eq!(start("tls = { certificate = \"no.pem\", key = \"no.pem\" }", None).await, "serve::file");
}
