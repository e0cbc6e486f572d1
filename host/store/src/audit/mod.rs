//! The audit log: what was tried, by whom, and how it ended, each entry chained to the one before it.
//!
//! - [`Entry`] and [`Draft`] say what is logged. Their types are closed: there is no place for a free text, a token or
//!   the attributes of a person (reliability row 53).
//! - [`Chain`] and [`verify`] find what was changed afterwards (row 51): an edit, an entry that was taken out, put in
//!   or moved. **Not found without a [`Checkpoint`] from before:** that entries at the end are missing, and that all
//!   was written anew from some entry on, hashes included. Keep checkpoints where whoever can write to the database
//!   cannot.
//! - An entry of the phase [`Phase::Began`] is on disk before anything is done, and one that completes or refuses it
//!   is of the same transaction as what was done to the directory (row 52). What is done to a policy is done elsewhere,
//!   and its end is written afterwards. One that nothing ends is unknown: it is under way, or its process died in
//!   between, and the log does not say whether it was done.
//!
//! ```
//! use guestpass_store::audit::{Action, Deed, Detail, Digest, Draft, Entry, verify};
//!
//! let action = Action::new(Deed::AssignRole).about("dana@partner.example").with(Detail::Role, "auditor");
//! let draft = Draft::began(1_795_341_600_000, "owner@initech.example", "initech", action);
//! let began = Entry::chained(draft.clone(), 1, 41, Digest::GENESIS);
//! let completed = Entry::chained(draft.completed(began.sequence), 2, 42, began.hash);
//!
//! assert_eq!(verify([&began, &completed], None).map(|verified| verified.count), Ok(2));
//! let damage = verify([&completed], None).unwrap_err();
//! assert_eq!(damage.first_bad_sequence, 1);
//! ```

mod action;
mod chain;
mod changes;
mod checkpoint;
mod digest;
mod entry;
mod log;
mod sql;
#[cfg(test)]
mod tests;
mod text;

pub use action::{Action, Deed, Detail};
pub use chain::{Chain, Damage, Verified, Why, verify};
pub use checkpoint::Checkpoint;
pub use digest::{Digest, NoDigest};
pub use entry::{Attempt, Draft, Entry, LINE_BYTES_MAX, Phase, UnreadableEntry};
pub(crate) use log::read_page;
pub use log::{AuditLog, AuditPage};
pub(crate) use sql::append;
pub use text::AuditText;
