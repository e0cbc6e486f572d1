//! People who are added or arrive by themselves, and the role that those get (P17, P18, S10).

use guestpass_contract::{
    self as contract, Acceptance, Arrival, Change, ChangePersonDraft, ListedUserDraft, NewPerson, Refusal,
};
use guestpass_store::model::{Holder, Login, Person, RoleAssignment};
use guestpass_store::{Expected, Name, OrganisationId, PersonId, StoreError, UnfitIdentifier};

use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::Ground;

/// Who arrives, when a change is that somebody arrives by themselves: what they will be called. The program that they
/// sign in by makes the change in their name (P17); a person cannot say it of another one.
#[must_use]
pub fn newcomer(organisation: &OrganisationId, change: &Change) -> Option<PersonId> {
    match change {
        Change::AddPerson(person) if person.arrival != Arrival::Manual => new_id(organisation, &person.email).ok(),
        _ => None,
    }
}

/// The address alone may be the identifier of somebody elsewhere, and nobody here is to find that out.
fn new_id(organisation: &OrganisationId, email: &str) -> Result<PersonId, UnfitIdentifier> {
    format!("{organisation}:{email}").parse()
}

pub(super) async fn gather(ground: &mut Ground<'_>, person: &NewPerson) -> Result<Gathered, Unadministered> {
    let mut gathered = gather_settings(ground).await?;
    let is_of_another = new_id(ground.organisation, &person.email).ok().as_ref() != Some(ground.actor);
    if person.arrival != Arrival::Manual && is_of_another {
        gathered.refusals.push(Refusal::ArrivalDisabled);
        // The policy lets anybody arrive, and so keeps nobody from other organisations from asking in this way who is
        // on the list.
        if !ground.is_at_home().await? {
            return Ok(gathered);
        }
    }
    let same = ground.same_people(&person.email, "").await?;
    let is_here = same.iter().any(|other| other.home == *ground.organisation);
    gathered.refuse_if(is_here, Refusal::AlreadyExists);
    for role in &person.roles {
        let is_taken = ground.is_taken(ground.organisation.as_str(), role).await?;
        gathered.refuse_if(is_taken, Refusal::ReservedName);
    }
    // S10: who may get in from outside cannot be on the customer's own list as well.
    let customer = ground.organisation.as_str();
    let mut authorised = Vec::new();
    for other in &same {
        if ground.is_authorised(customer, other.home.as_str(), other.id.as_str()).await? {
            authorised.push(ListedUserDraft { email: &other.email, identity: &other.identity });
        }
    }
    gathered.facts.person(&ChangePersonDraft {
        email: &person.email,
        counterparts: &authorised,
        ..ChangePersonDraft::default()
    })?;
    Ok(gathered)
}

/// In which ways people arrive, and which role those get.
pub(super) async fn gather_settings(ground: &mut Ground<'_>) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    if let Some(settings) = ground.own().await? {
        gathered.facts.sso_arrivals(settings.sso_arrivals).account_requests(settings.account_requests);
        if let Some(role) = &settings.default_role {
            gathered.facts.default_role(role.as_str())?;
        }
    }
    Ok(gathered)
}

pub(super) async fn add(
    ground: &mut Ground<'_>,
    person: &NewPerson,
    acceptance: &Acceptance,
) -> Result<Option<Created>, StoreError> {
    let (organisation, actor) = (ground.organisation.clone(), ground.actor.clone());
    let id = new_id(&organisation, &person.email)?;
    let entity = Person { email: person.email.clone(), ..Person::new(id.clone(), organisation.clone()) };
    ground.writing.put(&entity, Expected::Absent).await?;
    for role in &acceptance.roles {
        let assignment = RoleAssignment {
            organisation: organisation.clone(),
            holder: Holder::Person(id.clone()),
            role: role.parse::<Name>()?,
            on_resource: None,
            window: None,
            assigned_by: (person.arrival == Arrival::Manual).then(|| actor.clone()),
        };
        ground.writing.put(&assignment, Expected::Absent).await?;
    }
    Ok(Some(Created { what: "person", id: id.to_string() }))
}

pub(super) async fn set_default_role(
    ground: &mut Ground<'_>,
    role: Option<&str>,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let Some(mut settings) = ground.own().await? else { return Ok(None) };
    settings.default_role = role.map(str::parse).transpose()?;
    ground.writing.put(&settings, expected).await?;
    Ok(None)
}

/// A login, as the rules take it.
pub(super) fn login(kept: Login) -> contract::Login {
    match kept {
        Login::User => contract::Login::User,
        Login::Account => contract::Login::Account,
    }
}
