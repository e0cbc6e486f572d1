//! The browser host, packed for npm, run in Chromium, and proved against other implementations of the same rules.
//!
//! - [`build_package`] lays out the npm package.
//! - [`PageEngine`] loads a policy in headless Chromium and decides with it; other proofs use it as one of their
//!   engines.
//! - [`MockGuest`] and [`Fixture`] stand in for real components in this crate's own tests.

#![forbid(unsafe_code)]

mod driver;
mod engine;
mod fixture;
mod mock;
mod package;
mod site;
mod small_policy;

pub use driver::Chromium;
pub use engine::{PageEngine, PageProblem, PageQuestion, site_files};
pub use fixture::Fixture;
pub use mock::MockGuest;
pub use package::{FileSize, PACKAGE_GZIP_BYTES_MAX, PackageReport, build_package, gzip_bytes};
pub use site::Site;
pub use small_policy::{small_policy, small_role};
