//! Sample organisations, for trying the server and for its tests.

use guestpass_store::model::{
    AccessRequest, AuthorisedUser, CustomRole, Entity, ExternalAccess, Group, GroupMember, Organisation,
    OrganisationKind, PartnerListing, Person, Relationship, Resource, RoleAssignment,
};
use guestpass_store::{Directory, Expected, OrganisationId, PersonId, Revision, StoreError, Writing};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The sample, as people read it.
const SAMPLE: &str = include_str!("sample.toml");

/// All that the sample holds.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sample {
    organisations: Vec<Organisation>,
    people: Vec<Person>,
    groups: Vec<Group>,
    group_members: Vec<GroupMember>,
    custom_roles: Vec<CustomRole>,
    role_assignments: Vec<RoleAssignment>,
    partner_listings: Vec<PartnerListing>,
    relationships: Vec<Relationship>,
    external_accesses: Vec<ExternalAccess>,
    authorised_users: Vec<AuthorisedUser>,
    resources: Vec<Resource>,
    access_requests: Vec<AccessRequest>,
}

/// Why a directory was not filled.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The sample itself cannot be read; a test says so before anybody else can.
    #[error("the sample organisations cannot be read: {0}")]
    Sample(#[from] toml::de::Error),
    /// The directory refused a row, because it has one of that name already or because it is away.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Whom the console may be in the demonstration, and where.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct DescribedSample {
    people: Vec<DescribedPerson>,
    organisations: Vec<DescribedOrganisation>,
}

/// Somebody of the sample.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct DescribedPerson {
    id: PersonId,
    name: String,
    home: OrganisationId,
}

/// An organisation of the sample.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub(crate) struct DescribedOrganisation {
    id: OrganisationId,
    kind: OrganisationKind,
    name: String,
}

/// What the console is told of the sample.
///
/// # Errors
///
/// The sample itself cannot be read.
pub(crate) fn described() -> Result<DescribedSample, DemoError> {
    let sample: Sample = toml::from_str(SAMPLE)?;
    let people = sample.people.into_iter();
    let people = people.map(|Person { id, name, home, .. }| DescribedPerson { id, name, home });
    let organisations = sample.organisations.into_iter();
    let organisations =
        organisations.map(|Organisation { id, kind, name, .. }| DescribedOrganisation { id, kind, name });
    Ok(DescribedSample { people: people.collect(), organisations: organisations.collect() })
}

/// Writes the sample organisations into an empty directory, all or nothing: a vendor, a partner, two customers, one of
/// them managed, a customer's account with a company, and the account of support staff.
///
/// # Errors
///
/// The directory has something of the sample already, or does not answer.
pub async fn fill(directory: &Directory) -> Result<Revision, DemoError> {
    let sample: Sample = toml::from_str(SAMPLE)?;
    let mut writing = directory.begin().await?;
    // In this order everything that a row names is there before it.
    put_all(&mut writing, &sample.organisations).await?;
    put_all(&mut writing, &sample.people).await?;
    put_all(&mut writing, &sample.groups).await?;
    put_all(&mut writing, &sample.group_members).await?;
    put_all(&mut writing, &sample.custom_roles).await?;
    put_all(&mut writing, &sample.role_assignments).await?;
    put_all(&mut writing, &sample.partner_listings).await?;
    put_all(&mut writing, &sample.relationships).await?;
    put_all(&mut writing, &sample.external_accesses).await?;
    put_all(&mut writing, &sample.authorised_users).await?;
    put_all(&mut writing, &sample.resources).await?;
    put_all(&mut writing, &sample.access_requests).await?;
    Ok(writing.commit().await?)
}

async fn put_all<E: Entity>(writing: &mut Writing, entities: &[E]) -> Result<(), StoreError> {
    for entity in entities {
        writing.put(entity, Expected::Absent).await?;
    }
    Ok(())
}
