//! Tokens of an OpenID provider.
//!
//! A token counts when it is signed by a key that the provider publishes, with an algorithm of the settings, made out
//! by the provider to this server, and valid now. Its claims say which organisation it reaches; a token never reaches
//! all.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode, decode_header};
use serde_json::{Map, Value};
use tokio::sync::Mutex;

use super::{Caller, Scope, ScopeName};
use crate::settings::{JwksLocation, OidcSettings};

/// Bytes of a set of keys at most.
const JWKS_BYTES_MAX: usize = 256 * 1024;
/// Clocks may differ by this much.
const LEEWAY_MS: i64 = 60_000;
/// Whoever sends tokens with unknown keys makes this server ask the provider only so often.
const REFRESH_PAUSE: Duration = Duration::from_secs(30);
/// Keys that the provider has withdrawn are believed for this long at most, while it can be asked.
const KEYS_AGE_MAX: Duration = Duration::from_secs(300);
const ASK_TIME_MAX: Duration = Duration::from_secs(5);

/// Verifies tokens of one provider.
pub(crate) struct OidcVerifier {
    settings: OidcSettings,
    client: reqwest::Client,
    keys: ArcSwap<Vec<ProviderKey>>,
    /// When the provider was asked last. Held while it is asked.
    asked: Mutex<Option<Instant>>,
}

struct ProviderKey {
    id: Option<String>,
    algorithm: Option<String>,
    key: DecodingKey,
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
        // Whoever was first has chosen; there is one choice.
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(ASK_TIME_MAX);
        let client = builder.build().map_err(|error| error.to_string())?;
        let verifier = Self { settings, client, keys: ArcSwap::default(), asked: Mutex::new(None) };
        match (verifier.fetch().await, &verifier.settings.keys) {
            (Ok(keys), _) => verifier.keys.store(Arc::new(keys)),
            (Err(error), JwksLocation::File(_)) => return Err(error),
            (Err(error), JwksLocation::Url(_)) => tracing::error!(%error, "the keys of the provider are not there yet"),
        }
        *verifier.asked.lock().await = Some(Instant::now());
        Ok(verifier)
    }

    /// The caller of a token.
    pub(crate) async fn caller(&self, token: &str, now_ms: i64) -> Option<Caller> {
        let header = decode_header(token).ok()?;
        // What is critical to the sender and not known here cannot be skipped (RFC 7515, 4.1.11).
        if !self.settings.algorithms.contains(&header.alg) || header.crit.is_some() {
            return None;
        }
        self.refresh(KEYS_AGE_MAX).await;
        if self.claims(token, header.alg, header.kid.as_deref()).is_none() && !self.knows(header.kid.as_deref()) {
            self.refresh(REFRESH_PAUSE).await;
        }
        let claims = self.claims(token, header.alg, header.kid.as_deref())?;
        self.is_valid_at(&claims, now_ms).then(|| self.described(&claims)).flatten()
    }

    fn knows(&self, id: Option<&str>) -> bool {
        self.keys.load().iter().any(|key| key.id.as_deref() == id)
    }

    /// The claims of a token whose signature, issuer and audience are right.
    fn claims(&self, token: &str, algorithm: Algorithm, id: Option<&str>) -> Option<Map<String, Value>> {
        let keys = self.keys.load();
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
            person: text(&settings.person_claim).and_then(|person| person.parse().ok()),
        })
    }

    /// Asks for the keys, unless that was done a short time ago. Whoever comes meanwhile goes on with those that are
    /// there.
    async fn refresh(&self, age_max: Duration) {
        let Ok(mut asked) = self.asked.try_lock() else { return };
        if asked.is_some_and(|asked| asked.elapsed() < age_max) {
            return;
        }
        *asked = Some(Instant::now());
        match self.fetch().await {
            Ok(keys) => self.keys.store(Arc::new(keys)),
            Err(error) => tracing::error!(%error, "the keys of the provider could not be asked for"),
        }
    }

    async fn fetch(&self) -> Result<Vec<ProviderKey>, String> {
        let bytes = match &self.settings.keys {
            JwksLocation::File(path) => {
                let bytes = tokio::fs::read(path).await;
                bytes.map_err(|error| format!("`{}`: {error}", path.display()))?
            }
            JwksLocation::Url(url) => self.ask(url).await.map_err(|error| format!("`{url}`: {error}"))?,
        };
        if bytes.len() > JWKS_BYTES_MAX {
            return Err(format!("the set of keys has more than {JWKS_BYTES_MAX} bytes"));
        }
        let set: JwkSet = serde_json::from_slice(&bytes).map_err(|error| format!("no set of keys: {error}"))?;
        let keys: Vec<_> = set.keys.iter().filter_map(provider_key).collect();
        if keys.is_empty() { Err("the set of keys has none that could sign".to_owned()) } else { Ok(keys) }
    }

    async fn ask(&self, url: &reqwest::Url) -> Result<Vec<u8>, reqwest::Error> {
        let mut response = self.client.get(url.clone()).send().await?.error_for_status()?;
        let mut bytes = Vec::new();
        while let Some(chunk) = response.chunk().await? {
            bytes.extend_from_slice(&chunk);
            if bytes.len() > JWKS_BYTES_MAX {
                break;
            }
        }
        Ok(bytes)
    }
}

/// A key that can sign. A shared secret in a public place is none.
fn provider_key(jwk: &Jwk) -> Option<ProviderKey> {
    let can_sign = !matches!(jwk.common.public_key_use, Some(PublicKeyUse::Encryption));
    if !can_sign || matches!(jwk.algorithm, AlgorithmParameters::OctetKey(_)) {
        return None;
    }
    let algorithm = jwk.common.key_algorithm.map(|algorithm| algorithm.to_string());
    Some(ProviderKey { id: jwk.common.key_id.clone(), algorithm, key: DecodingKey::from_jwk(jwk).ok()? })
}

/// Whole seconds since the epoch; fractions are allowed in tokens and count for nothing.
fn seconds(value: &Value) -> Option<i64> {
    let text = value.as_number()?.to_string();
    text.split('.').next()?.parse().ok()
}
