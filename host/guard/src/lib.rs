//! Guards routes by privilege expressions.

#![forbid(unsafe_code)]
