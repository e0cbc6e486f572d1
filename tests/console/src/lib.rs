//! The console in headless Chromium, against the real server.
//!
//! - [`Demonstration`] is a server with sample organisations, a signed policy and the console.
//! - [`Visitor`] does in the page what a person would do; each [`Step`] is data.

#![forbid(unsafe_code)]

mod demonstration;
mod visitor;

pub use demonstration::{Demonstration, console_folder};
pub use visitor::{Step, Violation, Visitor};
