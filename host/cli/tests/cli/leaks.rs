//! What a server writes anywhere holds no secret, and no line that somebody else has made up (reliability rows 50, 53).

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::program::folder;

/// Secrets that callers send, good for nothing here.
const CANARIES: [&str; 4] = ["canary-bearer-4711", "canary-cookie-4712", "canary-query-4713", "canary-password-4714"];
/// An identifier that would be a line of its own, in another colour and direction, if it were printed as it is.
const FORGED: &str = "a\n{\"level\":\"ERROR\",\"forged\":true}\r\n\u{1b}[31m\u{202e}\u{7f}";

/// A server that ends with this value, whatever comes of the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Starts the demonstration, which writes down as much as it can; its address without `http://`, and its key.
fn start(folder: &Path) -> (Running, String, String) {
    let log = File::create(folder.join("log")).expect("it is made");
    let mut command = Command::new(env!("CARGO_BIN_EXE_guestpass"));
    command.args(["serve", "--demo", "--listen", "127.0.0.1:0", "--format", "json"]);
    for (name, _) in std::env::vars().filter(|(name, _)| name.starts_with("GUESTPASS_")) {
        command.env_remove(name);
    }
    command.env("GUESTPASS_LOG_FORMAT", "json").env("GUESTPASS_LOG_FILTER", "trace");
    command.env("GUESTPASS_DECISION_LOG_PATH", folder.join("decisions"));
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().expect("it starts");
    let stdout = child.stdout.take().expect("it is a pipe");
    let running = Running(child);
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line).expect("it says where it is");
    let started: Value = serde_json::from_str(&line).expect("it is JSON");
    let text = |name: &str| started[name].as_str().expect("it is told").to_owned();
    (running, text("address").replace("http://", ""), text("demo_key"))
}

/// Sends it and hears all of the answer.
fn ask(address: &str, line: &str, key: &str, headers: &str, body: &str) -> String {
    let mut stream = TcpStream::connect(address).expect("it listens");
    let length = body.len();
    let head = format!(
        "{line} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer {key}\r\nconnection: close\r\n\
         content-type: application/json\r\ncontent-length: {length}\r\n{headers}\r\n"
    );
    // A body that is not wanted may not be taken to its end.
    drop(stream.write_all((head + body).as_bytes()));
    let mut answer = Vec::new();
    drop(stream.read_to_end(&mut answer));
    String::from_utf8_lossy(&answer).into_owned()
}

fn question(person: &str) -> String {
    let subject = json!({ "type": "user", "id": person });
    let resource = json!({ "type": "organisation", "id": "initech" });
    json!({ "subject": subject, "action": { "name": "sign-in" }, "resource": resource }).to_string()
}

/// Everything that is asked, with what was answered.
fn answers(address: &str, key: &str) -> Vec<String> {
    let (evaluation, changes) = ("POST /access/v1/evaluation", "POST /api/v1/organisations/initech/changes");
    let cookie = format!("cookie: session={}\r\nproxy-authorization: Basic {}\r\n", CANARIES[1], CANARIES[3]);
    let wrong = format!("guestpass_000000000000_{}", CANARIES[0]);
    let token = format!("eyJhbGciOiJub25lIn0.{}.", CANARIES[0]);
    let named = format!("GET /api/v1/me?password={}", CANARIES[2]);
    let change = json!({ "change": { "delete-custom-role": { "name": FORGED } } }).to_string();
    let made = "idempotency-key: 1\r\nguestpass-person: sam@initech.example\r\n";
    let request_id = "x-request-id: a\u{202e}b\r\ntraceparent: 00-zz-\"}-01\r\n";
    let asked = [
        (evaluation, key, cookie.as_str(), question("dana@partner.example")),
        (evaluation, key, "", question(FORGED)),
        (evaluation, key, request_id, question(&"x".repeat(500_000))),
        (evaluation, key, "", format!("{{\"{}\":1}}", "x".repeat(2_000_000))),
        (evaluation, &wrong, &cookie, question("dana@partner.example")),
        (evaluation, &token, "", question("dana@partner.example")),
        (changes, key, made, change),
        ("GET /nothing/a%0a%7B%22forged%22:true%7D%1b%5B31m", key, "", String::new()),
        (&named, key, made, String::new()),
        ("GET /operations/v1/policy", key, "", String::new()),
        ("GET /metrics", key, "", String::new()),
    ];
    asked.iter().map(|(line, key, headers, body)| ask(address, line, key, headers, body)).collect()
}

#[test]
fn what_a_server_writes_holds_no_secret_and_no_line_of_somebody_else() {
    let folder = folder("leaks");
    let (mut running, address, key) = start(&folder);
    let answers = answers(&address, &key);
    let status = |answer: &String| answer.chars().skip("HTTP/1.1 ".len()).take(3).collect::<String>();
    let statuses: Vec<String> = answers.iter().map(status).collect();
    assert_eq!(statuses, ["200", "200", "200", "413", "401", "401", "403", "404", "200", "200", "200"]);
    let ended = Command::new("kill").args(["-TERM", &running.0.id().to_string()]).status().expect("there is `kill`");
    assert!(ended.success() && running.0.wait().expect("it ends").success());

    let read = |name: &str| fs::read_to_string(folder.join(name)).expect("it is text");
    let (log, decisions) = (read("log"), read("decisions"));
    assert!(log.lines().count() > 20 && !decisions.is_empty(), "what is looked through is there");
    let (_, secret) = key.rsplit_once('_').expect("it has a secret half");
    for secret in CANARIES.iter().chain([&secret]) {
        for (name, text) in [("log", &log), ("decisions", &decisions), ("answers", &answers.concat())] {
            assert!(!text.contains(secret), "`{secret}` stands in the {name}");
        }
    }
    for (name, text) in [("log", &log), ("decisions", &decisions)] {
        for line in text.lines() {
            let value: Value = serde_json::from_str(line).unwrap_or_else(|error| panic!("{name}: {error}: {line}"));
            assert!(value.get("forged").is_none(), "{name}: {line}");
            let odd = line.chars().find(|character| character.is_control() || *character == '\u{202e}');
            assert_eq!(odd, None, "{name}: {line}");
        }
    }
}
