//! The description of the server for programs: OpenAPI 3.1, served at `/openapi.json`.
//!
//! It is made from [`crate::endpoints`], so that there is no endpoint that it does not name. What an endpoint is sent
//! and answers are the types that stand beside its route, as JSON Schemas; what it says of each in words stands in
//! [`rows`]. Tests hold the real answers against it.

mod answers;
mod problems;
mod rows;
mod schemas;

use std::sync::OnceLock;

use axum::Json;
use axum::http::Method;
use schemars::JsonSchema;
use serde_json::Value;
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Paths, Ref, Required};

pub(crate) use answers::Answer;
pub(crate) use schemas::{MadeChange, Shape, change_facts_reference, change_reference, facts_reference, widened};

use crate::endpoint::{Access, Endpoint, Taken};
use rows::{Place, Row};
use schemas::Schemas;

/// How the one way of saying who one is is called in the document.
const BEARER: &str = "bearer";

/// What can be asked about what can be asked.
#[must_use]
pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::get("/openapi.json", Access::Public, show).answering::<Description>()]
}

async fn show() -> Json<&'static Value> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    Json(DOCUMENT.get_or_init(openapi))
}

/// The document itself, as far as it can be described in it.
#[derive(JsonSchema)]
#[schemars(rename = "Description", extend("additionalProperties" = true))]
#[expect(dead_code, reason = "it is only described")]
struct Description {
    /// The version of OpenAPI.
    openapi: String,
    /// What can be asked, by path and method.
    paths: std::collections::BTreeMap<String, Value>,
}

/// The document, as it is served.
#[must_use]
pub fn openapi() -> Value {
    let mut schemas = Schemas::new();
    let description = description(&mut schemas);
    // Nothing of it has keys that are no texts, so that serde has no reason to refuse.
    let mut document = serde_json::to_value(description).unwrap_or_default();
    if let Some(components) = document.get_mut("components").and_then(Value::as_object_mut) {
        components.insert("schemas".to_owned(), schemas.into_components());
    }
    document
}

fn description(schemas: &mut Schemas) -> OpenApi {
    let info = InfoBuilder::new()
        .title("Guestpass")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Who may come in from outside, what they may do, and until when."));
    let mut paths = Paths::new();
    for endpoint in crate::endpoints() {
        if let Some(method) = http_method(endpoint.method()) {
            paths.add_path_operation(path(&endpoint), vec![method], operation(&endpoint, schemas));
        }
    }
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    let components = ComponentsBuilder::new().security_scheme(BEARER, SecurityScheme::Http(bearer)).build();
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components)).build()
}

fn http_method(method: &Method) -> Option<HttpMethod> {
    match method.as_str() {
        "GET" => Some(HttpMethod::Get),
        "POST" => Some(HttpMethod::Post),
        "PUT" => Some(HttpMethod::Put),
        "PATCH" => Some(HttpMethod::Patch),
        "DELETE" => Some(HttpMethod::Delete),
        _ => None,
    }
}

fn operation(endpoint: &Endpoint, schemas: &mut Schemas) -> OperationBuilder {
    let row = rows::of(endpoint.method().as_str(), endpoint.path());
    let id = id(endpoint);
    let (answered, further) = row.map_or((&[][..], &[][..]), |row| (row.answered, row.problems));
    let mut responses = problems::responses(endpoint, further);
    if let Some((status, response)) = answers::response(endpoint.answer(), &id, answered, schemas) {
        responses = responses.response(status, response);
    }
    let mut operation = OperationBuilder::new().operation_id(Some(id.as_str())).responses(responses);
    for name in variables(endpoint.path()) {
        operation = operation.parameter(parameter(name, ParameterIn::Path, true, None));
    }
    if let Access::Scope(scope) = endpoint.access() {
        let description = format!("The credential needs the scope `{scope}`.");
        operation = operation
            .description(Some(description))
            .security(SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, []));
    }
    if let Some(Taken { shape, is_required }) = endpoint.taken() {
        let content = ContentBuilder::new().schema(Some(Ref::new(schemas.read(&format!("{id}-body"), shape)))).build();
        let body = RequestBodyBuilder::new().required(Some(required(is_required))).content("application/json", content);
        operation = operation.request_body(Some(body.build()));
    }
    let Some(Row { summary, parameters, .. }) = row else { return operation };
    operation = operation.summary(Some(*summary));
    for (place, name, is_required, text) in *parameters {
        let place = match place {
            Place::Query => ParameterIn::Query,
            Place::Header => ParameterIn::Header,
        };
        operation = operation.parameter(parameter(name, place, *is_required, Some(text)));
    }
    operation
}

/// Where, as OpenAPI writes it: it has no word for a variable part with slashes in it.
fn path(endpoint: &Endpoint) -> String {
    endpoint.path().replace("{*", "{")
}

/// What the operation is called in programs: its method and its path, in letters that may stand in a name.
fn id(endpoint: &Endpoint) -> String {
    let index = if endpoint.path().ends_with('/') { "index" } else { "" };
    let words = format!("{}{index}", endpoint.path()).replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    format!("{}{}", endpoint.method().as_str().to_ascii_lowercase(), words.trim_end_matches('-'))
}

/// The names of the variable parts of a path.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches('*')))
}

fn parameter(name: &str, place: ParameterIn, is_required: bool, text: Option<&str>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(required(is_required))
        .description(text)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn required(is_required: bool) -> Required {
    if is_required { Required::True } else { Required::False }
}
