//! The directory: what Guestpass decides about, kept in SQLite or PostgreSQL.

#![forbid(unsafe_code)]
