//! The keys that a provider publishes, asked for again now and then.

use std::sync::Arc;
use std::time::{Duration, Instant};

use arc_swap::{ArcSwap, Guard};
use jsonwebtoken::DecodingKey;
use jsonwebtoken::jwk::{AlgorithmParameters, Jwk, JwkSet, PublicKeyUse};
use tokio::sync::{Mutex, OwnedMutexGuard};

use crate::settings::JwksLocation;

/// Bytes of a set of keys at most.
const JWKS_BYTES_MAX: usize = 256 * 1024;
/// Whoever sends tokens with unknown keys makes this server ask the provider only so often.
pub(super) const REFRESH_PAUSE: Duration = Duration::from_secs(30);
/// Keys that the provider has withdrawn are believed for this long at most, while it can be asked.
pub(super) const KEYS_AGE_MAX: Duration = Duration::from_secs(300);
const ASK_TIME_MAX: Duration = Duration::from_secs(5);

/// The keys of one provider.
pub(super) struct ProviderKeys {
    location: JwksLocation,
    client: reqwest::Client,
    known: ArcSwap<Vec<ProviderKey>>,
    /// How the provider was asked last. Held while it is asked.
    pub(super) asked: Arc<Mutex<Option<Asked>>>,
}

/// A question for the keys.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) at: Instant,
    /// Whether keys came.
    pub(super) is_answered: bool,
}

impl Asked {
    /// Whether it is too early to ask again. What was not answered is asked again after the shortest pause.
    fn is_enough(self, age_max: Duration) -> bool {
        self.at.elapsed() < if self.is_answered { age_max } else { REFRESH_PAUSE.min(age_max) }
    }
}

pub(super) struct ProviderKey {
    pub(super) id: Option<String>,
    pub(super) algorithm: Option<String>,
    pub(super) key: DecodingKey,
}

impl ProviderKeys {
    /// The keys that are there now. A provider that is away is asked again when a token comes.
    ///
    /// # Errors
    /// A file of keys that cannot be read, or no TLS on this machine.
    pub(super) async fn at(location: JwksLocation) -> Result<Self, String> {
        // Whoever was first has chosen; there is one choice.
        drop(rustls::crypto::ring::default_provider().install_default());
        let builder = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).timeout(ASK_TIME_MAX);
        let client = builder.build().map_err(|error| error.to_string())?;
        let keys = Self { location, client, known: ArcSwap::default(), asked: Arc::default() };
        let fetched = keys.fetch().await;
        let asked = Asked { at: Instant::now(), is_answered: fetched.is_ok() };
        match (fetched, &keys.location) {
            (Ok(fetched), _) => keys.known.store(Arc::new(fetched)),
            (Err(error), JwksLocation::File(_)) => return Err(error),
            (Err(error), JwksLocation::Url(_)) => tracing::error!(%error, "the keys of the provider are not there yet"),
        }
        *keys.asked.lock().await = Some(asked);
        Ok(keys)
    }

    /// The keys as they were told last.
    pub(super) fn known(&self) -> Guard<Arc<Vec<ProviderKey>>> {
        self.known.load()
    }

    /// Asks for the keys, unless that was done a short time ago. Whoever comes meanwhile goes on with those that are
    /// there.
    pub(super) async fn refresh(self: &Arc<Self>, age_max: Duration) {
        let Ok(asked) = Arc::clone(&self.asked).try_lock_owned() else { return };
        if asked.is_some_and(|asked| asked.is_enough(age_max)) {
            return;
        }
        // Whoever waits here may go away in the middle, as a client does that closes its connection. If the question
        // went with it, anybody could keep the keys old: so nobody's going away ends it.
        if tokio::spawn(Arc::clone(self).ask_again(asked)).await.is_err() {
            tracing::error!("the question for the keys of the provider broke off");
        }
    }

    async fn ask_again(self: Arc<Self>, mut asked: OwnedMutexGuard<Option<Asked>>) {
        let at = Instant::now();
        *asked = Some(Asked { at, is_answered: false });
        match self.fetch().await {
            Ok(keys) => {
                self.known.store(Arc::new(keys));
                *asked = Some(Asked { at, is_answered: true });
            }
            Err(error) => tracing::error!(%error, "the keys of the provider could not be asked for"),
        }
    }

    async fn fetch(&self) -> Result<Vec<ProviderKey>, String> {
        let bytes = match &self.location {
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
