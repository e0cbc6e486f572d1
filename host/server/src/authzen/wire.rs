//! What stands in a request. Unknown fields are ignored, as the standard wants it; what is missing is named.

use guestpass_store::Revision;
use serde_json::{Map, Value};

use crate::problem::{Problem, ProblemCode};

/// A JSON object as it came.
pub(super) type Object = Map<String, Value>;

/// What is wrong with a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum WireError {
    /// A required attribute is not there, or null.
    #[error("`{0}` is missing")]
    Missing(&'static str),
    /// An attribute has another type of JSON.
    #[error("`{path}` is not {wanted}")]
    Type {
        /// Where it stands.
        path: &'static str,
        /// What it has to be.
        wanted: &'static str,
    },
    /// More questions than are answered at once.
    #[error("`evaluations` has more than {0} entries; ask in several requests")]
    TooMany(usize),
    /// The token of a page belongs to another request, or to none.
    #[error("`page.token` is not of this request; repeat the request that it came from, with nothing else changed")]
    Token,
}

impl WireError {
    /// The stable code, the member `reason` of the problem.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::Missing(_) => "missing-attribute",
            Self::Type { .. } => "wrong-type",
            Self::TooMany(_) => "too-many-evaluations",
            Self::Token => "page-token",
        }
    }
}

impl From<WireError> for Problem {
    fn from(error: WireError) -> Self {
        Self::new(ProblemCode::Malformed, error.to_string()).with("reason", error.code())
    }
}

/// A subject or a resource.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Entity {
    pub(super) kind: String,
    pub(super) id: String,
    pub(super) properties: Object,
}

/// An action.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Action {
    pub(super) name: String,
    pub(super) properties: Object,
}

/// One question with all that it needs.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evaluation {
    pub(super) subject: Entity,
    pub(super) action: Action,
    pub(super) resource: Entity,
    pub(super) context: Object,
}

/// Where an entity stands in a request, and what its parts are called in messages.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    key: &'static str,
    kind: &'static str,
    id: &'static str,
    properties: &'static str,
}

pub(super) const SUBJECT: Place =
    Place { key: "subject", kind: "subject.type", id: "subject.id", properties: "subject.properties" };
pub(super) const RESOURCE: Place =
    Place { key: "resource", kind: "resource.type", id: "resource.id", properties: "resource.properties" };

impl Evaluation {
    /// Reads a question.
    pub(super) fn read(body: &Object) -> Result<Self, WireError> {
        Ok(Self {
            subject: Entity::read(body, SUBJECT)?,
            action: Action::read(body)?,
            resource: Entity::read(body, RESOURCE)?,
            context: context(body)?,
        })
    }
}

impl Entity {
    /// Reads a subject or a resource with its identifier.
    pub(super) fn read(body: &Object, place: Place) -> Result<Self, WireError> {
        let entity = object(body, place.key, place.key)?.ok_or(WireError::Missing(place.key))?;
        Ok(Self {
            kind: text(entity, "type", place.kind)?,
            id: text(entity, "id", place.id)?,
            properties: object(entity, "properties", place.properties)?.cloned().unwrap_or_default(),
        })
    }

    /// Reads one that is sought: an identifier does not count, whatever it is.
    pub(super) fn read_sought(body: &Object, place: Place) -> Result<Self, WireError> {
        let entity = object(body, place.key, place.key)?.ok_or(WireError::Missing(place.key))?;
        Ok(Self {
            kind: text(entity, "type", place.kind)?,
            id: String::new(),
            properties: object(entity, "properties", place.properties)?.cloned().unwrap_or_default(),
        })
    }
}

impl Action {
    /// Reads an action.
    pub(super) fn read(body: &Object) -> Result<Self, WireError> {
        let action = object(body, "action", "action")?.ok_or(WireError::Missing("action"))?;
        Ok(Self {
            name: text(action, "name", "action.name")?,
            properties: object(action, "properties", "action.properties")?.cloned().unwrap_or_default(),
        })
    }
}

/// The context; empty when there is none.
pub(super) fn context(body: &Object) -> Result<Object, WireError> {
    Ok(object(body, "context", "context")?.cloned().unwrap_or_default())
}

/// Whether the caller asks for reasons: `options.explain`, which is ours.
pub(super) fn explain(body: &Object) -> Result<bool, WireError> {
    let Some(options) = object(body, "options", "options")? else { return Ok(false) };
    match options.get("explain") {
        None | Some(Value::Null) => Ok(false),
        Some(Value::Bool(explain)) => Ok(*explain),
        Some(_) => Err(WireError::Type { path: "options.explain", wanted: "`true` or `false`" }),
    }
}

/// The revision that the answer has to be at least of: `options.at_least_revision`, which is ours, too.
pub(super) fn at_least_revision(body: &Object) -> Result<Option<Revision>, WireError> {
    let Some(options) = object(body, "options", "options")? else { return Ok(None) };
    let path = "options.at_least_revision";
    match options.get("at_least_revision") {
        None | Some(Value::Null) => Ok(None),
        Some(number) => match number.as_i64().filter(|number| *number >= 0) {
            Some(number) => Ok(Some(Revision::from_number(number))),
            None => Err(WireError::Type { path, wanted: "a whole number from 0 to 2^63 - 1" }),
        },
    }
}

/// An object; none when it is missing or null.
pub(super) fn object<'b>(body: &'b Object, key: &str, path: &'static str) -> Result<Option<&'b Object>, WireError> {
    match body.get(key) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::Object(object)) => Ok(Some(object)),
        Some(_) => Err(WireError::Type { path, wanted: "an object" }),
    }
}

/// A text that has to be there.
fn text(body: &Object, key: &str, path: &'static str) -> Result<String, WireError> {
    match body.get(key) {
        None | Some(Value::Null) => Err(WireError::Missing(path)),
        Some(Value::String(text)) => Ok(text.clone()),
        Some(_) => Err(WireError::Type { path, wanted: "a text" }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Evaluation, WireError};
    use serde_json::{Value, json};

    #[test]
    fn what_is_missing_or_of_another_type_is_named() {
        let whole = json!({
            "subject": { "type": "user", "id": "alice" },
            "action": { "name": "read" },
            "resource": { "type": "record", "id": "record-1" },
            "context": { "time": "1985-10-26T01:22-07:00" },
            "more": 1,
        });
        let with = |pointer: &str, value: Value| {
            let mut body = whole.clone();
            let (parent, key) = pointer.rsplit_once('/').expect("a pointer");
            let parent = body.pointer_mut(parent).and_then(Value::as_object_mut).expect("an object");
            parent.insert(key.to_owned(), value);
            body
        };
        assert!(Evaluation::read(whole.as_object().expect("an object")).is_ok());
        let not = |path, wanted| WireError::Type { path, wanted };
        for (body, expected) in [
            (with("/subject", Value::Null), WireError::Missing("subject")),
            (with("/action", Value::Null), WireError::Missing("action")),
            (with("/resource", Value::Null), WireError::Missing("resource")),
            (with("/subject/type", Value::Null), WireError::Missing("subject.type")),
            (with("/subject/id", Value::Null), WireError::Missing("subject.id")),
            (with("/action/name", Value::Null), WireError::Missing("action.name")),
            (with("/resource/type", Value::Null), WireError::Missing("resource.type")),
            (with("/resource/id", Value::Null), WireError::Missing("resource.id")),
            (with("/subject", json!("alice")), not("subject", "an object")),
            (with("/subject/id", json!(7)), not("subject.id", "a text")),
            (with("/action/name", json!(7)), not("action.name", "a text")),
            (with("/resource/properties", json!([])), not("resource.properties", "an object")),
            (with("/context", json!("now")), not("context", "an object")),
        ] {
            assert_eq!(Evaluation::read(body.as_object().expect("an object")).err(), Some(expected), "{body}");
        }
    }
}
