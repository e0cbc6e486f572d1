//! The server and its directory, asked over HTTP.

#![forbid(unsafe_code)]

pub mod description;
pub mod figures;
pub mod timing;
