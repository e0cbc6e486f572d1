//! The bodies and queries of the server's endpoints, through its router.

use std::cell::RefCell;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Method, Request};
use guestpass::generations::{GenerationOptions, Generations};
use guestpass::{Limits, Policy, Runtime};
use guestpass_server::{
    Authenticator, Clock, Endpoint, NewApiKey, PolicySlot, ProblemCode, RequestLimits, Scope, ScopeName, ServerState,
    demo, endpoints, router,
};
use guestpass_store::audit::{AuditPage, Phase};
use guestpass_store::{Directory, Revision, StoreLocation, StoreOptions};
use serde_json::Value;
use tower::ServiceExt as _;

use crate::samples;
use crate::target::{Broken, Found, Reached, Target, require};

/// The readers of bodies and queries.
pub const BODIES: Target = Target {
    name: "bodies",
    property: "whatever is sent to an endpoint is no fault of the server, is answered by a documented code, and \
               changes nothing when whoever sends it may change nothing",
    judge: |data| SERVER.with_borrow_mut(|server| judge(data, server, "moe@initech.example")),
    fault: "a credential of somebody who may change something",
    judge_spoiled: |data| SERVER_SPOILED.with_borrow_mut(|server| judge(data, server, "sam@initech.example")),
    seeds,
};

thread_local! {
    static SERVER: RefCell<Option<Server>> = const { RefCell::new(None) };
    static SERVER_SPOILED: RefCell<Option<Server>> = const { RefCell::new(None) };
}

const NOW_MS: i64 = 1_800_000_000_000;
const ANSWER_BYTES_MAX: usize = 16 * 1024 * 1024;
/// Requests to one server: every one that is refused is in its audit log, and the log would grow without an end.
const REQUESTS_MAX: u32 = 2_000;

/// The sample organisations behind the router, in memory.
struct Server {
    runtime: tokio::runtime::Runtime,
    router: Router,
    directory: Directory,
    bearer: String,
    /// The revision and the last entry of the audit log that have been seen.
    seen: (Revision, u64),
    asked: u32,
}

/// The first byte chooses the endpoint; the rest is its body, or its query.
fn judge(data: &[u8], kept: &mut Option<Server>, person: &'static str) -> Found {
    let Some((choice, rest)) = data.split_first() else { return Ok(Reached::Refused) };
    let endpoints = asked();
    let position = usize::from(*choice) % endpoints.len().max(1);
    let Some(endpoint) = endpoints.get(position) else { return Ok(Reached::Refused) };
    let mut server = match kept.take().filter(|server| server.asked < REQUESTS_MAX) {
        Some(server) => server,
        None => Server::start(person).map_err(|error| Broken(format!("no server: {error:#}")))?,
    };
    let found = server.ask(endpoint, rest);
    // One in which something does not hold is not asked again.
    *kept = found.is_ok().then_some(server);
    found
}

/// Every endpoint that ends by itself.
fn asked() -> &'static [Endpoint] {
    static ENDPOINTS: OnceLock<Vec<Endpoint>> = OnceLock::new();
    ENDPOINTS.get_or_init(|| endpoints().into_iter().filter(|endpoint| !endpoint.path().ends_with("/events")).collect())
}

fn takes_body(endpoint: &Endpoint) -> bool {
    [Method::POST, Method::PUT, Method::PATCH].contains(endpoint.method())
}

impl Server {
    fn start(person: &'static str) -> anyhow::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let mut made = NewApiKey::generate(person, Scope::All, ScopeName::ALL)?;
        made.kept.person = Some(person.parse()?);
        let bearer = format!("Bearer {}", made.secret.expose());
        let generations = Generations::new(policy()?.clone(), NOW_MS, GenerationOptions::default());
        let (slot, authenticator) = (PolicySlot::Given(generations), Authenticator::new(vec![made.kept]));
        let directory = runtime.block_on(async {
            let directory = Directory::open(&StoreLocation::Memory, StoreOptions::default()).await?;
            demo::fill(&directory).await?;
            anyhow::Ok(directory)
        })?;
        let state = ServerState::new(directory.clone(), slot, Clock::of(|| NOW_MS), authenticator);
        let state =
            state.with_limits(RequestLimits::without_rates()).with_public_url("https://access.example".parse()?);
        let seen = (runtime.block_on(directory.revision())?, 0);
        Ok(Self { runtime, router: router(Arc::new(state)), directory, bearer, seen, asked: 0 })
    }

    fn ask(&mut self, endpoint: &Endpoint, rest: &[u8]) -> Found {
        self.asked += 1;
        let Some(request) = self.request(endpoint, rest) else { return Ok(Reached::Refused) };
        let (status, code) = self.answer(request).map_err(|error| Broken(format!("no answer: {error:#}")))?;
        require(status < 500, || format!("{endpoint:?} is answered by {status}, `{code}`"))?;
        let is_documented = status < 400 || ProblemCode::ALL.iter().any(|known| known.name() == code);
        require(is_documented, || format!("{endpoint:?} is answered by {status} and the code `{code}`"))?;
        let is_changed = self.is_changed().map_err(|error| Broken(format!("no directory: {error:#}")))?;
        require(!is_changed, || format!("{endpoint:?} has changed something, for somebody who may change nothing"))?;
        Ok(if status < 400 { Reached::Accepted } else { Reached::Refused })
    }

    /// None when no client could send it.
    fn request(&self, endpoint: &Endpoint, rest: &[u8]) -> Option<Request<Body>> {
        let path = endpoint.path().replace("{organisation}", "initech");
        let path: Vec<&str> = path.split('/').map(|part| if part.starts_with('{') { "x" } else { part }).collect();
        let path = path.join("/");
        let (path, body) = if takes_body(endpoint) {
            (path, rest.to_vec())
        } else {
            (format!("{path}?{}", str::from_utf8(rest).ok()?), Vec::new())
        };
        let request = Request::builder().method(endpoint.method().clone()).uri(path);
        let request = request.header("authorization", &self.bearer).header("content-type", "application/json");
        request.header("idempotency-key", self.asked.to_string()).body(Body::from(body)).ok()
    }

    fn answer(&self, request: Request<Body>) -> anyhow::Result<(u16, String)> {
        self.runtime.block_on(async {
            let response = self.router.clone().oneshot(request).await?;
            let status = response.status().as_u16();
            let bytes = to_bytes(response.into_body(), ANSWER_BYTES_MAX).await?;
            let problem: Value = serde_json::from_slice(&bytes).unwrap_or_default();
            let code = problem.get("code").and_then(Value::as_str).unwrap_or_default();
            Ok((status, code.to_owned()))
        })
    }

    /// Whether anything was written but that something was tried and refused.
    fn is_changed(&mut self) -> anyhow::Result<bool> {
        let revision = self.runtime.block_on(self.directory.revision())?;
        if revision == self.seen.0 {
            return Ok(false);
        }
        let page = AuditPage { organisation: None, after: self.seen.1, limit: 1000 };
        let entries = self.runtime.block_on(self.directory.audit(&page))?;
        let written = revision.number() - self.seen.0.number();
        self.seen = (revision, entries.last().map_or(self.seen.1, |entry| entry.sequence));
        let is_all_logged = i64::try_from(entries.len()) == Ok(written);
        Ok(!is_all_logged || entries.iter().any(|entry| entry.phase == Phase::Completed))
    }
}

fn policy() -> anyhow::Result<&'static Policy> {
    static POLICY: OnceLock<Result<Policy, String>> = OnceLock::new();
    let load = || -> anyhow::Result<Policy> {
        let source = include_str!("../../../guest/policies/default.toml");
        let component = guestpass_compiler::compile("default.toml", source)?.component;
        let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
        Ok(Runtime::new(limits)?.load(&component)?)
    };
    let policy = POLICY.get_or_init(|| load().map_err(|error| format!("{error:#}")));
    policy.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

/// Bodies and queries that are right for some endpoint, each for every endpoint that could take it.
fn seeds() -> anyhow::Result<Vec<Vec<u8>>> {
    let mut bodies: Vec<String> = BODIES_SEEDS.iter().map(|body| (*body).to_owned()).collect();
    for file in samples::files("tests/server/tests/administration/cases", "toml")? {
        let table: toml::Table = toml::from_str(str::from_utf8(&file)?)?;
        let cases = table.get("cases").and_then(toml::Value::as_array).cloned().unwrap_or_default();
        for change in cases.iter().filter_map(|case| case.get("change")).step_by(4) {
            bodies.push(serde_json::json!({ "change": change }).to_string());
        }
    }
    let mut seeds = Vec::new();
    for (position, endpoint) in (0_u8..).zip(asked()) {
        let path = endpoint.path();
        let fits = |body: &str| match (path.starts_with("/access/"), path.starts_with("/operations/")) {
            (true, _) => body.contains("subject"),
            (_, true) => body.contains("digest") || body.contains("component") || body.contains("generation"),
            _ => body.contains("change"),
        };
        let bodies = bodies.iter().map(String::as_str).filter(|body| fits(body));
        let queries = ["", "limit=2&after=a", "person=dana@partner.example&api=sign-in"].into_iter();
        let texts: Vec<&str> = if takes_body(endpoint) { bodies.collect() } else { queries.collect() };
        seeds.extend(texts.iter().map(|text| [&[position], text.as_bytes()].concat()));
    }
    Ok(seeds)
}

const BODIES_SEEDS: [&str; 7] = [
    r#"{"subject":{"type":"user","id":"dana@partner.example","properties":{"role":"admin"}},
        "action":{"name":"saas:application:view","properties":{"soft":true}},
        "resource":{"type":"app","id":"chat","properties":{"organisation":"initech","status":"live"}},
        "context":{"organisation":"initech","time":"2027-01-01T00:00:00Z"},"options":{"explain":true}}"#,
    r#"{"subject":{"type":"user","id":"dana@partner.example"},"action":{"name":"sign-in"},
        "resource":{"type":"app","id":"chat"},"context":{"organisation":"initech"},
        "evaluations":[{},{"action":{"name":"saas:user:view"}}],"options":{"evaluations_semantic":"execute_all"}}"#,
    r#"{"subject":{"type":"user"},"action":{"name":"sign-in"},"resource":{"type":"app"},
        "context":{"organisation":"initech"},"page":{"limit":2,"token":""}}"#,
    r#"{"change":{"delete-custom-role":{"name":"Licence clerk"}}}"#,
    r#"{"digest":"sha256:00"}"#,
    r#"{"component":"AGFzbQ==","manifest":"{}"}"#,
    r#"{"generation":7}"#,
];
