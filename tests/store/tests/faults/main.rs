//! Disks that are full, and tables that are half made.

#![cfg(test)]
#![forbid(unsafe_code)]

mod full;
mod migrations;
