//! From a package that a source brought to the policy that decides.
//!
//! The order is what makes a kill at any instant harmless (reliability row 33): verify, compile and test, keep the
//! package, keep what has been seen, keep which policy is active, activate in memory. Whatever fails before the last
//! two leaves the former policy active, and a restart takes up the one whose record was kept last.
//!
//! What has been seen is kept before a policy is used (row 27) and not before it is good: one that is signed and cannot
//! be used has never decided, and must not stand in the way of an older one beside it or of the same version, mended.

mod storage;
mod unusable;

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use guestpass::Runtime;
use guestpass::generations::{Candidate, Expectation, GenerationOptions, Generations, SelfTest};
use guestpass_manifest::{Digest, ManifestError, Trust, Verified, verify, verify_kept};

pub use storage::{ActiveRecord, PREVIOUS_MAX, PolicyStorage, SetAside};

use crate::follow::{Accepted, ActivePolicy, Recipient, Refused};
use crate::package::PolicyPackage;
use unusable::Unusable;

/// Verifies packages, keeps the good ones and makes them the active policy.
pub struct Activator<K> {
    runtime: Runtime,
    trust: Trust,
    options: ActivatorOptions,
    generations: OnceLock<Generations>,
    /// When the active policy expires, for who must not wait for `kept`.
    expires_ms: AtomicI64,
    /// Held through each activation and rollback: they happen one after another.
    kept: Mutex<Kept<K>>,
}

/// How policies are activated.
#[derive(Debug, Clone, Default)]
pub struct ActivatorOptions {
    /// Questions whose answers are known. A policy that answers one of them otherwise is refused.
    pub self_tests: Vec<SelfTest>,
    /// How generations replace each other.
    pub generations: GenerationOptions,
}

struct Kept<K> {
    storage: K,
    active: Option<ActivePolicy>,
}

impl<K: PolicyStorage> Activator<K> {
    /// An activator that has no policy yet: [`Recipient::restore`] and [`Recipient::offer`] give it one.
    pub fn new(runtime: Runtime, trust: Trust, storage: K, options: ActivatorOptions) -> Self {
        let kept = Mutex::new(Kept { storage, active: None });
        let (generations, expires_ms) = (OnceLock::new(), AtomicI64::new(i64::MIN));
        Self { runtime, trust, options, generations, expires_ms, kept }
    }

    /// The generations that requests pin, once there is a policy. Without one, nobody is to be let in.
    #[must_use]
    pub fn generations(&self) -> Option<Generations> {
        self.generations.get().cloned()
    }

    /// The instant at which the active policy expires, as its manifest says, in milliseconds since the epoch; long ago
    /// while there is none. Never waits for an activation. The grace of the trust file comes after it, see
    /// [`Activator::decides_until_ms`].
    ///
    /// Ask this first and pin a generation then: whatever is pinned is as new as what was asked about, or newer.
    #[must_use]
    pub fn expires_ms(&self) -> i64 {
        self.expires_ms.load(Ordering::Acquire)
    }

    /// Verifies a package, compiles and tests it, and keeps and changes nothing: for an operator who looks first.
    ///
    /// # Errors
    /// [`Refused`], for the reasons that [`Recipient::offer`] would refuse it for; and with `activation::set-aside`
    /// when an operator went back from it.
    pub fn examine(&self, package: &PolicyPackage, now_ms: i64) -> Result<(Candidate, ActivePolicy), Refused> {
        let kept = self.kept();
        let (state, record) = (kept.storage.trusted_state()?, kept.storage.active()?);
        drop(kept);
        let envelope = package.envelope.as_deref().unwrap_or_default();
        let verified = verify(envelope, &package.component, &self.trust, &state, now_ms);
        let verified = verified.map_err(|error| manifest_refused(&error))?;
        let examined = described(&verified);
        if self.is_set_aside(record.as_ref(), examined.version) {
            return Err(Refused::set_aside(examined.version));
        }
        Ok((self.prepare(package, &verified)?, examined))
    }

    /// A package that is kept, as it was signed, for those who run the same policy elsewhere; none when it is not kept.
    /// It is not verified again here: whoever takes it has to.
    ///
    /// # Errors
    /// [`Refused`] with `keep::unreadable`.
    pub fn kept_package(&self, digest: &str) -> Result<Option<PolicyPackage>, Refused> {
        let Some(digest) = Digest::parse(digest) else { return Ok(None) };
        match self.kept().storage.package(&digest) {
            Ok(package) => Ok(Some(package)),
            Err(refused) if refused.code == "keep::missing" => Ok(None),
            Err(refused) => Err(refused),
        }
    }

    /// The instant from which on the active policy decides nothing any more: when it has expired and the grace of the
    /// trust file is over. This, and not [`Activator::expires_ms`], is what whoever decides keeps to; what is restored
    /// and gone back to keeps to it as well. Long ago while there is no policy. Never waits for an activation.
    ///
    /// As with [`Activator::expires_ms`]: ask first, and pin a generation then.
    #[must_use]
    pub fn decides_until_ms(&self) -> i64 {
        self.expires_ms().saturating_add(self.trust.grace_ms())
    }

    /// Tells those who must not wait what is active. The policy itself has to be active already.
    fn tell(&self, active: &ActivePolicy) {
        self.expires_ms.store(active.expires_ms, Ordering::Release);
    }

    fn kept(&self) -> MutexGuard<'_, Kept<K>> {
        // What is kept on disk is changed whole; what is in memory is changed last, and in one step.
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Loads, compiles and tests a verified policy, and sees whether it is the one that its manifest names.
    fn prepare(&self, package: &PolicyPackage, verified: &Verified) -> Result<Candidate, Unusable> {
        let expectation = Expectation::digest(verified.digest.as_str());
        let candidate = match self.generations.get() {
            Some(generations) => generations.prepare(&package.component, &expectation, &self.options.self_tests),
            None => Candidate::prepare(&self.runtime, &package.component, &expectation, &self.options.self_tests),
        };
        let candidate = candidate.map_err(|error| Unusable::of_candidate(&error))?;
        let info = candidate.policy().info();
        let described = verified.check_description(&info.name, &info.contract_version);
        described.map_err(|error| Unusable::of_manifest(&error))?;
        Ok(candidate)
    }

    /// Whether an operator went back from this version.
    fn is_set_aside(&self, record: Option<&ActiveRecord>, version: u64) -> bool {
        let set_aside = record.and_then(|record| record.set_aside);
        set_aside.is_some_and(|set_aside| set_aside.holds_back(self.trust.epoch(), version))
    }

    /// Makes a candidate the active policy in memory. It cannot fail.
    fn activate(&self, candidate: Candidate, now_ms: i64) {
        match self.generations.get() {
            Some(generations) => drop(generations.activate(candidate, now_ms)),
            None => {
                let first = || Generations::new(candidate.policy().clone(), now_ms, self.options.generations.clone());
                self.generations.get_or_init(first);
            }
        }
    }

    /// Reads a kept package and verifies it again.
    fn read_kept(&self, storage: &K, digest: &Digest, now_ms: i64) -> Result<(PolicyPackage, Verified), Unusable> {
        let package = storage.package(digest).map_err(Unusable::of_storage)?;
        let state = storage.trusted_state().map_err(Unusable::ForNow)?;
        let envelope = package.envelope.as_deref().unwrap_or_default();
        let verified = verify_kept(envelope, &package.component, &self.trust, &state, now_ms);
        let verified = verified.map_err(|error| Unusable::of_manifest(&error))?;
        if verified.digest == *digest {
            return Ok((package, verified));
        }
        // Both are signed, and one lies under the name of the other.
        let message = format!("what is kept as `{digest}` is `{}`", verified.digest);
        Err(Unusable::ForGood(Refused::new("keep::wrong-digest", message)))
    }
}

impl<K: PolicyStorage> Recipient for Activator<K> {
    fn restore(&self, now_ms: i64) -> Result<Option<ActivePolicy>, Refused> {
        let mut kept = self.kept();
        let Some(record) = kept.storage.active()? else { return Ok(None) };
        let (package, verified) = self.read_kept(&kept.storage, &record.digest, now_ms)?;
        let candidate = self.prepare(&package, &verified)?;
        kept.storage.keep_trusted_state(&verified.state)?;
        self.activate(candidate, now_ms);
        let restored = described(&verified);
        self.tell(&restored);
        kept.active = Some(restored.clone());
        Ok(Some(restored))
    }

    fn offer(&self, package: &PolicyPackage, now_ms: i64) -> Result<Accepted, Refused> {
        let mut kept = self.kept();
        let Kept { storage, active } = &mut *kept;
        let envelope = package.envelope.as_deref().unwrap_or_default();
        let state = storage.trusted_state()?;
        let verified = verify(envelope, &package.component, &self.trust, &state, now_ms);
        let verified = verified.map_err(|error| manifest_refused(&error))?;
        let offered = described(&verified);
        let record = storage.active()?;
        let is_set_aside = self.is_set_aside(record.as_ref(), offered.version);
        match active {
            Some(current) if is_set_aside => {
                return Ok(Accepted::SetAside { active: current.clone(), version: offered.version });
            }
            // What it was set aside for cannot decide any more. That is no reason to take it up again.
            None if is_set_aside => return Err(Refused::set_aside(offered.version)),
            Some(current) if current.digest == offered.digest => {
                // The same component, perhaps with a newer manifest: nothing to compile, and no request to disturb.
                if *current != offered {
                    storage.keep_package(&verified.digest, package)?;
                }
                storage.keep_trusted_state(&verified.state)?;
                self.tell(&offered);
                *current = offered.clone();
                return Ok(Accepted::AlreadyActive(offered));
            }
            _ => {}
        }
        let candidate = self.prepare(package, &verified)?;
        storage.keep_package(&verified.digest, package)?;
        storage.keep_trusted_state(&verified.state)?;
        storage.keep_active(&ActiveRecord::after(record, verified.digest.clone()))?;
        self.activate(candidate, now_ms);
        self.tell(&offered);
        let replaced = active.replace(offered.clone());
        Ok(Accepted::Activated { replaced, active: offered, passed_over: Vec::new() })
    }

    fn roll_back(&self, now_ms: i64) -> Result<Accepted, Refused> {
        self.go_back(None, now_ms)
    }
}

impl<K: PolicyStorage> Activator<K> {
    /// As [`Recipient::roll_back`], if this generation is the active one: two people who take the same policy back take
    /// one back, not two.
    ///
    /// # Errors
    /// [`Refused`], and then nothing has changed; with `rollback-not-active` when another generation is active.
    pub fn roll_back_from(&self, generation: u64, now_ms: i64) -> Result<Accepted, Refused> {
        self.go_back(Some(generation), now_ms)
    }

    fn go_back(&self, seen: Option<u64>, now_ms: i64) -> Result<Accepted, Refused> {
        let mut kept = self.kept();
        let number = self.generations.get().map(|generations| generations.pin().number());
        if let Some(seen) = seen.filter(|&seen| number != Some(seen)) {
            let message = format!("generation {seen} is not the active one any more; look again before you go back");
            return Err(Refused::new("rollback-not-active", message));
        }
        let Kept { storage, active } = &mut *kept;
        let mut record = storage.active()?.ok_or_else(nothing_kept)?;
        let (former, passed_over) = self.latest_usable(storage, &mut record.previous, now_ms)?;
        let Former { verified, candidate } = former;
        let epoch = self.trust.epoch();
        // What is active no more, because it could not be restored, is left all the same.
        let highest = || verified.state.highest(self.trust.policy()).map(|highest| highest.version.get());
        let left = active.as_ref().map(|active| active.version).or_else(highest);
        record.set_aside =
            left.map(|version| SetAside { epoch, version }.beside(record.set_aside)).or(record.set_aside);
        record.digest = verified.digest.clone();
        storage.keep_active(&record)?;
        match (candidate, self.generations.get()) {
            (Some(candidate), _) => self.activate(candidate, now_ms),
            (None, Some(generations)) => {
                // Nobody else rolls back: the lock is held, and the former one was there.
                generations.rollback().map_err(|error| Refused::new(error.code(), error.to_string()))?;
            }
            (None, None) => {}
        }
        let restored = described(&verified);
        self.tell(&restored);
        Ok(Accepted::Activated { replaced: active.replace(restored.clone()), active: restored, passed_over })
    }

    /// The latest of the former policies that can be used, and those after it that never can be again, with the reason
    /// of each. All of them are taken off the list: one that is damaged or has expired would keep the way back shut for
    /// good. Whatever may pass is not a reason to go further back, and is the answer.
    fn latest_usable(
        &self,
        storage: &K,
        previous: &mut Vec<Digest>,
        now_ms: i64,
    ) -> Result<(Former, Vec<(String, Refused)>), Refused> {
        let mut passed_over = Vec::new();
        while let Some(digest) = previous.pop() {
            match self.former(storage, &digest, now_ms) {
                Ok(former) => return Ok((former, passed_over)),
                Err(Unusable::ForGood(reason)) => passed_over.push((digest.to_string(), reason)),
                Err(Unusable::ForNow(reason)) => return Err(not_now(&digest, &reason)),
            }
        }
        Err(none_usable(passed_over))
    }

    fn former(&self, storage: &K, digest: &Digest, now_ms: i64) -> Result<Former, Unusable> {
        let (package, verified) = self.read_kept(storage, digest, now_ms)?;
        // What this process had active before is still there, compiled and warm; after a restart it is not.
        let is_warm = self.generations.get().is_some_and(|generations| {
            generations.status().previous.first().is_some_and(|former| former.digest == digest.as_str())
        });
        let candidate = if is_warm { None } else { Some(self.prepare(&package, &verified)?) };
        Ok(Former { verified, candidate })
    }
}

/// A policy to go back to.
struct Former {
    verified: Verified,
    /// None for the one that this process had active before.
    candidate: Option<Candidate>,
}

fn nothing_kept() -> Refused {
    Refused::new("rollback-nothing-kept", "no former policy is kept")
}

/// Why nothing is gone back to, although a former policy is kept that may be good.
fn not_now(digest: &Digest, reason: &Refused) -> Refused {
    let message = format!("`{digest}` cannot be gone back to now: {reason}; try again, or sign a newer policy");
    Refused::new(reason.code.clone(), message)
}

/// Why there is no way back: what keeps the latest former policy from being used, and then the older ones.
fn none_usable(passed_over: Vec<(String, Refused)>) -> Refused {
    let mut passed_over = passed_over.into_iter();
    let Some((_, mut refused)) = passed_over.next() else { return nothing_kept() };
    for (digest, reason) in passed_over {
        refused.message.push_str(&format!("; nor can `{digest}` be gone back to: {reason}"));
    }
    refused
}

fn described(verified: &Verified) -> ActivePolicy {
    ActivePolicy {
        name: verified.manifest.policy.to_string(),
        version: verified.manifest.version.get(),
        digest: verified.digest.to_string(),
        expires_ms: verified.manifest.expires_ms,
    }
}

fn manifest_refused(error: &ManifestError) -> Refused {
    Refused::new(error.code(), error.to_string())
}
