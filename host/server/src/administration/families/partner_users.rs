//! Which of a partner's people may act for a customer (F20, S6-S10).

use guestpass_contract::{ChangePersonDraft, ListedUserDraft, PartnerStanding, PartnerUserEdit};
use guestpass_store::model::{AuthorisedUser, Person, Relationship};
use guestpass_store::{Expected, StoreError};

use super::people::login;
use crate::administration::administered::{Created, Unadministered};
use crate::administration::gathered::Gathered;
use crate::administration::ground::{self, Ground, is_established};

pub(super) async fn gather(ground: &mut Ground<'_>, edit: &PartnerUserEdit) -> Result<Gathered, Unadministered> {
    let mut gathered = Gathered::default();
    let PartnerUserEdit { customer, person } = edit;
    let partner = ground.organisation;
    let relationship = ground.get::<Relationship>(&[customer, partner.as_str()]).await?;
    if let Some(relationship) = &relationship {
        gathered.facts.relationship(ground::relationship(relationship));
    }
    // The people of others are not there for this partner.
    let person = ground.get::<Person>(&[person]).await?.filter(|person| person.home == *partner);
    let Some(person) = person else { return Ok(gathered) };
    gathered.facts.partner(standing(ground, customer, &person).await?);
    // Who is on a customer's list is only for those who serve that customer.
    let may_compare = relationship.is_some_and(|relationship| is_established(&relationship));
    let others = if may_compare { ground.same_people(&person.email, &person.identity).await? } else { Vec::new() };
    let counterparts: Vec<_> = others
        .iter()
        .filter(|other| other.home.as_str() == customer)
        .map(|other| ListedUserDraft { email: &other.email, identity: &other.identity })
        .collect();
    gathered.facts.person(&ChangePersonDraft {
        login: login(person.login),
        email: &person.email,
        identity: &person.identity,
        counterparts: &counterparts,
        ..ChangePersonDraft::default()
    })?;
    gathered.named = Some(person);
    Ok(gathered)
}

async fn standing(ground: &mut Ground<'_>, customer: &str, person: &Person) -> Result<PartnerStanding, StoreError> {
    let partner = ground.own().await?;
    let id = ground.organisation.as_str();
    let is_authorised = ground.is_authorised(customer, id, person.id.as_str()).await?;
    let mut standing = PartnerStanding::empty();
    for (holds, flag) in [
        (partner.as_ref().is_some_and(|partner| partner.accredited), PartnerStanding::ACCREDITED),
        (ground.is_listed(customer, id).await?, PartnerStanding::DOMAIN_ENABLED),
        (person.partner_service_layer, PartnerStanding::PARTNER_SERVICE_LAYER),
        (person.own_system_access, PartnerStanding::OWN_SYSTEM_ACCESS),
        (is_authorised, PartnerStanding::AUTHORISED),
        (partner.is_some_and(|partner| partner.sso_enabled), PartnerStanding::SSO_ENABLED),
    ] {
        if holds {
            standing |= flag;
        }
    }
    Ok(standing)
}

pub(super) async fn authorise(
    ground: &mut Ground<'_>,
    edit: &PartnerUserEdit,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let PartnerUserEdit { customer, person } = edit;
    let partner = ground.organisation.clone();
    let user = AuthorisedUser { customer: customer.parse()?, partner, person: person.parse()? };
    ground.writing.put(&user, expected).await?;
    Ok(None)
}

pub(super) async fn withdraw(
    ground: &mut Ground<'_>,
    edit: &PartnerUserEdit,
    expected: Expected,
) -> Result<Option<Created>, StoreError> {
    let key = [edit.customer.as_str(), ground.organisation.as_str(), edit.person.as_str()];
    ground.writing.delete::<AuthorisedUser>(&key, expected).await?;
    Ok(None)
}
