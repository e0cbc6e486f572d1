//! External-access instances (F5, F6, F10-F13, F17-F19, F25-F28).

use guestpass_contract::{self as contract, ExternalAccessEdit, Grantee, PartnerStanding, Refusal};
use guestpass_store::model::{AccessMode, ExternalAccess, RoleAssignment};
use guestpass_store::{Expected, OrganisationId, StoreError};

use super::roles;
use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::{self, Ground};

pub(super) async fn gather(ground: &mut Ground<'_>, grantee: &Grantee) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    let customer = ground.organisation;
    let accesses = ground.find::<ExternalAccess>(&[("customer", customer.as_str())]).await?;
    gathered.facts.customer_managed(ground.is_managed().await?);
    gathered.facts.instances(u32::try_from(accesses.len()).unwrap_or(u32::MAX));
    let id = grantee_id(ground, grantee).await?;
    gathered.refuse_if(id.is_none(), Refusal::NotFound);
    let instance = accesses.iter().find(|access| Some(access.grantee.as_str()) == id.as_deref());
    if let Some(instance) = instance {
        gathered.facts.instance(ground::external_access(instance));
    }
    if let Grantee::Partner(id) = grantee {
        let mut standing = PartnerStanding::empty();
        if ground.known_partner(id).await?.is_some_and(|partner| partner.accredited) {
            standing |= PartnerStanding::ACCREDITED;
        }
        if ground.is_listed(customer.as_str(), id).await? {
            standing |= PartnerStanding::DOMAIN_ENABLED;
        }
        gathered.facts.partner(standing);
    }
    Ok(gathered)
}

/// The organisation that is let in; none when the store has no vendor.
async fn grantee_id(ground: &mut Ground<'_>, grantee: &Grantee) -> Result<Option<String>, StoreError> {
    match grantee {
        Grantee::Vendor => Ok(ground.vendor().await?.map(|vendor| vendor.id.to_string())),
        Grantee::Partner(id) => Ok(Some(id.clone())),
    }
}

pub(super) async fn put(
    ground: &mut Ground<'_>,
    edit: &ExternalAccessEdit,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    // That there is a vendor was found out before.
    let Some(grantee) = grantee_id(ground, &edit.grantee).await? else { return Ok(None) };
    let access = ExternalAccess {
        customer: ground.organisation.clone(),
        grantee: grantee.parse()?,
        mode: match edit.settings.mode {
            contract::AccessMode::Continuous => AccessMode::Continuous,
            contract::AccessMode::Period(period) => AccessMode::Period(ground::kept_window(period)),
            contract::AccessMode::Disabled => AccessMode::Disabled,
        },
        role_management: edit.settings.role_management,
    };
    ground.writing.put(&access, expected).await?;
    Ok(None)
}

/// With the instance go the roles that its people hold: a later one begins with nothing.
pub(super) async fn delete(
    ground: &mut Ground<'_>,
    grantee: &Grantee,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let Some(grantee) = grantee_id(ground, grantee).await? else { return Ok(None) };
    let customer = ground.organisation;
    ground.writing.delete::<ExternalAccess>(&[customer.as_str(), &grantee], expected).await?;
    forget_roles(ground, customer, &grantee.parse()?).await?;
    Ok(None)
}

/// Takes the roles that people of `home` hold at `customer`.
pub(super) async fn forget_roles(
    ground: &mut Ground<'_>,
    customer: &OrganisationId,
    home: &OrganisationId,
) -> Result<(), StoreError> {
    for kept in ground.writing.roles_of_people_of(customer, home).await? {
        let assignment: RoleAssignment = kept.entity;
        roles::delete_assignment(ground, &assignment, Expected::Any).await?;
    }
    Ok(())
}
