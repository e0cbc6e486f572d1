//! What a registry asks for.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fmt;
use std::path::{Path, PathBuf};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oci_client::secrets::RegistryAuth;
use serde::Deserialize;
use serde::de::IgnoredAny;

use crate::errors::{Fault, SourceError};
use crate::limits::CONFIGURATION_BYTES_MAX;
use crate::location::RegistryLocation;
use crate::sources::regular_file;

/// A user's name for a registry, in the environment.
const USERNAME: &str = "GUESTPASS_REGISTRY_USERNAME";
/// The password or token that goes with it.
const PASSWORD: &str = "GUESTPASS_REGISTRY_PASSWORD";

/// What a registry asks for. Never printed, not even for debugging.
#[derive(Clone, PartialEq, Eq)]
pub enum Credentials {
    /// Nothing.
    Anonymous,
    /// A name, and a password or a token.
    Basic {
        /// The name.
        username: String,
        /// The password or the token.
        password: String,
    },
}

/// The file that `docker login` writes. Programs that keep passwords elsewhere are not asked. A login that one of them
/// keeps is an entry without `auth`, or there is a helper for its registry.
#[derive(Deserialize, Default)]
struct DockerConfiguration {
    #[serde(default)]
    auths: BTreeMap<String, DockerLogin>,
    #[serde(default, rename = "credHelpers")]
    helpers: BTreeMap<String, IgnoredAny>,
}

#[derive(Deserialize)]
struct DockerLogin {
    auth: Option<String>,
    /// A token of another kind, which goes with an `auth` that has no password.
    #[serde(rename = "identitytoken")]
    identity_token: Option<IgnoredAny>,
}

impl DockerConfiguration {
    /// The login for a registry: under its name, or under the address of its first API.
    fn login(&self, registry: &str) -> Option<&DockerLogin> {
        let named = || self.auths.iter().find(|(key, _)| registry_of(key) == registry).map(|(_, login)| login);
        self.auths.get(registry).or_else(named)
    }

    /// Whether another program is asked for the login of a registry.
    fn has_helper(&self, registry: &str) -> bool {
        self.helpers.keys().any(|key| registry_of(key) == registry)
    }
}

impl DockerLogin {
    /// The name and the password in base64, if they stand here.
    fn kept_here(&self) -> Option<&str> {
        self.auth.as_deref().filter(|auth| !auth.is_empty() && self.identity_token.is_none())
    }
}

/// The registry that a key names. `docker login` writes some registries as the address of their first API, such as
/// `https://registry.example/v1/`.
fn registry_of(key: &str) -> &str {
    let address = key.strip_prefix("https://").or_else(|| key.strip_prefix("http://"));
    address.map_or(key, |address| address.split_once('/').map_or(address, |(registry, _)| registry))
}

impl Credentials {
    /// The credentials for a registry: those of the environment (`GUESTPASS_REGISTRY_USERNAME` and
    /// `GUESTPASS_REGISTRY_PASSWORD`), else those that `docker login` has written down for this registry, else none.
    /// `variable` looks up a variable of the environment.
    ///
    /// # Errors
    /// [`SourceError`] when there are some that cannot be read, or that `docker login` has given to another program (a
    /// credential store or helper): that one is not asked.
    pub async fn find(
        location: &RegistryLocation,
        variable: impl Fn(&str) -> Option<OsString>,
    ) -> Result<Self, SourceError> {
        match (variable(USERNAME), variable(PASSWORD)) {
            (None, None) => {}
            (Some(username), Some(password)) => return Self::of_environment(username, password),
            (Some(_), None) => return Err(refused(USERNAME, format!("it goes with `{PASSWORD}`, which is not set"))),
            (None, Some(_)) => return Err(refused(PASSWORD, format!("it goes with `{USERNAME}`, which is not set"))),
        }
        let folder = variable("DOCKER_CONFIG").map(PathBuf::from);
        let folder = folder.or_else(|| variable("HOME").map(|home| Path::new(&home).join(".docker")));
        match folder {
            Some(folder) => Self::of_docker(&folder.join("config.json"), location.registry()).await,
            None => Ok(Self::Anonymous),
        }
    }

    fn of_environment(username: OsString, password: OsString) -> Result<Self, SourceError> {
        let text = |name, value: OsString| value.into_string().map_err(|_| refused(name, "it is not text".to_owned()));
        Ok(Self::Basic { username: text(USERNAME, username)?, password: text(PASSWORD, password)? })
    }

    async fn of_docker(file: &Path, registry: &str) -> Result<Self, SourceError> {
        let Some(text) = regular_file::read_if_there(file, CONFIGURATION_BYTES_MAX).await? else {
            return Ok(Self::Anonymous);
        };
        let place = file.display();
        // What is wrong with it is not said in full: the message could hold a piece of a password.
        let configuration: DockerConfiguration = serde_json::from_slice(&text)
            .map_err(|error| refused(&place, format!("line {} is not what `docker login` writes", error.line())))?;
        let login = configuration.login(registry);
        let login = match login.and_then(DockerLogin::kept_here) {
            Some(login) => login,
            None if login.is_none() && !configuration.has_helper(registry) => return Ok(Self::Anonymous),
            None => {
                // Whoever has logged in does not expect to be asked for as nobody.
                let detail = format!(
                    "the login for `{registry}` is kept by another program, which is not asked; set `{USERNAME}` and \
                     `{PASSWORD}`"
                );
                return Err(refused(&place, detail));
            }
        };
        let decoded = STANDARD.decode(login).ok().and_then(|bytes| String::from_utf8(bytes).ok());
        match decoded.as_deref().and_then(|login| login.split_once(':')) {
            Some((username, password)) => {
                Ok(Self::Basic { username: username.to_owned(), password: password.to_owned() })
            }
            None => Err(refused(&place, format!("the login for `{registry}` cannot be read"))),
        }
    }

    /// For the client that pushes.
    pub(crate) fn to_client(&self) -> RegistryAuth {
        match self {
            Self::Anonymous => RegistryAuth::Anonymous,
            Self::Basic { username, password } => RegistryAuth::Basic(username.clone(), password.clone()),
        }
    }
}

fn refused(place: impl fmt::Display, detail: String) -> SourceError {
    SourceError::new(Fault::Credentials, place, detail)
}

impl fmt::Debug for Credentials {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Anonymous => "Anonymous",
            Self::Basic { .. } => "Basic",
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Credentials, PASSWORD, USERNAME};
    use crate::location::{RegistryLocation, SourceLocation};
    use std::ffi::OsString;
    use std::fs;

    fn location() -> RegistryLocation {
        match "oci://registry.example/a:1".parse() {
            Ok(SourceLocation::Registry(location)) => location,
            other => panic!("{other:?}"),
        }
    }

    async fn find(variables: &[(&str, &str)]) -> Result<Credentials, String> {
        let variable =
            |name: &str| variables.iter().find(|(key, _)| *key == name).map(|(_, text)| OsString::from(text));
        Credentials::find(&location(), variable).await.map_err(|error| error.to_string())
    }

    fn basic(username: &str, password: &str) -> Credentials {
        Credentials::Basic { username: username.to_owned(), password: password.to_owned() }
    }

    #[tokio::test]
    async fn the_environment_goes_before_docker() {
        let folder = tempfile::tempdir().unwrap();
        let docker = folder.path().to_str().unwrap();
        // `dana:secret:with colon`
        let login =
            r#"{"auths": {"registry.example": {"auth": "ZGFuYTpzZWNyZXQ6d2l0aCBjb2xvbg=="}}, "credsStore": "a"}"#;
        fs::write(folder.path().join("config.json"), login).unwrap();
        let environment = [(USERNAME, "eve"), (PASSWORD, "hidden"), ("DOCKER_CONFIG", docker)];
        assert_eq!(find(&environment).await, Ok(basic("eve", "hidden")));
        assert_eq!(find(&environment[2..]).await, Ok(basic("dana", "secret:with colon")));
        assert_eq!(find(&[]).await, Ok(Credentials::Anonymous));
        assert_eq!(find(&[("HOME", docker)]).await, Ok(Credentials::Anonymous), "the file lies in `.docker`");
    }

    #[tokio::test]
    async fn a_login_counts_under_each_name_of_its_registry_or_is_an_error() {
        let folder = tempfile::tempdir().unwrap();
        let docker = folder.path().to_str().unwrap();
        let (dana, eve) = (r#"{"auth": "ZGFuYTpzZWNyZXQ="}"#, r#"{"auth": "ZXZlOnNlY3JldA=="}"#);
        let token = r#"{"auth": "ZGFuYTo=", "identitytoken": "secret"}"#;
        let found = |name| Ok(basic(name, "secret"));
        let elsewhere = || Err("is kept by another program");
        for (text, expected) in [
            (format!(r#"{{"auths": {{"https://registry.example/v1/": {dana}}}}}"#), found("dana")),
            (format!(r#"{{"auths": {{"https://registry.example": {dana}}}}}"#), found("dana")),
            (
                format!(r#"{{"auths": {{"https://registry.example/v1/": {eve}, "registry.example": {dana}}}}}"#),
                found("dana"),
            ),
            (
                format!(r#"{{"auths": {{"https://other.example/registry.example/": {dana}}}}}"#),
                Ok(Credentials::Anonymous),
            ),
            (format!(r#"{{"auths": {{"registry.example/team": {dana}}}}}"#), Ok(Credentials::Anonymous)),
            (r#"{"auths": {"registry.example": {}}, "credsStore": "desktop"}"#.to_owned(), elsewhere()),
            (r#"{"auths": {"registry.example": {"auth": ""}}}"#.to_owned(), elsewhere()),
            (r#"{"auths": {"https://registry.example/v1/": {}}}"#.to_owned(), elsewhere()),
            (format!(r#"{{"auths": {{"registry.example": {token}}}}}"#), elsewhere()),
            (r#"{"credHelpers": {"registry.example": "desktop"}}"#.to_owned(), elsewhere()),
            (r#"{"credHelpers": {"other.example": "desktop"}}"#.to_owned(), Ok(Credentials::Anonymous)),
            (r#"{"auths": {"other.example": {}}, "credsStore": "desktop"}"#.to_owned(), Ok(Credentials::Anonymous)),
        ] {
            fs::write(folder.path().join("config.json"), &text).unwrap();
            match (find(&[("DOCKER_CONFIG", docker)]).await, expected) {
                (Err(error), Err(expected)) => {
                    assert!(
                        error.contains(expected) && error.contains(USERNAME) && error.contains(PASSWORD),
                        "{error}"
                    );
                    assert!(!error.contains("secret"), "{error}");
                }
                (found, expected) => assert_eq!(found, expected.map_err(str::to_owned), "{text}"),
            }
        }
    }

    #[tokio::test]
    async fn what_cannot_be_used_is_an_error_that_gives_nothing_away() {
        let folder = tempfile::tempdir().unwrap();
        let docker = folder.path().to_str().unwrap();
        for text in [
            "secret",
            r#"{"auths": ["secret"]}"#,
            r#"{"auths": {"registry.example": {"auth": "secret"}}}"#,
            r#"{"auths": {"registry.example": {"auth": "c2VjcmV0"}}}"#,
        ] {
            fs::write(folder.path().join("config.json"), text).unwrap();
            let error = find(&[("DOCKER_CONFIG", docker)]).await.unwrap_err();
            assert!(!error.contains("secret") && !error.contains("c2Vj"), "{error}");
        }
        assert!(find(&[(USERNAME, "eve")]).await.unwrap_err().contains(PASSWORD));
        assert!(find(&[(PASSWORD, "secret")]).await.unwrap_err().contains(USERNAME));
    }

    #[test]
    fn nothing_of_them_is_printed() {
        assert_eq!(format!("{:?}", basic("dana", "secret")), "Basic");
    }
}
