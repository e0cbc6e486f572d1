//! Guestpass as a service.

#![forbid(unsafe_code)]

pub mod demo;
