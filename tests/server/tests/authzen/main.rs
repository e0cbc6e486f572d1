//! OpenID AuthZEN: the certification scenario, level by level, and properties of batches and searches.

#![cfg(test)]
#![forbid(unsafe_code)]

mod basic;
mod batch;
mod discovery;
mod outsiders;
mod properties;
mod scenario;
mod search;
