//! Several servers on one PostgreSQL, under a load that a [`Model`] describes.
//!
//! - [`Model`] is the load: what is driven here, and what is planned for.
//! - [`run()`] fills a directory, starts real `guestpass serve` processes on it, and gives a [`Measured`] for each
//!   number of servers: latency, throughput, and what a check and a change cost in each process.
//! - [`limits`] computes from these costs what the plan takes of everything that could run out.
//! - [`report`] prints both, and [`chart`] draws the costs.
//!
//! Costs are CPU times of processes, as the kernel counts them. They mean the same when servers, database and callers
//! share two cores; answers a second do not, since there they take the cores away from each other.

#![forbid(unsafe_code)]

mod calls;
pub mod chart;
mod cost;
mod database;
mod directory;
mod measured;
mod model;
mod plan;
pub mod report;
mod revocation;
mod run;
mod servers;

pub use measured::{Latency, Measured};
pub use model::{Driven, Model, Planned};
pub use plan::{Limit, limits};
pub use run::run;
