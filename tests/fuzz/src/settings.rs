//! The settings of the server.

use guestpass_server::{Settings, SettingsError, SettingsSources};
use guestpass_store::StoreLocation;

use crate::samples;
use crate::target::{Broken, Found, Reached, Target, require};

/// The reader of `guestpass.toml`.
pub const SETTINGS: Target = Target {
    name: "settings",
    property: "an error has a code and says what to set; whatever starts has somebody who may ask, a policy that is \
               verified, and no credentials in the open; a setting that is not known stops it",
    judge: |data| judge(data, &Settings::read),
    fault: "a reader that passes over settings that it does not know",
    judge_spoiled: |data| judge(data, &read_passing_over),
    seeds: || {
        let example = samples::files("host/server", "guestpass.example.toml")?;
        let mut seeds: Vec<Vec<u8>> = example.iter().map(|text| [&[0], &text[..]].concat()).collect();
        for text in &example {
            let all = String::from_utf8_lossy(text).replace("#: ", "");
            seeds.push([&[0], all.as_bytes()].concat());
        }
        seeds.extend(TEXTS.iter().map(|(kind, text)| [&[*kind], text.as_bytes()].concat()));
        Ok(seeds)
    },
};

/// Bits of the first byte.
const IS_DEMO: u8 = 1;
/// The first line is a variable of the environment.
const HAS_VARIABLE: u8 = 2;

const POLICY: &str = "policy = { source = \"policy.wasm\", trust = \"trust.toml\", keep = \"kept\" }\n";
const TEXTS: [(u8, &str); 6] = [
    (0, ""),
    (IS_DEMO, ""),
    (IS_DEMO, "listen.address = \"127.0.0.1:0\"\n[limits]\nburst = 1\n"),
    (IS_DEMO, "listen.address = \"192.0.2.1:80\"\n"),
    (HAS_VARIABLE, "GUESTPASS_OIDC_JWKS=keys.json\noidc = { issuer = \"i\", audience = \"a\" }\n"),
    (HAS_VARIABLE, "GUESTPASS_LISTEN_ADDRESS=0.0.0.0:1\noidc = { issuer = \"i\", audience = \"a\", jwks = \"k\" }\n"),
];

type Reads<'a> = dyn Fn(&SettingsSources) -> Result<Settings, SettingsError> + 'a;

fn judge(data: &[u8], read: &Reads<'_>) -> Found {
    let Some((kind, text)) = data.split_first() else { return Ok(Reached::Refused) };
    let Ok(text) = str::from_utf8(text) else { return Ok(Reached::Refused) };
    let sources = sources(*kind, text);
    let settings = match read(&sources) {
        Ok(settings) => settings,
        Err(error) => {
            let is_said = !error.code().is_empty() && !error.help().is_empty() && !error.to_string().is_empty();
            require(is_said, || format!("an error without words: {error:?}"))?;
            return Ok(Reached::Refused);
        }
    };
    is_protected(&settings, sources.is_demo)?;
    let with_unknown = format!("{}\n[unheard]\nof = 1\n", sources.file.as_deref().unwrap_or_default());
    let unknown = read(&SettingsSources { file: Some(with_unknown), ..sources });
    require(unknown.is_err(), || "a setting that is not known is passed over".to_owned())?;
    Ok(Reached::Accepted)
}

fn sources(kind: u8, text: &str) -> SettingsSources {
    let (variable, file) = match text.split_once('\n') {
        Some((first, rest)) if kind & HAS_VARIABLE != 0 => (first.split_once('='), rest),
        _ => (None, text),
    };
    let environment = variable.map(|(name, value)| (name.to_owned(), value.to_owned())).into_iter().collect();
    let is_demo = kind & IS_DEMO != 0;
    // What every server has to have, so that a fuzzer need not write it.
    let file = if kind & HAS_VARIABLE != 0 { format!("{POLICY}{file}") } else { file.to_owned() };
    SettingsSources { file: Some(file), environment, flags: Vec::new(), is_demo }
}

fn is_protected(settings: &Settings, is_demo: bool) -> Result<(), Broken> {
    let is_here = settings.listen.ip().is_loopback();
    let is_closed = is_here || (!is_demo && (settings.tls.is_some() || settings.behind_proxy));
    require(is_closed, || format!("credentials travel in the open to {}", settings.listen))?;
    let is_empty = settings.api_keys.is_empty() && settings.oidc.is_none();
    require(is_demo == is_empty, || "nobody may ask, or somebody may ask the demonstration".to_owned())?;
    require(is_demo == settings.policy.is_none(), || "there is no policy, or one in the demonstration".to_owned())?;
    let is_kept = !matches!(settings.store, StoreLocation::Memory);
    require(!is_demo || !is_kept, || "the demonstration keeps something".to_owned())?;
    let limits = &settings.limits;
    let lets_in =
        limits.body_bytes_max > 0 && limits.time_ms_max > 0 && limits.policy_ms_max > 0 && limits.at_once_max > 0;
    require(lets_in, || format!("everybody is turned away: {limits:?}"))?;
    let provider = settings.oidc.as_ref();
    let is_named = provider.is_none_or(|it| !it.issuer.trim().is_empty() && !it.audience.trim().is_empty());
    let is_signed = provider.is_none_or(|it| {
        let shares_secret = |name: &str| name.starts_with("HS");
        !it.algorithms.is_empty() && !it.algorithms.iter().any(|algorithm| shares_secret(&format!("{algorithm:?}")))
    });
    require(is_named && is_signed, || format!("anybody's tokens are believed: {provider:?}"))
}

fn read_passing_over(sources: &SettingsSources) -> Result<Settings, SettingsError> {
    let known = |text: &str| text.split("[unheard]").next().unwrap_or_default().to_owned();
    Settings::read(&SettingsSources { file: sources.file.as_deref().map(known), ..sources.clone() })
}
