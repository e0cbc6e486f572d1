//! A server with the scenario's policy and fixture, asked over HTTP.

use std::num::NonZeroU32;
use std::sync::{Arc, OnceLock};

use guestpass::generations::{GenerationOptions, Generations};
use guestpass::{Policy, Runtime};
use guestpass_server::{
    Authenticator, Clock, NewApiKey, PolicySlot, RequestLimits, Scope, ScopeName, ServerState, router,
};
use guestpass_server_tests::{description, patient_limits};
use guestpass_store::model::{
    AttributeValue, Holder, Organisation, OrganisationKind, Person, Resource, RoleAssignment,
};
use guestpass_store::{Directory, Expected, StoreOptions};
use serde_json::{Value, json};

pub const NOW_MS: i64 = 1_800_000_000_000;
pub const PUBLIC_URL: &str = "https://access.example";

/// An answer: its status, its body, and its headers.
pub struct Answered {
    pub status: u16,
    pub body: Value,
    pub headers: reqwest::header::HeaderMap,
}

/// A running server, and a client with a credential for it.
pub struct Scenario {
    client: reqwest::Client,
    base: String,
    bearer: String,
}

fn policy() -> Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    let load = || {
        let compiled = guestpass_compiler::compile("certification.toml", include_str!("certification.toml"));
        let component = compiled.expect("the document compiles").component;
        Runtime::new(patient_limits()).expect("the limits are sound").load(&component).expect("the policy loads")
    };
    POLICY.get_or_init(load).clone()
}

/// The fixture: alice has no attributes, bob has a role; one record is active, the next archived, and so on.
async fn fixture(records: u32) -> Directory {
    let memory = "sqlite::memory:".parse().expect("it names a store");
    let directory = Directory::open(&memory, StoreOptions::default()).await.expect("a store in memory opens");
    let mut writing = directory.begin().await.expect("nobody else writes");
    let text = |text: &str| AttributeValue::Text(text.to_owned());
    let organisation = Organisation::new("records".parse().expect("it is fit"), OrganisationKind::Customer);
    writing.put(&organisation, Expected::Absent).await.expect("it is new");
    for (id, role) in [("alice", None), ("bob", Some("admin"))] {
        let mut person = Person::new(id.parse().expect("it is fit"), organisation.id.clone());
        person.attributes.extend(role.map(|role| ("role".to_owned(), text(role))));
        writing.put(&person, Expected::Absent).await.expect("it is new");
    }
    for number in 1..=records {
        let status = if number.is_multiple_of(2) { "archived" } else { "active" };
        let resource = Resource {
            organisation: organisation.id.clone(),
            kind: "record".parse().expect("it is fit"),
            id: format!("record-{number}").parse().expect("it is fit"),
            name: String::new(),
            attributes: [("status".to_owned(), text(status))].into(),
        };
        writing.put(&resource, Expected::Absent).await.expect("it is new");
    }
    let assignment = RoleAssignment {
        organisation: organisation.id.clone(),
        holder: Holder::Person("alice".parse().expect("it is fit")),
        role: "author".parse().expect("it is fit"),
        on_resource: None,
        window: None,
        assigned_by: None,
    };
    writing.put(&assignment, Expected::Absent).await.expect("it is new");
    writing.commit().await.expect("it is written");
    directory
}

impl Scenario {
    /// The scenario of the certification.
    pub async fn start() -> Self {
        Self::with_records(2).await
    }

    /// The same with as many records as this.
    pub async fn with_records(records: u32) -> Self {
        let reach = Scope::One("records".parse().expect("it is fit"));
        Self::of(fixture(records).await, policy(), reach).await
    }

    /// The sample organisations with the policy that comes with Guestpass.
    pub async fn with_outsiders(directory: Directory) -> Self {
        guestpass_server::demo::fill(&directory).await.expect("the sample fits");
        let source = include_str!("../../../../guest/policies/default.toml");
        let component = guestpass_compiler::compile("default.toml", source).expect("the document compiles").component;
        let runtime = Runtime::new(patient_limits()).expect("the limits are sound");
        Self::of(directory, runtime.load(&component).expect("the policy loads"), Scope::All).await
    }

    async fn of(directory: Directory, policy: Policy, reach: Scope) -> Self {
        let key = NewApiKey::generate("certification", reach, ScopeName::ALL).expect("the system has randomness");
        let generations = Generations::new(policy, NOW_MS, GenerationOptions::default());
        let authenticator = Authenticator::new(vec![key.kept.clone()]);
        let many = NonZeroU32::new(1_000_000).expect("it is not zero");
        let limits = RequestLimits { per_second: many, burst: many, ..RequestLimits::default() };
        let state = ServerState::new(directory, PolicySlot::Given(generations), Clock::of(|| NOW_MS), authenticator)
            .with_limits(limits)
            .with_public_url(PUBLIC_URL.parse().expect("it is public"));
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let base = format!("http://{}", listener.local_addr().expect("it listens"));
        let router = router(Arc::new(state));
        tokio::spawn(async move { axum::serve(listener, router).await });
        // An error says that another test was faster.
        let _ = rustls::crypto::ring::default_provider().install_default();
        let client = reqwest::Client::builder().no_proxy().build().expect("a client");
        Self { client, base, bearer: format!("Bearer {}", key.secret.expose()) }
    }

    pub async fn send(&self, path: &str, content_type: &str, body: String, headers: &[(&str, &str)]) -> Answered {
        let request = self.client.post(format!("{}{path}", self.base));
        let mut request = request.header("authorization", &self.bearer).header("content-type", content_type).body(body);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        answered(request).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Answered {
        self.send(path, "application/json", body.to_string(), &[]).await
    }

    pub async fn get(&self, path: &str, host: &str) -> Answered {
        answered(self.client.get(format!("{}{path}", self.base)).header("host", host)).await
    }

    /// The decision on one question.
    pub async fn decision(&self, body: &Value) -> bool {
        let answer = self.post(EVALUATION, body).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
        answer.body["decision"].as_bool().unwrap_or_else(|| panic!("{body}: no decision in {}", answer.body))
    }

    /// The results of a search.
    pub async fn results(&self, path: &str, body: &Value) -> Vec<Value> {
        let answer = self.post(path, body).await;
        assert_eq!(answer.status, 200, "{body}: {}", answer.body);
        answer.body["results"].as_array().cloned().unwrap_or_else(|| panic!("{body}: no results in {}", answer.body))
    }
}

async fn answered(request: reqwest::RequestBuilder) -> Answered {
    let (client, request) = request.build_split();
    let request = request.expect("it is a request");
    let (method, url) = (request.method().clone(), request.url().clone());
    let sent = request.body().and_then(reqwest::Body::as_bytes).unwrap_or_default().to_vec();
    let response = client.execute(request).await.expect("the server answers");
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.expect("the answer is whole");
    let content_type = headers.get("content-type").map(|value| value.to_str().expect("it is text")).unwrap_or_default();
    let (method, path, body) = (method.as_str(), url.path(), text.as_bytes());
    let answered = description::Answered { method, path, sent: Some(&sent), status, content_type, body };
    description::described(answered).expect("it is as described");
    Answered { status, body: serde_json::from_str(&text).unwrap_or(Value::String(text)), headers }
}

pub const EVALUATION: &str = "/access/v1/evaluation";
pub const EVALUATIONS: &str = "/access/v1/evaluations";
pub const SUBJECTS: &str = "/access/v1/search/subject";
pub const RESOURCES: &str = "/access/v1/search/resource";
pub const ACTIONS: &str = "/access/v1/search/action";

/// A question by identifiers only.
pub fn ask(subject: &str, action: &str, resource: &str) -> Value {
    json!({
        "subject": { "type": "user", "id": subject },
        "action": { "name": action },
        "resource": { "type": "record", "id": resource },
    })
}

/// The same with the value at a pointer set, or taken away when it is null.
pub fn with(mut body: Value, pointer: &str, value: Value) -> Value {
    let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
    let parent = body.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
    if value.is_null() {
        parent.remove(key)
    } else {
        parent.insert(key.to_owned(), value)
    };
    body
}

/// Says that a level is passed, as the scenario calls it.
pub fn passed(level: &str, checks: usize) {
    println!("passed: {level} ({checks} checks)");
}
