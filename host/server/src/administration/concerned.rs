//! Which organisations somebody has to do with.

use std::collections::BTreeSet;

use guestpass_store::model::{ExternalAccess, Person, Relationship, RoleAssignment};
use guestpass_store::{Directory, OrganisationId, StoreError};

use super::ground::MANY;

/// The organisations that somebody is of, holds a role in, has asked for access to, or that have or had something with
/// the person's own organisation. They know of all of these already.
///
/// # Errors
/// The directory does not answer.
pub(crate) async fn concerned(directory: &Directory, person: &Person) -> Result<BTreeSet<OrganisationId>, StoreError> {
    let mut ids = concerned_in_person(directory, person).await?;
    ids.extend(concerned_by_home(directory, person).await?);
    Ok(ids)
}

/// Those of them that the person is of, holds a role in, or has asked for access to.
///
/// # Errors
/// The directory does not answer.
pub(super) async fn concerned_in_person(
    directory: &Directory,
    person: &Person,
) -> Result<BTreeSet<OrganisationId>, StoreError> {
    let id = person.id.as_str();
    let mut ids = BTreeSet::from([person.home.clone()]);
    let held = directory.find::<RoleAssignment>(&[("holder_kind", "person"), ("holder", id)], MANY).await?;
    ids.extend(held.into_iter().map(|kept| kept.entity.organisation));
    ids.extend(directory.accounts_asked(&person.id).await?);
    Ok(ids)
}

/// Those of them that have or had something with the person's own organisation.
///
/// # Errors
/// The directory does not answer.
pub(super) async fn concerned_by_home(
    directory: &Directory,
    person: &Person,
) -> Result<BTreeSet<OrganisationId>, StoreError> {
    let home = person.home.as_str();
    let mut ids = BTreeSet::new();
    let standing = directory.find::<Relationship>(&[("partner", home)], MANY).await?;
    ids.extend(standing.into_iter().map(|kept| kept.entity.customer));
    let let_in = directory.find::<ExternalAccess>(&[("grantee", home)], MANY).await?;
    ids.extend(let_in.into_iter().map(|kept| kept.entity.customer));
    Ok(ids)
}

/// Whether an organisation is one of [`concerned_by_home`], of which there may be many.
///
/// # Errors
/// The directory does not answer.
pub(super) async fn is_concerned_by_home(
    directory: &Directory,
    person: &Person,
    organisation: &OrganisationId,
) -> Result<bool, StoreError> {
    let key = [organisation.as_str(), person.home.as_str()];
    Ok(directory.get::<Relationship>(&key).await?.is_some() || directory.get::<ExternalAccess>(&key).await?.is_some())
}
