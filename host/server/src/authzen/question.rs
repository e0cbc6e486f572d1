//! The standard's words become a question to the policy.

use guestpass::contract::{InstantMs, PolicyInfo, RequestDraft, TargetDraft};
use guestpass_store::{FactsQuestion, Name, OrganisationId, PersonId, ResourceName, Supplied};
use serde_json::Value;

use super::properties::supplied;
use super::wire::{Entity, Evaluation, Object, WireError};
use crate::identity::Scope;
use crate::problem::{Problem, ProblemCode};

/// The type of subjects that are people of the directory.
pub(super) const PERSON: &str = "user";

/// The type of a resource that is an organisation as a whole.
pub(super) const ORGANISATION: &str = "organisation";

/// What is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Any of the privileges of an expression (R11).
    Privileges(String),
    /// An operation of the policy.
    Api(String),
}

impl Wanted {
    /// What an action means on a resource of this type: with a `:` in it a privilege expression, else the operation
    /// `TYPE.ACTION` of the policy, else the operation `ACTION`. One that the policy does not have is denied.
    pub(super) fn of(info: &PolicyInfo, action: &str, resource_kind: &str) -> Self {
        if action.contains(':') {
            return Self::Privileges(action.to_owned());
        }
        let of_kind = format!("{resource_kind}.{action}");
        let is_known = info.apis.iter().any(|api| api.name == of_kind);
        Self::Api(if is_known { of_kind } else { action.to_owned() })
    }

    pub(super) fn target(&self) -> TargetDraft<'_> {
        match self {
            Self::Privileges(expression) => TargetDraft::Privileges(expression),
            Self::Api(name) => TargetDraft::Api(name),
        }
    }
}

/// A question that can be put to the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Question {
    pub(super) about: FactsQuestion,
    pub(super) supplied: Supplied,
    pub(super) wanted: Wanted,
    pub(super) on_resource: Option<Name>,
}

impl Question {
    /// Makes the question; none when it is about somebody or something that cannot be, which is a denial.
    ///
    /// # Errors
    /// As [`organisation`].
    pub(super) fn of(info: &PolicyInfo, reach: &Scope, evaluation: &Evaluation) -> Result<Option<Self>, Problem> {
        let (subject, resource) = (&evaluation.subject, &evaluation.resource);
        let organisation = organisation(reach, Some(resource), &evaluation.context)?;
        let Ok(person) = subject.id.parse::<PersonId>() else { return Ok(None) };
        if subject.kind != PERSON {
            return Ok(None);
        }
        let (Ok(kind), Ok(id)) = (resource.kind.parse::<Name>(), resource.id.parse::<Name>()) else { return Ok(None) };
        let mut supplied = supplied(info, evaluation);
        let wanted = Wanted::of(info, &evaluation.action.name, &resource.kind);
        if resource.kind == ORGANISATION {
            let about = FactsQuestion { organisation, person, resource: None };
            // Another organisation than the one asked about is nothing in it.
            let is_whole = about.organisation.as_str() == id.as_str();
            return Ok(is_whole.then_some(Self { about, supplied, wanted, on_resource: None }));
        }
        supplied.resource_id = Some(id.clone());
        let about = FactsQuestion { organisation, person, resource: Some(ResourceName { kind, id: id.clone() }) };
        Ok(Some(Self { about, supplied, wanted, on_resource: Some(id) }))
    }

    /// As the policy is asked it.
    pub(super) fn request(&self, now: InstantMs, explain: bool) -> RequestDraft<'_> {
        let on_resource = self.on_resource.as_ref().map(Name::as_str);
        RequestDraft { target: self.wanted.target(), on_resource, now, explain }
    }
}

/// The organisation that a request is about: `context.organisation`, else the property `organisation` of the resource,
/// else the resource itself if its type is `organisation`, else the one that the caller's credential is bound to.
///
/// # Errors
/// `400` when nothing says which, or what says it is no identifier; `403` when the credential does not reach it,
/// whether it exists or not.
pub(super) fn organisation(
    reach: &Scope,
    resource: Option<&Entity>,
    context: &Object,
) -> Result<OrganisationId, Problem> {
    let property = resource.and_then(|resource| resource.properties.get("organisation"));
    let named = match (context.get("organisation"), property, resource) {
        (Some(Value::String(named)), _, _) | (None | Some(Value::Null), Some(Value::String(named)), _) => named,
        (None | Some(Value::Null), None | Some(Value::Null), resource) => match (resource, reach) {
            (Some(resource), _) if resource.kind == ORGANISATION && !resource.id.is_empty() => &resource.id,
            (_, Scope::One(own)) => return Ok(own.clone()),
            (_, Scope::All) => return Err(WireError::Missing("context.organisation").into()),
        },
        (Some(_), _, _) => return Err(not_a_text("context.organisation")),
        (None, Some(_), _) => return Err(not_a_text("resource.properties.organisation")),
    };
    let organisation = named.parse::<OrganisationId>();
    let organisation = organisation.map_err(|error| Problem::new(ProblemCode::Malformed, error.to_string()))?;
    if reach.covers(&organisation) {
        return Ok(organisation);
    }
    Err(Problem::new(ProblemCode::Forbidden, "the credential is bound to another organisation"))
}

fn not_a_text(path: &'static str) -> Problem {
    WireError::Type { path, wanted: "a text" }.into()
}

#[cfg(test)]
mod tests {
    use super::{Question, organisation};
    use crate::authzen::wire::{Entity, Object};
    use crate::identity::Scope;
    use crate::problem::ProblemCode;
    use serde_json::{Value, json};

    fn object(value: &Value) -> Object {
        value.as_object().cloned().unwrap_or_default()
    }

    #[test]
    fn the_organisation_is_named_once_and_within_reach() {
        let one = || Scope::One("initech".parse().expect("an identifier"));
        for (reach, kind, id, properties, context, expected) in [
            (one(), "app", "a", json!({}), json!({}), Ok("initech")),
            (one(), "app", "a", json!({}), json!({ "organisation": "initech" }), Ok("initech")),
            (one(), "app", "a", json!({}), json!({ "organisation": "globex" }), Err(ProblemCode::Forbidden)),
            (one(), "app", "a", json!({ "organisation": "globex" }), json!({}), Err(ProblemCode::Forbidden)),
            (one(), "organisation", "globex", json!({}), json!({}), Err(ProblemCode::Forbidden)),
            (one(), "app", "a", json!({}), json!({ "organisation": 7 }), Err(ProblemCode::Malformed)),
            (one(), "app", "a", json!({ "organisation": 7 }), json!({}), Err(ProblemCode::Malformed)),
            (Scope::All, "app", "a", json!({}), json!({}), Err(ProblemCode::Malformed)),
            (Scope::All, "app", "a", json!({}), json!({ "organisation": "" }), Err(ProblemCode::Malformed)),
            (Scope::All, "organisation", "globex", json!({}), json!({}), Ok("globex")),
            (Scope::All, "organisation", "globex", json!({}), json!({ "organisation": "initech" }), Ok("initech")),
            (Scope::All, "app", "a", json!({ "organisation": "globex" }), json!({}), Ok("globex")),
        ] {
            let resource = Entity { kind: kind.to_owned(), id: id.to_owned(), properties: object(&properties) };
            let found = organisation(&reach, Some(&resource), &object(&context));
            let found = found.as_ref().map(guestpass_store::OrganisationId::as_str).map_err(super::Problem::code);
            assert_eq!(found, expected, "{reach} {kind} {id} {properties} {context}");
        }
    }

    #[test]
    fn who_or_what_cannot_be_is_no_question() {
        let info = crate::authzen::tests::info();
        let reach = Scope::One("initech".parse().expect("an identifier"));
        for (subject, id, resource, on, is_asked) in [
            ("user", "alice", "record", "record-1", true),
            ("user", "alice", "organisation", "initech", true),
            ("machine", "alice", "record", "record-1", false),
            ("user", "", "record", "record-1", false),
            ("user", " alice", "record", "record-1", false),
            ("user", "alice", "", "record-1", false),
            ("user", "alice", "record", "a\u{0}b", false),
        ] {
            let body = json!({
                "subject": { "type": subject, "id": id }, "action": { "name": "read" },
                "resource": { "type": resource, "id": on },
            });
            let evaluation = crate::authzen::wire::Evaluation::read(&object(&body)).expect("it can be read");
            let question = Question::of(&info, &reach, &evaluation).expect("it is within reach");
            assert_eq!(question.is_some(), is_asked, "{body}");
        }
    }
}
