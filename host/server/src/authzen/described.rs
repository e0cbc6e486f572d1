//! The shapes of questions and contexts, for the description of the server. They are read and printed piece by piece,
//! so that these types only describe; tests hold real questions and answers against them.

#![expect(dead_code, reason = "these types only describe")]

use guestpass::contract::json::DecisionJson;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::access_requests::Requestable;
use crate::openapi::widened;

/// The context of an answer. Which of these it is, the question decides.
pub(super) fn contexts(generator: &mut SchemaGenerator) -> Schema {
    let explained = widened::<DecisionJson<'static>, Requestable>(generator, "decision", &[]);
    json_schema!({ "anyOf": [
        explained,
        generator.subschema_for::<Owed>(),
        generator.subschema_for::<Failed>(),
        generator.subschema_for::<OfNobody>(),
    ] })
}

/// What whoever acts on the answer owes.
#[derive(JsonSchema)]
struct Owed {
    /// What is owed, by stable names.
    obligations: Vec<String>,
    /// Groups of fields that must not be shown.
    hidden_field_groups: Vec<String>,
}

/// Why one question of several could not be answered.
#[derive(JsonSchema)]
#[schemars(rename = "FailedQuestion")]
struct Failed {
    /// The code of the problem.
    code: String,
    error: FailedError,
}

#[derive(JsonSchema)]
#[schemars(rename = "FailedQuestionError")]
struct FailedError {
    /// That of the problem.
    status: u16,
    message: String,
}

/// The question was about nobody that there is.
#[derive(JsonSchema)]
#[schemars(rename = "AboutNobody")]
struct OfNobody {
    /// `deny`.
    effect: String,
    /// `not-identified`.
    reason: String,
}

/// Somebody, or something. Further members are ignored, here and in everything that is asked.
#[derive(JsonSchema)]
#[schemars(rename = "AskedEntity")]
struct Entity {
    r#type: String,
    id: String,
    properties: Option<Map<String, Value>>,
}

/// Somebody, or something, that is sought; what `id` says is ignored.
#[derive(JsonSchema)]
#[schemars(rename = "SoughtEntity")]
struct Sought {
    r#type: String,
    properties: Option<Map<String, Value>>,
}

#[derive(JsonSchema)]
#[schemars(rename = "AskedAction")]
struct Action {
    /// A privilege expression, or an operation of the policy.
    name: String,
    properties: Option<Map<String, Value>>,
}

#[derive(JsonSchema)]
#[schemars(rename = "EvaluationOptions")]
struct Options {
    /// When several questions end early; `execute_all` when left out.
    evaluations_semantic: Option<Semantic>,
    /// Whether the answer says why.
    explain: Option<bool>,
    /// The revision that a change was answered with. A directory that has not reached it answers `409`.
    at_least_revision: Option<u64>,
}

#[derive(JsonSchema)]
#[schemars(rename_all = "snake_case")]
enum Semantic {
    ExecuteAll,
    DenyOnFirstDeny,
    PermitOnFirstPermit,
}

#[derive(JsonSchema)]
#[schemars(rename = "AskedPage")]
struct Page {
    /// `next_token` of the page before.
    token: Option<String>,
    /// Results at most.
    limit: Option<u64>,
}

/// May this subject do this with this resource?
#[derive(JsonSchema)]
pub(super) struct EvaluationRequest {
    subject: Entity,
    action: Action,
    resource: Entity,
    /// `organisation` says which organisation it is about.
    context: Option<Map<String, Value>>,
    options: Option<Options>,
}

/// Several questions. What a question leaves out is taken from beside the list, whole.
#[derive(JsonSchema)]
pub(super) struct EvaluationsRequest {
    subject: Option<Entity>,
    action: Option<Action>,
    resource: Option<Entity>,
    context: Option<Map<String, Value>>,
    evaluations: Option<Vec<EvaluationsItem>>,
    options: Option<Options>,
}

/// One question of several.
#[derive(JsonSchema)]
#[schemars(rename = "EvaluationsItem")]
struct EvaluationsItem {
    subject: Option<Entity>,
    action: Option<Action>,
    resource: Option<Entity>,
    context: Option<Map<String, Value>>,
}

/// Which subjects may do this?
#[derive(JsonSchema)]
pub(super) struct SubjectSearchRequest {
    subject: Sought,
    action: Action,
    resource: Entity,
    context: Option<Map<String, Value>>,
    page: Option<Page>,
}

/// With which resources may this subject do this?
#[derive(JsonSchema)]
pub(super) struct ResourceSearchRequest {
    subject: Entity,
    action: Action,
    resource: Sought,
    context: Option<Map<String, Value>>,
    page: Option<Page>,
}

/// What may this subject do with this resource?
#[derive(JsonSchema)]
pub(super) struct ActionSearchRequest {
    subject: Entity,
    resource: Entity,
    context: Option<Map<String, Value>>,
    page: Option<Page>,
}

/// The question that was denied, with what the denial said about asking.
#[derive(JsonSchema)]
pub(super) struct AccessRequestRequest {
    subject: Entity,
    action: Action,
    resource: Entity,
    /// `business_justification` says why.
    context: Option<Map<String, Value>>,
    denial: Denial,
    requested_access: Option<RequestedAccess>,
}

#[derive(JsonSchema)]
struct Denial {
    evaluation_id: Option<String>,
    binding_token: String,
    /// In RFC 3339.
    expires_at: String,
}

#[derive(JsonSchema)]
struct RequestedAccess {
    /// In RFC 3339. The policy may want it.
    requested_until: Option<String>,
}
