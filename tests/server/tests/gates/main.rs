//! A real server on a loopback port: who gets in, what is read, and when it does not start at all.

#![cfg(test)]
#![forbid(unsafe_code)]

mod bodies;
mod console;
mod description;
mod endpoints;
mod expiry;
mod impact;
mod operations;
mod service;
mod settings;
mod starting;
mod telemetry;
mod tokens;
