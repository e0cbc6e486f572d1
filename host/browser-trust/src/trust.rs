//! Whom a page believes, in the words of the trust file of servers.

use guestpass_manifest::{KeyError, NameError, PolicyName, PublicKey, TargetName, Trust, TrustError, TrustedKey};
use serde::Deserialize;

/// Why the trust that a page gives is not used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct WrongTrust {
    pub(crate) code: &'static str,
    pub(crate) message: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrustJson {
    policy: String,
    target: String,
    threshold: usize,
    epoch: Option<u64>,
    version_step_max: Option<u64>,
    keys: Vec<KeyJson>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyJson {
    name: String,
    public: String,
}

/// Reads what the page gives. There is no `grace_days`: a page never takes a component from its own disk.
pub(crate) fn trust_from_json(text: &str) -> Result<Trust, WrongTrust> {
    let json: TrustJson =
        serde_json::from_str(text).map_err(|error| wrong("trust::malformed", format!("trust: {error}")))?;
    let keys = json.keys.into_iter().map(KeyJson::read).collect::<Result<_, _>>()?;
    let (policy, target) = (PolicyName::new(&json.policy)?, TargetName::new(&json.target)?);
    let mut trust = Trust::new(policy, target, json.threshold, keys)?;
    if let Some(epoch) = json.epoch {
        trust = trust.with_epoch(at_least_one("epoch", epoch)?);
    }
    if let Some(version_step_max) = json.version_step_max {
        trust = trust.with_version_step_max(at_least_one("version_step_max", version_step_max)?);
    }
    Ok(trust)
}

impl KeyJson {
    fn read(self) -> Result<TrustedKey, WrongTrust> {
        let Self { name, public } = self;
        match PublicKey::from_pem(&public) {
            Ok(public) => Ok(TrustedKey { name, public }),
            Err(error) => Err(wrong_key(&name, error)),
        }
    }
}

fn wrong_key(name: &str, error: KeyError) -> WrongTrust {
    wrong("trust::key", format!("trust: `public` of `{name}`: {error}"))
}

fn at_least_one(field: &str, number: u64) -> Result<u64, WrongTrust> {
    if number == 0 { Err(wrong("trust::wrong-value", format!("trust: `{field}` is at least 1"))) } else { Ok(number) }
}

impl From<NameError> for WrongTrust {
    fn from(error: NameError) -> Self {
        wrong("trust::wrong-value", format!("trust: {error}"))
    }
}

impl From<TrustError> for WrongTrust {
    fn from(error: TrustError) -> Self {
        wrong(error.code(), format!("trust: {error}"))
    }
}

fn wrong(code: &'static str, message: String) -> WrongTrust {
    WrongTrust { code, message }
}
