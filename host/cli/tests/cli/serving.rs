//! What a server writes down, and what can be asked of it afterwards.

use std::fs;
use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use guestpass_server::{Server, Settings, SettingsSources, StartOptions};
use serde_json::{Value, json};

use crate::program::{Case, file, folder, path_text};

const VIEWER: &str = "[roles.saas-viewer]";
const VIEW: &str = "  \"saas:application:view\",\n";

fn document() -> String {
    include_str!("../../../../guest/policies/default.toml").to_owned()
}

/// The body of an answer to a question that was posted.
fn post(address: SocketAddr, key: &str, path: &str, body: &Value) -> Value {
    let body = body.to_string();
    let mut stream = TcpStream::connect(address).unwrap();
    let head = format!(
        "POST {path} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    stream.write_all((head + &body).as_bytes()).unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    assert!(head.starts_with("HTTP/1.1 200 "), "{answer}");
    serde_json::from_str(body).unwrap()
}

fn question(person: &str, action: &str) -> Value {
    json!({
        "subject": { "type": "user", "id": person },
        "action": { "name": action },
        "resource": { "type": "organisation", "id": "initech" },
    })
}

/// Starts the demonstration with a log of decisions, asks it something, and ends it.
fn served(log: &str) {
    let compiled = guestpass_compiler::compile("default.toml", &document()).unwrap();
    let environment = vec![("GUESTPASS_DECISION_LOG_PATH".to_owned(), log.to_owned())];
    let flags = vec![("listen.address", "127.0.0.1:0".to_owned())];
    let settings = Settings::read(&SettingsSources { environment, flags, is_demo: true, file: None }).unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    let options = StartOptions { trial: None, demo_component: Some(compiled.component) };
    let server = runtime.block_on(Server::start(settings, options)).unwrap();
    let (address, key) = (server.address(), server.demo_key().unwrap().expose().to_owned());
    for (person, action, expected) in [
        ("dana@partner.example", "saas:application:view", true),
        ("dana@partner.example", "saas:application:edit", false),
        ("sam@initech.example", "saas:external-access:create", true),
    ] {
        let answer = post(address, &key, "/access/v1/evaluation", &question(person, action));
        assert_eq!(answer["decision"], expected, "{person} {action}");
    }
    let both = json!({ "evaluations": [
        question("dana@partner.example", "saas:application:edit"), question("kim@partner.example", "sign-in"),
    ] });
    assert_eq!(post(address, &key, "/access/v1/evaluations", &both)["evaluations"].as_array().map(Vec::len), Some(2));
    let search = json!({
        "subject": { "type": "user" }, "action": { "name": "saas:application:view" },
        "resource": { "type": "organisation", "id": "initech" },
    });
    assert!(post(address, &key, "/access/v1/search/subject", &search)["results"].is_array());
    runtime.block_on(server.stop(Duration::from_secs(5)));
}

#[test]
fn what_a_server_decided_is_replayed_on_another_policy() {
    let folder = folder("serving-decisions");
    let log = path_text(&folder.join("decisions.ndjson"));
    served(&log);
    let written = fs::read_to_string(&log).unwrap();
    assert_eq!(written.lines().count(), 5, "searches are not written down: {written}");
    let first: Value = serde_json::from_str(written.lines().next().unwrap()).unwrap();
    assert_eq!(first["decision"]["effect"], "allow");
    assert_eq!(first["decision"]["masked"], json!(["principal.email", "principal.identity"]));
    assert!(first["decision"]["revision"].as_i64().is_some_and(|revision| revision > 0), "{first}");
    assert!(first["facts"]["principal"]["email"].as_str().is_some_and(|email| email.starts_with("masked-")));

    let (before, viewer) = document().split_once(VIEWER).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let viewer = viewer.replacen(VIEW, &format!("{VIEW}  \"saas:application:edit\",\n"), 1);
    let wider = file(&folder, "wider.toml", format!("{before}{VIEWER}{viewer}"));
    let same = file(&folder, "same.toml", document());
    let said = ["recorded decisions\n  1 person gains access: masked-", " (saas:application:edit)\n"];
    let arguments = ["policy", "diff", &same, &wider, "--replay", &log, "--deny-new-access"];
    Case { arguments: &arguments, status: 1, stdout: &said, ..Case::default() }.check();
}
