//! Trust files, for commands that judge signatures.

use guestpass_manifest::limits::TRUST_BYTES_MAX;
use guestpass_manifest::{Trust, Verified};

use crate::errors::CliError;
use crate::input::Input;

/// Reads a trust file.
pub(crate) fn read(file: &Input) -> Result<Trust, CliError> {
    let text = file.text(TRUST_BYTES_MAX)?;
    Trust::from_toml(&text).map_err(|error| CliError::Trust { file: file.name(), error })
}

/// What the trust file calls those who signed.
pub(crate) fn signers(trust: &Trust, verified: &Verified) -> Vec<String> {
    let keys = trust.keys().iter().filter(|key| verified.signed_by.contains(&key.public.id()));
    keys.map(|key| key.name.clone()).collect()
}
