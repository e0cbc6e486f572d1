//! What is run, and which promise it is about.

use guestpass_promises::Number;

use super::Soak;
use crate::invocation::Invocation;
use crate::project::Project;

/// Cases that the rules and the oracle answer, when all are.
const PROVED: u64 = 1_000_000;
/// Cases of each law of the rules, when all are tried.
const LAWFUL: u64 = 100_000;

/// One command.
pub(super) struct SoakStep {
    /// Which promise it is mainly about. A proof that hands over rows says in each which one that is about.
    pub(super) number: Number,
    /// What is promised; for a proof that hands over rows, what all of them are about.
    pub(super) promise: &'static str,
    /// What is tried.
    pub(super) done: &'static str,
    /// How often.
    pub(super) count: u64,
    /// The command.
    pub(super) invocation: Invocation,
}

/// All steps, those that take longest last.
pub(super) fn all(project: &Project, soak: Soak) -> Vec<SoakStep> {
    let of_all = |count: u64| count * soak.percent().max(1) / 100;
    let program = |name: &str| Invocation::of(project.programs().join(name));
    let tests = |names: &str| Invocation::new(&format!("cargo test --locked --workspace {names}"));
    vec![
        SoakStep {
            number: Number(25),
            promise: "no policy is mixed with another, and none is lost",
            done: "swaps under load",
            count: 1,
            invocation: program("soak").argument(soak.minutes.to_string()),
        },
        SoakStep {
            number: Number(36),
            promise: "an error of the disk loses nothing and allows nothing",
            done: "calls of the system that fail, one after the other",
            count: 1,
            invocation: program("fail_calls"),
        },
        SoakStep {
            number: Number(48),
            promise: "the time of an answer tells nothing about a secret",
            done: "keys in turns, by Welch's t-test",
            count: 1,
            invocation: program("measure_timing"),
        },
        SoakStep {
            number: Number(11),
            promise: "what is pinned is what is active",
            done: "pins among activations",
            count: 1,
            invocation: tests("--test swaps -- --nocapture every_pin"),
        },
        SoakStep {
            number: Number(2),
            promise: "the rules say what the requirements say",
            done: "cases answered by the rules and by the oracle",
            count: of_all(PROVED),
            invocation: program("prove").argument("--cases").argument(of_all(PROVED).to_string()),
        },
        SoakStep {
            number: Number(2),
            promise: "the laws of the rules hold",
            done: "cases of each law",
            count: of_all(LAWFUL),
            invocation: tests("--test laws").variable("PROPTEST_CASES", of_all(LAWFUL).to_string()),
        },
        SoakStep {
            number: Number(35),
            promise: "the directory keeps what was acknowledged",
            done: "writers, kills, full disks and damaged files",
            count: 1,
            invocation: tests("--test conformance --test kills --test faults -- --nocapture"),
        },
        SoakStep {
            number: Number(45),
            promise: "nothing that is asked of a server breaks it",
            done: "questions, floods and bad inputs",
            count: 1,
            invocation: tests("--test proofs -- --nocapture"),
        },
    ]
}
