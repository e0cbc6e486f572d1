//! Organisations and people that tests write down.

use anyhow::Result;
use guestpass_store::model::{
    AccessMode, AuthorisedUser, ExternalAccess, Organisation, OrganisationKind, PartnerListing, Person, Relationship,
    RelationshipStatus,
};
use guestpass_store::{Directory, Expected, FactsQuestion, Revision};

/// A customer, a partner that serves it, and one of the partner's people who may come in.
pub(crate) async fn write(directory: &Directory) -> Result<Revision> {
    let mut writing = directory.begin().await?;
    let mut partner = Organisation::new("contoso".parse()?, OrganisationKind::Partner);
    (partner.accredited, partner.sso_enabled) = (true, true);
    writing.put(&partner, Expected::Absent).await?;
    for customer in ["initech", "globex"] {
        let mut customer = Organisation::new(customer.parse()?, OrganisationKind::Customer);
        customer.entitlements = vec!["flexera-one-saas-management".parse()?];
        writing.put(&customer, Expected::Absent).await?;
    }
    writing.put(&dana()?, Expected::Absent).await?;
    let (customer, partner) = ("initech".parse()?, "contoso".parse()?);
    writing.put(&PartnerListing { customer, partner }, Expected::Absent).await?;
    let (customer, partner) = ("initech".parse()?, "contoso".parse()?);
    let status = RelationshipStatus::Established;
    writing.put(&Relationship { customer, partner, status, managed: false }, Expected::Absent).await?;
    let (customer, grantee) = ("initech".parse()?, "contoso".parse()?);
    let mode = AccessMode::Continuous;
    writing.put(&ExternalAccess { customer, grantee, mode, role_management: false }, Expected::Absent).await?;
    writing.put(&authorised()?, Expected::Absent).await?;
    Ok(writing.commit().await?)
}

pub(crate) fn dana() -> Result<Person> {
    let mut dana = Person::new("dana@contoso.example".parse()?, "contoso".parse()?);
    dana.email = "Dana@Contoso.example".to_owned();
    (dana.own_system_access, dana.partner_service_layer) = (true, true);
    Ok(dana)
}

pub(crate) fn authorised() -> Result<AuthorisedUser> {
    let (customer, partner) = ("initech".parse()?, "contoso".parse()?);
    Ok(AuthorisedUser { customer, partner, person: "dana@contoso.example".parse()? })
}

pub(crate) const AUTHORISED: [&str; 3] = ["initech", "contoso", "dana@contoso.example"];

/// About Dana in one organisation.
pub(crate) fn about_dana(organisation: &str) -> Result<FactsQuestion> {
    let (organisation, person) = (organisation.parse()?, "dana@contoso.example".parse()?);
    Ok(FactsQuestion { organisation, person, resource: None })
}
