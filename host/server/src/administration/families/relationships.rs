//! Relationships between customers and partners (S3, S15, S23).

use guestpass_contract::Refusal;
use guestpass_store::model::{
    AuthorisedUser, ExternalAccess, Organisation, OrganisationKind, Relationship, RelationshipStatus,
};
use guestpass_store::{Expected, OrganisationId, StoreError};

use super::external_access;
use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::{self, Ground, is_established};

/// Of a customer that the partner may not know, nothing is said that would not be said of one that is not there.
pub(super) async fn gather(ground: &mut Ground<'_>, customer: &str) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    if !is_known(ground, customer).await? {
        return Ok(gathered);
    }
    let relationships = ground.find::<Relationship>(&[("customer", customer)]).await?;
    let (own, others): (Vec<_>, Vec<_>) =
        relationships.iter().partition(|relationship| relationship.partner == *ground.organisation);
    if let Some(own) = own.first() {
        gathered.facts.relationship(ground::relationship(own));
    }
    let others: Vec<_> = others.into_iter().filter(|other| is_established(other)).collect();
    gathered.facts.other_relationships(u32::try_from(others.len()).unwrap_or(u32::MAX));
    gathered.facts.managed_elsewhere(others.iter().any(|other| other.managed));
    Ok(gathered)
}

/// As [`gather`]. The rules take it for granted that there is a partner, and such a customer.
pub(super) async fn gather_to_establish(ground: &mut Ground<'_>, customer: &str) -> Result<Gathered, Unadministered> {
    let mut gathered = gather(ground, customer).await?;
    let is_partner = ground.own().await?.is_some_and(|own| own.kind == OrganisationKind::Partner);
    let is_known = is_known(ground, customer).await?;
    gathered.refuse_if(!is_partner || !is_known, Refusal::NotFound);
    Ok(gathered)
}

/// Whether the partner may know that there is such a customer: it has chosen the partner (F18), or they have or had a
/// relationship.
async fn is_known(ground: &mut Ground<'_>, customer: &str) -> Result<bool, StoreError> {
    let partner = ground.organisation.as_str();
    let kind = ground.get::<Organisation>(&[customer]).await?.map(|customer| customer.kind);
    Ok(kind == Some(OrganisationKind::Customer)
        && (ground.is_listed(customer, partner).await?
            || ground.get::<Relationship>(&[customer, partner]).await?.is_some()))
}

pub(super) async fn put(
    ground: &mut Ground<'_>,
    customer: &str,
    managed: bool,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let (customer, partner) = (customer.parse()?, ground.organisation.clone());
    let relationship = Relationship { customer, partner, status: RelationshipStatus::Established, managed };
    ground.writing.put(&relationship, expected).await?;
    Ok(None)
}

/// S23: all access ends at once. What stood on the relationship goes with it, so that a later one begins with nothing:
/// who was authorised, the instance, and the roles of the partner's people.
pub(super) async fn end(
    ground: &mut Ground<'_>,
    customer: &str,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let (customer, partner): (OrganisationId, _) = (customer.parse()?, ground.organisation);
    let ended = Relationship {
        customer: customer.clone(),
        partner: partner.clone(),
        status: RelationshipStatus::Ended,
        managed: false,
    };
    ground.writing.put(&ended, expected).await?;
    let wanted = [("customer", customer.as_str()), ("partner", partner.as_str())];
    for user in ground.find::<AuthorisedUser>(&wanted).await? {
        let key = [customer.as_str(), partner.as_str(), user.person.as_str()];
        ground.writing.delete::<AuthorisedUser>(&key, Expected::Any).await?;
    }
    ground.writing.delete::<ExternalAccess>(&[customer.as_str(), partner.as_str()], Expected::Any).await?;
    external_access::forget_roles(ground, &customer, partner).await?;
    Ok(None)
}
