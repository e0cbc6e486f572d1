//! Roles that an organisation makes, switches and gives (R2, R3, P4, C9-C24, F10, F14, F26).

use guestpass_contract::limits::{MAX_CUSTOM_ROLES, MAX_DISABLED_ROLES, MAX_ROLE_GRANTS};
use guestpass_contract::{self as contract, ChangePersonDraft, CustomRoleEdit, Refusal, RoleHolder, RoleSwitch};
use guestpass_store::model::{
    AppLevel, CustomRole, ExternalAccess, Group, Holder, Login, Organisation, Person, RoleAssignment, RoleKind,
};
use guestpass_store::{Expected, Name, ResourceName, StoreError, UnfitIdentifier};

use super::people::login;
use super::resource_name;
use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::{self, Ground};

/// Bytes of all roles of one organisation's own at most, as they are kept. The review of every change there reads all
/// of them, and a server keeps those that somebody holds in memory.
const CUSTOM_ROLES_BYTES_MAX: usize = 2 * 1024 * 1024;

/// One role more must leave facts that can be carried, or everything would be denied to whoever gets it.
pub(super) async fn gather_to_assign(
    ground: &mut Ground<'_>,
    assignment: &contract::RoleAssignment,
) -> Result<Gathered, Unadministered> {
    let key = key(ground.organisation.as_str(), assignment);
    let kept = ground.get::<RoleAssignment>(&key).await?;
    // What has ended gives nothing, and is put anew as if it were not there.
    let now_ms = ground.now_ms;
    let holds_role = kept.as_ref().is_some_and(|kept| kept.window.is_none_or(|window| now_ms < window.end_ms));
    let mut gathered = gather_holder(ground, assignment, kept.is_some(), holds_role).await?;
    let is_taken = ground.is_taken(ground.organisation.as_str(), &assignment.role).await?;
    gathered.refuse_if(is_taken, Refusal::ReservedName);
    let is_known = gathered.named.is_some() || matches!(assignment.holder, RoleHolder::Group(_));
    // What cannot be an identifier is no holder either, and refused for that.
    let Ok(holder) = holder(assignment) else { return Ok(gathered) };
    // Of somebody who is nobody here, nothing is told; and what is kept already is none more.
    if is_known && kept.is_none() {
        let held = ground.writing.roles_held(ground.organisation, &holder).await?;
        gathered.refuse_if(held >= MAX_ROLE_GRANTS, Refusal::LimitExceeded);
    }
    Ok(gathered)
}

/// All that a new role is judged by are the organisation's own roles, which are among the facts; and whether there is
/// room for one more.
pub(super) async fn gather_to_create(
    ground: &mut Ground<'_>,
    edit: &CustomRoleEdit,
) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    let kept = ground.writing.custom_roles(ground.organisation).await?;
    let is_full = kept.count >= MAX_CUSTOM_ROLES || kept.bytes + bytes_of_edit(ground, edit) > CUSTOM_ROLES_BYTES_MAX;
    gathered.refuse_if(is_full, Refusal::LimitExceeded);
    Ok(gathered)
}

/// As [`gather_to_create`]. A role can always be made smaller.
pub(super) async fn gather_to_edit(ground: &mut Ground<'_>, edit: &CustomRoleEdit) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    let Some(role) = ground.get::<CustomRole>(&[ground.organisation.as_str(), &edit.name]).await? else {
        return Ok(gathered);
    };
    let kept = ground.writing.custom_roles(ground.organisation).await?;
    let further = bytes_of_edit(ground, edit).saturating_sub(bytes_of(&role));
    gathered.refuse_if(further > 0 && kept.bytes + further > CUSTOM_ROLES_BYTES_MAX, Refusal::LimitExceeded);
    Ok(gathered)
}

/// Bytes that a role will have, as it is kept. What cannot be a role has none, and is refused for that.
fn bytes_of_edit(ground: &Ground<'_>, edit: &CustomRoleEdit) -> usize {
    custom_role(ground, edit).map_or(0, |role| bytes_of(&role))
}

fn bytes_of(role: &CustomRole) -> usize {
    serde_json::to_vec(role).map_or(0, |json| json.len())
}

/// Facts can carry only so many roles that are off.
pub(super) async fn gather_to_switch(ground: &mut Ground<'_>, switch: &RoleSwitch) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    let disabled = ground.own().await?.map(|settings| settings.disabled_roles).unwrap_or_default();
    let is_one_more = !switch.enabled && disabled.iter().all(|role| role.as_str() != switch.role);
    gathered.refuse_if(is_one_more && disabled.len() >= MAX_DISABLED_ROLES, Refusal::LimitExceeded);
    Ok(gathered)
}

/// What taking a role away is judged by: one that has ended can be taken away like any other.
pub(super) async fn gather_to_unassign(
    ground: &mut Ground<'_>,
    assignment: &contract::RoleAssignment,
) -> Result<Gathered, Unadministered> {
    let key = key(ground.organisation.as_str(), assignment);
    let is_kept = ground.get::<RoleAssignment>(&key).await?.is_some();
    gather_holder(ground, assignment, is_kept, is_kept).await
}

/// About the holder. `is_kept` is whether there is such an assignment, and `holds_role` whether it counts.
async fn gather_holder(
    ground: &mut Ground<'_>,
    assignment: &contract::RoleAssignment,
    is_kept: bool,
    holds_role: bool,
) -> Result<Gathered, Unadministered> {
    let resource: Option<ResourceName> = assignment.on_resource.as_deref().and_then(|id| resource_name("app", id));
    let mut gathered = Gathered { resource, ..Gathered::default() };
    let person = match &assignment.holder {
        RoleHolder::Group(id) => {
            if ground.get::<Group>(&[ground.organisation.as_str(), id]).await?.is_some() {
                gathered.facts.person(&ChangePersonDraft { holds_role, ..ChangePersonDraft::default() })?;
            }
            return Ok(gathered);
        }
        // Somebody of another organisation is nobody here.
        RoleHolder::Person(id) => {
            ground.get::<Person>(&[id]).await?.filter(|person| person.home == *ground.organisation)
        }
        RoleHolder::Account(id) => {
            let is_account = |person: &Person| person.home == *ground.organisation && person.login == Login::Account;
            ground.get::<Person>(&[id]).await?.filter(is_account)
        }
        RoleHolder::ExternalPerson(id) => external_person(ground, assignment, id, is_kept, &mut gathered).await?,
    };
    let Some(person) = person else { return Ok(gathered) };
    gathered.facts.person(&ChangePersonDraft {
        login: login(person.login),
        email: &person.email,
        identity: &person.identity,
        holds_role,
        ..ChangePersonDraft::default()
    })?;
    gathered.named = Some(person);
    Ok(gathered)
}

/// Somebody whom an instance lets in: of the vendor, or authorised by a partner. Of others it cannot be told whether
/// there are any; who holds a role here already is known here.
async fn external_person(
    ground: &mut Ground<'_>,
    assignment: &contract::RoleAssignment,
    id: &str,
    is_kept: bool,
    gathered: &mut Gathered,
) -> Result<Option<Person>, Unadministered> {
    let customer = ground.organisation;
    gathered.facts.customer_managed(ground.is_managed().await?);
    gathered.facts.role_assignments(other_pairs(ground, id, &assignment.role).await?);
    let Some(person) = ground.get::<Person>(&[id]).await? else { return Ok(None) };
    let home = person.home.as_str();
    let instance = ground.get::<ExternalAccess>(&[customer.as_str(), home]).await?;
    let is_of_vendor = ground.vendor().await?.is_some_and(|vendor| vendor.id == person.home);
    let is_let_in = is_of_vendor || ground.is_authorised(customer.as_str(), home, id).await?;
    if person.home == *customer || !(is_kept || instance.is_some() && is_let_in) {
        return Ok(None);
    }
    if let Some(instance) = instance {
        gathered.facts.instance(ground::external_access(&instance));
    }
    Ok(Some(person))
}

/// How many pairs of a role and somebody from outside there are besides this one (F26). A pair counts once on however
/// many resources the role is held: one resource more is no pair more, and takes no place.
async fn other_pairs(ground: &mut Ground<'_>, person: &str, role: &str) -> Result<u32, StoreError> {
    let customer = ground.organisation;
    let pairs = ground.writing.external_roles(customer).await?;
    let wanted = [("organisation", customer.as_str()), ("holder_kind", "person"), ("holder", person), ("role", role)];
    let is_counted = ground.any::<RoleAssignment>(&wanted).await?;
    Ok(pairs.saturating_sub(u32::from(is_counted)))
}

/// What an assignment is found by.
fn key<'a>(organisation: &'a str, assignment: &'a contract::RoleAssignment) -> [&'a str; 5] {
    let (kind, holder) = match &assignment.holder {
        RoleHolder::Group(id) => ("group", id),
        RoleHolder::Person(id) | RoleHolder::Account(id) | RoleHolder::ExternalPerson(id) => ("person", id),
    };
    [organisation, kind, holder, &assignment.role, assignment.on_resource.as_deref().unwrap_or_default()]
}

/// Who is to hold the role, as it is kept.
fn holder(assignment: &contract::RoleAssignment) -> Result<Holder, UnfitIdentifier> {
    Ok(match &assignment.holder {
        RoleHolder::Group(id) => Holder::Group(id.parse()?),
        RoleHolder::Person(id) | RoleHolder::Account(id) | RoleHolder::ExternalPerson(id) => {
            Holder::Person(id.parse()?)
        }
    })
}

pub(super) async fn assign(
    ground: &mut Ground<'_>,
    assignment: &contract::RoleAssignment,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let kept = RoleAssignment {
        organisation: ground.organisation.clone(),
        holder: holder(assignment)?,
        role: assignment.role.parse()?,
        on_resource: assignment.on_resource.as_deref().map(str::parse).transpose()?,
        window: None,
        assigned_by: Some(ground.actor.clone()),
    };
    ground.writing.put(&kept, expected).await?;
    Ok(None)
}

pub(super) async fn unassign(
    ground: &mut Ground<'_>,
    assignment: &contract::RoleAssignment,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let key = key(ground.organisation.as_str(), assignment);
    ground.writing.delete::<RoleAssignment>(&key, expected).await?;
    Ok(None)
}

/// Takes one assignment away, as it is kept.
pub(super) async fn delete_assignment(
    ground: &mut Ground<'_>,
    assignment: &RoleAssignment,
    expected: Expected,
) -> Result<(), StoreError> {
    let (kind, holder) = assignment.holder.columns();
    let on_resource = assignment.on_resource.as_ref().map_or("", Name::as_str);
    let key = [assignment.organisation.as_str(), kind, holder, assignment.role.as_str(), on_resource];
    ground.writing.delete::<RoleAssignment>(&key, expected).await
}

/// A role of the organisation's own, as it is kept.
fn custom_role(ground: &Ground<'_>, edit: &CustomRoleEdit) -> Result<CustomRole, UnfitIdentifier> {
    let privileges = edit.privileges.iter().map(|privilege| privilege.parse());
    Ok(CustomRole {
        organisation: ground.organisation.clone(),
        name: edit.name.parse()?,
        kind: match edit.kind {
            contract::RoleKind::User => RoleKind::User,
            contract::RoleKind::Account => RoleKind::Account,
            contract::RoleKind::App => RoleKind::App,
        },
        level: match edit.level {
            contract::AppLevel::None => AppLevel::None,
            contract::AppLevel::View => AppLevel::View,
            contract::AppLevel::Edit => AppLevel::Edit,
            contract::AppLevel::Full => AppLevel::Full,
        },
        privileges: privileges.collect::<Result<_, _>>()?,
    })
}

pub(super) async fn put_custom(
    ground: &mut Ground<'_>,
    edit: &CustomRoleEdit,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let role = custom_role(ground, edit)?;
    ground.writing.put(&role, expected).await?;
    Ok(None)
}

/// Nobody holds the role any longer: otherwise a later one of the same name would be theirs.
pub(super) async fn delete_custom(
    ground: &mut Ground<'_>,
    name: &str,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let organisation = ground.organisation.as_str();
    ground.writing.delete::<CustomRole>(&[organisation, name], expected).await?;
    ground.writing.take_from_all(ground.organisation, &name.parse()?).await?;
    let Some(mut settings) = ground.own().await? else { return Ok(None) };
    if settings.default_role.as_ref().is_some_and(|role| role.as_str() == name) {
        settings.default_role = None;
        ground.writing.put(&settings, Expected::Any).await?;
    }
    Ok(None)
}

pub(super) async fn switch(
    ground: &mut Ground<'_>,
    switch: &RoleSwitch,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let Some(mut settings): Option<Organisation> = ground.own().await? else { return Ok(None) };
    settings.disabled_roles.retain(|role| role.as_str() != switch.role);
    if !switch.enabled {
        settings.disabled_roles.push(switch.role.parse()?);
        settings.disabled_roles.sort();
    }
    ground.writing.put(&settings, expected).await?;
    Ok(None)
}
