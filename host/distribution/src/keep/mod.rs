//! What is kept of policies on disk, in one folder.
//!
//! | File | What it holds |
//! |---|---|
//! | `policies/DIGITS.wasm` | a component, under the digits of its digest |
//! | `policies/DIGITS.manifest.json` | its signed manifest |
//! | `trusted.json` | the highest version and the latest time that were seen |
//! | `active.json` | which policy is active, and which can be gone back to |
//!
//! Every file is replaced whole: written under another name, forced onto the disk, renamed. A program that is killed at
//! any [`Step`] finds the old file or the new one. What is read is not believed: the activator verifies it again.

mod record;
mod steps;
mod whole_file;

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use guestpass_manifest::{Digest, TrustedState, limits::STATE_BYTES_MAX};

pub use steps::{KeptFile, Step, Steps};

use crate::activation::{ActiveRecord, PolicyStorage};
use crate::errors::Fault;
use crate::follow::Refused;
use crate::limits::{ACTIVE_BYTES_MAX, COMPONENT_BYTES_MAX, ENVELOPE_BYTES_MAX};
use crate::package::PolicyPackage;
use crate::sources::regular_file::read_now;
use whole_file::replace;

/// A folder of kept policies, of which this program is the only user.
#[derive(Debug)]
pub struct Keep {
    folder: PathBuf,
    steps: Steps,
    /// Locked for as long as it is open.
    _lock: File,
}

impl Keep {
    /// Opens a folder, or makes it.
    ///
    /// # Errors
    /// [`Refused`] with `keep::not-writable`, or with `keep::in-use` when another program has it open.
    pub fn open(folder: &Path, steps: Steps) -> Result<Self, Refused> {
        let failed = |error: io::Error| not_writable(folder, &error);
        fs::create_dir_all(folder.join(POLICIES)).map_err(failed)?;
        let lock = File::create(folder.join("lock")).map_err(failed)?;
        match lock.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let message = format!("`{}` is in use by another program", folder.display());
                return Err(Refused::new("keep::in-use", message));
            }
            Err(TryLockError::Error(error)) => return Err(failed(error)),
        }
        let keep = Self { folder: folder.to_owned(), steps, _lock: lock };
        for folder in [keep.folder.clone(), keep.folder.join(POLICIES)] {
            whole_file::remove_unfinished(&folder).map_err(failed)?;
        }
        Ok(keep)
    }

    fn path(&self, file: KeptFile, digest: Option<&Digest>) -> PathBuf {
        let named = |ending: &str| {
            let digits = digest.map(Digest::hex).unwrap_or_default();
            self.folder.join(POLICIES).join(format!("{digits}.{ending}"))
        };
        match file {
            KeptFile::Component => named(COMPONENT_ENDING),
            KeptFile::Manifest => named(MANIFEST_ENDING),
            KeptFile::TrustedState => self.folder.join("trusted.json"),
            KeptFile::ActiveRecord => self.folder.join("active.json"),
        }
    }

    fn write(&self, file: KeptFile, digest: Option<&Digest>, bytes: &[u8]) -> Result<(), Refused> {
        let path = self.path(file, digest);
        replace(&path, bytes, |stage| self.steps.tell(&stage(file))).map_err(|error| not_writable(&path, &error))
    }

    /// The bytes of a file, or nothing when it is not there.
    fn read(&self, file: KeptFile, digest: Option<&Digest>, bytes_max: usize) -> Result<Option<Vec<u8>>, Refused> {
        match read_now(&self.path(file, digest), bytes_max) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.fault() == Fault::NotFound => Ok(None),
            Err(error) => Err(Refused::new("keep::unreadable", error.to_string())),
        }
    }

    /// Removes packages that nobody can go back to. What cannot be removed now is removed next time.
    fn forget_all_but(&self, record: &ActiveRecord) {
        let Ok(entries) = fs::read_dir(self.folder.join(POLICIES)) else { return };
        for entry in entries.flatten() {
            let name = entry.file_name();
            let digits = name.to_str().and_then(|name| name.split_once('.')).map(|(digits, _)| digits);
            let is_named = |digest: &Digest| digits == Some(digest.hex());
            if !is_named(&record.digest) && !record.previous.iter().any(is_named) {
                let _ = fs::remove_file(entry.path());
            }
        }
    }
}

const POLICIES: &str = "policies";
const COMPONENT_ENDING: &str = "wasm";
const MANIFEST_ENDING: &str = "manifest.json";

impl PolicyStorage for Keep {
    fn trusted_state(&self) -> Result<TrustedState, Refused> {
        let file = KeptFile::TrustedState;
        match self.read(file, None, STATE_BYTES_MAX)? {
            Some(bytes) => {
                TrustedState::from_json(&bytes).map_err(|error| Refused::new(error.code(), error.to_string()))
            }
            None if self.read(KeptFile::ActiveRecord, None, ACTIVE_BYTES_MAX)?.is_none() => Ok(TrustedState::new()),
            None => {
                // It is written first. Somebody has taken it away, and older policies would pass for new ones.
                let message =
                    format!("`{}` is missing; restore it, or remove the whole folder", self.path(file, None).display());
                Err(Refused::new("keep::damaged", message))
            }
        }
    }

    fn keep_trusted_state(&mut self, state: &TrustedState) -> Result<(), Refused> {
        self.write(KeptFile::TrustedState, None, state.to_json().as_bytes())
    }

    fn keep_package(&mut self, digest: &Digest, package: &PolicyPackage) -> Result<(), Refused> {
        self.write(KeptFile::Component, Some(digest), &package.component)?;
        self.write(KeptFile::Manifest, Some(digest), package.envelope.as_deref().unwrap_or_default())
    }

    fn package(&self, digest: &Digest) -> Result<PolicyPackage, Refused> {
        let component = self.read(KeptFile::Component, Some(digest), COMPONENT_BYTES_MAX)?;
        let envelope = self.read(KeptFile::Manifest, Some(digest), ENVELOPE_BYTES_MAX)?;
        match component {
            Some(component) => Ok(PolicyPackage { component, envelope }),
            None => Err(Refused::new("keep::missing", format!("the policy `{digest}` is not there any more"))),
        }
    }

    fn active(&self) -> Result<Option<ActiveRecord>, Refused> {
        let Some(bytes) = self.read(KeptFile::ActiveRecord, None, ACTIVE_BYTES_MAX)? else { return Ok(None) };
        let place = self.path(KeptFile::ActiveRecord, None);
        let damaged = |why| Refused::new("keep::damaged", format!("`{}` is damaged: {why}", place.display()));
        record::read(&bytes).map(Some).map_err(damaged)
    }

    fn keep_active(&mut self, record: &ActiveRecord) -> Result<(), Refused> {
        self.write(KeptFile::ActiveRecord, None, record::to_json(record).as_bytes())?;
        self.forget_all_but(record);
        Ok(())
    }
}

fn not_writable(path: &Path, error: &io::Error) -> Refused {
    Refused::new("keep::not-writable", format!("`{}` cannot be written: {error}", path.display()))
}
