//! How a registry asks for credentials, and how its token is got.

use reqwest::Url;
use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderValue, WWW_AUTHENTICATE};
use serde::Deserialize;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::credentials::Credentials;
use crate::errors::{Fault, SourceError};
use crate::http::{Answer, HttpClient};
use crate::limits::TOKEN_BYTES_MAX;
use crate::location::{RegistryLocation, is_loopback};

/// What a registry wants to be shown.
#[derive(Debug, PartialEq, Eq)]
enum Challenge {
    /// The name and the password themselves.
    Basic,
    /// A token, which is given out elsewhere.
    Bearer { realm: String, service: Option<String> },
}

#[derive(Deserialize)]
struct TokenShape {
    token: Option<String>,
    access_token: Option<String>,
}

/// What to show to a registry that has refused a request, or nothing when it does not say what it wants.
pub(super) async fn authorise(
    client: &HttpClient,
    location: &RegistryLocation,
    credentials: &Credentials,
    refused: &Answer,
) -> Result<Option<HeaderValue>, SourceError> {
    match refused.header(WWW_AUTHENTICATE).and_then(Challenge::read) {
        Some(Challenge::Basic) => basic(credentials),
        Some(Challenge::Bearer { realm, service }) => {
            let address = token_address(&realm, service.as_deref(), location)?;
            let mut headers = HeaderMap::new();
            headers.extend(basic(credentials)?.map(|value| (AUTHORIZATION, value)));
            let answer = client.get(&address, headers, None).await?;
            answer.expect_success()?;
            let place = answer.place().to_owned();
            let token: Option<TokenShape> = serde_json::from_slice(&answer.body(TOKEN_BYTES_MAX).await?).ok();
            let token = token.and_then(|token| token.token.or(token.access_token));
            let value = token.and_then(|token| secret(format!("Bearer {token}")));
            value.map(Some).ok_or_else(|| SourceError::new(Fault::Unauthorized, place, "the server gives out no token"))
        }
        None => Ok(None),
    }
}

/// Where the token is given out: by TLS, except where a registry on this machine sends to this machine.
fn token_address(realm: &str, service: Option<&str>, location: &RegistryLocation) -> Result<Url, SourceError> {
    let address = Url::parse(realm).ok();
    let is_here = |address: &Url| location.is_loopback() && address.host_str().is_some_and(is_loopback);
    let usable = |address: &Url| address.scheme() == "https" || (address.scheme() == "http" && is_here(address));
    let Some(mut address) = address.filter(usable) else {
        let detail = format!("the registry sends for a token to `{realm}`, which is not an address with TLS");
        return Err(SourceError::new(Fault::Untrusted, location, detail));
    };
    let mut query = address.query_pairs_mut();
    if let Some(service) = service {
        query.append_pair("service", service);
    }
    query.append_pair("scope", &format!("repository:{}:pull", location.repository()));
    drop(query);
    Ok(address)
}

fn basic(credentials: &Credentials) -> Result<Option<HeaderValue>, SourceError> {
    match credentials {
        Credentials::Anonymous => Ok(None),
        Credentials::Basic { username, password } => {
            let login = STANDARD.encode(format!("{username}:{password}"));
            let value = secret(format!("Basic {login}"));
            value.map(Some).ok_or_else(|| SourceError::new(Fault::Credentials, "credentials", "they cannot be sent"))
        }
    }
}

/// A header whose value is left out wherever requests are printed.
fn secret(text: String) -> Option<HeaderValue> {
    let mut value = HeaderValue::try_from(text).ok()?;
    value.set_sensitive(true);
    Some(value)
}

impl Challenge {
    /// Reads the header `WWW-Authenticate`, such as `Bearer realm="https://a/token",service="a"`.
    fn read(header: &str) -> Option<Self> {
        let (scheme, parameters) = header.trim().split_once(' ').unwrap_or((header.trim(), ""));
        if scheme.eq_ignore_ascii_case("basic") {
            return Some(Self::Basic);
        }
        if !scheme.eq_ignore_ascii_case("bearer") {
            return None;
        }
        let realm = parameter(parameters, "realm")?;
        Some(Self::Bearer { realm, service: parameter(parameters, "service") })
    }
}

/// A parameter `name="value"`. Values hold no quotes: those of registries are addresses and names.
fn parameter(parameters: &str, name: &str) -> Option<String> {
    let mut rest = parameters;
    while let Some((key, after)) = rest.split_once("=\"") {
        let (value, after) = after.split_once('"')?;
        if key.trim_start_matches([',', ' ']).eq_ignore_ascii_case(name) {
            return Some(value.to_owned());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::Challenge;

    #[test]
    fn challenges_are_read() {
        let bearer = |realm: &str, service: Option<&str>| Challenge::Bearer {
            realm: realm.to_owned(),
            service: service.map(str::to_owned),
        };
        for (header, expected) in [
            (
                r#"Bearer realm="https://a/token",service="b c, d",scope="e""#,
                Some(bearer("https://a/token", Some("b c, d"))),
            ),
            (r#"bearer service="b", realm="https://a/token""#, Some(bearer("https://a/token", Some("b")))),
            (r#"Bearer realm="https://a/token""#, Some(bearer("https://a/token", None))),
            (r#"Basic realm="a""#, Some(Challenge::Basic)),
            ("Basic", Some(Challenge::Basic)),
            ("Bearer", None),
            (r#"Bearer realm="https://a"#, None),
            ("Digest realm=\"a\"", None),
            ("", None),
        ] {
            assert_eq!(Challenge::read(header), expected, "{header}");
        }
    }
}
