//! What is claimed of the server as a whole, tried with many inputs that a seed makes: nothing breaks it, one
//! organisation tells nothing of another, and a database that goes away comes back.

#![cfg(test)]
#![forbid(unsafe_code)]

mod asking;
mod away;
mod bad_inputs;
mod dice;
mod hostile;
mod interference;
mod world;
