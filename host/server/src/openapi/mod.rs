//! The description of the server for programs: OpenAPI 3.1, served at `/openapi.json`.
//!
//! It is made from [`crate::endpoints`], so that there is no endpoint that it does not name. What it says of each
//! stands in [`rows`].

mod rows;

use std::sync::OnceLock;

use axum::Json;
use axum::http::Method;
use guestpass_contract::json::{SchemaKind, schema};
use serde_json::{Value, json};
use utoipa::openapi::path::{HttpMethod, OperationBuilder, Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::openapi::schema::{ObjectBuilder, Type};
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityRequirement, SecurityScheme};
use utoipa::openapi::{
    Components, ComponentsBuilder, ContentBuilder, InfoBuilder, OpenApi, OpenApiBuilder, Paths, Ref, Required,
    ResponseBuilder, ResponsesBuilder,
};

use crate::endpoint::{Access, Endpoint};
use rows::{Place, Row};

/// How the one way of saying who one is is called in the document.
const BEARER: &str = "bearer";

/// What can be asked about what can be asked.
#[must_use]
pub(crate) fn endpoints() -> Vec<Endpoint> {
    vec![Endpoint::get("/openapi.json", Access::Public, show)]
}

async fn show() -> Json<&'static Value> {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    Json(DOCUMENT.get_or_init(openapi))
}

/// The document, as it is served.
#[must_use]
pub fn openapi() -> Value {
    // Nothing of it has keys that are no texts, so that serde has no reason to refuse.
    let mut document = serde_json::to_value(description()).unwrap_or_default();
    let mut change = schema(SchemaKind::Change);
    // Its references are to its own parts, which an identifier of its own makes them.
    if let Some(change) = change.as_object_mut() {
        change.insert("$id".to_owned(), json!("urn:guestpass:schema:change"));
    }
    if let Some(schemas) = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut) {
        schemas.insert("Change".to_owned(), change);
    }
    document
}

fn description() -> OpenApi {
    let info = InfoBuilder::new()
        .title("Guestpass")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some("Who may come in from outside, what they may do, and until when."));
    let mut paths = Paths::new();
    for endpoint in crate::endpoints() {
        if let Some(method) = http_method(endpoint.method()) {
            paths.add_path_operation(endpoint.path(), vec![method], operation(&endpoint));
        }
    }
    OpenApiBuilder::new().info(info).paths(paths).components(Some(components())).build()
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

fn operation(endpoint: &Endpoint) -> OperationBuilder {
    let row = rows::of(endpoint.method().as_str(), endpoint.path());
    let id = endpoint.path().replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let id = format!("{}{}", endpoint.method().as_str().to_ascii_lowercase(), id.trim_end_matches('-'));
    let mut operation = OperationBuilder::new().operation_id(Some(id)).responses(responses());
    for name in variables(endpoint.path()) {
        operation = operation.parameter(parameter(name, ParameterIn::Path, true, None));
    }
    if let Access::Scope(scope) = endpoint.access() {
        let description = format!("The credential needs the scope `{scope}`.");
        operation = operation
            .description(Some(description))
            .security(SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, []));
    }
    let Some(Row { summary, parameters, body, .. }) = row else { return operation };
    operation = operation.summary(Some(*summary));
    for (place, name, is_required, text) in *parameters {
        let place = match place {
            Place::Query => ParameterIn::Query,
            Place::Header => ParameterIn::Header,
        };
        operation = operation.parameter(parameter(name, place, *is_required, Some(text)));
    }
    let Some(schema) = body else { return operation };
    let content = ContentBuilder::new().schema(Some(Ref::from_schema_name(*schema))).build();
    let body = RequestBodyBuilder::new().required(Some(Required::True)).content("application/json", content);
    operation.request_body(Some(body.build()))
}

/// The names of the variable parts of a path.
fn variables(path: &str) -> impl Iterator<Item = &str> {
    path.split('/').filter_map(|part| Some(part.strip_prefix('{')?.strip_suffix('}')?.trim_start_matches('*')))
}

fn parameter(name: &str, place: ParameterIn, is_required: bool, text: Option<&str>) -> Parameter {
    ParameterBuilder::new()
        .name(name)
        .parameter_in(place)
        .required(if is_required { Required::True } else { Required::False })
        .description(text)
        .schema(Some(ObjectBuilder::new().schema_type(Type::String)))
        .build()
}

fn responses() -> ResponsesBuilder {
    let problem = ContentBuilder::new().schema(Some(Ref::from_schema_name("Problem"))).build();
    let problem = ResponseBuilder::new()
        .description("What went wrong (RFC 9457). Nothing was allowed or changed.")
        .content("application/problem+json", problem);
    ResponsesBuilder::new().response("200", ResponseBuilder::new().description("Done.")).response("default", problem)
}

fn components() -> Components {
    let text = || ObjectBuilder::new().schema_type(Type::String);
    let problem = ObjectBuilder::new()
        .property("type", text())
        .property("title", text())
        .property("status", ObjectBuilder::new().schema_type(Type::Integer))
        .property("code", text().description(Some("Stable; the list is closed.")))
        .property("detail", text().description(Some("What is wrong this time, and what to do next.")))
        .required("type")
        .required("title")
        .required("status")
        .required("code")
        .required("detail");
    let bearer = HttpBuilder::new().scheme(HttpAuthScheme::Bearer).build();
    ComponentsBuilder::new().schema("Problem", problem).security_scheme(BEARER, SecurityScheme::Http(bearer)).build()
}
