//! Fetches policies from a registry.
//!
//! The client that pushes could pull, too. It reads whatever a registry answers into memory and goes wherever a
//! registry points, though, and whoever follows a registry for years wants neither (reliability rows 32 and 49).

use std::sync::{Mutex, PoisonError};

use reqwest::header::{ACCEPT, AUTHORIZATION, HeaderMap, HeaderValue};
use reqwest::{StatusCode, Url};

use super::artifact::{ARTIFACT_TYPE, BlobDigest, Layers};
use super::credentials::Credentials;
use super::token::authorise;
use crate::errors::{Fault, SourceError};
use crate::http::{Answer, HttpClient, Redirects};
use crate::limits::{ARTIFACT_BYTES_MAX, COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use crate::location::RegistryLocation;
use crate::package::PolicyPackage;
use crate::source::{Fetched, PolicySource, Revision, SourceOptions};

/// An artifact in a registry. What a tag means may change; the digest that it means at one look names all the bytes of
/// that look, so that a package from a registry is never mixed.
#[derive(Debug)]
pub(crate) struct RegistrySource {
    location: RegistryLocation,
    credentials: Credentials,
    client: HttpClient,
    blobs: HttpClient,
    /// What the registry has accepted last.
    authorisation: Mutex<Option<HeaderValue>>,
}

impl RegistrySource {
    pub(crate) async fn new(location: &RegistryLocation, options: &SourceOptions) -> Result<Self, SourceError> {
        let is_loopback = location.is_loopback();
        Ok(Self {
            location: location.clone(),
            credentials: options.credentials.clone(),
            client: HttpClient::new(options, Redirects::Refused, is_loopback).await?,
            blobs: HttpClient::new(options, Redirects::OfBlobs, is_loopback).await?,
            authorisation: Mutex::default(),
        })
    }

    /// Asks for something in the repository. A registry that wants credentials says so, and is asked once more.
    async fn get(&self, client: &HttpClient, kind: &str, name: &str) -> Result<Answer, SourceError> {
        let address = self.address(kind, name)?;
        let current = || self.authorisation.lock().unwrap_or_else(PoisonError::into_inner).clone();
        let answer = client.get(&address, headers(current()), None).await?;
        if answer.status() != StatusCode::UNAUTHORIZED {
            return Ok(answer);
        }
        let authorisation = authorise(&self.client, &self.location, &self.credentials, &answer).await?;
        if authorisation.is_none() {
            return Ok(answer);
        }
        *self.authorisation.lock().unwrap_or_else(PoisonError::into_inner) = authorisation;
        client.get(&address, headers(current()), None).await
    }

    fn address(&self, kind: &str, name: &str) -> Result<Url, SourceError> {
        let scheme = if self.location.is_loopback() { "http" } else { "https" };
        let (registry, repository) = (self.location.registry(), self.location.repository());
        let address = format!("{scheme}://{registry}/v2/{repository}/{kind}/{name}");
        Url::parse(&address).map_err(|error| SourceError::new(Fault::Unreachable, address, error.to_string()))
    }

    async fn blob(&self, digest: &BlobDigest, bytes_max: usize) -> Result<Vec<u8>, SourceError> {
        let answer = self.get(&self.blobs, "blobs", digest.as_str()).await?;
        answer.expect_success()?;
        let place = answer.place().to_owned();
        let bytes = answer.body(bytes_max).await?;
        expect_digest(&place, digest.as_str(), &bytes)?;
        Ok(bytes)
    }
}

impl PolicySource for RegistrySource {
    async fn fetch(&self, known: Option<&Revision>) -> Result<Fetched, SourceError> {
        let answer = self.get(&self.client, "manifests", self.location.version()).await?;
        answer.expect_success()?;
        let place = answer.place().to_owned();
        let manifest = answer.body(ARTIFACT_BYTES_MAX).await?;
        if let Some(digest) = self.location.digest() {
            expect_digest(&place, digest, &manifest)?;
        }
        let digest = guestpass::digest_of(&manifest);
        let known_digest = known.and_then(|known| known.tags.first()?.as_deref());
        if known_digest == Some(&digest) {
            return Ok(Fetched::Unchanged);
        }
        let layers = Layers::read(&place, &manifest)?;
        let component = self.blob(&layers.component, COMPONENT_BYTES_MAX).await?;
        let envelope = match &layers.envelope {
            Some(digest) => Some(self.blob(digest, ENVELOPE_BYTES_MAX).await?),
            None => None,
        };
        let packages = vec![PolicyPackage { component, envelope }];
        let revision = Revision::of(&packages, vec![Some(digest)]);
        Ok(Fetched::New { packages, unreadable: Vec::new(), revision })
    }
}

fn headers(authorisation: Option<HeaderValue>) -> HeaderMap {
    let mut headers = HeaderMap::new();
    headers.insert(ACCEPT, HeaderValue::from_static(ARTIFACT_TYPE));
    headers.extend(authorisation.map(|value| (AUTHORIZATION, value)));
    headers
}

/// Bytes that a registry names by digest have it, or are not used.
fn expect_digest(place: &str, expected: &str, bytes: &[u8]) -> Result<(), SourceError> {
    let found = guestpass::digest_of(bytes);
    if found == expected {
        return Ok(());
    }
    Err(SourceError::new(Fault::DigestMismatch, place, format!("its bytes have the digest `{found}`")))
}
