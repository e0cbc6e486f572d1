//! One process at a time reads and writes a trusted state.

use std::fs::{File, OpenOptions, TryLockError};
use std::io;
use std::path::Path;
use std::thread::sleep;
use std::time::Duration;

use crate::errors::CliError;
use crate::limits::{STATE_LOCK_ATTEMPTS_MAX, STATE_LOCK_PAUSE_MS};
use crate::output::target_of;

/// Held from before a trusted state is read until after it is written, so that no version that another process
/// remembers in between is forgotten (reliability row 27).
///
/// The system gives it back when the process ends, however it ends. The file stays: who removed it would let in
/// another process that waits for the file of the same name.
#[derive(Debug)]
pub(crate) struct StateLock {
    /// Locked for as long as it is open.
    _file: File,
}

impl StateLock {
    /// Waits for [`STATE_LOCK_ATTEMPTS_MAX`] pauses of [`STATE_LOCK_PAUSE_MS`] at most.
    pub(crate) fn wait_for(state: &Path) -> Result<Self, CliError> {
        let failed = |reason: String| CliError::OutputNotWritable {
            file: state.display().to_string(),
            reason,
            help: "give a file in a folder that you may write to",
        };
        let mut path = target_of(state).map_err(|reason| failed(reason.to_owned()))?.into_os_string();
        path.push(".lock");
        let not_locked = |error: io::Error| failed(format!("`{}`: {error}", path.display()));
        let file = OpenOptions::new().create(true).truncate(false).write(true).open(&path).map_err(not_locked)?;
        for _ in 0..STATE_LOCK_ATTEMPTS_MAX {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) => sleep(Duration::from_millis(STATE_LOCK_PAUSE_MS)),
                Err(TryLockError::Error(error)) => return Err(not_locked(error)),
            }
        }
        Err(CliError::TrustedStateInUse { file: state.display().to_string() })
    }
}
