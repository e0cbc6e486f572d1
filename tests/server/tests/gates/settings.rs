//! The server does not start without the settings that protect it (reliability rows 44 and 50).

use guestpass_server::{NewApiKey, Scope, ScopeName, Settings, SettingsSources, VARIABLES};

/// Settings that hold together; each case takes or changes one thing.
const GOOD: &str = r#"
[listen]
address = "127.0.0.1:8443"
tls = { certificate = "cert.pem", key = "key.pem" }

[store]
location = "sqlite:guestpass.db"

[policy]
source = "policy.wasm"
trust = "trust.toml"
keep = "kept"

[oidc]
issuer = "https://id.example"
audience = "guestpass"
jwks = "https://id.example/keys"
"#;

const KEY: &str = r#"
[[api_keys]]
id = "0123456789ab"
name = "portal"
secret_sha256 = "0000000000000000000000000000000000000000000000000000000000000000"
organisation = "initech"
scopes = ["decide"]
"#;

fn code(file: &str, environment: &[(&str, &str)], is_demo: bool) -> &'static str {
    let environment = environment.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let sources = SettingsSources { file: Some(file.to_owned()), environment, flags: Vec::new(), is_demo };
    match Settings::read(&sources) {
        Ok(_) => "starts",
        Err(error) => {
            assert!(!error.help().is_empty() && !error.to_string().is_empty());
            error.code()
        }
    }
}

#[test]
fn each_missing_security_setting_keeps_the_server_from_starting() {
    let tls = "tls = { certificate = \"cert.pem\", key = \"key.pem\" }\n";
    let (_, oidc) = GOOD.split_at(GOOD.find("[oidc]").expect("it has one"));
    for (taken, put, expected) in [
        ("", "", "starts"),
        (oidc, "", "settings::no-credentials"),
        (oidc, KEY, "starts"),
        ("audience = \"guestpass\"\n", "", "settings::audience-missing"),
        ("audience = \"guestpass\"\n", "audience = \" \"\n", "settings::audience-missing"),
        ("issuer = \"https://id.example\"\n", "", "settings::issuer-missing"),
        ("jwks = \"https://id.example/keys\"\n", "", "settings::jwks-missing"),
        ("https://id.example/keys", "http://id.example/keys", "settings::jwks-insecure"),
        ("https://id.example/keys", "http://127.0.0.1:1/keys", "starts"),
        ("https://id.example/keys", "ftp://id.example/keys", "settings::jwks-insecure"),
        ("issuer =", "algorithms = [\"HS256\"]\nissuer =", "settings::value"),
        ("issuer =", "algorithms = [\"none\"]\nissuer =", "settings::value"),
        ("issuer =", "algorithms = []\nissuer =", "settings::value"),
        ("[oidc]", "[console]\nclient_id = \"console\"\n[oidc]", "starts"),
        ("[oidc]", "[console]\nclient_id = \"console\"\nscope = \"decide\"\n[oidc]", "settings::value"),
        (", key = \"key.pem\"", "", "settings::tls-incomplete"),
        (tls, "", "starts"),
        ("trust = \"trust.toml\"\n", "", "settings::trust-missing"),
        ("source = \"policy.wasm\"\n", "", "settings::policy-missing"),
        ("keep = \"kept\"\n", "", "settings::keep-missing"),
        ("[store]", "[stor]", "settings::unreadable"),
        ("location =", "place =", "settings::unreadable"),
        ("sqlite:guestpass.db", "guestpass.db", "store::location"),
        ("[oidc]", "[limits]\nbody_bytes_max = 0\n[oidc]", "settings::value"),
        ("[oidc]", "[limits]\nburst = 0\n[oidc]", "settings::unreadable"),
        ("[oidc]", "[telemetry]\nendpoint = \"http://127.0.0.1:4318/v1/traces\"\n[oidc]", "starts"),
        ("[oidc]", "[telemetry]\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"collector\"\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"ftp://collector\"\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"https://me:secret@collector\"\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"https://c\"\nsample_ratio = 1\n[oidc]", "starts"),
        ("[oidc]", "[telemetry]\nendpoint = \"https://c\"\nsample_ratio = 1.5\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"https://c\"\nsample_ratio = nan\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"https://c\"\nservice_name = \"\"\n[oidc]", "settings::value"),
        ("[oidc]", "[telemetry]\nendpoint = \"https://c\"\nqueue_max = 0\n[oidc]", "settings::value"),
    ] {
        assert!(GOOD.contains(taken), "{taken}");
        assert_eq!(code(&GOOD.replacen(taken, put, 1), &[], false), expected, "`{taken}` -> `{put}`");
    }
    let console = "[console]\nclient_id = \"console\"\n";
    assert_eq!(code(&GOOD.replacen(oidc, &format!("{console}{KEY}"), 1), &[], false), "settings::value", "no provider");
    for issuer in ["id.example", "http://id.example", "ftp://id.example"] {
        let open = GOOD.replacen("issuer = \"https://id.example\"", &format!("issuer = \"{issuer}\""), 1);
        assert_eq!(code(&open, &[], false), "starts", "tokens of `{issuer}` may be believed");
        assert_eq!(code(&format!("{open}{console}"), &[], false), "settings::value", "nobody signs in at `{issuer}`");
    }
    for address in ["0.0.0.0:8443", "[::]:8443", "192.0.2.1:8443"] {
        let open = GOOD.replace("127.0.0.1:8443", address);
        assert_eq!(code(&open, &[], false), "starts", "{address} with TLS");
        let open = open.replace(tls, "");
        assert_eq!(code(&open, &[], false), "settings::tls-missing", "{address}");
        assert_eq!(code(&open.replace("[listen]", "[listen]\nbehind_proxy = true"), &[], false), "starts");
    }
}

#[test]
fn the_example_is_read() {
    let example = include_str!("../../../../host/server/guestpass.example.toml");
    assert_eq!(code(example, &[], false), "starts");
    // What stands there as a comment is what holds without it, or what may stand there.
    let all: String = example
        .lines()
        .map(|line| line.strip_prefix("#: ").unwrap_or(line))
        .fold(String::new(), |text, line| text + line + "\n");
    assert_eq!(code(&all, &[], false), "starts", "{all}");
}

#[test]
fn the_demonstration_is_for_this_machine_only() {
    for (file, expected) in [
        ("", "starts"),
        ("[listen]\naddress = \"[::1]:8080\"", "starts"),
        ("[listen]\naddress = \"0.0.0.0:8080\"", "settings::demo-exposed"),
        ("[listen]\naddress = \"0.0.0.0:8080\"\nbehind_proxy = true", "settings::demo-exposed"),
        ("[store]\nlocation = \"sqlite:guestpass.db\"", "settings::demo-with"),
        ("[policy]\nsource = \"policy.wasm\"", "settings::demo-with"),
        (KEY, "settings::demo-with"),
    ] {
        assert_eq!(code(file, &[], true), expected, "{file}");
    }
}

#[test]
fn keys_that_cannot_be_are_refused() {
    for (taken, put, expected) in [
        ("", "", "starts"),
        ("0123456789ab", "0123456789AB", "settings::value"),
        ("0123456789ab", "", "settings::value"),
        ("\"0000", "\"000", "settings::value"),
        ("[\"decide\"]", "[]", "settings::value"),
        ("[\"decide\"]", "[\"everything\"]", "settings::unreadable"),
        ("\"initech\"", "\"\"", "settings::value"),
        ("organisation = \"initech\"\n", "", "settings::unreadable"),
        ("name = \"portal\"", "name = \"portal\"\nexpires = \"tomorrow\"", "settings::value"),
        ("name = \"portal\"", "name = \"portal\"\nexpires = \"2027-01-01T00:00:00Z\"", "starts"),
    ] {
        let key = KEY.replacen(taken, put, 1);
        assert_eq!(code(&format!("{GOOD}{key}"), &[], false), expected, "`{taken}` -> `{put}`");
    }
    assert_eq!(code(&format!("{GOOD}{KEY}{KEY}"), &[], false), "settings::value", "the same id twice");
}

#[test]
fn a_new_key_is_printed_as_settings_that_are_read() {
    let mut made = NewApiKey::generate("a \"portal\"", Scope::All, ScopeName::ALL).expect("it is made");
    made.kept.expires_ms = Some(1_800_000_000_000);
    made.kept.person = Some("dana@partner.example".parse().expect("it is an identifier"));
    let file = format!("{GOOD}{}", made.kept.to_toml().expect("it has a text"));
    let sources = SettingsSources { file: Some(file), ..SettingsSources::default() };
    assert_eq!(Settings::read(&sources).expect("it is read").api_keys, [made.kept]);
}

#[test]
fn the_environment_replaces_the_file_and_is_closed() {
    for (name, value, expected) in [
        ("GUESTPASS_OIDC_AUDIENCE", "", "settings::audience-missing"),
        ("GUESTPASS_OIDC_AUDIENCE", "4711", "starts"),
        ("GUESTPASS_CONSOLE_CLIENT_ID", "true", "starts"),
        ("GUESTPASS_POLICY_INTERVAL_S", "60", "starts"),
        ("GUESTPASS_POLICY_INTERVAL_S", "a minute", "settings::unreadable"),
        ("GUESTPASS_STORE_LOCATION", "elsewhere", "store::location"),
        ("GUESTPASS_LISTEN_ADDRESS", "everywhere", "settings::unreadable"),
        ("GUESTPASS_LISTEN_BEHIND_PROXY", "yes", "settings::unreadable"),
        ("GUESTPASS_LISTEN_BEHIND_PROXY", "true", "starts"),
        ("GUESTPASS_TELEMETRY_SAMPLE_RATIO", "0.5", "settings::value"),
        ("GUESTPASS_TELEMETRY_ENDPOINT", "https://collector.example", "starts"),
        ("GUESTPASS_OIDC_AUDIENC", "guestpass", "settings::unknown-variable"),
        ("GUESTPASS_REGISTRY_PASSWORD", "secret", "starts"),
        ("PATH", "/bin", "starts"),
    ] {
        assert_eq!(code(GOOD, &[(name, value)], false), expected, "{name}={value}");
    }
    for (name, setting) in VARIABLES {
        let expected = format!("GUESTPASS_{}", setting.replace('.', "_").to_uppercase());
        assert_eq!(name, expected, "{setting}");
    }
}

/// Kubernetes tells each pod of services by variables. Those of one that is called `guestpass` are no settings, and let
/// no mistake pass that looks like them.
#[test]
fn what_kubernetes_sets_for_a_service_is_passed_over_and_no_mistake_with_it() {
    let unknown = "settings::unknown-variable";
    for (name, value, expected) in [
        ("GUESTPASS_SERVICE_HOST", "10.0.0.11", "starts"),
        ("GUESTPASS_SERVICE_HOST", "fd00::11", "starts"),
        ("GUESTPASS_SERVICE_PORT", "8080", "starts"),
        ("GUESTPASS_SERVICE_PORT_HTTP", "8080", "starts"),
        ("GUESTPASS_SERVICE_PORT_HTTP_METRICS", "9090", "starts"),
        ("GUESTPASS_PORT", "tcp://10.0.0.11:8080", "starts"),
        ("GUESTPASS_PORT", "udp://[fd00::11]:8080", "starts"),
        ("GUESTPASS_PORT_8080_TCP", "tcp://10.0.0.11:8080", "starts"),
        ("GUESTPASS_PORT_8080_TCP_PROTO", "tcp", "starts"),
        ("GUESTPASS_PORT_8080_TCP_PORT", "8080", "starts"),
        ("GUESTPASS_PORT_8080_TCP_ADDR", "10.0.0.11", "starts"),
        ("GUESTPASS_PORTAL_SERVICE_HOST", "10.0.0.12", "starts"),
        ("GUESTPASS_PORTAL_SERVICE_PORT", "80", "starts"),
        ("GUESTPASS_PORTAL_PORT", "tcp://10.0.0.12:80", "starts"),
        ("GUESTPASS_PORTAL_PORT_80_TCP_ADDR", "10.0.0.12", "starts"),
        ("GUESTPASS_PORT", "8080", unknown),
        ("GUESTPASS_PORT", "tcp://guestpass:8080", unknown),
        ("GUESTPASS_LISTEN_PORT", "8080", unknown),
        ("GUESTPASS_LISTEN_ADDRES", "10.0.0.11:8080", unknown),
        ("GUESTPASS_HOST", "10.0.0.11", unknown),
        ("GUESTPASS_SERVICE_HOST", "guestpass.example", unknown),
        ("GUESTPASS_SERVICE_PORT", "http", unknown),
        ("GUESTPASS_SERVICE_NAME", "guestpass", unknown),
        ("GUESTPASS_PORT_8080", "tcp://10.0.0.11:8080", unknown),
        ("GUESTPASS_PORT_8080_TCP_NAME", "tcp", unknown),
        ("GUESTPASS_PORT_8080_HTTP", "tcp://10.0.0.11:8080", unknown),
        ("GUESTPASS_TELEMETRY_SERVICE_NAM", "guestpass", unknown),
    ] {
        assert_eq!(code(GOOD, &[(name, value)], false), expected, "{name}={value}");
    }
    for (name, _) in VARIABLES {
        let is_alike =
            ["_SERVICE_HOST", "_PORT"].iter().any(|end| name.ends_with(end)) || name.contains("_SERVICE_PORT");
        assert!(!is_alike, "{name} could be set by Kubernetes");
    }
}
