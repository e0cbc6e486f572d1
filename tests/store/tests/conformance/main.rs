//! Every database keeps the directory alike.

#![cfg(test)]
#![forbid(unsafe_code)]

mod abandoned;
mod audit;
mod backups;
mod concurrency;
mod counts;
mod facts;
mod freshness;
mod many;
mod queries;
mod rows;
mod scene;
