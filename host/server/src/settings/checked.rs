//! Whether settings hold together.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use guestpass_contract::json::instant_from_str;
use guestpass_store::StoreLocation;
use jsonwebtoken::Algorithm;

use super::error::SettingsError;
use super::sign_in::sign_in;
use super::written::{
    LogFormat, Written, WrittenDecisionLog, WrittenKey, WrittenListen, WrittenOidc, WrittenPolicy, WrittenTelemetry,
};
use super::{
    DecisionLogSettings, JwksLocation, LogSettings, OidcSettings, PolicySettings, Settings, TelemetrySettings, TlsFiles,
};
use crate::authzen::PublicUrl;
use crate::identity::{ApiKey, from_hex};
use crate::limits::RequestLimits;

const INTERVAL_S: u32 = 60;
const DIRECTORY_FILE: &str = "sqlite:guestpass.db";

pub(super) fn checked(written: Written, is_demo: bool) -> Result<Settings, SettingsError> {
    let Written { listen, store, policy, oidc, limits, log, decision_log, telemetry, console, api_keys } = written;
    let address = listen.address;
    let (tls, behind_proxy) = (tls(&listen, is_demo)?, listen.behind_proxy);
    let public_url = listen.public_url.as_deref().map(str::parse::<PublicUrl>).transpose();
    let public_url = public_url.map_err(|error| value("listen.public_url", error))?;
    let api_keys = keys(api_keys)?;
    let oidc = oidc.map(provider).transpose()?;
    let sign_in = sign_in(&console, oidc.as_ref())?;
    let policy = if is_demo {
        let given = [
            (store.location.is_some(), "store"),
            (policy.source.is_some(), "policy"),
            (oidc.is_some(), "oidc"),
            (!api_keys.is_empty(), "api_keys"),
        ];
        if let Some((_, what)) = given.into_iter().find(|(is_given, _)| *is_given) {
            return Err(SettingsError::DemoWith(what));
        }
        None
    } else if api_keys.is_empty() && oidc.is_none() {
        return Err(SettingsError::NoCredentials);
    } else {
        Some(source(policy)?)
    };
    let store = match store.location {
        None if is_demo => StoreLocation::Memory,
        location => location.as_deref().unwrap_or(DIRECTORY_FILE).parse().map_err(SettingsError::Store)?,
    };
    Ok(Settings {
        listen: address,
        tls,
        behind_proxy,
        public_url,
        store,
        policy,
        api_keys,
        oidc,
        limits: limited(limits)?,
        log: LogSettings { is_json: log.format == LogFormat::Json, filter: log.filter },
        console: console.folder,
        sign_in,
        decision_log: decision_log.map(decisions).transpose()?,
        telemetry: telemetry.map(traces).transpose()?,
        is_demo,
    })
}

pub(super) fn value(setting: impl Into<String>, reason: impl ToString) -> SettingsError {
    SettingsError::Value { setting: setting.into(), reason: reason.to_string() }
}

/// Credentials do not travel in the open.
fn tls(listen: &WrittenListen, is_demo: bool) -> Result<Option<TlsFiles>, SettingsError> {
    let is_here = |address: SocketAddr| address.ip().is_loopback();
    if is_demo && !is_here(listen.address) {
        return Err(SettingsError::DemoExposed(listen.address));
    }
    match &listen.tls {
        Some(tls) => {
            let part = |path: &Option<PathBuf>, what| path.clone().ok_or(SettingsError::TlsIncomplete(what));
            Ok(Some(TlsFiles { certificate: part(&tls.certificate, "certificate")?, key: part(&tls.key, "key")? }))
        }
        None if is_here(listen.address) || listen.behind_proxy => Ok(None),
        None => Err(SettingsError::TlsMissing(listen.address)),
    }
}

fn keys(written: Vec<WrittenKey>) -> Result<Vec<ApiKey>, SettingsError> {
    let mut seen = BTreeSet::new();
    let mut keys = Vec::with_capacity(written.len());
    for (position, key) in written.into_iter().enumerate() {
        let at = |field: &str| format!("api_keys[{position}].{field}");
        if from_hex::<6>(&key.id).is_none() {
            return Err(value(at("id"), "it has 12 digits of hexadecimal; copy what `guestpass keys api` prints"));
        }
        if !seen.insert(key.id.clone()) {
            return Err(value(at("id"), "another key has the same id"));
        }
        let secret_sha256 = from_hex(&key.secret_sha256).ok_or_else(|| {
            value(at("secret_sha256"), "it has 64 digits of hexadecimal; the key itself never stands here")
        })?;
        if key.scopes.is_empty() {
            return Err(value(at("scopes"), "a key without scopes is good for nothing"));
        }
        let organisation = key.organisation.parse().map_err(|error| value(at("organisation"), error))?;
        let expires_ms = key.expires.as_deref().map(instant_from_str).transpose();
        let expires_ms = expires_ms.map_err(|error| value(at("expires"), error.message()))?;
        let person = key.person.map(|person| person.parse()).transpose();
        let person = person.map_err(|error| value(at("person"), error))?;
        let scopes = key.scopes.into_iter().collect();
        keys.push(ApiKey { id: key.id, name: key.name, secret_sha256, organisation, scopes, expires_ms, person });
    }
    Ok(keys)
}

fn provider(written: WrittenOidc) -> Result<OidcSettings, SettingsError> {
    let given = |text: Option<String>| text.filter(|text| !text.trim().is_empty());
    let claim = |text: Option<String>, default: &str| given(text).unwrap_or_else(|| default.to_owned());
    let audience = given(written.audience).ok_or(SettingsError::AudienceMissing)?;
    let issuer = given(written.issuer).ok_or(SettingsError::IssuerMissing)?;
    let keys = location(&given(written.jwks).ok_or(SettingsError::JwksMissing)?)?;
    let names = written.algorithms.unwrap_or_else(|| vec!["RS256".to_owned(), "ES256".to_owned(), "EdDSA".to_owned()]);
    let algorithms = names.iter().map(|name| algorithm(name)).collect::<Result<Vec<_>, _>>()?;
    if algorithms.is_empty() {
        return Err(value("oidc.algorithms", "without an algorithm no token is believed"));
    }
    Ok(OidcSettings {
        issuer,
        audience,
        keys,
        algorithms,
        organisation_claim: claim(written.organisation_claim, "organisation"),
        person_claim: claim(written.person_claim, "sub"),
        scopes_claim: claim(written.scopes_claim, "scope"),
    })
}

/// One with a public key: whoever can verify by a shared secret can make tokens too.
fn algorithm(name: &str) -> Result<Algorithm, SettingsError> {
    let wrong = || value("oidc.algorithms", format!("`{name}` is none with a public key, such as `RS256` or `ES256`"));
    let found = Algorithm::from_str(name).map_err(|_| wrong())?;
    match found {
        Algorithm::HS256 | Algorithm::HS384 | Algorithm::HS512 => Err(wrong()),
        _ => Ok(found),
    }
}

fn location(text: &str) -> Result<JwksLocation, SettingsError> {
    if !text.contains("://") {
        return Ok(JwksLocation::File(PathBuf::from(text)));
    }
    let url = reqwest::Url::parse(text).map_err(|error| value("oidc.jwks", error))?;
    if is_protected(&url) { Ok(JwksLocation::Url(url)) } else { Err(SettingsError::JwksInsecure(text.to_owned())) }
}

/// Whether nobody between can read and change what is said: by TLS, or within this machine.
pub(super) fn is_protected(url: &reqwest::Url) -> bool {
    let is_here = matches!(url.host_str(), Some("127.0.0.1" | "[::1]" | "localhost"));
    url.scheme() == "https" || (url.scheme() == "http" && is_here)
}

fn source(written: WrittenPolicy) -> Result<PolicySettings, SettingsError> {
    let source = written.source.ok_or(SettingsError::PolicyMissing)?;
    let interval_s = written.interval_s.unwrap_or(INTERVAL_S);
    if interval_s == 0 {
        return Err(value("policy.interval_s", "it is at least 1"));
    }
    Ok(PolicySettings {
        source: source.parse().map_err(SettingsError::Source)?,
        trust: written.trust.ok_or(SettingsError::TrustMissing)?,
        keep: written.keep.ok_or(SettingsError::KeepMissing)?,
        interval: Duration::from_secs(u64::from(interval_s)),
        expiry_grace: Duration::from_secs(u64::from(written.expiry_grace_s.unwrap_or_default())),
    })
}

/// A log of decisions that would write nothing is a mistake, and so is a mask that hides nothing.
fn decisions(written: WrittenDecisionLog) -> Result<DecisionLogSettings, SettingsError> {
    let WrittenDecisionLog { path, sample_allowed, mask, queue_max, bytes_max } = written;
    let path = path.filter(|path| !path.as_os_str().is_empty());
    let path = path.ok_or_else(|| value("decision_log.path", "it is missing; name the file to write to"))?;
    for (is_zero, setting) in [(queue_max == 0, "decision_log.queue_max"), (bytes_max == 0, "decision_log.bytes_max")] {
        if is_zero {
            return Err(value(setting, "it is at least 1"));
        }
    }
    let is_known = |name: &str| {
        let of_attribute = name.strip_prefix("attributes.").is_some_and(|attribute| !attribute.is_empty());
        of_attribute || ["principal.id", "principal.email", "principal.identity", "attributes"].contains(&name)
    };
    if let Some(unknown) = mask.iter().find(|name| !is_known(name)) {
        let reason = format!(
            "`{}` is nothing that is masked; write `principal.id`, `principal.email`, `principal.identity`, \
             `attributes.NAME` or `attributes`",
            unknown.escape_debug()
        );
        return Err(value("decision_log.mask", reason));
    }
    Ok(DecisionLogSettings { path, sample_allowed, mask, queue_max, bytes_max })
}

/// Spans that go nowhere are a mistake, and so is an address with a name and a password, which would be logged.
fn traces(written: WrittenTelemetry) -> Result<TelemetrySettings, SettingsError> {
    let WrittenTelemetry { endpoint, sample_ratio, service_name, queue_max } = written;
    let wanted = "name the address where the collector takes spans, such as `http://127.0.0.1:4318/v1/traces`";
    let unfit = |reason: String| value("telemetry.endpoint", format!("{reason}; {wanted}"));
    let endpoint = endpoint.filter(|text| !text.trim().is_empty()).ok_or_else(|| unfit("it is missing".to_owned()))?;
    let endpoint = reqwest::Url::parse(&endpoint).map_err(|error| unfit(error.to_string()))?;
    let is_bare = endpoint.username().is_empty() && endpoint.password().is_none();
    if !matches!(endpoint.scheme(), "http" | "https") || !is_bare {
        return Err(unfit("it is no plain `http://` or `https://` address".to_owned()));
    }
    if !(0.0..=1.0).contains(&sample_ratio) {
        return Err(value("telemetry.sample_ratio", "it is a number from 0 to 1"));
    }
    if service_name.trim().is_empty() {
        return Err(value("telemetry.service_name", "it is empty"));
    }
    if queue_max == 0 {
        return Err(value("telemetry.queue_max", "it is at least 1"));
    }
    Ok(TelemetrySettings { endpoint, sample_ratio, service_name, queue_max })
}

/// Limits that would turn everybody away are a mistake.
fn limited(limits: RequestLimits) -> Result<RequestLimits, SettingsError> {
    let at_least_one = [
        (limits.body_bytes_max == 0, "limits.body_bytes_max"),
        (limits.time_ms_max == 0, "limits.time_ms_max"),
        (limits.policy_ms_max == 0, "limits.policy_ms_max"),
        (limits.at_once_max == 0, "limits.at_once_max"),
    ];
    match at_least_one.into_iter().find(|(is_zero, _)| *is_zero) {
        Some((_, setting)) => Err(value(setting, "it is at least 1")),
        None => Ok(limits),
    }
}
