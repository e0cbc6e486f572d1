//! Each screen's main path and a refusal, done as a person does it; and what pages do when the world around them
//! changes.

#![cfg(test)]
#![forbid(unsafe_code)]

mod answers;
mod keyboard;
mod meanwhile;
mod operating;
mod signing_in;

use std::fs;
use std::path::Path;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use guestpass_console_tests::{Demonstration, Step, Violation, Visitor};
use serde::Deserialize;
use serde_json::{Value, json};

/// One file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    cases: Vec<Case>,
}

/// Somebody opens a screen and does something there.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    name: String,
    /// Who, as the choice of the demonstration begins.
    person: String,
    /// Which screen: `ORGANISATION/SCREEN`.
    screen: String,
    steps: Vec<Step>,
    /// Under which name the end is looked at by axe, and kept as pictures.
    picture: Option<String>,
}

fn demonstration() -> Demonstration {
    Demonstration::start().expect("the server starts")
}

fn visitor() -> Visitor {
    Visitor::start().expect("Chromium starts")
}

/// The page of a fresh server, with this person signed in at this screen.
fn arrive(visitor: &mut Visitor, server: &Demonstration, person: &str, screen: &str) {
    visitor.open(&server.console()).expect("the console opens");
    let steps = json!([{ "choose": "Signed in as", "option": person }, { "see": "Guestpass" }]);
    visitor.tries(steps).expect("the person is chosen");
    // The demonstration keeps who one is, as long as the tab is open.
    visitor.open(&format!("{}#/{screen}", server.console())).expect("the screen opens");
}

/// Sends something to the server that the screen does not know of, as Sam.
fn post(visitor: &mut Visitor, server: &Demonstration, path: &str, body: &Value) {
    post_as(visitor, server, "sam@initech.example", path, body);
}

/// As [`post`], as this person.
fn post_as(visitor: &mut Visitor, server: &Demonstration, person: &str, path: &str, body: &Value) {
    let send = "const [key, person, path, body, done] = arguments;
        const headers = {
            authorization: `Bearer ${key}`,
            'guestpass-person': person,
            'idempotency-key': crypto.randomUUID(),
            'content-type': 'application/json',
        };
        fetch(path, { method: 'POST', headers, body }).then(({ status }) => done(status), (error) => done(`${error}`));";
    let key = server.key().expect("it has a key");
    let status = visitor.run(send, vec![json!(key), json!(person), json!(path), json!(body.to_string())]);
    assert_eq!(status.expect("the page sends it"), json!(200), "{path}: {body}");
}

fn check(visitor: &mut Visitor, case: &Case) -> Result<(), String> {
    let server = demonstration();
    arrive(visitor, &server, &case.person, &case.screen);
    visitor.does(&case.steps).map_err(|error| format!("{}: {error:#}", case.name))?;
    let Some(picture) = &case.picture else { return Ok(()) };
    let found = visitor.inspect(picture).map_err(|error| format!("{}: {error:#}", case.name))?;
    if found.is_empty() { Ok(()) } else { Err(format!("{}: {found:#?}", case.name)) }
}

#[test]
fn people_do_what_each_screen_is_for_and_are_told_why_when_they_may_not() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/visits/cases");
    let mut visitor = visitor();
    let (mut count, mut failures) = (0, Vec::new());
    let only = std::env::var("GUESTPASS_CONSOLE_CASE").unwrap_or_default();
    for entry in fs::read_dir(folder).expect("the folder of cases is there") {
        let path = entry.expect("it can be read").path();
        let text = fs::read_to_string(&path).expect("a file of cases can be read");
        let cases: Cases = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in cases.cases.iter().filter(|case| case.name.contains(&only)) {
            failures.extend(check(&mut visitor, case).err());
            count += 1;
        }
    }
    assert!(failures.is_empty(), "{} of {count}:\n{}", failures.len(), failures.join("\n\n"));
    assert!(count > 0, "no case was found");
}

#[test]
fn what_the_server_refuses_of_what_was_tried_out_stands_beside_it() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/preview");
    let tried = json!([
        { "choose": "Person", "option": "Moe Moore" },
        { "choose": "What if", "option": "Give a role" },
        { "choose": "Becomes", "option": "Finance" },
        { "click": "Try it out" },
        { "see": "Yours to make" },
    ]);
    visitor.tries(tried).expect("it is tried out");
    // Somebody else is faster, and switches the role off.
    let change = json!({ "change": { "switch-role": { "role": "finance", "enabled": false } } });
    post(&mut visitor, &server, "/api/v1/organisations/initech/changes", &change);
    let made = json!([
        { "click": "Make it so" },
        { "see": "Refused, says the policy in" },
        { "click": "Make it so" },
        { "see": "This role is switched off." },
    ]);
    visitor.tries(made).expect("the reason is there");
    let parts = visitor.run("arguments[0](document.querySelector('dialog .make-parts').innerText);", Vec::new());
    let parts = parts.expect("the page answers");
    let parts = parts.as_str().expect("it is text");
    assert!(parts.contains("Finance\nThis role is switched off."), "the reason stands beside the role: {parts}");
    assert_eq!(visitor.inspect("preview-refused").expect("the page is looked at"), Vec::<Violation>::new());
}

#[test]
fn nothing_is_said_of_signing_in_where_it_is_not_known() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/external-access");
    let grantee =
        json!({ "id": "other", "kind": "partner", "name": "Other", "domain": "other.example", "accredited": true });
    let user = json!({
        "id": "odo@other.example", "name": "Odo Orr", "email": "odo@other.example", "roles": [],
        "sign_in": null, "sign_in_reason": null,
    });
    let instance = json!({
        "grantee": grantee, "mode": "continuous", "role_management": false, "status": "enabled", "revision": 1,
        "users": [user],
    });
    let seen = json!([
        { "amend": "/external-access", "with": { "instances": [instance] } },
        { "go": "#/initech/roles" },
        { "see": "What people can be allowed at Initech" },
        { "go": "#/initech/external-access" },
        { "click": "Users of Other with access" },
        { "see": "Odo Orr" },
        { "gone": "sign in now" },
    ]);
    visitor.tries(seen).expect("the person is listed, and nothing more is said");
}

#[test]
fn an_open_page_switches_to_the_policy_that_the_server_switches_to() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/preview");
    visitor.tries(json!([{ "see": "default 1.0.0" }])).expect("the page has the policy");
    visitor.run("window.before = true; arguments[0]();", Vec::new()).expect("the page is marked");
    server.publish("version = \"1.0.0\"", "version = \"1.0.1\"", 2).expect("a newer policy is signed");
    visitor.tries(json!([{ "see": "default 1.0.1" }])).expect("the page has the newer policy");
    let mark = visitor.run("arguments[0](window.before);", Vec::new()).expect("the page answers");
    assert_eq!(mark, Value::Bool(true), "the page was not loaded again");
}

#[test]
fn a_page_says_that_the_server_is_away_and_goes_on_when_it_is_back() {
    let (mut server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/external-access");
    visitor.tries(json!([{ "see": "Partner" }])).expect("the screen is there");
    server.stop();
    visitor
        .tries(json!([{ "go": "#/initech/roles" }, { "see": "The server does not answer" }]))
        .expect("the page says so");
    let found = visitor.inspect("offline").expect("the page is looked at");
    assert_eq!(found, Vec::<Violation>::new());
    server.start_again().expect("the server starts where it was");
    visitor.open(&server.console()).expect("the console opens");
    visitor.tries(json!([{ "see": "External access" }, { "gone": "The server does not answer" }])).expect("it goes on");
}

#[test]
fn a_page_decides_nothing_by_a_component_that_was_tampered_with() {
    let (server, mut visitor) = (demonstration(), visitor());
    let kept = server.folder().expect("it has one").join("kept/policies");
    let components = fs::read_dir(kept).expect("policies are kept").map(|entry| entry.expect("it is there").path());
    let component = components.into_iter().find(|path| path.extension().is_some_and(|ending| ending == "wasm"));
    let component = component.expect("the component is kept");
    let mut bytes = fs::read(&component).expect("it can be read");
    let last = bytes.len() - 1;
    bytes[last] ^= 1;
    fs::write(&component, bytes).expect("it is written");
    arrive(&mut visitor, &server, "Sam", "initech/preview");
    visitor.tries(json!([{ "see": "No policy in this page" }])).expect("the page refuses it");
}

/// A signed policy, as the fields for files take it.
fn upload(component: &[u8], manifest: &str) -> Value {
    json!([
        { "upload": "Component", "content": STANDARD.encode(component), "file": "policy.wasm" },
        { "upload": "Manifest", "content": STANDARD.encode(manifest), "file": "policy.wasm.manifest.json" },
        { "click": "Upload and verify" },
    ])
}

#[test]
fn an_operator_takes_a_policy_up_after_seeing_its_impact_and_goes_back() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let (component, manifest) =
        server.signed("version = \"1.0.0\"", "version = \"1.1.0\"", 2).expect("a newer policy is signed");
    let mut tampered = component.clone();
    let last = tampered.len() - 1;
    tampered[last] ^= 1;
    visitor.tries(upload(&tampered, &manifest)).expect("the files are chosen");
    visitor.tries(json!([{ "see": "digest" }])).expect("the refusal says that the digest is another");
    visitor.tries(upload(&component, &manifest)).expect("the files are chosen");
    let steps = json!([
        { "see": "is verified and ready" },
        { "click": "See the impact" },
        { "see": "Both policies mean the same." },
        { "click": "Run as a shadow" },
        { "click": "End the shadow" },
        { "click": "Activate" },
        { "click": "Activate" },
        { "see": "decides now." },
        { "see": "default 1.1.0" },
    ]);
    visitor.tries(steps).expect("the candidate is taken up");
    assert_eq!(visitor.inspect("policy").expect("the page is looked at"), Vec::<Violation>::new());
    let back =
        json!([{ "click": "Roll back to default 1.0.0" }, { "click": "Roll back" }, { "see": "default 1.0.0 ·" }]);
    visitor.tries(back).expect("the former policy decides again");
}

#[test]
fn an_operator_sees_who_would_gain_access_and_where_a_shadow_disagrees() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let viewer = "no money, no settings\"\nprivileges = [\n";
    let wider = format!("{viewer}  \"saas:application:edit\",\n");
    let (component, manifest) = server.signed(viewer, &wider, 2).expect("a wider policy is signed");
    visitor.tries(upload(&component, &manifest)).expect("the files are chosen");
    let steps = json!([
        { "see": "is verified and ready" },
        { "click": "See the impact" },
        { "see": "dana@partner.example (application.update and saas:application:edit)" },
        { "click": "Activate" },
        { "see": "It allows or shows something that is out of reach now." },
        { "click": "Cancel" },
        { "click": "Run as a shadow" },
        { "see": "Every question to the active policy is put to this one too." },
    ]);
    visitor.tries(steps).expect("the impact is told, and the shadow runs");
    let question = json!({
        "subject": { "type": "user", "id": "dana@partner.example" },
        "action": { "name": "saas:application:edit" },
        "resource": { "type": "organisation", "id": "initech" },
    });
    post(&mut visitor, &server, "/access/v1/evaluation", &question);
    let seen = json!([{ "see": "dana@partner.example at initech" }, { "see": "Newly allowed" }]);
    visitor.tries(seen).expect("the disagreement shows without a reload");
    assert_eq!(visitor.inspect("policy-shadow").expect("the page is looked at"), Vec::<Violation>::new());
}
