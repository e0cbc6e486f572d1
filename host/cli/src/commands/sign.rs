//! `guestpass policy sign`: the manifest that travels beside a component.

use std::path::PathBuf;

use clap::Args;
use guestpass_contract::InstantMs;
use guestpass_contract::json::{instant_from_str, instant_to_string};
use guestpass_distribution::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use guestpass_distribution::{Surroundings, SystemSurroundings, manifest_beside};
use guestpass_manifest::{Digest, Envelope, Manifest, ManifestVersion, PolicyName, SecretKey, TargetName};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::keys::secret_key;
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{Results, write_whole};
use crate::policy_file;
use crate::quoting::{quoted, visible};

/// How long a manifest is good for when nothing else is said.
const DAYS: i64 = 90;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Signs a component: writes the manifest beside it, which says what it is, for where and for how long.
///
/// The name of the policy and the version of the contract are read from the component. The manifest is the component's
/// name with `.manifest.json` behind it. Where more than one key must sign, the others sign with `--add`.
#[derive(Debug, Args)]
#[command(
    after_help = "Example:\n  guestpass policy sign flexera-one.wasm --key ops.key --manifest-version 7 --target production"
)]
pub(crate) struct Sign {
    /// Component that `guestpass policy build` wrote.
    #[arg(value_name = "COMPONENT.wasm")]
    component: PathBuf,
    /// Private key (PEM) that signs; may be given again.
    #[arg(long, value_name = "NAME.key", required = true)]
    key: Vec<PathBuf>,
    /// Number of this manifest, higher than that of every one before it.
    #[arg(long, value_name = "NUMBER", required_unless_present = "add")]
    manifest_version: Option<u64>,
    /// Place that it is for, such as `production`.
    #[arg(long, value_name = "NAME", required_unless_present = "add")]
    target: Option<String>,
    /// First instant at which it may be used; without it, now.
    #[arg(long, value_name = "INSTANT")]
    not_before: Option<String>,
    /// First instant at which it may no longer be used; without it, 90 days after the first.
    #[arg(long, value_name = "INSTANT")]
    expires: Option<String>,
    /// Adds a signature to the manifest that is there.
    #[arg(long, conflicts_with_all = ["manifest_version", "target", "not_before", "expires"])]
    add: bool,
}

/// What was signed, as JSON.
#[derive(Debug, Serialize)]
struct SignedJson {
    manifest: String,
    policy: String,
    version: u64,
    target: String,
    digest: String,
    not_before: String,
    expires: String,
    keys: Vec<String>,
}

impl Sign {
    pub(crate) fn run(&self, format: Format) -> Result<(), CliError> {
        let file = self.component.display().to_string();
        let component = Input::File(self.component.clone()).bytes(COMPONENT_BYTES_MAX)?;
        if !policy_file::is_component(&component) {
            let help = "build the document first, with `guestpass policy build`";
            return Err(usage(format!("{} is not a component", quoted(&file)), help));
        }
        let keys = self.key.iter().map(|path| secret_key(path, format)).collect::<Result<Vec<_>, _>>()?;
        let path = manifest_beside(&self.component);
        let envelope =
            if self.add { self.added(&component, &path, &keys)? } else { self.signed(&file, &component, &keys)? };
        write_whole(&path, format!("{}\n", envelope.to_json()).as_bytes())?;
        self.print(&envelope, &path.display().to_string(), format)
    }

    fn signed(&self, file: &str, component: &[u8], keys: &[SecretKey]) -> Result<Envelope, CliError> {
        // Nothing is signed that no host would load.
        let policy = policy_file::load_component(file, component)?;
        let info = policy.info();
        let number = self.manifest_version.unwrap_or_default();
        let not_before_ms = instant("--not-before", self.not_before.as_deref(), SystemSurroundings.now_ms())?;
        let expires_ms = instant("--expires", self.expires.as_deref(), not_before_ms.saturating_add(DAYS * DAY_MS))?;
        let target = self.target.as_deref().unwrap_or_default();
        let manifest = Manifest {
            policy: PolicyName::new(&info.name)
                .map_err(|error| usage(format!("{}: {error}", quoted(&info.name)), "rename the policy"))?,
            version: ManifestVersion::new(number)
                .ok_or_else(|| usage(format!("`{number}` cannot be a version"), "count from 1"))?,
            digest: Digest::of(component),
            component_bytes: u64::try_from(component.len()).unwrap_or(u64::MAX),
            contract: info.contract_version.clone(),
            target: TargetName::new(target)
                .map_err(|error| usage(format!("{}: {error}", quoted(target)), "give a name such as `production`"))?,
            not_before_ms,
            expires_ms,
        };
        guestpass_manifest::sign(&manifest, keys)
            .map_err(|error| usage(format!("it cannot be signed: {error}"), "give each key once, and times in order"))
    }

    fn added(&self, component: &[u8], path: &std::path::Path, keys: &[SecretKey]) -> Result<Envelope, CliError> {
        let input = Input::File(path.to_owned());
        let bytes = input.bytes(ENVELOPE_BYTES_MAX)?;
        let refused = |error| CliError::Manifest { file: input.name(), error: Box::new(error) };
        let mut envelope = Envelope::read(&bytes).map_err(refused)?;
        let manifest = envelope.manifest().map_err(refused)?;
        if manifest.digest != Digest::of(component) {
            let message = format!("the manifest {} is of another component", quoted(&input.name()));
            return Err(usage(message, "sign the component anew, without `--add`"));
        }
        for key in keys {
            let help = "each key signs once; leave out the one that has";
            envelope.add_signature(key).map_err(|error| usage(format!("it cannot be signed: {error}"), help))?;
        }
        Ok(envelope)
    }

    fn print(&self, envelope: &Envelope, path: &str, format: Format) -> Result<(), CliError> {
        let manifest = envelope
            .manifest()
            .map_err(|error| CliError::Manifest { file: path.to_owned(), error: Box::new(error) })?;
        let text = |instant| instant_to_string(instant).map_err(|error| CliError::unprintable(path, error));
        let signed = SignedJson {
            manifest: path.to_owned(),
            policy: manifest.policy.to_string(),
            version: manifest.version.get(),
            target: manifest.target.to_string(),
            digest: manifest.digest.to_string(),
            not_before: text(manifest.not_before_ms)?,
            expires: text(manifest.expires_ms)?,
            keys: envelope.keys().map(ToString::to_string).collect(),
        };
        let mut results = Results::new();
        match format {
            Format::Text => results.line(format_args!(
                "signed {}: {} version {} for {}, {}\n  manifest: {}\n  good from {} until {}",
                quoted(&self.component.display().to_string()),
                visible(&signed.policy),
                signed.version,
                visible(&signed.target),
                match signed.keys.len() {
                    1 => "by 1 key".to_owned(),
                    keys => format!("by {keys} keys"),
                },
                quoted(path),
                signed.not_before,
                signed.expires,
            ))?,
            Format::Json => {
                results.json_line(path, &signed)?;
            }
        }
        results.finish()
    }
}

/// An instant that was typed, or the one that stands for nothing typed.
pub(crate) fn instant(argument: &str, text: Option<&str>, otherwise: InstantMs) -> Result<InstantMs, CliError> {
    let Some(text) = text else { return Ok(otherwise) };
    let refused = |_| {
        let message = format!("{} is not an instant that {argument} can take", quoted(text));
        usage(message, "write it as `2026-03-02T09:30:00Z`")
    };
    instant_from_str(text).map_err(refused)
}

fn usage(message: String, help: &str) -> CliError {
    CliError::Usage { message, help: help.to_owned() }
}
