//! What is kept of policies, so that a restart finds it.

use guestpass_manifest::{Digest, TrustedState};

use crate::follow::Refused;
use crate::package::PolicyPackage;

/// What is kept of policies, so that a restart finds it. Each method says what is true once it has returned; whoever
/// is killed inside it finds the old or the new afterwards, whole. All of them may be repeated.
pub trait PolicyStorage: Send + 'static {
    /// What has been seen, or nothing when nothing was ever kept.
    ///
    /// # Errors
    /// [`Refused`] when there is something that cannot be read: whoever goes on without it may go back (row 27).
    fn trusted_state(&self) -> Result<TrustedState, Refused>;

    /// Once it has returned, no restart forgets what has been seen.
    ///
    /// # Errors
    /// [`Refused`], and the former state is still kept.
    fn keep_trusted_state(&mut self, state: &TrustedState) -> Result<(), Refused>;

    /// Once it has returned, [`PolicyStorage::package`] gives these bytes.
    ///
    /// # Errors
    /// [`Refused`], and all other packages are still kept.
    fn keep_package(&mut self, digest: &Digest, package: &PolicyPackage) -> Result<(), Refused>;

    /// A package that is kept. Nobody has looked at its bytes since.
    ///
    /// # Errors
    /// [`Refused`] with `keep::missing` when it is not there, which counts for good: whoever goes back passes over it,
    /// and it is forgotten. With any other code when it cannot be read now.
    fn package(&self, digest: &Digest) -> Result<PolicyPackage, Refused>;

    /// Which policy is active, or nothing when none ever was.
    ///
    /// # Errors
    /// [`Refused`] when there is a record that cannot be read.
    fn active(&self) -> Result<Option<ActiveRecord>, Refused>;

    /// Once it has returned, a restart takes up this policy. Packages that the record does not name may be forgotten.
    ///
    /// # Errors
    /// [`Refused`], and the former record is still kept.
    fn keep_active(&mut self, record: &ActiveRecord) -> Result<(), Refused>;
}

/// Which policy is active, and which can be gone back to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActiveRecord {
    /// The component of the active policy.
    pub digest: Digest,
    /// Those before it, the latest last. At most [`PREVIOUS_MAX`].
    pub previous: Vec<Digest>,
    /// What an operator went back from: the source goes on offering it, and it is not taken up again.
    pub set_aside: Option<SetAside>,
}

/// The highest version that an operator went back from. A higher one is taken up, and so is any of another epoch: with
/// the epoch the versions begin anew, which is how one recovers from a version after which none can come (row 29).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SetAside {
    /// The epoch of the trust file at that time.
    pub epoch: u64,
    /// The version.
    pub version: u64,
}

impl SetAside {
    /// Whether a version is not taken up again.
    #[must_use]
    pub fn holds_back(self, epoch: u64, version: u64) -> bool {
        self.epoch == epoch && version <= self.version
    }

    /// The higher one of the same epoch, or else this one, which is of the later epoch.
    pub(super) fn beside(self, former: Option<Self>) -> Self {
        match former {
            Some(former) if former.epoch == self.epoch && former.version > self.version => former,
            _ => self,
        }
    }
}

/// Policies that can be gone back to.
pub const PREVIOUS_MAX: usize = 4;

impl ActiveRecord {
    /// The record once another policy is active.
    pub(super) fn after(former: Option<Self>, digest: Digest) -> Self {
        let mut previous = Vec::new();
        let mut set_aside = None;
        if let Some(former) = former {
            previous = former.previous;
            // A policy that comes back is not also one to go back to.
            previous.retain(|kept| *kept != digest && *kept != former.digest);
            previous.push(former.digest);
            set_aside = former.set_aside;
        }
        let beyond = previous.len().saturating_sub(PREVIOUS_MAX);
        previous.drain(..beyond);
        Self { digest, previous, set_aside }
    }
}

#[cfg(test)]
mod tests {
    use super::{ActiveRecord, PREVIOUS_MAX};
    use guestpass_manifest::Digest;

    fn digest(version: u8) -> Digest {
        Digest::of(&[version])
    }

    #[test]
    fn the_latest_policies_can_be_gone_back_to() {
        let mut record = ActiveRecord::after(None, digest(0));
        for version in 1..10 {
            record = ActiveRecord::after(Some(record), digest(version));
        }
        assert_eq!(record.digest, digest(9));
        assert_eq!(record.previous, [5, 6, 7, 8].map(digest));
        assert_eq!(record.previous.len(), PREVIOUS_MAX);
        // The same component under a new version: there is nothing between the two.
        let again = ActiveRecord::after(Some(record.clone()), digest(7));
        assert_eq!(again.previous, [5, 6, 8, 9].map(digest));
    }
}
