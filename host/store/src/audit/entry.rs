//! One entry, and its one line of text.

use serde::{Deserialize, Serialize};

use super::action::{Action, Detail};
use super::digest::{Digest, Fields};
use super::text::AuditText;

/// Bytes of the line of an entry at most. What an entry may hold is below that.
pub const LINE_BYTES_MAX: usize = 64 * 1024;

/// How far an action has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Phase {
    /// It is about to be done. Written before anything else is.
    Began,
    /// It was done, in the same transaction as this entry.
    Completed,
    /// It was not done.
    Refused,
}

impl Phase {
    /// Its stable name.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Began => "began",
            Self::Completed => "completed",
            Self::Refused => "refused",
        }
    }
}

/// An entry before it has its place in the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Who tried it: the name of a person, a key or a service.
    pub actor: AuditText,
    /// The organisation it is done to; empty when it is the whole server.
    pub organisation: AuditText,
    /// What was tried.
    pub action: Action,
    /// How far it has come.
    pub phase: Phase,
    /// The sequence of the entry that this one ends; none exactly if it begins something.
    pub concerns: Option<u64>,
    /// The policy that was asked, if one was.
    pub policy: Option<Digest>,
}

impl Draft {
    /// That somebody is about to do something.
    #[must_use]
    pub fn began(at_ms: i64, actor: &str, organisation: &str, action: Action) -> Self {
        Self {
            at_ms,
            actor: AuditText::of(actor),
            organisation: AuditText::of(organisation),
            action,
            phase: Phase::Began,
            concerns: None,
            policy: None,
        }
    }

    /// The same, with the policy that was asked.
    #[must_use]
    pub fn by(mut self, policy: Digest) -> Self {
        self.policy = Some(policy);
        self
    }

    /// That it was done. `began` is the sequence of its beginning.
    #[must_use]
    pub fn completed(self, began: u64) -> Self {
        Self { phase: Phase::Completed, concerns: Some(began), ..self }
    }

    /// That it was not done, with the stable code of why.
    #[must_use]
    pub fn refused(self, began: u64, code: &str) -> Self {
        let action = self.action.with(Detail::Refusal, code);
        Self { phase: Phase::Refused, concerns: Some(began), action, ..self }
    }
}

/// What has begun, and has to be ended by exactly one entry.
#[derive(Clone, Debug)]
#[must_use = "what has begun and is not ended is shown as unknown"]
pub struct Attempt {
    pub(crate) began: u64,
    pub(crate) draft: Draft,
}

impl Attempt {
    /// The sequence of its beginning.
    #[must_use]
    pub fn sequence(&self) -> u64 {
        self.began
    }

    /// That it was done: hand it to [`crate::Writing::audit`] of the write that does it.
    #[must_use]
    pub fn completed(&self, at_ms: i64) -> Draft {
        Draft { at_ms, ..self.draft.clone() }.completed(self.began)
    }

    /// That it was not done, with the stable code of why.
    #[must_use]
    pub fn refused(&self, at_ms: i64, code: &str) -> Draft {
        Draft { at_ms, ..self.draft.clone() }.refused(self.began, code)
    }

    /// The policy that was asked, when it is known only after the beginning.
    pub fn asked(&mut self, policy: Digest) {
        self.draft.policy = Some(policy);
    }
}

/// An entry in its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Its place, from 1 and without gaps.
    pub sequence: u64,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub at_ms: i64,
    /// Who tried it.
    pub actor: AuditText,
    /// The organisation it is done to; empty when it is the whole server.
    pub organisation: AuditText,
    /// What was tried.
    pub action: Action,
    /// How far it has come.
    pub phase: Phase,
    /// The sequence of the entry that this one ends; none exactly if it begins something.
    pub concerns: Option<u64>,
    /// The policy that was asked.
    pub policy: Option<Digest>,
    /// The revision of the write that it is part of.
    pub revision: i64,
    /// The hash of the entry before it; [`Digest::GENESIS`] for the first one.
    pub previous: Digest,
    /// The hash of all that stands above.
    pub hash: Digest,
}

/// Why a line is no entry.
#[derive(Debug, thiserror::Error)]
pub enum UnreadableEntry {
    /// More than an entry can have.
    #[error("it has {0} bytes; an entry has at most {LINE_BYTES_MAX}")]
    TooLong(usize),
    /// It is no JSON, or not that of an entry.
    #[error("{0}")]
    Malformed(#[from] serde_json::Error),
    /// Read and written again it is another text.
    #[error("it is not written as an entry is: other blanks, another order, or another spelling of the same")]
    OtherwiseWritten,
}

impl Entry {
    /// Gives a draft its place behind the entry with the hash `previous`.
    #[must_use]
    pub fn chained(draft: Draft, sequence: u64, revision: i64, previous: Digest) -> Self {
        let Draft { at_ms, actor, organisation, action, phase, concerns, policy } = draft;
        let mut entry = Self {
            sequence,
            at_ms,
            actor,
            organisation,
            action,
            phase,
            concerns,
            policy,
            revision,
            previous,
            hash: Digest::GENESIS,
        };
        entry.hash = entry.hash_of_content();
        entry
    }

    /// The hash that it has to have.
    #[must_use]
    pub fn hash_of_content(&self) -> Digest {
        let fields = Fields::of("guestpass audit entry 1")
            .number(self.sequence)
            .signed(self.at_ms)
            .field(self.actor.as_str().as_bytes())
            .field(self.organisation.as_str().as_bytes());
        let fields = self.action.hashed(fields).field(self.phase.name().as_bytes());
        let fields = match self.concerns {
            Some(sequence) => fields.number(sequence),
            None => fields.field(&[]),
        };
        let fields = match &self.policy {
            Some(digest) => fields.field(digest.bytes()),
            None => fields.field(&[]),
        };
        fields.signed(self.revision).field(self.previous.bytes()).digest()
    }

    /// Its line, without the end of the line.
    ///
    /// # Errors
    /// None that an entry can have; what serde might say is handed on.
    pub fn line(&self) -> Result<String, serde_json::Error> {
        serde_json::to_string(self)
    }

    /// Reads a line, which has to be exactly what [`Entry::line`] writes: there is one text for one entry.
    ///
    /// # Errors
    /// It is anything else.
    pub fn read(line: &str) -> Result<Self, UnreadableEntry> {
        if line.len() > LINE_BYTES_MAX {
            return Err(UnreadableEntry::TooLong(line.len()));
        }
        let entry: Self = serde_json::from_str(line)?;
        if entry.line()? == line { Ok(entry) } else { Err(UnreadableEntry::OtherwiseWritten) }
    }
}
