//! Guestpass as a service.

#![forbid(unsafe_code)]
