//! The directory: what Guestpass decides about, kept in SQLite or PostgreSQL.
//!
//! Organisations, people, relationships, roles, grants and requests are rows of [`model`]; a [`Directory`] reads and
//! writes them. Every write has a [`Revision`], and whoever asks for [`Material`] may say how fresh it has to be, so
//! that access that was taken away is gone for everybody who asks afterwards (R8, S23, C37).
//!
//! Both databases run the same text of SQL, and compare identifiers byte for byte.
//!
//! ```
//! use guestpass_store::model::{Organisation, OrganisationKind};
//! use guestpass_store::{Consistency, Directory, Expected, FactsQuestion, StoreError, StoreOptions};
//!
//! # async fn example() -> Result<(), StoreError> {
//! let directory = Directory::open(&"sqlite::memory:".parse()?, StoreOptions::default()).await?;
//! let mut writing = directory.begin().await?;
//! writing.put(&Organisation::new("initech".parse()?, OrganisationKind::Customer), Expected::Absent).await?;
//! let revision = writing.commit().await?;
//!
//! let question = FactsQuestion { organisation: "initech".parse()?, person: "dana".parse()?, resource: None };
//! let material = directory.material(&question, Consistency::AtLeast(revision)).await?;
//! assert!(material.person().is_none());
//! # Ok(())
//! # }
//! # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
//! # runtime.map_err(|cause| cause.to_string()).and_then(|runtime| {
//! #     runtime.block_on(example()).map_err(|cause| cause.to_string())
//! # }).expect("the example works");
//! ```

#![forbid(unsafe_code)]

pub mod audit;
mod backup;
mod body;
mod directory;
mod errors;
mod facts;
mod identifiers;
mod location;
pub mod model;
mod revision;

pub use backup::{Backup, back_up};
pub use directory::{Asked, CustomRoles, Directory, Expected, Kept, Listed, LiveRequests, Page, StoreOptions, Writing};
pub use errors::StoreError;
pub use facts::{Consistency, FactsQuestion, Material, ResourceName, Supplied};
pub use identifiers::{GroupId, Name, OrganisationId, PersonId, UnfitIdentifier};
pub use location::StoreLocation;
pub use revision::Revision;
