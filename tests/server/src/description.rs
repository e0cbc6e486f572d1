//! Questions and answers, held against the server's own description: what `/openapi.json` says of an endpoint has to be
//! so.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use jsonschema::Validator;
use serde_json::{Map, Value};

const JSON: &str = "application/json";
const PROBLEM: &str = "application/problem+json";

/// An answer as it came.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// How it was asked, such as `GET`.
    pub method: &'a str,
    /// Where, with or without what stands behind the `?`.
    pub path: &'a str,
    /// What was sent as a body, empty for nothing; none when it does not matter, for it means harm.
    pub sent: Option<&'a [u8]>,
    /// The status.
    pub status: u16,
    /// The header `Content-Type`; empty when there is none.
    pub content_type: &'a str,
    /// The body.
    pub body: &'a [u8],
}

/// Whether the description has this answer: the status, the media type and the schema, in which no member is missing
/// and none is there that it does not name. What no endpoint answers is a problem. What was answered well was asked as
/// described, too.
///
/// # Errors
/// What is not so, in words.
pub fn described(answered: Answered<'_>) -> Result<(), String> {
    let Answered { method, path, sent, status, content_type, body } = answered;
    let is_fault = |what: String| format!("{method} {path} answered {status}: {what}");
    let media_type = content_type.split(';').next().unwrap_or_default().trim();
    let path = path.split('?').next().unwrap_or_default();
    let method = method.to_ascii_lowercase();
    let operation = template(path)
        .and_then(|template| Some((closed().pointer(&format!("/paths/{}/{method}", escaped(&template)))?, template)));
    let Some((operation, template)) = operation else {
        let is_problem = status >= 400 && media_type == PROBLEM;
        let problem = is_problem.then(|| valid(Side::Answer, "/components/schemas/Problem", body));
        return problem.unwrap_or_else(|| Err("nothing is described there".to_owned())).map_err(is_fault);
    };
    if let Some(sent) = sent.filter(|_| status < 400) {
        asked(operation, sent).map_err(|fault| is_fault(format!("it was asked otherwise: {fault}")))?;
    }
    let responses = operation.get("responses").and_then(Value::as_object);
    let responses = responses.ok_or_else(|| is_fault(format!("`{template}` has no answers")))?;
    let described = responses.get(&status.to_string()).or_else(|| responses.get("default").filter(|_| status >= 400));
    let response = described.ok_or_else(|| is_fault("the status is not described".to_owned()))?;
    let Some(content) = response.get("content").and_then(Value::as_object) else {
        let is_empty = body.is_empty();
        return is_empty.then_some(()).ok_or_else(|| is_fault("it has a body, and none is described".to_owned()));
    };
    let found = content.get(media_type).or_else(|| content.get("*/*"));
    let found = found.ok_or_else(|| is_fault(format!("`{media_type}` is not described")))?;
    if ![JSON, PROBLEM].contains(&media_type) {
        return Ok(());
    }
    let reference = found.pointer("/schema/$ref").and_then(Value::as_str);
    let reference = reference.ok_or_else(|| is_fault("it has no schema".to_owned()))?;
    valid(Side::Answer, reference.trim_start_matches('#'), body).map_err(is_fault)
}

/// Whether what was sent is described: nothing where nothing is, and the right shape otherwise.
fn asked(operation: &Value, sent: &[u8]) -> Result<(), String> {
    let Some(body) = operation.get("requestBody") else {
        return if sent.is_empty() { Ok(()) } else { Err("no body is described".to_owned()) };
    };
    if sent.is_empty() {
        let is_required = body.get("required").is_some_and(|required| required == true);
        return if is_required { Err("it needs a body".to_owned()) } else { Ok(()) };
    }
    let reference = body.pointer("/content/application~1json/schema/$ref").and_then(Value::as_str);
    let reference = reference.ok_or("its body has no schema")?;
    valid(Side::Question, reference.trim_start_matches('#'), sent)
}

/// What a schema is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Side {
    /// What is read, where members that are not known may be ignored.
    Question,
    /// What is answered, in which no member may be that is not described.
    Answer,
}

impl Side {
    fn document(self) -> &'static Value {
        match self {
            Self::Question => open(),
            Self::Answer => closed(),
        }
    }
}

/// The description as it is served.
fn open() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(guestpass_server::openapi)
}

/// The same, in which every shape is closed.
fn closed() -> &'static Value {
    static DOCUMENT: OnceLock<Value> = OnceLock::new();
    DOCUMENT.get_or_init(|| {
        let mut document = open().clone();
        if let Some(schemas) = document.pointer_mut("/components/schemas") {
            close(schemas);
        }
        document
    })
}

/// A shape that says which members there are has no others here. Its readers have to live with new ones.
fn close(schema: &mut Value) {
    match schema {
        Value::Object(members) => {
            members.values_mut().for_each(close);
            if is_open_shape(members) {
                members.insert("additionalProperties".to_owned(), Value::Bool(false));
            }
        }
        Value::Array(items) => items.iter_mut().for_each(close),
        _ => {}
    }
}

fn is_open_shape(members: &Map<String, Value>) -> bool {
    let is_object = members.get("type").is_some_and(|kind| kind == "object");
    let is_closed = members.contains_key("additionalProperties") || members.contains_key("unevaluatedProperties");
    is_object && members.contains_key("properties") && !is_closed
}

/// The path of the description that a path is one of; without variable parts rather than with.
fn template(path: &str) -> Option<String> {
    let fits = |template: &&'static str| {
        let (mut wanted, mut found) = (template.split('/'), path.split('/'));
        loop {
            match (wanted.next(), found.next()) {
                (None, None) => return true,
                (Some(part), Some(_)) if part.starts_with("{*") => return true,
                (Some(part), Some(value)) if part == value || part.starts_with('{') && !value.is_empty() => {}
                _ => return false,
            }
        }
    };
    static TEMPLATES: OnceLock<Vec<&'static str>> = OnceLock::new();
    let templates =
        TEMPLATES.get_or_init(|| guestpass_server::endpoints().iter().map(guestpass_server::Endpoint::path).collect());
    let found = templates.iter().filter(|template| fits(template)).min_by_key(|template| template.matches('{').count());
    // The description has no word for a variable part with slashes in it.
    found.map(|template| template.replace("{*", "{"))
}

fn escaped(template: &str) -> String {
    template.replace('~', "~0").replace('/', "~1")
}

/// Whether a body keeps the schema that stands at a pointer of the document.
fn valid(side: Side, pointer: &str, body: &[u8]) -> Result<(), String> {
    let body: Value = serde_json::from_slice(body).map_err(|error| format!("it is no JSON: {error}"))?;
    let faults: Vec<_> = validator(side, pointer)?.iter_errors(&body).map(|error| fault(&error)).collect();
    if faults.is_empty() { Ok(()) } else { Err(format!("{pointer}: {}; it is {body}", faults.join("; "))) }
}

fn fault(error: &jsonschema::ValidationError<'_>) -> String {
    format!("{error} at `{}`", error.instance_path())
}

/// Validators by what they are for.
type Made = HashMap<(Side, String), Arc<Validator>>;

/// Made once for each schema: that takes longer than a test.
fn validator(side: Side, pointer: &str) -> Result<Arc<Validator>, String> {
    static MADE: OnceLock<Mutex<Made>> = OnceLock::new();
    let mut made = MADE.get_or_init(Mutex::default).lock().unwrap_or_else(PoisonError::into_inner);
    let key = (side, pointer.to_owned());
    if let Some(known) = made.get(&key) {
        return Ok(Arc::clone(known));
    }
    let mut schema = side.document().clone();
    if let Some(members) = schema.as_object_mut() {
        members.insert("$ref".to_owned(), Value::String(format!("#{pointer}")));
    }
    let validator = Arc::new(jsonschema::draft202012::new(&schema).map_err(|error| error.to_string())?);
    made.insert(key, Arc::clone(&validator));
    Ok(validator)
}
