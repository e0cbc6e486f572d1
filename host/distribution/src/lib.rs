//! Where policies come from, and what is kept of them.

#![forbid(unsafe_code)]
