//! Runs the program as its users do: arguments and standard input in; exit status, standard output and standard error
//! out.

#![cfg(test)]
#![forbid(unsafe_code)]

mod answers;
mod bad_input;
mod building;
mod inspecting;
mod products;
mod program;
mod reviews;
mod streams;
mod timelines;
