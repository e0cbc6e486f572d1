//! Every database keeps the directory alike.

#![cfg(test)]
#![forbid(unsafe_code)]

mod audit;
mod concurrency;
mod facts;
mod freshness;
mod rows;
mod scene;
