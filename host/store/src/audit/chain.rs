//! Finds out whether a log is what it was.

use std::collections::{BTreeMap, BTreeSet};

use super::checkpoint::Checkpoint;
use super::digest::Digest;
use super::entry::{Entry, Phase};

/// A log in which every entry is chained to the one before it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verified {
    /// Entries.
    pub count: u64,
    /// The hash of the last one; [`Digest::GENESIS`] when there is none.
    pub head: Digest,
    /// Beginnings that nothing ended: under way, or cut off by the end of a process. Whether it was done is unknown.
    pub unknown: BTreeSet<u64>,
}

/// The first thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("entry {first_bad_sequence}: {why}")]
pub struct Damage {
    /// The sequence that the first entry has, or should have, that does not fit.
    pub first_bad_sequence: u64,
    /// What is wrong with it.
    pub why: Why,
}

/// What can be wrong with an entry.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Why {
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(String),
    /// Another one stands in its place: it was taken away, or something was put in or moved.
    #[error("entry {0} stands in its place")]
    OutOfPlace(u64),
    /// It was written for another one before it.
    #[error("it is not chained to the entry before it; one of the two was changed")]
    Unchained,
    /// What it says was changed.
    #[error("its hash is not that of what it says; it was changed")]
    Changed,
    /// It ends what no entry began, or what has ended, or it ends nothing and says it does.
    #[error("it ends nothing that began before it")]
    EndsNothing,
    /// The log is shorter than a checkpoint says.
    #[error("it is missing, and all behind it; the checkpoint knows entries up to {0}")]
    Missing(u64),
    /// All fits, but it is not the log of the checkpoint.
    #[error("it is not the one that the checkpoint knows; it, or one before it, was written anew")]
    Rewritten,
}

impl Why {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "audit::unreadable",
            Self::OutOfPlace(_) => "audit::out-of-place",
            Self::Unchained => "audit::unchained",
            Self::Changed => "audit::changed",
            Self::EndsNothing => "audit::ends-nothing",
            Self::Missing(_) => "audit::missing",
            Self::Rewritten => "audit::rewritten",
        }
    }
}

/// A log that is read from its beginning, one entry at a time. In memory there are only the beginnings that nothing
/// has ended so far.
#[derive(Clone, Debug)]
pub struct Chain {
    count: u64,
    head: Digest,
    open: BTreeSet<u64>,
    /// What the checkpoints say, those that are still to come.
    known: BTreeMap<u64, Digest>,
}

impl Chain {
    /// Before the first entry.
    ///
    /// # Errors
    /// Two checkpoints contradict each other: the log was forked.
    pub fn new(checkpoints: &[Checkpoint]) -> Result<Self, Damage> {
        let mut known = BTreeMap::new();
        for checkpoint in checkpoints {
            let other = known.insert(checkpoint.sequence, checkpoint.hash);
            if other.is_some_and(|hash| hash != checkpoint.hash) {
                return Err(Damage { first_bad_sequence: checkpoint.sequence, why: Why::Rewritten });
            }
        }
        let mut chain = Self { count: 0, head: Digest::GENESIS, open: BTreeSet::new(), known };
        chain.compare(0, Digest::GENESIS).map_err(|why| Damage { first_bad_sequence: 0, why })?;
        Ok(chain)
    }

    /// The sequence that the next entry has to have.
    #[must_use]
    pub fn next(&self) -> u64 {
        self.count.saturating_add(1)
    }

    /// Takes the next entry.
    ///
    /// # Errors
    /// It does not fit. The chain is then as it was before.
    pub fn take(&mut self, entry: &Entry) -> Result<(), Damage> {
        let next = self.next();
        self.fits(next, entry).map_err(|why| Damage { first_bad_sequence: next, why })?;
        match entry.concerns {
            Some(began) => _ = self.open.remove(&began),
            None => _ = self.open.insert(next),
        }
        (self.count, self.head) = (next, entry.hash);
        Ok(())
    }

    /// Takes the next line.
    ///
    /// # Errors
    /// It is no entry, or one that does not fit.
    pub fn take_line(&mut self, line: &str) -> Result<Entry, Damage> {
        let entry = Entry::read(line).map_err(|error| self.unreadable(error.to_string()))?;
        self.take(&entry)?;
        Ok(entry)
    }

    /// The damage of a next entry that cannot be read.
    #[must_use]
    pub fn unreadable(&self, reason: String) -> Damage {
        Damage { first_bad_sequence: self.next(), why: Why::Unreadable(reason) }
    }

    /// Ends the log.
    ///
    /// # Errors
    /// A checkpoint knows of entries that did not come.
    pub fn finish(self) -> Result<Verified, Damage> {
        if let Some((last, _)) = self.known.last_key_value() {
            return Err(Damage { first_bad_sequence: self.next(), why: Why::Missing(*last) });
        }
        Ok(Verified { count: self.count, head: self.head, unknown: self.open })
    }

    fn fits(&mut self, next: u64, entry: &Entry) -> Result<(), Why> {
        if entry.sequence != next {
            return Err(Why::OutOfPlace(entry.sequence));
        }
        if entry.hash != entry.hash_of_content() {
            return Err(Why::Changed);
        }
        if entry.previous != self.head {
            return Err(Why::Unchained);
        }
        let ends_something = match (entry.phase, entry.concerns) {
            (Phase::Began, None) => true,
            (Phase::Completed | Phase::Refused, Some(began)) => self.open.contains(&began),
            (Phase::Began, Some(_)) | (Phase::Completed | Phase::Refused, None) => false,
        };
        if !ends_something {
            return Err(Why::EndsNothing);
        }
        self.compare(next, entry.hash)
    }

    fn compare(&mut self, sequence: u64, hash: Digest) -> Result<(), Why> {
        match self.known.get(&sequence) {
            Some(known) if *known != hash => Err(Why::Rewritten),
            _ => {
                self.known.remove(&sequence);
                Ok(())
            }
        }
    }
}

/// Whether these are all entries of a log, each as it was written.
///
/// Without a checkpoint it is not found that entries at the end are missing, nor that all from some entry on was
/// written anew.
///
/// # Errors
/// The first thing that is wrong.
pub fn verify<'a>(
    entries: impl IntoIterator<Item = &'a Entry>,
    checkpoint: Option<&Checkpoint>,
) -> Result<Verified, Damage> {
    let mut chain = Chain::new(checkpoint.map(std::slice::from_ref).unwrap_or_default())?;
    entries.into_iter().try_for_each(|entry| chain.take(entry))?;
    chain.finish()
}
