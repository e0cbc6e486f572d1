//! What the policy knows of somebody, for a page that runs the same policy: previews need no second account of it.

use axum::Json;
use guestpass_store::{Name, PersonId, ResourceName, Revision, Supplied};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::asking::Asking;
use crate::administration::declared::declared_alone;
use crate::evidence::{Mask, facts_json};
use crate::extract::StrictQuery;
use crate::openapi::facts_reference;
use crate::problem::{Problem, ProblemCode};

/// About what.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Question {
    /// About whom; the person who asks when left out.
    person: Option<PersonId>,
    /// The kind of the resource that is acted upon. Both this and `resource`, or neither.
    resource_kind: Option<Name>,
    /// Its id.
    resource: Option<Name>,
}

/// What the policy knows of somebody.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "KnownFacts")]
pub(super) struct Known {
    /// Whom the facts are about.
    person: PersonId,
    /// How new they are.
    revision: Revision,
    #[schemars(schema_with = "facts_reference")]
    facts: Value,
}

pub(super) async fn show(asking: Asking, StrictQuery(question): StrictQuery<Question>) -> Result<Json<Known>, Problem> {
    let person = asking.somebody(question.person).await?;
    let resource = match (question.resource_kind, question.resource) {
        (Some(kind), Some(id)) => Some(ResourceName { kind, id }),
        (None, None) => None,
        _ => return Err(Problem::new(ProblemCode::Malformed, "give both `resource_kind` and `resource`, or neither")),
    };
    let material = asking.material_of(&asking.organisation, &person, resource).await?;
    let unfit = |error: &dyn std::error::Error| Problem::new(ProblemCode::Unfit, error.to_string());
    let facts = material.facts(&Supplied::default()).map_err(|error| unfit(&error))?;
    let facts = declared_alone(asking.generation.policy().info(), facts);
    let facts = facts_json(&facts, &Mask::nothing()).map_err(|error| unfit(&error))?;
    Ok(Json(Known { person, revision: material.revision(), facts }))
}
