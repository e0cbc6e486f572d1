//! Names of artifacts in OCI registries.

use std::fmt;

use oci_client::Reference;

use super::{LocationError, is_loopback};

/// An artifact in an OCI registry, by tag or by digest. By TLS always, except on this machine.
///
/// A registry has to be named: there is no default one, and no default tag.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RegistryLocation {
    reference: Reference,
    is_loopback: bool,
}

const REFERENCE_HELP: &str = "write `oci://host/repository:tag` or `oci://host/repository@sha256:…`, in lower case";

impl RegistryLocation {
    pub(super) fn parse(text: &str) -> Result<Self, LocationError> {
        let refused = |message: String| Err(LocationError::new(message, REFERENCE_HELP));
        let Some((registry, artifact)) = text.split_once('/') else {
            return refused(format!("`oci://{text}` names no registry"));
        };
        if registry.contains('@') {
            let help = "take it out: locations are printed and logged";
            return Err(LocationError::new("the location holds a user name or a password", help));
        }
        let host = registry.split_once(':').map_or(registry, |(host, _)| host);
        if !registry.contains(['.', ':']) && host != "localhost" {
            return refused(format!("`{registry}` is not a registry"));
        }
        match artifact.split_once('@') {
            Some((repository, _)) if repository.contains(':') => {
                return refused(format!("`{artifact}` says both a tag and a digest"));
            }
            Some((_, digest)) if !digest.starts_with("sha256:") => {
                return refused(format!("`{digest}` is not a digest of `sha256`"));
            }
            None if !artifact.contains(':') => {
                return refused(format!("`{artifact}` says neither a tag nor a digest"));
            }
            _ => {}
        }
        match text.parse::<Reference>() {
            // What is asked is what was written, or nothing.
            Ok(reference) if reference.registry() == registry => Ok(Self { reference, is_loopback: is_loopback(host) }),
            Ok(_) | Err(_) => refused(format!("`oci://{text}` cannot be read")),
        }
    }

    /// The host and the port, as written.
    pub(crate) fn registry(&self) -> &str {
        self.reference.resolve_registry()
    }

    /// The repository in the registry.
    pub(crate) fn repository(&self) -> &str {
        self.reference.repository()
    }

    /// The digest that was asked for, if it was asked for by digest.
    pub(crate) fn digest(&self) -> Option<&str> {
        self.reference.digest()
    }

    /// The tag or the digest.
    pub(crate) fn version(&self) -> &str {
        self.reference.digest().or(self.reference.tag()).unwrap_or_default()
    }

    /// For the client that pushes.
    pub(crate) fn reference(&self) -> &Reference {
        &self.reference
    }

    /// Whether the registry is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for RegistryLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "oci://{}", self.reference.whole())
    }
}
