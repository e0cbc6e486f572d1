//! One file for each task.

pub(crate) mod advisories;
pub(crate) mod bench;
pub(crate) mod bench_page;
pub(crate) mod bench_server;
pub(crate) mod console;
pub(crate) mod demo;
pub(crate) mod fuzz;
pub(crate) mod mutants;
pub(crate) mod package;
pub(crate) mod pictures;
pub(crate) mod programs;
pub(crate) mod prove;
pub(crate) mod readme;
pub(crate) mod release;
pub(crate) mod scale;
pub(crate) mod setup;
pub(crate) mod soak;
pub(crate) mod test;
pub(crate) mod tidy;
