//! Policies swapped under load.
//!
//! - [`policies`] makes policies that answer differently, and the components that must be refused.
//! - [`killing`] kills servers in every step of an activation.
//! - [`history`] judges whether what was pinned is what was active.
//! - [`load`] asks without a break while policies are swapped, and compares every answer with the oracle's.
//! - [`report`] prints what was found as a table.

#![forbid(unsafe_code)]

pub mod history;
pub mod killing;
pub mod load;
pub mod policies;
pub mod report;
