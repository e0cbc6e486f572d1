//! Requests for access and what became of them, each for those who may see it (C1, C34).

use std::collections::BTreeMap;

use axum::Json;
use guestpass_contract::RequestDraft;
use guestpass_store::model::{
    AccessRequest, AttributeValue, Attributes, Organisation, Person, RequestStatus, Resource,
};
use guestpass_store::{Kept, Material, PersonId, Revision, Supplied};
use schemars::JsonSchema;
use serde::Serialize;

use super::asking::{Asking, Part};
use crate::administration::families::REQUEST_ID_PREFIX;
use crate::administration::ground::MANY;
use crate::extract::StrictQuery;
use crate::problem::Problem;

const OPERATION: &str = "access-request.view";

/// A part of the requests that the person may see.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AccessRequests")]
pub(super) struct Listing {
    /// Those that wait for an answer first, and then all others; of each, the newest first.
    requests: Vec<Listed>,
    /// What to give as `after` for the next part; null when this is the last.
    next: Option<String>,
    /// Requests to other accounts that the person who asks is responsible for, when this is their own organisation; in
    /// the same order.
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
            visible.push((place(&kept.entity, asking.now_ms), kept));
        }
    }
    visible.sort_by(|(one, _), (other, _)| one.cmp(other));
    let (visible, next) = part.of(&visible, |(place, _)| place.as_str());
    let mut names = Names::default();
    let mut requests = Vec::new();
    for (_, kept) in visible {
        requests.push(listed(&asking, &mut names, kept).await?);
    }
    let is_at_home = material.person().is_some_and(|person| person.home == asking.organisation);
    let elsewhere = if is_at_home { elsewhere(&asking, &mut names).await? } else { Vec::new() };
    Ok(Json(Listing { requests, next, elsewhere }))
}

async fn elsewhere(asking: &Asking, names: &mut Names) -> Result<Vec<Listed>, Problem> {
    let wanted = [("requested_by", asking.person.as_str())];
    let mut elsewhere = Vec::new();
    let mut asked = asking.state.directory.find::<AccessRequest>(&wanted, MANY).await?;
    asked.sort_by_cached_key(|kept| (place(&kept.entity, asking.now_ms), kept.entity.account.clone()));
    for kept in asked {
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

/// Where a request stands in the list, as a text to sort and to go on by: those that wait before all others, and the
/// newest first, by the revision in their names.
///
/// Nobody goes past a request that they have not seen, whatever changes between two parts: a request leaves those that
/// wait and never comes back to them, so that its place moves only towards the end.
fn place(request: &AccessRequest, now_ms: i64) -> String {
    let waits = request.status == RequestStatus::Pending && now_ms < request.window.end_ms;
    let id = request.id.as_str();
    let revision = id.strip_prefix(REQUEST_ID_PREFIX).and_then(|number| number.parse::<i64>().ok()).unwrap_or(0).max(0);
    // As many digits as the greatest of all has.
    format!("{}-{:019}-{id}", u8::from(!waits), i64::MAX.saturating_sub(revision))
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

#[cfg(test)]
mod tests {
    use super::place;
    use guestpass_store::model::{AccessRequest, RequestStatus, Window};

    fn request(id: &str, status: RequestStatus, end_ms: i64) -> AccessRequest {
        AccessRequest {
            account: "acme".parse().unwrap(),
            id: id.parse().unwrap(),
            company: "acme-berlin".parse().unwrap(),
            description: String::new(),
            requested_by: "sue".parse().unwrap(),
            created_by: "sue".parse().unwrap(),
            window: Window { start_ms: 0, end_ms },
            status,
            decided_by: None,
        }
    }

    #[test]
    fn what_waits_comes_first_and_of_the_same_kind_what_is_newest() {
        use RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};
        let in_order = [
            request("request-100", Pending, 11),
            request("request-99", Pending, 11),
            request("request-9", Pending, 11),
            // Of which nobody can tell when it was made.
            request("brought", Pending, 11),
            request("request-1000", Rejected, 11),
            // What nobody has answered in time waits no more.
            request("request-101", Pending, 10),
            request("request-98", Granted, 11),
            request("request-10", Withdrawn, 11),
            request("request-2", Revoked, 11),
            request("request--5", Granted, 11),
            request("request-x", Granted, 11),
        ];
        let places: Vec<String> = in_order.iter().map(|request| place(request, 10)).collect();
        assert!(places.is_sorted() && places.windows(2).all(|pair| pair[0] != pair[1]), "{places:#?}");
    }

    #[test]
    fn a_request_moves_only_towards_the_end() {
        use RequestStatus::{Granted, Pending, Revoked};
        let places = [(Pending, 10), (Pending, 11), (Granted, 11), (Revoked, 11)]
            .map(|(status, now_ms)| place(&request("request-7", status, 11), now_ms));
        assert!(places.is_sorted(), "{places:?}");
    }
}
