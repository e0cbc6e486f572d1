//! Addresses of web servers.

use std::fmt;

use reqwest::Url;

use super::{LocationError, is_loopback};
use crate::package::MANIFEST_SUFFIX;

/// A component on a web server. By TLS always, except on this machine.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebLocation {
    component: Url,
    is_loopback: bool,
}

const ADDRESS_HELP: &str = "write `https://host/policy.wasm`";

impl WebLocation {
    pub(super) fn parse(text: &str) -> Result<Self, LocationError> {
        let refused = |message: String, help| Err(LocationError::new(message, help));
        let Ok(component) = Url::parse(text) else {
            return refused(format!("`{text}` is not an address"), ADDRESS_HELP);
        };
        if !component.username().is_empty() || component.password().is_some() {
            let help = "take it out: addresses are printed and logged";
            return refused("the address holds a user name or a password".to_owned(), help);
        }
        if component.query().is_some() || component.fragment().is_some() {
            let help =
                "leave it out: the manifest is fetched beside the component, with `.manifest.json` behind its name";
            return refused("the address has a query or a fragment".to_owned(), help);
        }
        if component.path().ends_with('/') {
            return refused(format!("`{text}` names no file on the server"), ADDRESS_HELP);
        }
        let host = component.host_str().unwrap_or_default();
        let is_loopback = is_loopback(host);
        if component.scheme() != "https" && !is_loopback {
            let help = "write `https://`; only this machine may be asked by `http://`";
            return refused(format!("`{host}` would be asked without TLS"), help);
        }
        Ok(Self { component, is_loopback })
    }

    /// The address of the component.
    pub(crate) fn component(&self) -> &Url {
        &self.component
    }

    /// The address of the manifest beside it.
    pub(crate) fn manifest(&self) -> Url {
        let mut manifest = self.component.clone();
        manifest.set_path(&format!("{}{MANIFEST_SUFFIX}", self.component.path()));
        manifest
    }

    /// Whether the server is on this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.is_loopback
    }
}

impl fmt::Display for WebLocation {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.component.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::WebLocation;

    #[test]
    fn the_manifest_lies_beside_the_component() {
        let location = WebLocation::parse("https://policies.example/a%20b/policy.wasm").unwrap();
        assert_eq!(location.manifest().as_str(), "https://policies.example/a%20b/policy.wasm.manifest.json");
    }
}
