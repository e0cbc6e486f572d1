//! Runs the program as its users do: arguments and standard input in; exit status, standard output and standard error
//! out.

#![cfg(test)]
#![forbid(unsafe_code)]

mod answers;
mod auditing;
mod backups;
mod bad_input;
mod building;
mod custom;
mod diffs;
mod inspecting;
mod installing;
mod leaks;
mod packages;
mod products;
mod program;
#[path = "../../../distribution/tests/sources/registry_server.rs"]
#[expect(dead_code, reason = "shared with the tests of the sources, which ask it for more")]
mod registry_server;
mod reviews;
mod serving;
mod signing;
mod streams;
mod testing;
mod timelines;
mod writing;
