//! Traces, as a collector gets them: what is told of requests, what is not, and what becomes of it when nobody listens.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use guestpass_server::{Server, StartOptions};
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTraceServiceRequest, ExportTraceServiceResponse};
use opentelemetry_proto::tonic::common::v1::any_value::Value as AnyValue;
use opentelemetry_proto::tonic::common::v1::{AnyValue as Any, KeyValue};
use opentelemetry_proto::tonic::trace::v1::Span;
use prost::Message;
use reqwest::{Method, RequestBuilder};
use serde_json::{Value, json};

use crate::service::client;
use crate::starting::{GRACE, demonstration, settings};

/// The span of the caller that requests here are part of.
const PARENT: &str = "b7ad6b7169203331";
/// Longer than anything here takes, and shorter than a request that waited for its collector would.
const PATIENCE: Duration = Duration::from_secs(60);

/// A collector: the bodies that it got.
#[derive(Clone, Default)]
struct Collector(Arc<Mutex<Vec<Bytes>>>);

impl Collector {
    /// Begins to listen; with the settings of a server that tells it.
    async fn start() -> (Self, String) {
        let collector = Self::default();
        let router = Router::new().route("/v1/traces", post(taken)).with_state(collector.clone());
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
        let address = listener.local_addr().expect("it has an address");
        tokio::spawn(async move { axum::serve(listener, router).await });
        (collector, telemetry(address))
    }

    fn bodies(&self) -> Vec<Bytes> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What stands in the bodies: each span with the attributes of the service that told it.
    fn spans(&self) -> Vec<Told> {
        let mut told = Vec::new();
        for body in self.bodies() {
            let request = ExportTraceServiceRequest::decode(body).expect("it is OTLP");
            for of_service in request.resource_spans {
                let service = attributes(&of_service.resource.expect("it says who tells").attributes);
                for span in of_service.scope_spans.into_iter().flat_map(|scope| scope.spans) {
                    told.push(Told { attributes: attributes(&span.attributes), service: service.clone(), span });
                }
            }
        }
        told
    }
}

async fn taken(State(collector): State<Collector>, headers: HeaderMap, body: Bytes) -> (StatusCode, Vec<u8>) {
    if headers.get("content-type").is_none_or(|kind| kind != "application/x-protobuf") {
        return (StatusCode::UNSUPPORTED_MEDIA_TYPE, Vec::new());
    }
    collector.0.lock().unwrap_or_else(PoisonError::into_inner).push(body);
    (StatusCode::OK, ExportTraceServiceResponse::default().encode_to_vec())
}

struct Told {
    span: Span,
    attributes: BTreeMap<String, Value>,
    service: BTreeMap<String, Value>,
}

fn attributes(attributes: &[KeyValue]) -> BTreeMap<String, Value> {
    let value = |any: &Option<Any>| match any.as_ref().and_then(|any| any.value.as_ref()) {
        Some(AnyValue::StringValue(text)) => json!(text),
        Some(AnyValue::IntValue(number)) => json!(number),
        other => panic!("nothing else is told: {other:?}"),
    };
    attributes.iter().map(|attribute| (attribute.key.clone(), value(&attribute.value))).collect()
}

fn telemetry(collector: SocketAddr) -> String {
    format!("[telemetry]\nendpoint = \"http://{collector}/v1/traces\"\nservice_name = \"front door\"\n")
}

fn hexadecimal(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// A request as part of a trace, full of words that nobody may hear of.
fn asked(server: &Server, method: Method, path: &str, trace: u128, body: Option<&Value>) -> RequestBuilder {
    let request = client().request(method, format!("http://{}{path}", server.address()));
    let request = request
        .header("traceparent", format!("00-{trace:032x}-{PARENT}-01"))
        .header("tracestate", "vendor=canary")
        .header("baggage", "who=canary")
        .header("x-request-id", "canary")
        .header("user-agent", "canary");
    match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()),
        None => request,
    }
}

/// What is asked, by whom, how it is answered, and each span with the one above it. The span of the caller is `caller`.
type Case = (Method, &'static str, Option<&'static str>, Option<Value>, u16, &'static [(&'static str, &'static str)]);

fn cases() -> Vec<Case> {
    const EVALUATION: &str = "POST /access/v1/evaluation";
    const CHANGES: &str = "POST /api/v1/organisations/{organisation}/changes";
    const PEOPLE: &str = "GET /api/v1/organisations/{organisation}/people";
    let question = json!({
        "subject": { "type": "user", "id": "dana@partner.example", "properties": { "note": "canary" } },
        "action": { "name": "saas:application:view" },
        "resource": { "type": "organisation", "id": "initech" },
        "context": { "canary": "canary" },
    });
    let several = json!({ "evaluations": vec![question.clone(); 3] });
    let ask = json!({ "change": { "submit-request": {
        "account": "acme", "company": "acme-berlin", "requested_by": "sue@support.example", "description": "canary",
        "valid_from": "2030-01-01T00:00:00Z", "valid_to": "2035-01-01T00:00:00Z",
    } } });
    let refused = json!({ "change": { "delete-custom-role": { "name": "canary" } } });
    let (get, post) = (Method::GET, Method::POST);
    let evaluated: &[_] =
        &[(EVALUATION, "caller"), ("decide", EVALUATION), ("assemble facts", "decide"), ("ask policy", "decide")];
    let parts_of_three: &[_] = &[
        ("POST /access/v1/evaluations", "caller"),
        ("decide", "POST /access/v1/evaluations"),
        ("assemble facts", "decide"),
        ("ask policy", "decide"),
        ("assemble facts", "decide"),
        ("ask policy", "decide"),
        ("assemble facts", "decide"),
        ("ask policy", "decide"),
    ];
    let judged: &[_] =
        &[(CHANGES, "caller"), ("begin writing", CHANGES), ("assemble facts", CHANGES), ("review", CHANGES)];
    let made: &[_] = &[
        (CHANGES, "caller"),
        ("begin writing", CHANGES),
        ("assemble facts", CHANGES),
        ("review", CHANGES),
        ("commit", CHANGES),
    ];
    vec![
        (post.clone(), "/access/v1/evaluation?canary=1", Some("sam@initech.example"), Some(question), 200, evaluated),
        (post.clone(), "/access/v1/evaluations", Some("sam@initech.example"), Some(several), 200, parts_of_three),
        (post.clone(), "/api/v1/organisations/acme/changes", Some("sue@support.example"), Some(ask), 200, made),
        (post, "/api/v1/organisations/initech/changes", Some("sam@initech.example"), Some(refused), 403, judged),
        (
            get.clone(),
            "/api/v1/organisations/canary/people",
            Some("canary@initech.example"),
            None,
            404,
            &[
                (PEOPLE, "caller"),
                ("assemble facts", PEOPLE),
                ("ask policy", PEOPLE),
                ("ask policy", PEOPLE),
                ("ask policy", PEOPLE),
                ("ask policy", PEOPLE),
            ],
        ),
        (get.clone(), "/canary", None, None, 401, &[("GET", "caller")]),
        (get, "/health", None, None, 200, &[("GET /health", "caller")]),
    ]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_is_told_the_parts_of_each_request_and_nothing_of_what_was_asked() {
    let (collector, telemetry) = Collector::start().await;
    let server = demonstration(&telemetry).await;
    let key = server.demo_key().expect("it has one").expose().to_owned();
    for (trace, (method, path, person, body, status, _)) in (1_u128..).zip(cases()) {
        let mut request = asked(&server, method, path, trace, body.as_ref());
        if let Some(person) = person {
            request = request.bearer_auth(&key).header("guestpass-person", person);
            request = request.header("idempotency-key", format!("canary {trace}"));
        }
        let answer = request.send().await.expect("it answers");
        assert_eq!(answer.status().as_u16(), status, "{path}");
    }
    server.stop(GRACE).await;
    let spans = collector.spans();
    for (trace, (_, path, person, _, status, expected)) in (1_u128..).zip(cases()) {
        let of_trace: Vec<_> = spans.iter().filter(|told| told.span.trace_id == trace.to_be_bytes()).collect();
        let name = |id: &[u8]| of_trace.iter().find(|told| told.span.span_id == id).map(|told| told.span.name.as_str());
        let above = |told: &Told| match name(&told.span.parent_span_id) {
            Some(name) => name.to_owned(),
            None if hexadecimal(&told.span.parent_span_id) == PARENT => "caller".to_owned(),
            None => format!("nobody, {}", hexadecimal(&told.span.parent_span_id)),
        };
        let mut found: Vec<_> = of_trace.iter().map(|told| (told.span.name.clone(), above(told))).collect();
        let mut expected: Vec<_> =
            expected.iter().map(|(name, above)| ((*name).to_owned(), (*above).to_owned())).collect();
        found.sort();
        expected.sort();
        assert_eq!(found, expected, "{path}");
        let request = of_trace.iter().find(|told| above(told) == "caller").expect("it is there");
        let told = |key: &str| request.attributes.get(key).cloned().unwrap_or_default();
        assert_eq!(told("http.response.status_code"), json!(status), "{path}");
        assert_eq!(told("guestpass.caller.kind"), person.map_or(Value::Null, |_| json!("key")), "{path}");
        let route = request.span.name.split_once(' ').map_or(Value::Null, |(_, route)| json!(route));
        assert_eq!(told("http.route"), route, "{path}");
        assert_eq!(request.service["service.name"], "front door", "{path}");
    }
    for body in collector.bodies() {
        let text = String::from_utf8_lossy(&body);
        for secret in ["canary", key.as_str(), "initech.example", "acme", "vendor="] {
            assert!(!text.contains(secret), "`{secret}` is told");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_caller_decides_whether_its_trace_is_told_and_the_settings_otherwise() {
    for (ratio, traceparent, is_told) in [
        ("1.0", None, true),
        ("0.0", None, false),
        ("1.0", Some("00"), false),
        ("0.0", Some("01"), true),
        ("1.0", Some("a canary"), true),
    ] {
        let folder = tempfile::tempdir().expect("a folder is made");
        let (collector, telemetry) = Collector::start().await;
        let (settings, _) = settings(folder.path(), &format!("{telemetry}sample_ratio = {ratio}"));
        let server = Server::start(settings, StartOptions::default()).await.expect("it starts");
        let mut request = client().get(format!("http://{}/health", server.address()));
        if let Some(flags) = traceparent {
            request = request.header("traceparent", format!("00-{:032x}-{PARENT}-{flags}", 7));
        }
        assert_eq!(request.send().await.expect("it answers").status().as_u16(), 200);
        server.stop(GRACE).await;
        let names: Vec<_> = collector.spans().into_iter().map(|told| told.span.name).collect();
        let expected = if is_told { vec!["GET /health".to_owned()] } else { Vec::new() };
        assert_eq!(names, expected, "{ratio} {traceparent:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_collector_that_never_answers_or_is_not_there_changes_nothing() {
    // It is connected to, and says nothing ever; the other has gone.
    let silent = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let gone = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port is free");
    let addresses = [&silent, &gone].map(|listener| listener.local_addr().expect("it has an address"));
    drop(gone);
    for address in addresses {
        let folder = tempfile::tempdir().expect("a folder is made");
        let (settings, key) = settings(folder.path(), &format!("{}queue_max = 4", telemetry(address)));
        let server = Server::start(settings, StartOptions::default()).await.expect("it starts");
        let asking = async {
            for _ in 0..100 {
                let answer = asked(&server, Method::GET, "/health", 7, None).send().await.expect("it answers");
                assert_eq!(answer.status().as_u16(), 200);
            }
            let figures = asked(&server, Method::GET, "/metrics", 7, None).bearer_auth(&key).send();
            let figures = figures.await.expect("it answers").text().await.expect("it is text");
            let dropped = figures.lines().find_map(|line| line.strip_prefix("guestpass_spans_dropped_total "));
            dropped.and_then(|count| count.parse::<u64>().ok()).unwrap_or_else(|| panic!("{figures}"))
        };
        let dropped = tokio::time::timeout(PATIENCE, asking).await.expect("no request waits for the collector");
        assert!(dropped > 0, "{address}");
        tokio::time::timeout(PATIENCE, server.stop(GRACE)).await.expect("the server stops all the same");
    }
}
