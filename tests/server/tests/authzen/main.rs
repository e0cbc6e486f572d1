//! OpenID AuthZEN: the certification scenario, level by level, and properties of batches and searches.

mod basic;
mod batch;
mod discovery;
mod properties;
mod scenario;
mod search;
