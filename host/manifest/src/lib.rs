//! Signed manifests: what they say, how they are made, and when one is believed.

#![forbid(unsafe_code)]
