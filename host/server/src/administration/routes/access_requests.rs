//! Requests for access and what became of them, each for those who may see it (C1, C34).

use std::collections::BTreeMap;

use axum::Json;
use guestpass_contract::RequestDraft;
use guestpass_store::model::{AccessRequest, AttributeValue, Attributes, Organisation, Person, RequestPlace, Resource};
use guestpass_store::{Asked, Kept, PersonId, Revision, Supplied};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::Seen;
use crate::extract::StrictQuery;
use crate::problem::Problem;

const OPERATION: &str = "access-request.view";

/// Requests that are read at once, to be looked at one after the other.
const READ_AT_ONCE: u32 = 200;

/// Requests at most of which one part asks whether they are shown.
const LOOKED_AT_MAX: usize = 10_000;

/// Requests to other accounts at most.
const ELSEWHERE_MAX: u32 = 1_000;

/// A part of the requests that the person may see.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AccessRequests")]
pub(super) struct Listing {
    /// Those that wait for an answer first, and then all others; of each, the newest first. Behind ten thousand in a
    /// row that the person may not see, there are none.
    requests: Vec<Listed>,
    /// What to give as `after` for the next part; null when this is the last.
    next: Option<String>,
    /// Requests to other accounts that the person who asks is responsible for, when this is their own organisation; in
    /// the same order, and the first thousand of them.
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
    let material = asking.material(&asking.organisation, None).await?;
    let Looked { requests: visible, is_cut } = look(&asking, &part, &material).await?;
    let (visible, next) = part.of(&visible, |(place, _)| place.as_str());
    let so_far = visible.last().filter(|_| is_cut).map(|(place, _)| place.clone());
    let mut names = Names::default();
    let mut requests = Vec::new();
    for (_, kept) in visible {
        requests.push(listed(&asking, &mut names, kept).await?);
    }
    let is_at_home = material.person().is_some_and(|person| person.home == asking.organisation);
    let elsewhere = if is_at_home { elsewhere(&asking, &mut names).await? } else { Vec::new() };
    Ok(Json(Listing { requests, next: next.or(so_far), elsewhere }))
}

/// The requests of one part with their places, one more if there is any, and none that is not shown.
struct Looked {
    requests: Vec<(String, Kept<AccessRequest>)>,
    /// Whether enough were looked at before all were.
    is_cut: bool,
}

/// Reads a few at a time, until there are enough of those that the person may see.
async fn look(asking: &Asking, part: &Part, material: &Seen) -> Result<Looked, Problem> {
    let mut looked = Looked { requests: Vec::new(), is_cut: false };
    let mut place = part.after().and_then(RequestPlace::read);
    if part.after().is_some() && place.is_none() {
        // No request is behind what is no place.
        return Ok(looked);
    }
    let account = Asked::To(&asking.organisation);
    let mut left = LOOKED_AT_MAX;
    loop {
        let read = asking.state.directory.requests(account, asking.now_ms, place.as_ref(), READ_AT_ONCE).await?;
        let Some(last) = read.last() else { return Ok(looked) };
        place = Some(RequestPlace::of(&last.entity, asking.now_ms));
        for kept in read {
            if left == 0 {
                looked.is_cut = true;
                return Ok(looked);
            }
            left -= 1;
            if may_see(asking, material, &kept.entity)? {
                let place = RequestPlace::of(&kept.entity, asking.now_ms).to_string();
                looked.requests.push((place, kept));
            }
            if looked.requests.len() > part.count() {
                return Ok(looked);
            }
        }
    }
}

async fn elsewhere(asking: &Asking, names: &mut Names) -> Result<Vec<Listed>, Problem> {
    let theirs = Asked::By(&asking.person, &asking.organisation);
    let mut elsewhere = Vec::new();
    for kept in asking.state.directory.requests(theirs, asking.now_ms, None, ELSEWHERE_MAX).await? {
        let material = asking.material(&kept.entity.account, None).await?;
        if may_see(asking, &material, &kept.entity)? {
            elsewhere.push(listed(asking, names, &kept).await?);
        }
    }
    Ok(elsewhere)
}

fn may_see(asking: &Asking, material: &Seen, request: &AccessRequest) -> Result<bool, Problem> {
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
