//! Tokens of an OpenID provider.
//!
//! A token counts when it is signed by a key that the provider publishes, with an algorithm of the settings, made out
//! by the provider to this server, and valid now. Its claims say which organisation it reaches, and which person it
//! acts for; a token never reaches all, and never is a program's.

mod keys;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use jsonwebtoken::{Algorithm, Validation, decode, decode_header};
use serde_json::{Map, Value};

use self::keys::{KEYS_AGE_MAX, ProviderKey, ProviderKeys, REFRESH_PAUSE};
use super::{Caller, Scope, ScopeName};
use crate::settings::OidcSettings;

/// Clocks may differ by this much.
const LEEWAY_MS: i64 = 60_000;

/// Verifies tokens of one provider.
pub(crate) struct OidcVerifier {
    settings: OidcSettings,
    keys: Arc<ProviderKeys>,
}

impl std::fmt::Debug for OidcVerifier {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("OidcVerifier").field("issuer", &self.settings.issuer).finish_non_exhaustive()
    }
}

impl OidcVerifier {
    /// A verifier that has asked for the keys once. A provider that is away is asked again when a token comes.
    ///
    /// # Errors
    /// A file of keys that cannot be read, or no TLS on this machine.
    pub(crate) async fn new(settings: OidcSettings) -> Result<Self, String> {
        let keys = Arc::new(ProviderKeys::at(settings.keys.clone()).await?);
        Ok(Self { settings, keys })
    }

    /// The caller of a token.
    pub(crate) async fn caller(&self, token: &str, now_ms: i64) -> Option<Caller> {
        let header = decode_header(token).ok()?;
        // What is critical to the sender and not known here cannot be skipped (RFC 7515, 4.1.11).
        if !self.settings.algorithms.contains(&header.alg) || header.crit.is_some() {
            return None;
        }
        self.keys.refresh(KEYS_AGE_MAX).await;
        if self.claims(token, header.alg, header.kid.as_deref()).is_none() && !self.knows(header.kid.as_deref()) {
            self.keys.refresh(REFRESH_PAUSE).await;
        }
        let claims = self.claims(token, header.alg, header.kid.as_deref())?;
        self.is_valid_at(&claims, now_ms).then(|| self.described(&claims)).flatten()
    }

    fn knows(&self, id: Option<&str>) -> bool {
        self.keys.known().iter().any(|key| key.id.as_deref() == id)
    }

    /// The claims of a token whose signature, issuer and audience are right.
    fn claims(&self, token: &str, algorithm: Algorithm, id: Option<&str>) -> Option<Map<String, Value>> {
        let keys = self.keys.known();
        let is_named = |key: &&ProviderKey| match id {
            Some(id) => key.id.as_deref() == Some(id),
            None => keys.len() == 1,
        };
        let key = keys.iter().find(is_named)?;
        if key.algorithm.as_deref().is_some_and(|own| own != format!("{algorithm:?}")) {
            return None;
        }
        let mut validation = Validation::new(algorithm);
        validation.set_audience(&[&self.settings.audience]);
        validation.set_issuer(&[&self.settings.issuer]);
        validation.set_required_spec_claims(&["exp", "iss", "aud", "sub"]);
        // By this server's own clock, below.
        validation.validate_exp = false;
        decode(token, &key.key, &validation).ok().map(|token| token.claims)
    }

    fn is_valid_at(&self, claims: &Map<String, Value>, now_ms: i64) -> bool {
        let instant = |name: &str| claims.get(name).map(|value| seconds(value).map(|s| s.saturating_mul(1000)));
        let begins = |name: &str| match instant(name) {
            None => true,
            Some(Some(begin_ms)) => now_ms >= begin_ms.saturating_sub(LEEWAY_MS),
            Some(None) => false,
        };
        let ends = matches!(instant("exp"), Some(Some(end_ms)) if now_ms < end_ms.saturating_add(LEEWAY_MS));
        ends && begins("nbf") && begins("iat")
    }

    fn described(&self, claims: &Map<String, Value>) -> Option<Caller> {
        let settings = &self.settings;
        let text = |name: &str| claims.get(name).and_then(Value::as_str);
        let organisation = text(&settings.organisation_claim).filter(|&name| name != "*")?.parse().ok()?;
        // Without a person it would count as a program's, and a program may say of anybody that they arrive (P17).
        let Some(person) = text(&settings.person_claim).and_then(|person| person.parse().ok()) else {
            tracing::info!(claim = settings.person_claim, "a token names no person and is not believed");
            return None;
        };
        let words: Vec<&str> = match claims.get(&settings.scopes_claim) {
            Some(Value::String(words)) => words.split_whitespace().collect(),
            Some(Value::Array(words)) => words.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        Some(Caller {
            id: format!("token:{}", text("sub")?),
            organisation: Scope::One(organisation),
            // Words that are no scopes here are meant for others.
            scopes: words.into_iter().filter_map(|word| word.parse::<ScopeName>().ok()).collect(),
            person: Some(person),
        })
    }
}

/// Whole seconds since the epoch; fractions are allowed in tokens and count for nothing.
fn seconds(value: &Value) -> Option<i64> {
    let text = value.as_number()?.to_string();
    text.split('.').next()?.parse().ok()
}
