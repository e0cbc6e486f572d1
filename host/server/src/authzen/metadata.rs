//! What this server offers, and where.

use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::Uri;
use schemars::JsonSchema;
use serde::Serialize;

use super::{ACCESS_REQUESTS, ACTION_SEARCH, EVALUATION, EVALUATIONS, RESOURCE_SEARCH, SUBJECT_SEARCH};
use crate::problem::Problem;
use crate::state::ServerState;

/// Where others find this server, as `https://access.example`: it stands in the settings, because whoever asks could
/// write anything into the header `Host`.
///
/// ```
/// use guestpass_server::PublicUrl;
/// assert_eq!("https://access.example:8443/".parse::<PublicUrl>()?.to_string(), "https://access.example:8443");
/// assert!("http://access.example".parse::<PublicUrl>().is_err());
/// # Ok::<(), guestpass_server::UnfitPublicUrl>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicUrl(String);

/// A text that is no public address of a server.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no public address; write `https://HOST` or `https://HOST:PORT`, without a path, a query or a user")]
pub struct UnfitPublicUrl(String);

impl FromStr for PublicUrl {
    type Err = UnfitPublicUrl;

    fn from_str(text: &str) -> Result<Self, UnfitPublicUrl> {
        let unfit = || UnfitPublicUrl(text.escape_debug().to_string());
        let uri: Uri = text.parse().map_err(|_| unfit())?;
        let authority = uri.authority().map(|authority| authority.as_str()).unwrap_or_default();
        let is_bare = uri.query().is_none() && matches!(uri.path(), "" | "/") && !text.contains(['#', '@']);
        if uri.scheme_str() != Some("https") || authority.is_empty() || !is_bare {
            return Err(unfit());
        }
        Ok(Self(format!("https://{authority}")))
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

/// The document of the standard. It has no `signed_metadata`: this server has no key to sign with, and TLS says whose
/// document it is.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "AuthzenConfiguration")]
pub(super) struct Metadata {
    policy_decision_point: String,
    access_evaluation_endpoint: String,
    access_evaluations_endpoint: String,
    search_subject_endpoint: String,
    search_resource_endpoint: String,
    search_action_endpoint: String,
    access_request_endpoint: String,
    capabilities: [&'static str; 1],
}

/// Tells everybody what there is. Without a public address in the settings there is nothing to tell.
pub(super) async fn metadata(State(state): State<Arc<ServerState>>) -> Result<Json<Metadata>, Problem> {
    let public_url = state.public_url.as_ref().ok_or_else(Problem::not_found)?;
    let at = |path: &str| format!("{public_url}{path}");
    Ok(Json(Metadata {
        policy_decision_point: public_url.to_string(),
        access_evaluation_endpoint: at(EVALUATION),
        access_evaluations_endpoint: at(EVALUATIONS),
        search_subject_endpoint: at(SUBJECT_SEARCH),
        search_resource_endpoint: at(RESOURCE_SEARCH),
        search_action_endpoint: at(ACTION_SEARCH),
        access_request_endpoint: at(ACCESS_REQUESTS),
        capabilities: ["urn:openid:authzen:capability:access-request"],
    }))
}

#[cfg(test)]
mod tests {
    use super::PublicUrl;

    #[test]
    fn only_a_bare_https_address_is_public() {
        for (text, expected) in [
            ("https://access.example", Some("https://access.example")),
            ("https://access.example/", Some("https://access.example")),
            ("https://[::1]:8443", Some("https://[::1]:8443")),
            ("http://access.example", None),
            ("https://", None),
            ("access.example", None),
            ("https://access.example/tenant", None),
            ("https://access.example/?a=b", None),
            ("https://access.example/#a", None),
            ("https://user@access.example", None),
            ("", None),
        ] {
            let url = text.parse::<PublicUrl>().ok().map(|url| url.to_string());
            assert_eq!(url.as_deref(), expected, "{text:?}");
        }
    }
}
