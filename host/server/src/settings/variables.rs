//! Settings that the environment and flags replace.

use std::net::{IpAddr, SocketAddr};

use toml::{Table, Value};

use super::SettingsSources;
use super::error::SettingsError;
use super::written::Written;

const PREFIX: &str = "GUESTPASS_";

/// Variables that other parts of Guestpass read.
const OTHERS: [&str; 3] = ["GUESTPASS_REGISTRY_USERNAME", "GUESTPASS_REGISTRY_PASSWORD", "GUESTPASS_SEED"];

/// Each variable of the environment, and the setting that it replaces.
pub const VARIABLES: [(&str, &str); 25] = [
    ("GUESTPASS_LISTEN_ADDRESS", "listen.address"),
    ("GUESTPASS_LISTEN_BEHIND_PROXY", "listen.behind_proxy"),
    ("GUESTPASS_LISTEN_PUBLIC_URL", "listen.public_url"),
    ("GUESTPASS_LISTEN_TLS_CERTIFICATE", "listen.tls.certificate"),
    ("GUESTPASS_LISTEN_TLS_KEY", "listen.tls.key"),
    ("GUESTPASS_STORE_LOCATION", "store.location"),
    ("GUESTPASS_POLICY_SOURCE", "policy.source"),
    ("GUESTPASS_POLICY_TRUST", "policy.trust"),
    ("GUESTPASS_POLICY_KEEP", "policy.keep"),
    ("GUESTPASS_POLICY_INTERVAL_S", "policy.interval_s"),
    ("GUESTPASS_POLICY_EXPIRY_GRACE_S", "policy.expiry_grace_s"),
    ("GUESTPASS_OIDC_ISSUER", "oidc.issuer"),
    ("GUESTPASS_OIDC_AUDIENCE", "oidc.audience"),
    ("GUESTPASS_OIDC_JWKS", "oidc.jwks"),
    ("GUESTPASS_CONSOLE_FOLDER", "console.folder"),
    ("GUESTPASS_CONSOLE_CLIENT_ID", "console.client_id"),
    ("GUESTPASS_CONSOLE_SCOPE", "console.scope"),
    ("GUESTPASS_LOG_FORMAT", "log.format"),
    ("GUESTPASS_LOG_FILTER", "log.filter"),
    ("GUESTPASS_DECISION_LOG_PATH", "decision_log.path"),
    ("GUESTPASS_TELEMETRY_ENDPOINT", "telemetry.endpoint"),
    ("GUESTPASS_TELEMETRY_SAMPLE_RATIO", "telemetry.sample_ratio"),
    ("GUESTPASS_TELEMETRY_SERVICE_NAME", "telemetry.service_name"),
    ("GUESTPASS_LIMITS_PER_SECOND", "limits.per_second"),
    ("GUESTPASS_LIMITS_BURST", "limits.burst"),
];

/// The settings that are no text. Everything else is, even if it is of digits alone.
const NOT_TEXT: [&str; 6] = [
    "listen.behind_proxy",
    "policy.interval_s",
    "policy.expiry_grace_s",
    "telemetry.sample_ratio",
    "limits.per_second",
    "limits.burst",
];

/// The file, with what the environment and then the flags put in its place.
pub(super) fn merged(sources: &SettingsSources) -> Result<Written, SettingsError> {
    let text = sources.file.as_deref().unwrap_or_default();
    // The file alone is read first: its errors have lines.
    let _: Written = toml::from_str(text).map_err(Box::new)?;
    let mut table: Table = toml::from_str(text).map_err(Box::new)?;
    for (name, value) in sources.environment.iter().filter(|(name, _)| name.starts_with(PREFIX)) {
        match VARIABLES.iter().find(|(variable, _)| variable == name) {
            Some((_, setting)) => set(&mut table, setting, read(setting, value)),
            None if OTHERS.contains(&name.as_str()) || is_of_kubernetes(name, value) => {}
            None => return Err(SettingsError::UnknownVariable(name.clone())),
        }
    }
    for (setting, value) in &sources.flags {
        set(&mut table, setting, read(setting, value));
    }
    Value::Table(table).try_into().map_err(|error| Box::new(error).into())
}

/// Whether Kubernetes has set a variable. It tells each pod by such of all services, and those that are called
/// `guestpass`, or `guestpass-` and more, have names that begin as settings do. Name and value have to be of its forms:
/// `GUESTPASS_PORT=8080` is the mistake of somebody who means the address, and no setting ends as these do.
fn is_of_kubernetes(name: &str, value: &str) -> bool {
    let is_port = |text: &str| text.parse::<u16>().is_ok();
    let is_address = || value.parse::<IpAddr>().is_ok();
    let is_protocol = |text: &str| ["TCP", "UDP", "SCTP"].contains(&text);
    let is_place = || {
        let place = value.split_once("://");
        place.is_some_and(|(protocol, place)| {
            is_protocol(&protocol.to_ascii_uppercase()) && place.parse::<SocketAddr>().is_ok()
        })
    };
    let words: Vec<&str> = name.split('_').collect();
    let is_named_port = words.windows(2).any(|pair| pair == ["SERVICE", "PORT"]);
    (is_named_port && is_port(value))
        || match words.as_slice() {
            [.., "SERVICE", "HOST"] => is_address(),
            [.., "PORT", port, protocol] if is_port(port) && is_protocol(protocol) => is_place(),
            [.., "PORT", port, protocol, part] if is_port(port) && is_protocol(protocol) => match *part {
                "PROTO" => value.eq_ignore_ascii_case(protocol),
                "PORT" => value == *port,
                "ADDR" => is_address(),
                _ => false,
            },
            [.., "PORT"] => is_place(),
            _ => false,
        }
}

/// Puts a value where the dotted name says. What stands there without being a table is replaced.
fn set(table: &mut Table, setting: &str, value: Value) {
    let (outer, inner) = match setting.split_once('.') {
        Some((outer, inner)) => (outer, inner),
        None => {
            table.insert(setting.to_owned(), value);
            return;
        }
    };
    let below = table.entry(outer).or_insert_with(|| Value::Table(Table::new()));
    if let Value::Table(below) = below {
        set(below, inner, value);
    }
}

/// The value of a setting. What cannot be read as what it should be stays text, which is refused where it is used.
fn read(setting: &str, text: &str) -> Value {
    let is_decimal = text.contains('.') && text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    match (text, text.parse(), text.parse()) {
        _ if !NOT_TEXT.contains(&setting) => Value::String(text.to_owned()),
        ("true", ..) => Value::Boolean(true),
        ("false", ..) => Value::Boolean(false),
        (_, Ok(number), _) => Value::Integer(number),
        (_, _, Ok(number)) if is_decimal => Value::Float(number),
        _ => Value::String(text.to_owned()),
    }
}
