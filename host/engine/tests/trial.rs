//! Components compiled on trial. This program is its own child.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::trial::{TrialCommand, serve_if_asked};
use guestpass::{Limits, Refusal, Runtime};
use std::path::PathBuf;
use std::time::{Duration, Instant};

fn main() {
    serve_if_asked();
    a_component_that_compiles_goes_on();
    bounds_are_kept();
    a_program_that_is_no_child_says_so();
    println!("3 tests on trial passed");
}

fn this_program() -> TrialCommand {
    TrialCommand::this_program().expect("a program")
}

fn component(functions: usize) -> Vec<u8> {
    let body = "local.get 0 i32.const 1 i32.add i32.const 3 i32.mul local.set 0 ".repeat(200);
    let function = format!("(func (param i32) (result i32) {body} local.get 0)");
    wat::parse_str(format!("(component (core module {}))", function.repeat(functions))).expect("a component")
}

fn refusal(component: &[u8], limits: Limits, trial: TrialCommand) -> Option<Refusal> {
    let runtime = Runtime::with_trial(limits, trial).expect("a runtime");
    let started = Instant::now();
    let refused = runtime.load(component).err();
    println!("{:?} after {:?}", refused.as_ref().map(ToString::to_string), started.elapsed());
    refused.map(|error| error.refusal())
}

/// It has no functions of a policy, which is found only after it was compiled.
fn a_component_that_compiles_goes_on() {
    let patient = Limits { compile_deadline: Duration::from_secs(60), ..Limits::default() };
    assert_eq!(refusal(&component(1), patient, this_program()), Some(Refusal::World));
}

fn bounds_are_kept() {
    let large = component(2_000);
    let hasty = Limits { compile_deadline: Duration::from_millis(300), ..Limits::default() };
    assert_eq!(refusal(&large, hasty, this_program()), Some(Refusal::CompileTooLong));
    let compile_deadline = Duration::from_secs(60);
    let narrow = Limits { compile_memory_bytes_max: 16 * 1024 * 1024, compile_deadline, ..Limits::default() };
    assert_eq!(refusal(&large, narrow, this_program()), Some(Refusal::CompileTooMuchMemory));
}

fn a_program_that_is_no_child_says_so() {
    let waiting =
        TrialCommand { program: PathBuf::from("tail"), arguments: ["-f", "/dev/null"].map(Into::into).into() };
    let hasty = Limits { compile_deadline: Duration::from_millis(200), ..Limits::default() };
    for program in ["true", "false", "no-such-program-here"] {
        let other = TrialCommand { program: PathBuf::from(program), arguments: Vec::new() };
        assert_eq!(refusal(&component(1), hasty.clone(), other), Some(Refusal::TrialUnavailable), "{program}");
    }
    assert_eq!(refusal(&component(1), hasty, waiting), Some(Refusal::TrialUnavailable));
}
