//! A policy in motion.

use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

/// What stands behind the name of a component in the name of its manifest: `policy.wasm.manifest.json`.
pub const MANIFEST_SUFFIX: &str = ".manifest.json";

/// Where the manifest of a component lies: beside it.
///
/// ```
/// use std::path::Path;
/// let manifest = guestpass_distribution::manifest_beside(Path::new("policies/flexera-one.wasm"));
/// assert_eq!(manifest, Path::new("policies/flexera-one.wasm.manifest.json"));
/// ```
#[must_use]
pub fn manifest_beside(component: &Path) -> PathBuf {
    let mut name = OsString::from(component);
    name.push(MANIFEST_SUFFIX);
    name.into()
}

/// A component and the signed manifest that travels beside it. Nothing about it has been verified.
#[derive(Clone, PartialEq, Eq)]
pub struct PolicyPackage {
    /// The component, at most [`COMPONENT_BYTES_MAX`](crate::limits::COMPONENT_BYTES_MAX) bytes.
    pub component: Vec<u8>,
    /// The manifest in its envelope, at most [`ENVELOPE_BYTES_MAX`](crate::limits::ENVELOPE_BYTES_MAX) bytes. `None`
    /// when there is none at the source; whoever verifies refuses that (reliability row 31, stripped signatures).
    pub envelope: Option<Vec<u8>>,
}

impl PolicyPackage {
    /// The digest of the component, which names the policy: `sha256:` and 64 hexadecimal digits.
    #[must_use]
    pub fn digest(&self) -> String {
        guestpass::digest_of(&self.component)
    }
}

impl fmt::Debug for PolicyPackage {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("PolicyPackage")
            .field("digest", &self.digest())
            .field("component_bytes", &self.component.len())
            .field("envelope_bytes", &self.envelope.as_ref().map(Vec::len))
            .finish()
    }
}
