//! Who calls: the bearer of an API key, or of a token of an OpenID provider.
//!
//! **Invariant:** a credential that is unknown, expired, malformed or given twice is no credential. What is wrong with
//! it is told to the log and never to whoever sent it.

mod api_keys;
mod oidc;

use std::collections::BTreeSet;
use std::fmt;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use guestpass_store::{OrganisationId, PersonId};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

pub use api_keys::{ApiKey, ApiKeySecret, KEY_PREFIX, NewApiKey};
pub(crate) use api_keys::{from_hex, to_hex};
pub(crate) use oidc::OidcVerifier;

use crate::problem::{Problem, ProblemCode};
use crate::settings::OidcSettings;

/// Bytes of a credential at most.
const CREDENTIAL_BYTES_MAX: usize = 16 * 1024;

/// Who makes a request. As an argument of a handler it answers `401` when nobody is known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// What the caller is called in logs and limits, such as `key:3f9a...` or `token:ISSUER:SUBJECT`.
    pub id: String,
    /// Whose data it may see and change.
    pub organisation: Scope,
    /// What it may be used for.
    pub scopes: BTreeSet<ScopeName>,
    /// The person that acts, when the credential is a person's. Only then there are roles to decide by.
    pub person: Option<PersonId>,
}

/// Whose data a credential reaches.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Scope {
    /// That of one organisation.
    One(OrganisationId),
    /// That of every organisation: for whoever runs the server.
    All,
}

impl Scope {
    /// Whether the data of this organisation is within reach.
    #[must_use]
    pub fn covers(&self, organisation: &OrganisationId) -> bool {
        match self {
            Self::One(own) => own == organisation,
            Self::All => true,
        }
    }
}

impl FromStr for Scope {
    type Err = guestpass_store::UnfitIdentifier;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        if text == "*" { Ok(Self::All) } else { text.parse().map(Self::One) }
    }
}

impl fmt::Display for Scope {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(organisation) => organisation.fmt(formatter),
            Self::All => formatter.write_str("*"),
        }
    }
}

/// What a credential may be used for. None includes another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScopeName {
    /// To ask whether somebody may do something.
    Decide,
    /// To ask who may do what.
    Search,
    /// To read and change the directory, as far as the policy lets the person.
    Administer,
    /// To see and change which policy decides, and to read figures about the server.
    Operate,
}

impl ScopeName {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Decide, Self::Search, Self::Administer, Self::Operate];

    /// The name, as it stands in settings and tokens.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Decide => "decide",
            Self::Search => "search",
            Self::Administer => "administer",
            Self::Operate => "operate",
        }
    }
}

impl fmt::Display for ScopeName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.name())
    }
}

impl FromStr for ScopeName {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let found = Self::ALL.into_iter().find(|scope| scope.name() == text);
        found.ok_or_else(|| format!("`{text}` is no scope; there are `decide`, `search`, `administer` and `operate`"))
    }
}

impl Caller {
    /// What kind of credential it has: `key`, or `token`.
    #[must_use]
    pub(crate) fn kind(&self) -> &'static str {
        if self.id.starts_with(api_keys::CALLER) { "key" } else { "token" }
    }

    /// Whether the credential may be used for this.
    ///
    /// # Errors
    /// A `403` problem.
    pub fn require(&self, scope: ScopeName) -> Result<(), Problem> {
        if self.scopes.contains(&scope) {
            return Ok(());
        }
        let detail = format!("the credential has not the scope `{scope}`; use one that has");
        Err(Problem::new(ProblemCode::Forbidden, detail))
    }
}

impl<S: Sync> FromRequestParts<S> for Caller {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Problem> {
        parts.extensions.get::<Self>().cloned().ok_or_else(unauthenticated)
    }
}

/// Finds out who calls.
#[derive(Debug, Default)]
pub struct Authenticator {
    keys: Vec<ApiKey>,
    provider: Option<OidcVerifier>,
}

impl Authenticator {
    /// One that believes these keys.
    #[must_use]
    pub fn new(keys: Vec<ApiKey>) -> Self {
        Self { keys, provider: None }
    }

    /// The same that believes the tokens of a provider too.
    ///
    /// # Errors
    /// The provider's keys are in a file that cannot be read.
    pub async fn with_provider(mut self, settings: OidcSettings) -> Result<Self, String> {
        self.provider = Some(OidcVerifier::new(settings).await?);
        Ok(self)
    }

    /// The caller whose credential stands in the headers, at this time in milliseconds since the epoch.
    ///
    /// # Errors
    /// A `401` problem that does not say what is wrong: nor does the time that it takes (reliability row 48).
    pub async fn authenticate(&self, headers: &HeaderMap, now_ms: i64) -> Result<Caller, Problem> {
        let credential = bearer(headers).ok_or_else(unauthenticated)?;
        let found = match credential.strip_prefix(KEY_PREFIX) {
            Some(key) => api_keys::caller(&self.keys, key, now_ms),
            None => match &self.provider {
                Some(provider) => provider.caller(credential, now_ms).await,
                None => None,
            },
        };
        found.ok_or_else(unauthenticated)
    }
}

fn unauthenticated() -> Problem {
    Problem::new(ProblemCode::Unauthenticated, "send `Authorization: Bearer` with a key or token that is valid here")
}

/// The one bearer credential; none when there are several `Authorization` headers, which proxies may read differently.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let mut values = headers.get_all(header::AUTHORIZATION).iter();
    let (value, None) = (values.next()?, values.next()) else { return None };
    let (scheme, credential) = value.to_str().ok()?.split_once(' ')?;
    let is_fit = scheme.eq_ignore_ascii_case("bearer") && credential.len() <= CREDENTIAL_BYTES_MAX;
    is_fit.then(|| credential.trim())
}

#[cfg(test)]
mod tests {
    use super::bearer;
    use axum::http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

    #[test]
    fn only_one_bearer_credential_is_read() {
        for (values, expected) in [
            (vec![], None),
            (vec!["Bearer abc"], Some("abc")),
            (vec!["bearer  abc "], Some("abc")),
            (vec!["Basic abc"], None),
            (vec!["Bearer"], None),
            (vec!["Bearer abc", "Bearer abc"], None),
        ] {
            let mut headers = HeaderMap::new();
            for value in &values {
                headers.append(AUTHORIZATION, HeaderValue::from_static(value));
            }
            assert_eq!(bearer(&headers), expected, "{values:?}");
        }
    }
}
