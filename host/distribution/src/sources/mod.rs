//! The sources, one file for each kind.

mod file;
mod folder;
pub(crate) mod regular_file;
mod web;

use crate::errors::SourceError;
use crate::location::SourceLocation;
use crate::registry::RegistrySource;
use crate::source::{Fetched, PolicySource, Revision, SourceOptions};
use file::FileSource;
use folder::FolderSource;
use web::WebSource;

/// A source of any kind.
#[derive(Debug)]
pub struct AnySource {
    kind: Kind,
}

#[derive(Debug)]
enum Kind {
    File(FileSource),
    Folder(FolderSource),
    Web(WebSource),
    Registry(RegistrySource),
}

/// Opens the source at a location. Nothing is asked of it yet: it may be away.
///
/// # Errors
/// [`SourceError`] when the options cannot be used: certificates or credentials.
pub async fn open(location: &SourceLocation, options: &SourceOptions) -> Result<AnySource, SourceError> {
    let kind = match location {
        SourceLocation::File(path) => Kind::File(FileSource::new(path)),
        SourceLocation::Folder(path) => Kind::Folder(FolderSource::new(path)),
        SourceLocation::Web(location) => Kind::Web(WebSource::new(location, options).await?),
        SourceLocation::Registry(location) => Kind::Registry(RegistrySource::new(location, options).await?),
    };
    Ok(AnySource { kind })
}

impl PolicySource for AnySource {
    async fn fetch(&self, known: Option<&Revision>) -> Result<Fetched, SourceError> {
        match &self.kind {
            Kind::File(source) => source.fetch(known).await,
            Kind::Folder(source) => source.fetch(known).await,
            Kind::Web(source) => source.fetch(known).await,
            Kind::Registry(source) => source.fetch(known).await,
        }
    }

    async fn changed(&self) {
        match &self.kind {
            Kind::File(source) => source.changed().await,
            Kind::Folder(source) => source.changed().await,
            Kind::Web(source) => source.changed().await,
            Kind::Registry(source) => source.changed().await,
        }
    }
}
