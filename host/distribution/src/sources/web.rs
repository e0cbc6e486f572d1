//! A component on a web server, with its manifest beside it.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

use crate::errors::SourceError;
use crate::http::{Answer, HttpClient, Redirects};
use crate::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use crate::location::WebLocation;
use crate::package::PolicyPackage;
use crate::source::{Fetched, PolicySource, Revision, SourceOptions};

/// Two resources that the server may be replacing one after the other. As with files, a mixed pair is refused by the
/// digest in the manifest, and looked at again.
#[derive(Debug)]
pub(crate) struct WebSource {
    location: WebLocation,
    client: HttpClient,
}

impl WebSource {
    pub(crate) async fn new(location: &WebLocation, options: &SourceOptions) -> Result<Self, SourceError> {
        let client = HttpClient::new(options, Redirects::Refused, location.is_loopback()).await?;
        Ok(Self { location: location.clone(), client })
    }

    async fn manifest(&self, known: Option<&str>) -> Result<Answer, SourceError> {
        self.client.get(&self.location.manifest(), HeaderMap::new(), known).await
    }

    async fn component(&self, known: Option<&str>) -> Result<Answer, SourceError> {
        self.client.get(self.location.component(), HeaderMap::new(), known).await
    }
}

impl PolicySource for WebSource {
    async fn fetch(&self, known: Option<&Revision>) -> Result<Fetched, SourceError> {
        let tag = |index: usize| known.and_then(|known| known.tags.get(index)?.as_deref());
        let mut manifest = self.manifest(tag(0)).await?;
        let mut component = self.component(tag(1)).await?;
        if manifest.is_unchanged() && component.is_unchanged() {
            return Ok(Fetched::Unchanged);
        }
        // Of a pair, both are needed: what is unchanged was not kept.
        if manifest.is_unchanged() {
            manifest = self.manifest(None).await?;
        }
        if component.is_unchanged() {
            component = self.component(None).await?;
        }
        let tags = vec![manifest.tag(), component.tag()];
        component.expect_success()?;
        let envelope = match manifest.status() {
            StatusCode::NOT_FOUND | StatusCode::GONE => None,
            _ => {
                manifest.expect_success()?;
                Some(manifest.body(ENVELOPE_BYTES_MAX).await?)
            }
        };
        let component = component.body(COMPONENT_BYTES_MAX).await?;
        Ok(Revision::compare(vec![PolicyPackage { component, envelope }], tags, known))
    }
}
