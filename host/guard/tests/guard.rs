//! A route behind a guard, asked over HTTP.

#![cfg(test)]
#![forbid(unsafe_code)]

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, OnceLock};
use std::time::Duration;

use axum::http::{StatusCode, header};
use axum::response::IntoResponse;
use axum::routing::{get, post};
use axum::{Extension, Router};
use guestpass::contract::json::facts_from_str;
use guestpass::contract::{Decision, Facts};
use guestpass::generations::{GenerationOptions, Generations};
use guestpass::{Limits, Runtime};
use guestpass_guard::{Guard, PolicyInProcess, RemoteServer, Subject};
use http::request::Parts;
use reqwest::Client;
use tokio::net::TcpListener;

const POLICY: &str = include_str!("../../../guest/policies/access-granting.toml");
/// A member of an account who holds SUPERUSER there.
const FACTS: &str = r#"{
  "organisation": "acme",
  "principal": { "kind": "member", "id": "sue@acme.example" },
  "role_grants": [{ "role": "SUPERUSER", "organisation": "acme" }]
}"#;

fn policy() -> Generations {
    let component =
        guestpass_compiler::compile("access-granting.toml", POLICY).expect("the document is ready").component;
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    let policy = Runtime::new(limits).and_then(|runtime| runtime.load(&component));
    Generations::new(policy.expect("it loads"), 0, GenerationOptions::default())
}

/// Only the sender with this token is known.
fn facts_of(parts: &Parts) -> Option<Facts> {
    let token = parts.headers.get(header::AUTHORIZATION)?;
    (token == "Bearer sue").then(|| facts_from_str(FACTS).expect("they are facts"))
}

async fn serve(routes: Router) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let address = listener.local_addr().expect("it is bound");
    tokio::spawn(async move { axum::serve(listener, routes).await });
    format!("http://{address}")
}

/// The status, and the body.
async fn ask(url: &str, token: Option<&str>) -> (u16, String) {
    let request = client().get(url);
    let request = match token {
        Some(token) => request.bearer_auth(token),
        None => request,
    };
    let response = request.send().await.expect("the server answers");
    (response.status().as_u16(), response.text().await.expect("with a body"))
}

fn client() -> Client {
    // The tests speak plain HTTP, but the client wants to know how it would do TLS.
    let _ = rustls::crypto::ring::default_provider().install_default();
    Client::new()
}

async fn granted_by_role(Extension(decision): Extension<Arc<Decision>>) -> String {
    format!("{:?}", decision.reason)
}

#[tokio::test]
async fn a_policy_in_process_lets_through_who_has_the_privileges() {
    let decider = PolicyInProcess::new(policy(), facts_of);
    let guard = |privileges| Guard::new(decider.clone(), privileges);
    let routes = Router::new()
        .route("/create", get(granted_by_role).route_layer(guard("fsm:user:create")))
        .route("/either", get("either").route_layer(guard("fsm:nothing:here || fsm:user:create")))
        .route("/other", get("never").route_layer(guard("fsm:nothing:here")))
        .route("/malformed", get("never").route_layer(guard("fsm:user:create ||")));
    let server = serve(routes).await;
    for (path, token, status, said) in [
        ("/create", Some("sue"), 200, "Granted"),
        ("/either", Some("sue"), 200, "either"),
        ("/other", Some("sue"), 403, "\"reason\":\"no-privilege\""),
        ("/malformed", Some("sue"), 403, "\"reason\":\"malformed-expression\""),
        ("/create", Some("mallory"), 401, "\"code\":\"unauthenticated\""),
        ("/create", None, 401, "\"code\":\"unauthenticated\""),
    ] {
        let (found, body) = ask(&format!("{server}{path}"), token).await;
        assert_eq!(found, status, "{path}: {body}");
        assert!(body.contains(said), "{path}: {body}");
    }
}

/// Rows 10 and 28: neither an expired policy nor one that is asked by a clock which has gone back lets anybody through.
#[tokio::test]
async fn a_policy_that_may_not_decide_lets_nobody_through() {
    let (now_ms, expires_ms) = (Arc::new(AtomicI64::new(0)), 1_000_000_i64);
    let shown = Arc::clone(&now_ms);
    let decider = PolicyInProcess::new(policy(), facts_of);
    let decider = decider.until(move || expires_ms).with_clock(move || shown.load(Ordering::Relaxed));
    let server =
        serve(Router::new().route("/create", get("through").route_layer(Guard::new(decider, "fsm:user:create")))).await;
    for (at_ms, status, said) in [
        (0, 200, "through"),
        (expires_ms - 1, 200, "through"),
        (expires_ms, 503, "\"code\":\"undecided\""),
        (expires_ms - 300_000, 200, "through"),
        (expires_ms - 300_001, 503, "\"code\":\"undecided\""),
        (expires_ms - 1, 200, "through"),
    ] {
        now_ms.store(at_ms, Ordering::Relaxed);
        let (found, body) = ask(&format!("{server}/create"), Some("sue")).await;
        assert_eq!(found, status, "at {at_ms}: {body}");
        assert!(body.contains(said), "at {at_ms}: {body}");
    }
}

/// Routes are made before there is a policy, and facts are waited for; whoever watches is told why nothing was decided.
#[tokio::test]
async fn what_is_not_there_yet_lets_nobody_through_until_it_is_and_somebody_is_told_why() {
    let (slot, told) = (Arc::new(OnceLock::<Generations>::new()), Arc::new(Mutex::new(Vec::new())));
    let late = Arc::clone(&slot);
    let decider = PolicyInProcess::awaiting(
        move || late.get().cloned(),
        |parts: &Parts| {
            let is_broken = parts.headers.get(header::AUTHORIZATION).is_some_and(|token| token == "Bearer broken");
            let facts = facts_of(parts);
            async move {
                tokio::task::yield_now().await;
                if is_broken { Err("the directory is away".to_owned()) } else { Ok(facts) }
            }
        },
    );
    let observed = Arc::clone(&told);
    let guard = Guard::new(decider, "fsm:user:create").telling(move |parts, why| {
        observed.lock().expect("nobody panics").push(format!("{} {}: {why}", parts.method, parts.uri.path()));
    });
    let server = serve(Router::new().route("/create", get("through").route_layer(guard))).await;
    let no_policy = "GET /create: the policy gave no answer: there is none yet";
    let no_facts = "GET /create: the facts about the sender could not be found: the directory is away";
    for (has_policy, token, status, why) in [
        (false, Some("sue"), 503, Some(no_policy)),
        (false, Some("broken"), 503, Some(no_facts)),
        (false, None, 401, None),
        (true, Some("sue"), 200, None),
        (true, Some("broken"), 503, Some(no_facts)),
        (true, Some("mallory"), 401, None),
        (true, None, 401, None),
    ] {
        if has_policy {
            slot.get_or_init(policy);
        }
        let (found, body) = ask(&format!("{server}/create"), token).await;
        assert_eq!(found, status, "{has_policy} {token:?}: {body}");
        assert!(!body.contains("directory"), "the sender is told nothing of it: {body}");
        let told = std::mem::take(&mut *told.lock().expect("nobody panics"));
        assert_eq!(told, why.into_iter().collect::<Vec<_>>(), "{has_policy} {token:?}");
    }
}

/// What is no privilege expression lets nobody through, whoever decides: a server would take some of it for the name of
/// an operation, and let anybody do that whom it knows.
#[tokio::test]
async fn a_malformed_expression_lets_nobody_through_whoever_decides() {
    let server = serve(Router::new().route("/access/v1/evaluation", post(answer))).await;
    let evaluation = format!("{server}/access/v1/evaluation").parse().expect("it is an address");
    let subject_of = |parts: &Parts| {
        facts_of(parts)?;
        Some(Subject { person: "allowed".to_owned(), organisation: "acme".to_owned() })
    };
    let in_process = PolicyInProcess::new(policy(), facts_of);
    let remote = RemoteServer::new(client(), evaluation, "key", subject_of);
    let (many, long) = (["a:b:c"; 101].join("+"), format!("{:4097}", "fsm:user:create"));
    for (privileges, status, said) in [
        ("fsm:user:create", 200, "through"),
        ("fsm:nothing:here || fsm:user:create", 200, "through"),
        ("refresh-token", 403, "malformed-expression"),
        ("sign-in", 403, "malformed-expression"),
        ("", 403, "malformed-expression"),
        ("  ", 403, "malformed-expression"),
        ("fsm:user", 403, "malformed-expression"),
        ("fsm:user:create:now", 403, "malformed-expression"),
        ("fsm:user:create ||", 403, "malformed-expression"),
        ("+ fsm:user:create", 403, "malformed-expression"),
        ("fsm:user:create | fsm:user:edit", 403, "malformed-expression"),
        ("fsm:user:create && fsm:user:edit", 403, "malformed-expression"),
        ("fsm:user:create || refresh-token", 403, "malformed-expression"),
        ("(fsm:user:create)", 403, "malformed-expression"),
        ("fsm:*:create", 403, "malformed-expression"),
        (many.as_str(), 403, "limit-exceeded"),
        (long.as_str(), 403, "limit-exceeded"),
    ] {
        let routes = Router::new()
            .route("/here", get("through").route_layer(Guard::new(in_process.clone(), privileges)))
            .route("/there", get("through").route_layer(Guard::new(remote.clone(), privileges)));
        let guarded = serve(routes).await;
        for path in ["/here", "/there"] {
            let (found, body) = ask(&format!("{guarded}{path}"), Some("sue")).await;
            assert_eq!(found, status, "{path} `{privileges}`: {body}");
            assert!(body.contains(said), "{path} `{privileges}`: {body}");
            let (found, body) = ask(&format!("{guarded}{path}"), None).await;
            assert_eq!(found, 401, "{path} `{privileges}`, of nobody: {body}");
        }
    }
}

/// A server that answers as the subject's name says.
async fn answer(body: String) -> impl IntoResponse {
    let json = [(header::CONTENT_TYPE, "application/json")];
    let says = |id: &str| body.contains(&format!("\"id\":\"{id}\""));
    if says("slow") {
        tokio::time::sleep(Duration::from_secs(5)).await;
    }
    match () {
        () if says("allowed") => (StatusCode::OK, json, "{\"decision\":true}"),
        () if says("denied") => {
            (StatusCode::OK, json, "{\"decision\":false,\"context\":{\"reason\":\"window-ended\"}}")
        }
        () if says("curt") => (StatusCode::OK, json, "{\"decision\":false}"),
        () if says("foreign") => {
            (StatusCode::OK, json, "{\"decision\":true,\"context\":{\"reason\":{\"en\":\"ok\"},\"more\":[1]}}")
        }
        () if says("void") => (StatusCode::OK, json, "{\"decision\":true,\"context\":null}"),
        () if says("other") => (StatusCode::OK, json, "{\"decision\":false,\"context\":{\"reason\":{\"403\":\"no\"}}}"),
        () if says("vague") => (StatusCode::OK, json, "{\"decision\":\"true\"}"),
        () if says("empty") => (StatusCode::OK, json, ""),
        () => (StatusCode::INTERNAL_SERVER_ERROR, json, "{\"decision\":true}"),
    }
}

#[tokio::test]
async fn a_server_is_believed_only_when_it_answers_as_the_standard_has_it() {
    let server = serve(Router::new().route("/access/v1/evaluation", post(answer))).await;
    let subject_of = |parts: &Parts| {
        let token = parts.headers.get(header::AUTHORIZATION)?.to_str().ok()?;
        let person = token.strip_prefix("Bearer ")?.to_owned();
        Some(Subject { person, organisation: "acme".to_owned() })
    };
    let evaluation = format!("{server}/access/v1/evaluation").parse().expect("it is an address");
    let decider = RemoteServer::new(client(), evaluation, "key", subject_of);
    let away = "http://127.0.0.1:1/access/v1/evaluation".parse().expect("it is an address");
    let away = RemoteServer::new(client(), away, "key", subject_of);
    let routes = Router::new()
        .route("/here", get("through").route_layer(Guard::new(decider, "a:b:c")))
        .route("/away", get("through").route_layer(Guard::new(away, "a:b:c")));
    let guarded = serve(routes).await;
    // Connections are made by the first question.
    drop(ask(&format!("{guarded}/here"), Some("allowed")).await);
    for (path, token, status, said) in [
        ("/here", Some("allowed"), 200, "through"),
        ("/here", Some("denied"), 403, "\"reason\":\"window-ended\""),
        ("/here", Some("curt"), 403, "\"code\":\"not-permitted\""),
        ("/here", Some("foreign"), 200, "through"),
        ("/here", Some("void"), 200, "through"),
        ("/here", Some("other"), 403, "\"code\":\"not-permitted\"}"),
        ("/here", Some("vague"), 503, "\"code\":\"undecided\""),
        ("/here", Some("empty"), 503, "\"code\":\"undecided\""),
        ("/here", Some("broken"), 503, "\"code\":\"undecided\""),
        ("/here", Some("slow"), 503, "\"code\":\"undecided\""),
        ("/here", None, 401, "\"code\":\"unauthenticated\""),
        ("/away", Some("allowed"), 503, "\"code\":\"undecided\""),
    ] {
        let (found, body) = ask(&format!("{guarded}{path}"), token).await;
        assert_eq!(found, status, "{path} {token:?}: {body}");
        assert!(body.contains(said), "{path} {token:?}: {body}");
    }
}
