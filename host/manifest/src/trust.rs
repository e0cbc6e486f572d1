//! Whom a host believes, for which policy and target.

use std::fmt::Write as _;
use std::ops::Range;

use serde::Deserialize;
use toml::Spanned;

use crate::keys::{KeyId, PublicKey};
use crate::limits::{GRACE_DAYS_MAX, KEYS_MAX, NAME_BYTES_MAX, TRUST_BYTES_MAX, VERSION_STEP_DEFAULT};
use crate::names::{PolicyName, TargetName};

const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Whom a host believes, for which policy and target. Written by the operator of the host, as TOML:
///
/// ```
/// # let public = guestpass_manifest::SecretKey::from_seed(&[7; 32]).public().to_pem()?;
/// let trust = guestpass_manifest::Trust::from_toml(&format!(r#"
///     policy = "flexera-one"
///     target = "production"
///     threshold = 1
///     ## epoch = 1                  raise it to forget the versions and times that were seen
///     ## version_step_max = 1000000 for policies that were seen; the first version of one may be any
///     ## grace_days = 0             how long an expired policy that is in use stays in use
///     [[keys]]
///     name = "ops"
///     public = '''{public}'''
/// "#))?;
/// assert_eq!(trust.target().as_str(), "production");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trust {
    policy: PolicyName,
    target: TargetName,
    threshold: usize,
    epoch: u64,
    version_step_max: u64,
    grace_days: u32,
    keys: Vec<TrustedKey>,
}

/// A key that a host believes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrustedKey {
    /// What people call it.
    pub name: String,
    /// The key.
    pub public: PublicKey,
}

/// Why a trust file is not used, and where in it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message}")]
pub struct TrustError {
    code: &'static str,
    line: Option<usize>,
    message: String,
}

impl TrustError {
    /// Every code.
    pub const CODES: [&'static str; 9] = [
        "trust::too-large",
        "trust::malformed",
        "trust::wrong-value",
        "trust::key",
        "trust::duplicate-key",
        "trust::duplicate-name",
        "trust::no-keys",
        "trust::too-many-keys",
        "trust::threshold",
    ];

    /// The stable code, one of [`TrustError::CODES`].
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.code
    }

    /// The line of the file, counted from 1; none when it concerns all of it.
    #[must_use]
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { code, line: None, message: message.into() }
    }

    fn at(mut self, text: &str, span: &Range<usize>) -> Self {
        let before = text.bytes().take(span.start);
        self.line = Some(before.filter(|byte| *byte == b'\n').count().saturating_add(1));
        self
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TrustToml {
    policy: Spanned<String>,
    target: Spanned<String>,
    threshold: Spanned<usize>,
    epoch: Option<Spanned<u64>>,
    version_step_max: Option<Spanned<u64>>,
    grace_days: Option<Spanned<u32>>,
    #[serde(default)]
    keys: Vec<KeyToml>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct KeyToml {
    name: Spanned<String>,
    public: Spanned<String>,
}

impl Trust {
    /// Trusts these keys, of which `threshold` must sign. The epoch is 1, nothing has a grace.
    ///
    /// # Errors
    /// No keys or more than [`KEYS_MAX`], a key or a name twice, a threshold that is 0 or above the number of keys.
    pub fn new(
        policy: PolicyName,
        target: TargetName,
        threshold: usize,
        keys: Vec<TrustedKey>,
    ) -> Result<Self, TrustError> {
        for (index, key) in keys.iter().enumerate() {
            let earlier = keys.get(..index).unwrap_or_default();
            check_name(key, earlier)?;
            check_key(key, earlier)?;
        }
        check_threshold(threshold, keys.len())?;
        let (epoch, version_step_max, grace_days) = (1, VERSION_STEP_DEFAULT, 0);
        Ok(Self { policy, target, threshold, epoch, version_step_max, grace_days, keys })
    }

    /// The same trust with another epoch: raising it forgets what versions and times were seen. At least 1.
    #[must_use]
    pub fn with_epoch(mut self, epoch: u64) -> Self {
        self.epoch = epoch.max(1);
        self
    }

    /// The same trust with another bound on how far a version may lie above the highest one seen. At least 1.
    ///
    /// A policy of which nothing was seen yet has no such bound, which is meant: nobody can tell where the numbers of
    /// a policy stand that a host meets for the first time. Raising the epoch makes it such a policy again. That is
    /// the way back from a version so high that no other could follow (reliability row 29): sign the next version with
    /// a low number, and raise the epoch of every host, once no key is trusted any more that signed the high one.
    #[must_use]
    pub fn with_version_step_max(mut self, version_step_max: u64) -> Self {
        self.version_step_max = version_step_max.max(1);
        self
    }

    /// The same trust, with which an expired policy that is in use stays in use for some days, at most
    /// [`GRACE_DAYS_MAX`].
    #[must_use]
    pub fn with_grace_days(mut self, grace_days: u32) -> Self {
        self.grace_days = grace_days.min(GRACE_DAYS_MAX);
        self
    }

    /// Reads a trust file.
    ///
    /// # Errors
    /// Longer than [`TRUST_BYTES_MAX`], not TOML, unknown or missing keys, values outside their bounds, and what
    /// [`Trust::new`] refuses.
    pub fn from_toml(text: &str) -> Result<Self, TrustError> {
        if text.len() > TRUST_BYTES_MAX {
            let message = format!("it has {} bytes, at most {TRUST_BYTES_MAX} are allowed", text.len());
            return Err(TrustError::new("trust::too-large", message));
        }
        let toml: TrustToml = toml::from_str(text).map_err(|error| {
            let found = TrustError::new("trust::malformed", error.message().replace('\n', ", "));
            error.span().map_or(found.clone(), |span| found.at(text, &span))
        })?;
        let mut keys: Vec<TrustedKey> = Vec::new();
        for key in &toml.keys {
            let read = key.read(text)?;
            check_name(&read, &keys).map_err(|error| error.at(text, &key.name.span()))?;
            check_key(&read, &keys).map_err(|error| error.at(text, &key.public.span()))?;
            keys.push(read);
        }
        let policy = PolicyName::new(toml.policy.get_ref())
            .map_err(|error| value("policy", error.to_string()).at(text, &toml.policy.span()))?;
        let target = TargetName::new(toml.target.get_ref())
            .map_err(|error| value("target", error.to_string()).at(text, &toml.target.span()))?;
        let threshold = *toml.threshold.get_ref();
        check_threshold(threshold, keys.len()).map_err(|error| error.at(text, &toml.threshold.span()))?;
        Ok(Self {
            policy,
            target,
            threshold,
            epoch: number("epoch", toml.epoch.as_ref(), 1, 1, u64::MAX, text)?,
            version_step_max: number(
                "version_step_max",
                toml.version_step_max.as_ref(),
                VERSION_STEP_DEFAULT,
                1,
                u64::MAX,
                text,
            )?,
            grace_days: number("grace_days", toml.grace_days.as_ref(), 0, 0, GRACE_DAYS_MAX, text)?,
            keys,
        })
    }

    /// The trust file that says this.
    #[must_use]
    pub fn to_toml(&self) -> String {
        let quoted = |text: &str| toml::Value::from(text).to_string();
        let mut text = String::new();
        // Writing to a string never fails, nor does a key that was read fail to be written.
        let _ = writeln!(text, "policy = {}\ntarget = {}", quoted(self.policy.as_str()), quoted(self.target.as_str()));
        let _ = writeln!(text, "threshold = {}\nepoch = {}", self.threshold, self.epoch);
        if self.version_step_max != VERSION_STEP_DEFAULT {
            let _ = writeln!(text, "version_step_max = {}", self.version_step_max);
        }
        if self.grace_days != 0 {
            let _ = writeln!(text, "grace_days = {}", self.grace_days);
        }
        for key in &self.keys {
            let public = key.public.to_pem().unwrap_or_default();
            let _ = write!(text, "\n[[keys]]\nname = {}\npublic = \"\"\"\n{public}\"\"\"\n", quoted(&key.name));
        }
        text
    }

    /// The policy that is trusted.
    #[must_use]
    pub fn policy(&self) -> &PolicyName {
        &self.policy
    }

    /// The target that this host is.
    #[must_use]
    pub fn target(&self) -> &TargetName {
        &self.target
    }

    /// How many of the keys must have signed.
    #[must_use]
    pub fn threshold(&self) -> usize {
        self.threshold
    }

    /// Rises when what was seen is to be forgotten.
    #[must_use]
    pub fn epoch(&self) -> u64 {
        self.epoch
    }

    /// How far a version may lie above the highest one seen. [`Trust::with_version_step_max`] says when it bounds
    /// nothing.
    #[must_use]
    pub fn version_step_max(&self) -> u64 {
        self.version_step_max
    }

    /// How long an expired policy that is in use stays in use, in milliseconds.
    #[must_use]
    pub fn grace_ms(&self) -> i64 {
        i64::from(self.grace_days).saturating_mul(DAY_MS)
    }

    /// The keys, in the order of the file.
    #[must_use]
    pub fn keys(&self) -> &[TrustedKey] {
        &self.keys
    }

    /// The trusted key of this id.
    pub(crate) fn key(&self, id: &KeyId) -> Option<&PublicKey> {
        self.keys.iter().map(|key| &key.public).find(|public| public.id() == *id)
    }
}

impl KeyToml {
    fn read(&self, text: &str) -> Result<TrustedKey, TrustError> {
        let name = self.name.get_ref().clone();
        let public = PublicKey::from_pem(self.public.get_ref()).map_err(|error| {
            TrustError::new("trust::key", format!("`public` of `{name}`: {error}")).at(text, &self.public.span())
        })?;
        Ok(TrustedKey { name, public })
    }
}

fn check_name(key: &TrustedKey, earlier: &[TrustedKey]) -> Result<(), TrustError> {
    if key.name.is_empty() || key.name.len() > NAME_BYTES_MAX || key.name.chars().any(char::is_control) {
        return Err(value("keys.name", format!("give 1 to {NAME_BYTES_MAX} bytes without control characters")));
    }
    if earlier.iter().any(|other| other.name == key.name && other.public != key.public) {
        return Err(TrustError::new("trust::duplicate-name", format!("two keys are named `{}`", key.name)));
    }
    Ok(())
}

/// One key counts once, whatever it is called.
fn check_key(key: &TrustedKey, earlier: &[TrustedKey]) -> Result<(), TrustError> {
    if let Some(other) = earlier.iter().find(|other| other.public == key.public) {
        let message = format!("`{}` and `{}` are the same key, which counts once; leave one out", other.name, key.name);
        return Err(TrustError::new("trust::duplicate-key", message));
    }
    if earlier.len() >= KEYS_MAX {
        return Err(TrustError::new("trust::too-many-keys", format!("at most {KEYS_MAX} keys are allowed")));
    }
    Ok(())
}

fn check_threshold(threshold: usize, keys: usize) -> Result<(), TrustError> {
    if keys == 0 {
        return Err(TrustError::new("trust::no-keys", "it lists no `[[keys]]`; nothing could ever be believed"));
    }
    if threshold == 0 || threshold > keys {
        let message = format!("`threshold` is {threshold}; give 1 to {keys}, the number of keys");
        return Err(TrustError::new("trust::threshold", message));
    }
    Ok(())
}

fn number<T: Copy + Ord + std::fmt::Display>(
    field: &str,
    found: Option<&Spanned<T>>,
    default: T,
    min: T,
    max: T,
    text: &str,
) -> Result<T, TrustError> {
    let Some(found) = found else { return Ok(default) };
    if (min..=max).contains(found.get_ref()) {
        return Ok(*found.get_ref());
    }
    Err(value(field, format!("`{}` is not between {min} and {max}", found.get_ref())).at(text, &found.span()))
}

fn value(field: &str, why: String) -> TrustError {
    TrustError::new("trust::wrong-value", format!("`{field}`: {why}"))
}
