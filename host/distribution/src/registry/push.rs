//! Puts policies into a registry.

use oci_client::client::{Certificate, CertificateEncoding, Client, ClientConfig, ClientProtocol};
use oci_client::errors::{OciDistributionError, OciErrorCode};
use reqwest::header::HeaderValue;

use super::artifact::{ARTIFACT_TYPE, Artifact, ArtifactDigest};
use crate::errors::{Fault, SourceError};
use crate::http::install_cryptography;
use crate::limits::{COMPONENT_BYTES_MAX, CONFIGURATION_BYTES_MAX, CONNECT_TIME_MAX, ENVELOPE_BYTES_MAX};
use crate::location::RegistryLocation;
use crate::package::PolicyPackage;
use crate::source::SourceOptions;
use crate::sources::regular_file;

/// Puts a package into a registry, under the tag of the location, and says which digest names it there. The tag is
/// moved last: whoever asks for it gets the old artifact or all of the new one.
///
/// # Errors
/// [`SourceError`], when the package is too large, the location is a digest that is not this package's, or the registry
/// does not take it.
pub async fn push(
    package: &PolicyPackage,
    location: &RegistryLocation,
    options: &SourceOptions,
) -> Result<ArtifactDigest, SourceError> {
    let refused = |fault, detail: String| SourceError::new(fault, location, detail);
    if package.component.len() > COMPONENT_BYTES_MAX {
        return Err(SourceError::too_large(location, COMPONENT_BYTES_MAX));
    }
    if package.envelope.as_ref().is_some_and(|envelope| envelope.len() > ENVELOPE_BYTES_MAX) {
        return Err(SourceError::too_large(location, ENVELOPE_BYTES_MAX));
    }
    let artifact = Artifact::of(package).map_err(|error| refused(Fault::NotAPolicy, error.to_string()))?;
    let digest = artifact.digest();
    if location.digest().is_some_and(|expected| expected != digest.0) {
        return Err(refused(Fault::DigestMismatch, format!("the package makes the artifact `{digest}`")));
    }
    let upload = upload(artifact, location, options);
    match tokio::time::timeout(options.request_time_max.saturating_mul(UPLOADS), upload).await {
        Ok(outcome) => outcome.map(|()| digest),
        Err(_) => Err(refused(Fault::TooSlow, "the registry did not take it in time".to_owned())),
    }
}

/// Three blobs and what is said of them.
const UPLOADS: u32 = 4;

async fn upload(artifact: Artifact, location: &RegistryLocation, options: &SourceOptions) -> Result<(), SourceError> {
    let failed = |error: OciDistributionError| failed(location, &error);
    let client = client(location, options).await?;
    client.store_auth_if_needed(location.registry(), &options.credentials.to_client()).await;
    for blob in artifact.blobs {
        client.push_blob(location.reference(), blob.bytes, &blob.digest).await.map_err(failed)?;
    }
    let media_type = HeaderValue::from_static(ARTIFACT_TYPE);
    client.push_manifest_raw(location.reference(), artifact.manifest, media_type).await.map_err(failed)?;
    Ok(())
}

async fn client(location: &RegistryLocation, options: &SourceOptions) -> Result<Client, SourceError> {
    install_cryptography();
    let mut extra_root_certificates = Vec::new();
    if let Some(file) = &options.certificates {
        let data = regular_file::read(file, CONFIGURATION_BYTES_MAX).await?;
        extra_root_certificates.push(Certificate { encoding: CertificateEncoding::Pem, data });
    }
    let protocol = if location.is_loopback() { ClientProtocol::Http } else { ClientProtocol::Https };
    let configuration = ClientConfig {
        protocol,
        extra_root_certificates,
        connect_timeout: Some(CONNECT_TIME_MAX),
        read_timeout: Some(options.request_time_max),
        user_agent: concat!("guestpass/", env!("CARGO_PKG_VERSION")),
        // An artifact of many platforms is not a policy.
        platform_resolver: None,
        ..ClientConfig::default()
    };
    Client::try_from(configuration).map_err(|error| failed(location, &error))
}

/// Why a registry does not take it. Its own words are cut: they come from outside.
fn failed(location: &RegistryLocation, error: &OciDistributionError) -> SourceError {
    let denied = |code: &OciErrorCode| matches!(code, OciErrorCode::Unauthorized | OciErrorCode::Denied);
    let fault = match error {
        OciDistributionError::AuthenticationFailure(_) | OciDistributionError::UnauthorizedError { .. } => {
            Fault::Unauthorized
        }
        OciDistributionError::RegistryError { envelope, .. }
            if envelope.errors.iter().any(|error| denied(&error.code)) =>
        {
            Fault::Unauthorized
        }
        OciDistributionError::ServerError { code: 401 | 403, .. } => Fault::Unauthorized,
        OciDistributionError::ServerError { code: 500..=599, .. } => Fault::ServerFailed,
        OciDistributionError::RequestError(error) if error.is_timeout() => Fault::TooSlow,
        OciDistributionError::RequestError(_) => Fault::Unreachable,
        _ => Fault::Rejected,
    };
    let words: String = error.to_string().chars().filter(|character| !character.is_control()).take(200).collect();
    SourceError::new(fault, location, format!("the registry does not take it: {words}"))
}
