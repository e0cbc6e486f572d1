//! The directory on every database that it can be kept in.
//!
//! [`Stores`] opens it on real ones: a SQLite file, and a PostgreSQL server that belongs to the test. [`crash`] kills
//! servers while they write, and the database under them; [`despite`] lets their disks fail; [`by_hand`] gets at the
//! database itself.

#![forbid(unsafe_code)]

pub mod by_hand;
pub mod crash;
pub mod despite;
mod postgres;
mod stores;

pub use guestpass_promises::is_soaking;
pub use postgres::PostgresServer;
pub use stores::{Place, Stores, on_every_store};
