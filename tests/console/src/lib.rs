//! The console in headless Chromium, against the real server.
//!
//! - [`Demonstration`] is a server with sample organisations, a signed policy and the console.
//! - [`WithProvider`] has the same, and people sign in at an [`Issuer`].
//! - [`Visitor`] does in the page what a person would do; each [`Step`] is data.

#![forbid(unsafe_code)]

mod demonstration;
mod issuer;
mod visitor;
mod with_provider;

pub use demonstration::{Demonstration, console_folder};
pub use issuer::{Fault, Issuer};
pub use visitor::{Step, Violation, Visitor};
pub use with_provider::WithProvider;
