//! A component in a file, with its manifest beside it.

use std::path::{Path, PathBuf};

use super::regular_file;
use crate::errors::SourceError;
use crate::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use crate::package::{PolicyPackage, manifest_beside};
use crate::source::{Fetched, PolicySource, Revision};

/// Two files that somebody may be replacing one after the other. A mixed pair does no harm: the manifest names the
/// digest of its component, so that the pair is refused, and looked at again.
#[derive(Debug)]
pub(crate) struct FileSource {
    component: PathBuf,
    manifest: PathBuf,
}

impl FileSource {
    pub(crate) fn new(component: &Path) -> Self {
        Self { component: component.to_owned(), manifest: manifest_beside(component) }
    }
}

impl PolicySource for FileSource {
    async fn fetch(&self, known: Option<&Revision>) -> Result<Fetched, SourceError> {
        let component = regular_file::read(&self.component, COMPONENT_BYTES_MAX).await?;
        let envelope = regular_file::read_if_there(&self.manifest, ENVELOPE_BYTES_MAX).await?;
        Ok(Revision::compare(vec![PolicyPackage { component, envelope }], Vec::new(), known))
    }
}
