//! Where a policy lies, as an operator writes it.

mod registry;
mod web;

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;

pub use registry::RegistryLocation;
pub use web::WebLocation;

use crate::limits::LOCATION_CHARACTERS_MAX;

/// Where a policy lies.
///
/// ```
/// use guestpass_distribution::SourceLocation;
/// for text in [
///     "policies/flexera-one.wasm",
///     "folder:/srv/policies",
///     "https://policies.example/flexera-one.wasm",
///     "oci://registry.example/policies/flexera-one:7",
/// ] {
///     assert_eq!(text.parse::<SourceLocation>()?.to_string(), text);
/// }
/// let error = "ftp://policies.example/flexera-one.wasm".parse::<SourceLocation>().unwrap_err();
/// assert_eq!(error.to_string(), "`ftp://` is not a kind of place that policies come from");
/// # Ok::<(), guestpass_distribution::LocationError>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SourceLocation {
    /// A component, with its manifest beside it: `path/to/policy.wasm`.
    File(PathBuf),
    /// A folder that is watched, of components with their manifests: `folder:path`.
    Folder(PathBuf),
    /// A component on a web server, with its manifest beside it: `https://host/policy.wasm`.
    Web(WebLocation),
    /// An artifact in an OCI registry: `oci://host/repository:tag` or `oci://host/repository@sha256:…`.
    Registry(RegistryLocation),
}

/// Why a text is not a location.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct LocationError {
    message: String,
    help: &'static str,
}

/// How the forms look, for messages.
const FORMS: &str = "write `policy.wasm`, `folder:policies`, `https://host/policy.wasm` or `oci://host/repository:tag`";

impl LocationError {
    fn new(message: impl Into<String>, help: &'static str) -> Self {
        Self { message: message.into(), help }
    }

    /// The stable code.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        "source::location"
    }

    /// What to do next.
    #[must_use]
    pub const fn help(&self) -> &'static str {
        self.help
    }
}

impl FromStr for SourceLocation {
    type Err = LocationError;

    fn from_str(text: &str) -> Result<Self, LocationError> {
        if text.is_empty() {
            return Err(LocationError::new("the location is empty", FORMS));
        }
        if text.chars().nth(LOCATION_CHARACTERS_MAX).is_some() {
            let message = format!("the location has more than {LOCATION_CHARACTERS_MAX} characters");
            return Err(LocationError::new(message, FORMS));
        }
        if let Some(character) = text.chars().find(|character| character.is_control()) {
            let message = format!("the location holds the control character `{}`", character.escape_default());
            return Err(LocationError::new(message, FORMS));
        }
        if let Some(path) = text.strip_prefix("folder:") {
            if path.is_empty() {
                return Err(LocationError::new("`folder:` names no folder", FORMS));
            }
            return Ok(Self::Folder(path.into()));
        }
        match text.split_once("://") {
            None => Ok(Self::File(text.into())),
            Some(("oci", reference)) => RegistryLocation::parse(reference).map(Self::Registry),
            Some(("https" | "http", _)) => WebLocation::parse(text).map(Self::Web),
            Some((scheme, _)) => {
                let message = format!("`{scheme}://` is not a kind of place that policies come from");
                Err(LocationError::new(message, FORMS))
            }
        }
    }
}

impl fmt::Display for SourceLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File(path) => path.display().fmt(formatter),
            Self::Folder(path) => write!(formatter, "folder:{}", path.display()),
            Self::Web(location) => location.fmt(formatter),
            Self::Registry(location) => location.fmt(formatter),
        }
    }
}

/// Whether a host is this machine. Only there may a connection go without TLS.
pub(crate) fn is_loopback(host: &str) -> bool {
    let address = host.trim_start_matches('[').trim_end_matches(']').parse::<std::net::IpAddr>();
    host == "localhost" || address.is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::SourceLocation;

    const DIGEST: &str = "sha256:e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

    #[test]
    fn every_form_is_read_and_printed_the_same() {
        for (text, kind) in [
            ("policy.wasm", "File"),
            ("../a b/policy.wasm", "File"),
            ("C:\\policies\\policy.wasm", "File"),
            ("folder:policies", "Folder"),
            ("folder:/srv/policies", "Folder"),
            ("https://policies.example/a/policy.wasm", "Web"),
            ("https://policies.example:8443/policy.wasm", "Web"),
            ("http://127.0.0.1:8080/policy.wasm", "Web"),
            ("http://[::1]:8080/policy.wasm", "Web"),
            ("http://localhost/policy.wasm", "Web"),
            ("oci://127.0.0.1:5000/policies/flexera-one:7", "Registry"),
            ("oci://localhost/flexera-one:7", "Registry"),
            ("oci://registry.example/policies/flexera-one:7", "Registry"),
            (&format!("oci://registry.example/policies/flexera-one@{DIGEST}"), "Registry"),
        ] {
            let location: SourceLocation = text.parse().unwrap_or_else(|error| panic!("{text}: {error}"));
            assert_eq!(location.to_string(), text);
            assert!(format!("{location:?}").starts_with(kind), "{location:?}");
        }
    }

    #[test]
    fn every_mistake_is_named() {
        for (text, message) in [
            ("", "the location is empty"),
            ("a\nb", "the location holds the control character `\\n`"),
            (&"a".repeat(2049), "the location has more than 2048 characters"),
            ("folder:", "`folder:` names no folder"),
            ("ftp://a/b.wasm", "`ftp://` is not a kind of place that policies come from"),
            ("https://", "`https://` is not an address"),
            ("https:///policy.wasm/", "names no file"),
            ("https://policies.example", "`https://policies.example` names no file on the server"),
            ("https://policies.example/a/", "names no file on the server"),
            ("https://dana:secret@policies.example/a.wasm", "the address holds a user name or a password"),
            ("https://policies.example/a.wasm?v=1", "the address has a query or a fragment"),
            ("https://policies.example/a.wasm#v1", "the address has a query or a fragment"),
            ("http://policies.example/a.wasm", "`policies.example` would be asked without TLS"),
            ("http://127.0.0.1.example/a.wasm", "`127.0.0.1.example` would be asked without TLS"),
            ("oci://", "names no registry"),
            ("oci://flexera-one:7", "names no registry"),
            ("oci://policies/flexera-one:7", "`policies` is not a registry"),
            ("oci://registry.example/flexera-one", "says neither a tag nor a digest"),
            ("oci://registry.example/flexera-one:", "cannot be read"),
            ("oci://registry.example/Flexera:7", "cannot be read"),
            ("oci://registry.example/a:7@", "says both a tag and a digest"),
            ("oci://registry.example/a@sha256:12", "cannot be read"),
            ("oci://registry.example/a@sha512:12", "is not a digest of `sha256`"),
            ("oci://dana:secret@registry.example/a:7", "holds a user name or a password"),
        ] {
            let error = text.parse::<SourceLocation>().expect_err(text);
            assert!(error.to_string().contains(message), "{text}: {error}");
            assert!(!error.to_string().contains("secret"), "{error}");
        }
    }
}
