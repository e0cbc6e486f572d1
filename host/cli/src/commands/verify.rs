//! `guestpass policy verify`: would a host with this trust file take the policy?

use std::path::{Path, PathBuf};

use clap::Args;
use guestpass_contract::InstantMs;
use guestpass_contract::json::instant_to_string;
use guestpass_distribution::limits::{COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use guestpass_distribution::{Surroundings, SystemSurroundings, manifest_beside};
use guestpass_manifest::limits::STATE_BYTES_MAX;
use guestpass_manifest::{ManifestError, Trust, TrustedState, Verified, verify};
use serde::Serialize;

use crate::arguments::Format;
use crate::commands::Outcome;
use crate::commands::sign::instant;
use crate::decision_text::{ALLOWED, DENIED};
use crate::errors::CliError;
use crate::input::Input;
use crate::output::{Results, write_whole};
use crate::quoting::{quoted, visible};
use crate::state_lock::StateLock;
use crate::{policy_file, trust};

/// Judges a component and the manifest beside it as a host would that has this trust file.
///
/// The exit status is 0 when a host would take it, 1 when it would refuse it, and 2 after an error.
#[derive(Debug, Args)]
#[command(after_help = "Example:\n  guestpass policy verify flexera-one.wasm --trust trust.toml")]
pub(crate) struct Verify {
    /// Component that was signed.
    #[arg(value_name = "COMPONENT.wasm")]
    component: PathBuf,
    /// Trust file (TOML), which says whose signatures count; `guestpass keys trust` makes one.
    #[arg(long, value_name = "TRUST.toml")]
    trust: Input,
    /// What was seen before (JSON), so that nothing older is taken; without it, nothing was.
    #[arg(long, value_name = "TRUSTED.json")]
    state: Option<PathBuf>,
    /// Writes to `--state` what has been seen now, before it says yes. Processes that do so at once take turns, by a
    /// lock on the file beside it that ends in `.lock`.
    #[arg(long, requires = "state")]
    remember: bool,
    /// The instant that is judged; without it, now.
    #[arg(long, value_name = "INSTANT")]
    now: Option<String>,
}

/// What was found, as JSON.
#[derive(Debug, Default, Serialize)]
struct VerifiedJson {
    is_accepted: bool,
    code: Option<&'static str>,
    message: Option<String>,
    policy: Option<String>,
    version: Option<u64>,
    digest: Option<String>,
    expires: Option<String>,
    signed_by: Vec<String>,
}

/// What a host is offered, and when.
struct Offer<'a> {
    component: Vec<u8>,
    envelope: Vec<u8>,
    trust: &'a Trust,
    now_ms: InstantMs,
}

type Verdict = Result<Verified, ManifestError>;

impl Offer<'_> {
    fn verify(&self, state: &TrustedState) -> Verdict {
        verify(&self.envelope, &self.component, self.trust, state, self.now_ms)
    }
}

impl Verify {
    pub(crate) fn run(&self, format: Format) -> Result<Outcome, CliError> {
        let component = Input::File(self.component.clone()).bytes(COMPONENT_BYTES_MAX)?;
        let trust = trust::read(&self.trust)?;
        let envelope = match Input::File(manifest_beside(&self.component)).bytes(ENVELOPE_BYTES_MAX) {
            // A policy without a manifest is refused like any other that nobody has signed.
            Err(CliError::FileNotFound { .. }) => Vec::new(),
            other => other?,
        };
        let now_ms = instant("--now", self.now.as_deref(), SystemSurroundings.now_ms())?;
        match self.judged(&Offer { component, envelope, trust: &trust, now_ms })? {
            Ok(verified) => self.accepted(&verified, &trust, format),
            Err(error) => self.refused(&error, format),
        }
    }

    /// What a host would say. Nothing is loaded that is not signed, and nothing remembered that does not load.
    fn judged(&self, offer: &Offer<'_>) -> Result<Verdict, CliError> {
        let verified = match offer.verify(&self.read_state()?) {
            Ok(verified) => verified,
            refused => return Ok(refused),
        };
        let policy = policy_file::load_component(&self.component.display().to_string(), &offer.component)?;
        let info = policy.info();
        match (verified.check_description(&info.name, &info.contract_version), &self.state) {
            (Err(error), _) => Ok(Err(error)),
            (Ok(()), Some(state)) if self.remember => self.remembered(offer, state),
            (Ok(()), _) => Ok(Ok(verified)),
        }
    }

    /// Judges once more while nobody else writes the state: since the first look, which let the component be loaded,
    /// another process may have remembered a higher version.
    fn remembered(&self, offer: &Offer<'_>, state: &Path) -> Result<Verdict, CliError> {
        let _lock = StateLock::wait_for(state)?;
        let verdict = offer.verify(&self.read_state()?);
        if let Ok(verified) = &verdict {
            write_whole(state, verified.state.to_json().as_bytes())?;
        }
        Ok(verdict)
    }

    fn read_state(&self) -> Result<TrustedState, CliError> {
        let Some(path) = &self.state else { return Ok(TrustedState::new()) };
        let input = Input::File(path.clone());
        let bytes = match input.bytes(STATE_BYTES_MAX) {
            Err(CliError::FileNotFound { .. }) if self.remember => return Ok(TrustedState::new()),
            other => other?,
        };
        TrustedState::from_json(&bytes).map_err(|error| CliError::TrustedState { file: input.name(), error })
    }

    fn accepted(&self, verified: &Verified, trust: &Trust, format: Format) -> Result<Outcome, CliError> {
        let manifest = &verified.manifest;
        let signed_by = trust::signers(trust, verified);
        let file = self.component.display().to_string();
        let expires = instant_to_string(manifest.expires_ms).map_err(|error| CliError::unprintable(&file, error))?;
        let mut results = Results::new();
        match format {
            Format::Text => {
                let names: Vec<String> = signed_by.iter().map(|name| quoted(name)).collect();
                results.line(format_args!(
                    "{ALLOWED}accepted:{ALLOWED:#} {} version {} for {}, signed by {}, until {expires}",
                    visible(manifest.policy.as_str()),
                    manifest.version,
                    visible(manifest.target.as_str()),
                    names.join(", "),
                ))?;
            }
            Format::Json => self.line(
                &mut results,
                &VerifiedJson {
                    is_accepted: true,
                    policy: Some(manifest.policy.to_string()),
                    version: Some(manifest.version.get()),
                    digest: Some(verified.digest.to_string()),
                    expires: Some(expires),
                    signed_by,
                    ..VerifiedJson::default()
                },
            )?,
        }
        results.finish()?;
        Ok(Outcome::Done)
    }

    fn refused(&self, error: &ManifestError, format: Format) -> Result<Outcome, CliError> {
        let mut results = Results::new();
        match format {
            Format::Text => results.line(format_args!(
                "{DENIED}refused:{DENIED:#} {} — {}\n  help: {}",
                error.code(),
                visible(&error.to_string()),
                error.help(),
            ))?,
            Format::Json => self.line(
                &mut results,
                &VerifiedJson { code: Some(error.code()), message: Some(error.to_string()), ..VerifiedJson::default() },
            )?,
        }
        results.finish()?;
        Ok(Outcome::Denied)
    }

    fn line(&self, results: &mut Results, found: &VerifiedJson) -> Result<(), CliError> {
        results.json_line(&self.component.display().to_string(), found)
    }
}
