//! Which organisations somebody has to do with.

use std::collections::BTreeSet;

use guestpass_store::model::{AccessRequest, ExternalAccess, Person, Relationship, RoleAssignment};
use guestpass_store::{Directory, OrganisationId, StoreError};

use super::ground::MANY;

/// The organisations that somebody is of, holds a role in, has asked for access to, or that let the person's own
/// organisation in. They know of all of these already.
///
/// # Errors
/// The directory does not answer.
pub(crate) async fn concerned(directory: &Directory, person: &Person) -> Result<BTreeSet<OrganisationId>, StoreError> {
    let (id, home) = (person.id.as_str(), person.home.as_str());
    let mut ids = BTreeSet::from([person.home.clone()]);
    let held = directory.find::<RoleAssignment>(&[("holder_kind", "person"), ("holder", id)], MANY).await?;
    ids.extend(held.into_iter().map(|kept| kept.entity.organisation));
    let asked = directory.find::<AccessRequest>(&[("requested_by", id)], MANY).await?;
    ids.extend(asked.into_iter().map(|kept| kept.entity.account));
    let standing = directory.find::<Relationship>(&[("partner", home)], MANY).await?;
    ids.extend(standing.into_iter().map(|kept| kept.entity.customer));
    let let_in = directory.find::<ExternalAccess>(&[("grantee", home)], MANY).await?;
    ids.extend(let_in.into_iter().map(|kept| kept.entity.customer));
    Ok(ids)
}
