//! Who is in the directory: organisations of equal size, each with people who hold one role, and one who may give it.

use anyhow::Result;
use guestpass_store::model::{Holder, Organisation, OrganisationKind, Person, RoleAssignment};
use guestpass_store::{Directory, Expected, StoreLocation, StoreOptions, Writing};

use crate::model::Driven;

/// Organisations of one write.
const AT_ONCE: usize = 50;
/// What everybody holds, and is asked about.
pub(crate) const ROLE: &str = "saas-viewer";
/// What it gives.
pub(crate) const PRIVILEGE: &str = "saas:application:view";
/// What is given and taken away while the servers are asked. It gives nothing of what is asked about: somebody holds it
/// still when the time is over, and whoever is revoked then must have nothing else.
pub(crate) const OTHER_ROLE: &str = "user-administrator";
const OWNER_ROLE: &str = "organisation-owner";

pub(crate) fn organisation_id(number: u64) -> String {
    format!("org-{number:06}")
}

/// Somebody of an organisation. The first is its owner.
pub(crate) fn person_id(organisation: u64, number: u64) -> String {
    format!("person-{number:03}@{}.example", organisation_id(organisation))
}

/// Writes everybody into an empty directory.
pub(crate) async fn fill(location: &StoreLocation, driven: &Driven) -> Result<()> {
    let directory = Directory::open(location, StoreOptions::default()).await?;
    let organisations: Vec<u64> = (0..driven.organisations).collect();
    for part in organisations.chunks(AT_ONCE) {
        let mut writing = directory.begin().await?;
        for &number in part {
            put_organisation(&mut writing, number, driven.people_per_organisation).await?;
        }
        writing.commit().await?;
    }
    directory.close().await;
    Ok(())
}

async fn put_organisation(writing: &mut Writing, number: u64, people: u64) -> Result<()> {
    let mut organisation = Organisation::new(organisation_id(number).parse()?, OrganisationKind::Customer);
    organisation.entitlements = vec!["flexera-one-saas-management".parse()?];
    writing.put(&organisation, Expected::Absent).await?;
    for person in 0..people {
        let id = person_id(number, person);
        let mut kept = Person::new(id.parse()?, organisation.id.clone());
        kept.email.clone_from(&id);
        writing.put(&kept, Expected::Absent).await?;
        let role = if person == 0 { OWNER_ROLE } else { ROLE };
        let assigned = RoleAssignment {
            organisation: organisation.id.clone(),
            holder: Holder::Person(kept.id),
            role: role.parse()?,
            on_resource: None,
            window: None,
            assigned_by: None,
        };
        writing.put(&assigned, Expected::Absent).await?;
    }
    Ok(())
}
