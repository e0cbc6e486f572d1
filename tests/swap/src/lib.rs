//! Policies swapped under load, and killed at every step.

#![forbid(unsafe_code)]
