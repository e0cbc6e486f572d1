//! Requests for access: submit, grant, reject, withdraw, revoke (C25-C37).

use guestpass_contract::limits::MAX_ACCESS_GRANTS;
use guestpass_contract::{self as contract, Acceptance, ChangePersonDraft, KeptRequestDraft, Refusal};
use guestpass_store::model::{AccessRequest, Organisation, Person, RequestStatus, Resource, RoleAssignment, Window};
use guestpass_store::{Expected, StoreError};

use super::people::login;
use super::resource_name;
use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::{self, Ground};

/// Requests that wait or run at once and were written down by one person, of those that all of the organisation share:
/// the rest is left to the others. Those that somebody wrote down for another one are not the other one's.
const MAX_REQUESTS_OF_ONE: usize = MAX_ACCESS_GRANTS / 2;

pub(super) async fn gather_to_submit(
    ground: &mut Ground<'_>,
    request: &contract::AccessRequest,
) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    if let Some(company) = &request.company {
        gathered.resource = resource_name("company", company);
        let is_of_account =
            ground.get::<Resource>(&[ground.organisation.as_str(), "company", company]).await?.is_some();
        gathered.facts.company_in_account(is_of_account);
    }
    let Some(requested_by) = &request.requested_by else { return Ok(gathered) };
    let Some(person) = ground.get::<Person>(&[requested_by]).await? else { return Ok(gathered) };
    // Access is asked for in the name of somebody of one's own organisation (C30); others are not there.
    let home = ground.get::<Person>(&[ground.actor.as_str()]).await?.map(|actor| actor.home);
    if home.as_ref() != Some(&person.home) {
        return Ok(gathered);
    }
    // All that ask from there share what facts can carry: one more would be one that gives nothing when it is granted.
    let live = ground.writing.live_requests(ground.organisation, &person.home, ground.actor, ground.now_ms).await?;
    let is_full = live.all >= MAX_ACCESS_GRANTS || live.by_person >= MAX_REQUESTS_OF_ONE;
    gathered.refuse_if(is_full, Refusal::LimitExceeded);
    let roles = roles_at_home(ground, &person).await?;
    let roles: Vec<&str> = roles.iter().map(String::as_str).collect();
    gathered.facts.person(&ChangePersonDraft {
        login: login(person.login),
        email: &person.email,
        identity: &person.identity,
        roles: &roles,
        ..ChangePersonDraft::default()
    })?;
    gathered.named = Some(person);
    Ok(gathered)
}

/// The roles that somebody holds now in their own organisation, for all of it (C25).
async fn roles_at_home(ground: &mut Ground<'_>, person: &Person) -> Result<Vec<String>, StoreError> {
    let home = person.home.as_str();
    let disabled = ground.get::<Organisation>(&[home]).await?.map(|home| home.disabled_roles).unwrap_or_default();
    let wanted = [("organisation", home), ("holder_kind", "person"), ("holder", person.id.as_str())];
    let now_ms = ground.now_ms;
    let is_on = |window: Window| window.start_ms <= now_ms && now_ms < window.end_ms;
    let held = ground.find::<RoleAssignment>(&wanted).await?.into_iter().filter(|assignment| {
        assignment.on_resource.is_none() && assignment.window.is_none_or(is_on) && !disabled.contains(&assignment.role)
    });
    let mut roles = Vec::new();
    for assignment in held {
        if !ground.is_taken(home, assignment.role.as_str()).await? {
            roles.push(assignment.role.to_string());
        }
    }
    Ok(roles)
}

/// What a decision about a request is judged by. Some people of other organisations decide here as well (C20), so that
/// the policy has to see the request first; whom it refuses is answered as if the request were not there.
pub(super) async fn gather(ground: &mut Ground<'_>, id: &str) -> Result<Gathered, Unadministered> {
    match kept(ground, id).await? {
        Some(request) => of_request(&request),
        None => Ok(Gathered::default()),
    }
}

/// As [`gather`]. To people of other organisations, the requests of others are not there.
pub(super) async fn gather_to_withdraw(ground: &mut Ground<'_>, id: &str) -> Result<Gathered, Unadministered> {
    let is_at_home = ground.is_at_home().await?;
    let request = kept(ground, id).await?;
    let is_own = |request: &AccessRequest| [&request.requested_by, &request.created_by].contains(&ground.actor);
    match request.filter(|request| is_at_home || is_own(request)) {
        Some(request) => of_request(&request),
        None => Ok(Gathered::default()),
    }
}

fn of_request(request: &AccessRequest) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered { resource: resource_name("company", request.company.as_str()), ..Gathered::default() };
    gathered.facts.request(&KeptRequestDraft {
        status: match request.status {
            RequestStatus::Pending => contract::RequestStatus::Pending,
            RequestStatus::Granted => contract::RequestStatus::Granted,
            RequestStatus::Rejected => contract::RequestStatus::Rejected,
            RequestStatus::Withdrawn => contract::RequestStatus::Withdrawn,
            RequestStatus::Revoked => contract::RequestStatus::Revoked,
        },
        account: request.account.as_str(),
        company: request.company.as_str(),
        requested_by: request.requested_by.as_str(),
        created_by: request.created_by.as_str(),
        window: ground::window(request.window),
    })?;
    Ok(gathered)
}

async fn kept(ground: &mut Ground<'_>, id: &str) -> Result<Option<AccessRequest>, StoreError> {
    ground.get(&[ground.organisation.as_str(), id]).await
}

pub(super) async fn submit(
    ground: &mut Ground<'_>,
    request: &contract::AccessRequest,
) -> Result<Option<Created>, StoreError> {
    let contract::AccessRequest { company, description, requested_by, valid_from, valid_to, .. } = request;
    // The policy has refused what lacks one of these.
    let (Some(company), Some(requested_by), Some(start_ms), Some(end_ms)) =
        (company, requested_by, *valid_from, *valid_to)
    else {
        return Ok(None);
    };
    // No two writes have the same revision.
    let id = format!("{}{}", AccessRequest::ID_PREFIX, ground.writing.revision());
    let request = AccessRequest {
        account: ground.organisation.clone(),
        id: id.parse()?,
        company: company.parse()?,
        description: description.clone().unwrap_or_default(),
        requested_by: requested_by.parse()?,
        created_by: ground.actor.clone(),
        window: Window { start_ms, end_ms },
        status: RequestStatus::Pending,
        decided_by: None,
    };
    ground.writing.put(&request, Expected::Absent).await?;
    Ok(Some(Created { what: "request", id }))
}

/// C36: the access begins when it was granted, not before.
pub(super) async fn grant(
    ground: &mut Ground<'_>,
    id: &str,
    acceptance: &Acceptance,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let granted = acceptance.access.map(ground::kept_window);
    decide(ground, id, RequestStatus::Granted, granted, expected).await
}

pub(super) async fn reject(
    ground: &mut Ground<'_>,
    id: &str,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    decide(ground, id, RequestStatus::Rejected, None, expected).await
}

pub(super) async fn withdraw(
    ground: &mut Ground<'_>,
    id: &str,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    decide(ground, id, RequestStatus::Withdrawn, None, expected).await
}

pub(super) async fn revoke(
    ground: &mut Ground<'_>,
    id: &str,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    decide(ground, id, RequestStatus::Revoked, None, expected).await
}

async fn decide(
    ground: &mut Ground<'_>,
    id: &str,
    status: RequestStatus,
    window: Option<Window>,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let Some(request) = kept(ground, id).await? else { return Ok(None) };
    let (window, decided_by) = (window.unwrap_or(request.window), Some(ground.actor.clone()));
    ground.writing.put(&AccessRequest { window, status, decided_by, ..request }, expected).await?;
    Ok(None)
}
