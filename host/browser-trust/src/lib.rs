//! Judges the signed manifest of a policy in a page, by the code with which servers judge it and with its codes.
//!
//! It is a WebAssembly module of its own, because most pages trust their server and need none of it: they are spared
//! the download. `js/trust.js` of the browser host loads it when a page says whom it trusts, and keeps what was seen.
//!
//! Invariant: only the module `page` knows JavaScript. Everything else is plain Rust that the tests run natively.

#![forbid(unsafe_code)]

mod judge;
mod page;
mod trust;

pub use judge::{Offer, Refusal, judge};
pub use page::VerifiedPolicy;
