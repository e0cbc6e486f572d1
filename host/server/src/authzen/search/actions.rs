//! What may they do with this?

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass::contract::PolicyInfo;

use super::{Found, FoundAction, Sought, is_known, of_page, sift};
use crate::authzen::ACTION_SEARCH;
use crate::authzen::body::Body;
use crate::authzen::decider::Decider;
use crate::authzen::paging::Paging;
use crate::authzen::question::{ORGANISATION, organisation};
use crate::authzen::wire::{Action, Entity, Evaluation, Object, RESOURCE, SUBJECT, context, object};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;
use crate::telemetry::{Stage, stage};

/// Finds actions.
pub(in crate::authzen) async fn actions(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<Found<FoundAction>>, Problem> {
    let (subject, resource) = (Entity::read(&body, SUBJECT)?, Entity::read(&body, RESOURCE)?);
    let (context, paging) = (context(&body)?, Paging::read(&body, ACTION_SEARCH)?);
    let decider = Decider::pin(&state, &caller.organisation)?.at_least(&body).await?;
    let organisation = organisation(decider.reach, Some(&resource), &context)?;
    decider.count(&organisation)?;
    if !is_known(decider.directory, &organisation, &resource).await? {
        return Ok(Json(Found::nothing(&paging)));
    }
    let names = of_page(&paging, actions_on(decider.info(), &resource.kind));
    let whole =
        Evaluation { subject, action: Action { name: String::new(), properties: said(&body) }, resource, context };
    let sought = Sought {
        paging: &paging,
        ask: &|name| Evaluation { action: Action { name: name.to_owned(), ..whole.action.clone() }, ..whole.clone() },
        result: &|name| FoundAction { name: name.to_owned() },
    };
    stage(Stage::Search, sift(&decider, &sought, &names)).await.map(Json)
}

/// What is said about the action that is sought. The standard has no such key here, and so nothing in it is an error.
fn said(body: &Object) -> Object {
    let action = object(body, "action", "action").ok().flatten();
    let properties = action.and_then(|action| object(action, "properties", "action.properties").ok().flatten());
    properties.cloned().unwrap_or_default()
}

/// What can be done with resources of a type, in byte order: the operations `TYPE.ACTION` of the policy as `ACTION`,
/// and the privileges `SUITE:TYPE:ACTION` as they are. With an organisation as a whole, every operation can be tried.
fn actions_on(info: &PolicyInfo, kind: &str) -> BTreeSet<String> {
    let of_kind = info.apis.iter().filter_map(|api| api.name.strip_prefix(kind)?.strip_prefix('.'));
    let others = info.apis.iter().filter(|_| kind == ORGANISATION).map(|api| api.name.as_str());
    let privileges = info.privileges.iter().map(|privilege| privilege.name.as_str());
    let privileges = privileges.filter(|name| name.split(':').nth(1) == Some(kind));
    of_kind.chain(others).chain(privileges).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::actions_on;

    #[test]
    fn actions_are_those_of_the_type() {
        let info = crate::authzen::tests::info();
        let privileges = ["record:record:delete", "record:record:read", "record:record:write"];
        let [delete, read, write] = privileges;
        for (kind, expected) in [
            ("record", vec!["delete", "read", delete, read, write, "write"]),
            ("organisation", vec!["record.delete", "record.read", "record.write"]),
            ("rec", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(actions_on(&info, kind).into_iter().collect::<Vec<_>>(), expected, "{kind}");
        }
    }
}
