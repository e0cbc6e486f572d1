//! Generated from `wit/policy.wit`.
//!
//! Reading what the host has written into this component's memory takes `unsafe`; wit-bindgen wrote all of it.

#![expect(unsafe_code, reason = "generated code of the canonical ABI")]
#![allow(missing_docs, reason = "documented in the WIT files, which these are generated from")]
#![allow(clippy::all, clippy::pedantic, clippy::restriction, reason = "generated code")]
#![allow(rust_2018_idioms, clippy::allow_attributes_without_reason, reason = "generated code")]

wit_bindgen::generate!({
    world: "policy",
    path: "../../../wit",
});

export!(Component with_types_in self);

use super::Component;
