//! The directory on every database that it can be kept in.
//!
//! [`Stores`] opens it on real ones: a SQLite file, and a PostgreSQL server that belongs to the test. [`crash`] kills
//! servers while they write.

#![forbid(unsafe_code)]

pub mod crash;
mod postgres;
mod stores;

pub use postgres::PostgresServer;
pub use stores::{Place, Stores, is_soaking, on_every_store};
