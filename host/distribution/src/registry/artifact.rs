//! What a registry says about an artifact.

use std::collections::BTreeMap;
use std::fmt;

use oci_client::manifest::{OCI_IMAGE_MEDIA_TYPE, OciDescriptor, OciImageManifest};
use serde::Serialize;

use crate::errors::{Fault, SourceError};
use crate::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use crate::package::PolicyPackage;

/// The type of the configuration.
pub(crate) const CONFIGURATION_TYPE: &str = "application/vnd.wasm.config.v0+json";
/// The type of the layer that is the component.
pub(crate) const COMPONENT_TYPE: &str = "application/wasm";
/// The type of the layer that is the manifest in its envelope.
pub(crate) const ENVELOPE_TYPE: &str = "application/vnd.dsse.envelope.v1+json";
/// The type of what a registry says about an artifact.
pub(crate) const ARTIFACT_TYPE: &str = OCI_IMAGE_MEDIA_TYPE;

/// The digest that names an artifact in a registry: `sha256:` and 64 hexadecimal digits. It is not that of the
/// component, but covers it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ArtifactDigest(pub(crate) String);

impl fmt::Display for ArtifactDigest {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The configuration of a WebAssembly artifact. It says nothing about the time, so that the same package always makes
/// the same artifact.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Configuration {
    created: &'static str,
    architecture: &'static str,
    os: &'static str,
    layer_digests: Vec<String>,
    component: ComponentWorld,
}

/// A policy has nothing but what its world says, and other tools need not look into it.
#[derive(Debug, Serialize)]
struct ComponentWorld {
    exports: [&'static str; 0],
    imports: [&'static str; 0],
}

/// A piece of an artifact: its type and its bytes.
pub(crate) struct Blob {
    pub(crate) media_type: &'static str,
    pub(crate) digest: String,
    pub(crate) bytes: Vec<u8>,
}

impl Blob {
    fn new(media_type: &'static str, bytes: Vec<u8>) -> Self {
        Self { media_type, digest: guestpass::digest_of(&bytes), bytes }
    }

    fn descriptor(&self) -> OciDescriptor {
        OciDescriptor {
            media_type: self.media_type.to_owned(),
            digest: self.digest.clone(),
            size: i64::try_from(self.bytes.len()).unwrap_or(i64::MAX),
            ..OciDescriptor::default()
        }
    }
}

/// A package as an artifact: its pieces in the order in which they are uploaded, and what the registry says of them.
pub(crate) struct Artifact {
    pub(crate) blobs: Vec<Blob>,
    pub(crate) manifest: Vec<u8>,
}

impl Artifact {
    /// The artifact of a package.
    pub(crate) fn of(package: &PolicyPackage) -> Result<Self, serde_json::Error> {
        let mut layers = vec![Blob::new(COMPONENT_TYPE, package.component.clone())];
        layers.extend(package.envelope.clone().map(|envelope| Blob::new(ENVELOPE_TYPE, envelope)));
        let configuration = Configuration {
            created: "1970-01-01T00:00:00Z",
            architecture: "wasm",
            os: "wasip2",
            layer_digests: layers.iter().map(|layer| layer.digest.clone()).collect(),
            component: ComponentWorld { exports: [], imports: [] },
        };
        let configuration = Blob::new(CONFIGURATION_TYPE, serde_json::to_vec(&configuration)?);
        let manifest = OciImageManifest {
            media_type: Some(ARTIFACT_TYPE.to_owned()),
            config: configuration.descriptor(),
            layers: layers.iter().map(Blob::descriptor).collect(),
            ..OciImageManifest::default()
        };
        layers.push(configuration);
        Ok(Self { blobs: layers, manifest: serde_json::to_vec(&manifest)? })
    }

    /// The digest that names it.
    pub(crate) fn digest(&self) -> ArtifactDigest {
        ArtifactDigest(guestpass::digest_of(&self.manifest))
    }
}

/// Where the pieces of a package are, as a registry says.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Layers {
    pub(crate) component: BlobDigest,
    pub(crate) envelope: Option<BlobDigest>,
}

/// The digest of a blob: `sha256:` and 64 lower-case hexadecimal digits, and so nothing that could change an address.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct BlobDigest(String);

impl BlobDigest {
    fn new(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("sha256:")?;
        let is_digit = |byte: u8| matches!(byte, b'0'..=b'9' | b'a'..=b'f');
        (digits.len() == 64 && digits.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

impl Layers {
    /// Reads what a registry says. Anything but a policy is refused before a byte of it is fetched.
    pub(crate) fn read(place: &str, manifest: &[u8]) -> Result<Self, SourceError> {
        let refused = |detail: String| SourceError::new(Fault::NotAPolicy, place, detail);
        let manifest: OciImageManifest = serde_json::from_slice(manifest)
            .map_err(|error| refused(format!("what is there is not a single artifact: {error}")))?;
        if manifest.config.media_type != CONFIGURATION_TYPE {
            return Err(refused(format!(
                "its configuration is `{}`, not that of a component",
                manifest.config.media_type
            )));
        }
        let mut found = BTreeMap::new();
        for layer in &manifest.layers {
            let bytes_max = match layer.media_type.as_str() {
                COMPONENT_TYPE => COMPONENT_BYTES_MAX,
                ENVELOPE_TYPE => ENVELOPE_BYTES_MAX,
                other => return Err(refused(format!("a layer is `{other}`, which no policy has"))),
            };
            if !usize::try_from(layer.size).is_ok_and(|size| size <= bytes_max) {
                return Err(SourceError::too_large(place, bytes_max));
            }
            let digest = BlobDigest::new(&layer.digest)
                .ok_or_else(|| refused(format!("`{}` is not a digest of `sha256`", layer.digest)))?;
            if found.insert(layer.media_type.as_str(), digest).is_some() {
                return Err(refused(format!("there is more than one layer `{}`", layer.media_type)));
            }
        }
        let component =
            found.remove(COMPONENT_TYPE).ok_or_else(|| refused("there is no component in it".to_owned()))?;
        Ok(Self { component, envelope: found.remove(ENVELOPE_TYPE) })
    }
}

#[cfg(test)]
mod tests {
    use super::{Artifact, Layers};
    use crate::package::PolicyPackage;

    fn artifact(envelope: Option<&[u8]>) -> String {
        let package = PolicyPackage { component: b"component".to_vec(), envelope: envelope.map(<[u8]>::to_vec) };
        String::from_utf8(Artifact::of(&package).unwrap().manifest).unwrap()
    }

    #[test]
    fn what_is_written_is_read() {
        let layers = Layers::read("a", artifact(Some(b"envelope")).as_bytes()).unwrap();
        assert_eq!(layers.component.as_str(), guestpass::digest_of(b"component"));
        assert_eq!(layers.envelope.unwrap().as_str(), guestpass::digest_of(b"envelope"));
        assert_eq!(Layers::read("a", artifact(None).as_bytes()).unwrap().envelope, None);
        assert_eq!(artifact(None), artifact(None), "the same package makes the same artifact");
    }

    #[test]
    fn what_is_not_a_policy_is_refused_by_what_is_wrong() {
        for (from, to, code, text) in [
            ("vnd.wasm.config.v0+json", "vnd.oci.image.config.v1+json", "source::not-a-policy", "its configuration is"),
            ("\"application/wasm\"", "\"application/gzip\"", "source::not-a-policy", "a layer is `application/gzip`"),
            (
                "\"application/vnd.dsse.envelope.v1+json\"",
                "\"application/wasm\"",
                "source::not-a-policy",
                "more than one",
            ),
            ("\"size\":9", "\"size\":4194305", "source::too-large", "more than 4194304 bytes"),
            ("\"size\":9", "\"size\":-1", "source::too-large", "more than 4194304 bytes"),
            ("\"size\":8", "\"size\":65537", "source::too-large", "more than 65536 bytes"),
            ("\"layers\":[", "\"layers\":[],\"other\":[", "source::not-a-policy", "there is no component in it"),
            ("\"layers\"", "\"manifests\"", "source::not-a-policy", "not a single artifact"),
            ("sha256:", "../../../", "source::not-a-policy", "is not a digest of `sha256`"),
        ] {
            let good = artifact(Some(b"envelope"));
            let bad = good.replace(from, to);
            assert_ne!(good, bad, "{from}");
            let error = Layers::read("a", bad.as_bytes()).unwrap_err();
            assert_eq!(error.code(), code, "{error}");
            assert!(error.detail().contains(text), "{error}");
        }
    }
}
