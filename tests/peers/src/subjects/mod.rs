//! Everybody who does the work, each with what it has prepared once.

mod casbin_rbac;
mod cedar;
mod guestpass;
mod rego;

use crate::work::{Question, Work};
use anyhow::Result;
use std::hint::black_box;
use std::time::{Duration, Instant};

/// Somebody who decides. Everything that can be prepared is: policies and data are loaded, and the questions are in the
/// form that it takes.
pub trait Subject {
    /// Decides the question at this position, and says whether it is allowed.
    ///
    /// # Errors
    /// When it cannot decide.
    fn ask(&mut self, position: usize) -> Result<bool>;

    /// Decides all questions, and says how many are allowed.
    ///
    /// # Errors
    /// When one cannot be decided.
    fn ask_all(&mut self) -> Result<usize> {
        let mut allowed = 0;
        for position in 0..self.questions() {
            allowed += usize::from(self.ask(position)?);
        }
        Ok(allowed)
    }

    /// Decides all questions so many times, and says how long that took. Whoever decides in a process of its own takes
    /// the time there, so that the way to it is no part of the time.
    ///
    /// # Errors
    /// When one cannot be decided.
    fn time(&mut self, passes: u32) -> Result<Duration> {
        let begin = Instant::now();
        for _ in 0..passes {
            black_box(self.ask_all()?);
        }
        Ok(begin.elapsed())
    }

    /// How many questions it has been given.
    fn questions(&self) -> usize;
}

/// Whose it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Maker {
    /// This project.
    Guestpass,
    /// Another one.
    Peer,
}

/// What it does when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Decides each question in a call of its own.
    Single,
    /// Decides all questions in one call.
    Batch,
    /// Repeats an answer that it has given before.
    Repetition,
    /// What remains of a call without a decision: takes the question in and refuses it unread, or takes nothing in.
    Floor,
}

impl Kind {
    /// Whether it decides.
    #[must_use]
    pub fn decides(self) -> bool {
        matches!(self, Self::Single | Self::Batch)
    }
}

/// A subject before anything is prepared.
#[derive(Clone, Copy, Debug)]
pub struct Entry {
    /// For people: what it is.
    pub name: &'static str,
    /// Whose it is.
    pub maker: Maker,
    /// What it does.
    pub kind: Kind,
    /// Whether what it allocates can be counted: not when it runs in a process of its own.
    pub is_counted: bool,
    /// Prepares it for this work and these questions.
    pub prepare: Prepare,
}

/// Prepares a subject for this work and these questions.
pub type Prepare = fn(Work, &[Question]) -> Result<Box<dyn Subject>>;

const fn ours(name: &'static str, kind: Kind, prepare: Prepare) -> Entry {
    Entry { name, maker: Maker::Guestpass, kind, is_counted: true, prepare }
}

const fn peer(name: &'static str, kind: Kind, prepare: Prepare) -> Entry {
    Entry { name, maker: Maker::Peer, kind, is_counted: true, prepare }
}

const fn page(name: &'static str, kind: Kind, prepare: Prepare) -> Entry {
    Entry { is_counted: false, ..ours(name, kind, prepare) }
}

/// A single decision, as servers take it.
pub const SINGLE: Entry = ours("Guestpass, wasmtime", Kind::Single, guestpass::single);
/// Many of them in one call.
pub const BATCH: Entry = ours("Guestpass, wasmtime, batch", Kind::Batch, guestpass::batch);
/// Many of them without a component.
pub const NATIVE_BATCH: Entry = ours("Guestpass, native rules, batch", Kind::Batch, guestpass::native_batch);
/// What any call of a component takes.
pub const EMPTY_CALL: Entry = ours("Typed component call, nothing in it", Kind::Floor, guestpass::empty_call);

/// Everybody, ours first. The first one is what the others' answers are compared with.
pub const ENTRIES: [Entry; 15] = [
    SINGLE,
    BATCH,
    ours("Guestpass, wasmtime, call alone", Kind::Floor, guestpass::floor),
    ours("Guestpass, wasmtime, typed calls", Kind::Single, guestpass::typed),
    EMPTY_CALL,
    ours("Guestpass, native rules", Kind::Single, guestpass::native),
    NATIVE_BATCH,
    page("Guestpass, page (Node)", Kind::Single, guestpass::page),
    page("Guestpass, page (Node), batch", Kind::Batch, guestpass::page_batch),
    peer("Cedar, a policy for each role", Kind::Single, cedar::policy_for_each_role),
    peer("Cedar, one policy, roles as data", Kind::Single, cedar::roles_as_data),
    peer("Regorus, interpreter", Kind::Single, rego::interpreter),
    peer("Regorus, virtual machine", Kind::Single, rego::virtual_machine),
    peer("Casbin", Kind::Single, casbin_rbac::enforcer),
    peer("Casbin, repeated from its cache", Kind::Repetition, casbin_rbac::cached),
];

/// Those whose times are followed as the work grows: everybody who decides each question in a call of its own.
#[must_use]
pub fn growing() -> Vec<Entry> {
    ENTRIES.into_iter().filter(|entry| entry.kind == Kind::Single).collect()
}
