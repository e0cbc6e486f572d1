//! What is claimed of the server as a whole, tried with many inputs that a seed makes: nothing breaks it, one
//! organisation tells nothing of another, a database that goes away comes back, and neither a flood nor a damaged file
//! lets anybody in.

#![cfg(test)]
#![forbid(unsafe_code)]

mod asking;
mod away;
mod bad_inputs;
mod damage;
mod dice;
mod headers;
mod hostile;
mod interference;
mod overload;
mod repeated;
mod shares;
mod slow;
mod unkept;
mod world;
