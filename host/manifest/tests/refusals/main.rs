//! What an attacker, a slip or time can do to a signed policy, each with the code that refuses it (reliability rows 27
//! to 34).

#![cfg(test)]
#![forbid(unsafe_code)]

mod attacks;
mod by_hand;
mod fields;
mod kept;
mod keys;
mod offer;
mod round_trip;
mod shapes;
mod states;
mod trust_files;
