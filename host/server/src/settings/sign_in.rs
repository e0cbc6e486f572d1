//! How people sign in to the console.

use super::OidcSettings;
use super::checked::{is_protected, value};
use super::error::SettingsError;
use super::written::WrittenConsole;

/// What the console asks a provider for unless the settings say otherwise: everything that its screens need.
const SCOPE: &str = "openid decide search administer operate";

/// What the page has to know to send people to the provider and to understand them when they come back. All of it is
/// public: a page can keep no secret, and proves by PKCE that it is the one that asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignInSettings {
    /// The provider, as its tokens name it in `iss`. The page finds everything else under this address.
    pub issuer: String,
    /// Scheme, host and port of the issuer: where the page may send requests to besides this server.
    pub origin: String,
    /// What the provider calls the console.
    pub client_id: String,
    /// What is asked for, words with spaces between them.
    pub scope: String,
}

/// Where people sign in; none when the settings name no client.
pub(super) fn sign_in(
    written: &WrittenConsole,
    provider: Option<&OidcSettings>,
) -> Result<Option<SignInSettings>, SettingsError> {
    let Some(client_id) = written.client_id.clone().filter(|id| !id.trim().is_empty()) else { return Ok(None) };
    let nowhere = || value("console.client_id", "there is no provider to sign in at; say which in `[oidc]`");
    let issuer = provider.ok_or_else(nowhere)?.issuer.clone();
    let address = reqwest::Url::parse(&issuer);
    let address = address.map_err(|error| value("oidc.issuer", format!("people cannot sign in there: {error}")))?;
    if !is_protected(&address) {
        return Err(value("oidc.issuer", "people sign in by `https://` only; or keep `console.client_id` away"));
    }
    let scope = written.scope.clone().filter(|scope| !scope.trim().is_empty());
    let scope = scope.unwrap_or_else(|| SCOPE.to_owned());
    if !scope.split_whitespace().any(|word| word == "openid") {
        return Err(value("console.scope", "without the word `openid` the provider does not say who has signed in"));
    }
    Ok(Some(SignInSettings { origin: address.origin().ascii_serialization(), issuer, client_id, scope }))
}
