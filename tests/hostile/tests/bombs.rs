//! Components that are costly to compile (reliability row 21): each is refused within bounded time and
//! memory, and costs
//! whoever asks a good policy meanwhile nothing.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::trial::TrialCommand;
use guestpass::{Limits, Policy, Runtime};
use guestpass_hostile::{End, Watch, ask, bombs, harmless, resident_bytes};
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

/// Shorter than a server waits: whatever takes longer than this takes much longer.
const COMPILE_DEADLINE: Duration = Duration::from_secs(2);
/// What the whole process may hold more while a bomb goes off, in it or in its child.
const GROWTH_BYTES_MAX: u64 = 512 * 1024 * 1024;
/// Far more than looking, a trial and compiling may take together on a busy machine; speed is not judged here.
const LOAD_TIME_MAX: Duration = Duration::from_secs(60);

fn runtime() -> Runtime {
    let limits = Limits { deadline: Duration::from_secs(5), compile_deadline: COMPILE_DEADLINE, ..Limits::default() };
    let program = env!("CARGO_BIN_EXE_compile_trial").into();
    Runtime::with_trial(limits, TrialCommand { program, arguments: Vec::new() }).expect("a runtime")
}

#[test]
fn every_bomb_is_refused_while_a_good_policy_answers() {
    let runtime = runtime();
    let good = harmless().and_then(|it| it.component()).expect("a component");
    let good = runtime.load(&good).expect("it passes the trial");
    let ended = AtomicBool::new(false);
    thread::scope(|scope| {
        let served = scope.spawn(|| serve(&good, &ended));
        for bomb in bombs() {
            let component = bomb.component();
            assert!(component.len() <= Limits::default().component_bytes_max, "{}: {}", bomb.what, component.len());
            let (before, watch, started) = (resident_bytes().expect("statm"), Watch::begin(), Instant::now());
            let code = runtime.load(&component).expect_err(bomb.what).code();
            let took = started.elapsed();
            let growth = watch.most_bytes().expect("statm").saturating_sub(before);
            let ms = took.as_millis();
            println!("{}: {} bytes, {code}, {ms} ms, {} MiB here", bomb.what, component.len(), growth >> 20);
            assert!(is_expected(bomb.end, code), "{}: {code}, and {:?} was expected", bomb.what, bomb.end);
            assert!(took < LOAD_TIME_MAX && growth < GROWTH_BYTES_MAX, "{}: {ms} ms, {growth} bytes", bomb.what);
        }
        ended.store(true, Ordering::Relaxed);
        println!("{} good answers meanwhile", served.join().expect("good answers only"));
    });
}

fn serve(good: &Policy, ended: &AtomicBool) -> usize {
    let mut answers = 0;
    while !ended.load(Ordering::Relaxed) {
        assert_eq!(ask(good).expect("a question"), "granted");
        answers += 1;
        thread::sleep(Duration::from_millis(1));
    }
    answers
}

fn is_expected(end: End, code: &str) -> bool {
    let stopped = ["compile-too-long", "compile-too-much-memory", "compile-crashed"].contains(&code);
    match end {
        End::Refused(expected) => code == expected,
        End::Stopped => stopped,
        // How fast the machine is decides.
        End::CompiledOrStopped => stopped || code == "component-wrong-world",
    }
}
