//! Requests for access and what became of them, each for those who may see it (C1, C34).

use std::collections::BTreeMap;

use axum::Json;
use guestpass_contract::RequestDraft;
use guestpass_store::model::{AccessRequest, AttributeValue, Attributes, Organisation, Person, Resource};
use guestpass_store::{Kept, Material, PersonId, Revision, Supplied};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::ground::MANY;
use crate::extract::StrictQuery;
use crate::problem::Problem;

const OPERATION: &str = "access-request.view";

/// A part of the requests that the person may see.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AccessRequests")]
pub(super) struct Listing {
    requests: Vec<Listed>,
    /// What to give as `after` for the next part; null when this is the last.
    next: Option<String>,
    /// Requests to other accounts that the person who asks is responsible for, when this is their own organisation.
    elsewhere: Vec<Listed>,
}

/// A request with the names of what it is about (X7); a name is null when there is no longer any such thing.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "ListedAccessRequest")]
struct Listed {
    #[serde(flatten)]
    request: AccessRequest,
    account_name: Option<String>,
    company_name: Option<String>,
    requested_by_name: Option<String>,
    created_by_name: Option<String>,
    decided_by_name: Option<String>,
    /// For `If-Match`.
    revision: Revision,
}

/// To who may see none there is an empty list, as there is for an account that is not there.
pub(super) async fn list(asking: Asking, StrictQuery(part): StrictQuery<Part>) -> Result<Json<Listing>, Problem> {
    let account = asking.organisation.as_str();
    let material = asking.material(&asking.organisation, None).await?;
    let mut visible = Vec::new();
    for kept in asking.state.directory.find::<AccessRequest>(&[("account", account)], MANY).await? {
        if may_see(&asking, &material, &kept.entity)? {
            visible.push(kept);
        }
    }
    let (visible, next) = part.of(&visible, |kept| kept.entity.id.as_str());
    let mut names = Names::default();
    let mut requests = Vec::new();
    for kept in visible {
        requests.push(listed(&asking, &mut names, kept).await?);
    }
    let is_at_home = material.person().is_some_and(|person| person.home == asking.organisation);
    let elsewhere = if is_at_home { elsewhere(&asking, &mut names).await? } else { Vec::new() };
    Ok(Json(Listing { requests, next, elsewhere }))
}

async fn elsewhere(asking: &Asking, names: &mut Names) -> Result<Vec<Listed>, Problem> {
    let wanted = [("requested_by", asking.person.as_str())];
    let mut elsewhere = Vec::new();
    for kept in asking.state.directory.find::<AccessRequest>(&wanted, MANY).await? {
        if kept.entity.account == asking.organisation {
            continue;
        }
        let material = asking.material(&kept.entity.account, None).await?;
        if may_see(asking, &material, &kept.entity)? {
            elsewhere.push(listed(asking, names, &kept).await?);
        }
    }
    Ok(elsewhere)
}

fn may_see(asking: &Asking, material: &Material, request: &AccessRequest) -> Result<bool, Problem> {
    let question =
        RequestDraft { on_resource: Some(request.id.as_str()), ..RequestDraft::api(OPERATION, asking.now_ms) };
    Ok(asking.decide(material, &about(request), &question)?.is_allowed())
}

/// What the policy may ask of a request: who is responsible for it, and who wrote it down (C30).
fn about(request: &AccessRequest) -> Supplied {
    let text = |person: &PersonId| AttributeValue::Text(person.to_string());
    let resource = Attributes::from([
        ("requested_by".to_owned(), text(&request.requested_by)),
        ("created_by".to_owned(), text(&request.created_by)),
    ]);
    Supplied { resource, resource_id: Some(request.id.clone()), ..Supplied::default() }
}

async fn listed(asking: &Asking, names: &mut Names, kept: &Kept<AccessRequest>) -> Result<Listed, Problem> {
    let request = kept.entity.clone();
    let directory = &asking.state.directory;
    let account = directory.get::<Organisation>(&[request.account.as_str()]).await?;
    let company = directory.get::<Resource>(&[request.account.as_str(), "company", request.company.as_str()]).await?;
    let decided_by_name = match &request.decided_by {
        Some(person) => names.of(asking, person).await?,
        None => None,
    };
    Ok(Listed {
        account_name: account.map(|kept| kept.entity.name),
        company_name: company.map(|kept| kept.entity.name),
        requested_by_name: names.of(asking, &request.requested_by).await?,
        created_by_name: names.of(asking, &request.created_by).await?,
        decided_by_name,
        revision: kept.revision,
        request,
    })
}

/// The names of people, each asked for once: it is the same few who ask and decide.
#[derive(Debug, Default)]
struct Names(BTreeMap<PersonId, Option<String>>);

impl Names {
    async fn of(&mut self, asking: &Asking, id: &PersonId) -> Result<Option<String>, Problem> {
        if let Some(known) = self.0.get(id) {
            return Ok(known.clone());
        }
        let name = asking.state.directory.get::<Person>(&[id.as_str()]).await?.map(|kept| kept.entity.name);
        self.0.insert(id.clone(), name.clone());
        Ok(name)
    }
}
