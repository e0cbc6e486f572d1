//! `guestpass`: builds policies, shows what is in them and asks them questions.
//!
//! - `arguments` says what can be typed; `commands` has one file for each subcommand.
//! - `input` and `output` are the only modules that touch files and the standard streams, each within limits.
//! - `decision_text`, `verdict_text`, `timeline_text` and `policy_text` say answers to people, with `sentences` for
//!   codes.
//! - `case_files` and `case_text` read test cases and print how they ended.
//! - `distribution` waits for the places that policies come from and go to.
//! - `errors` lists everything that can go wrong, `report` prints it.
//!
//! **Invariant:** results go to standard output and everything else to standard error. The exit status is 0 only if all
//! that was asked was done, every request allowed, and the change accepted.

#![forbid(unsafe_code)]

mod arguments;
mod attempts;
mod case_files;
mod case_text;
mod commands;
mod decision_text;
mod distribution;
mod errors;
mod input;
mod limits;
mod naming;
mod output;
mod policy_file;
mod policy_text;
mod quoting;
mod recorder;
mod report;
mod request_lines;
mod sentences;
mod state_lock;
mod timeline_text;
mod trust;
mod usage;
mod verdict_text;

use std::process::ExitCode;

use clap::Parser;

use crate::arguments::Arguments;
use crate::commands::Outcome;

/// A denial: the question was answered, with no.
const DENIED: u8 = 1;
/// An error: the question was not answered.
const FAILED: u8 = 2;

fn main() -> ExitCode {
    // The child in which a stranger's component is compiled first: this program once more.
    guestpass::trial::serve_if_asked();
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::report(&error),
    };
    match commands::run(&arguments) {
        Ok(Outcome::Done) => ExitCode::SUCCESS,
        Ok(Outcome::Denied) => ExitCode::from(DENIED),
        Ok(Outcome::Failed) => ExitCode::from(FAILED),
        Err(error) => {
            report::error(&error, arguments.format);
            ExitCode::from(FAILED)
        }
    }
}
