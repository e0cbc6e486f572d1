//! What a decision costs, natively and through wasmtime.

#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has nothing to measure")]

use criterion::{Criterion, criterion_group};
use guestpass::{Limits, Policy, Runtime};
use guestpass_bench::{BATCH, facts, median_ns, requests};
use guestpass_engines::{LoweredFacts, NativeEngine, lower_requests};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

fn component() -> Vec<u8> {
    guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE).unwrap().component
}

fn runtime() -> Runtime {
    Runtime::new(Limits { deadline: Duration::from_secs(5), ..Limits::default() }).unwrap()
}

fn decisions(criterion: &mut Criterion) {
    let native = NativeEngine::start().unwrap();
    let policy: Policy = runtime().load(&component()).unwrap();
    let facts = facts().unwrap();
    let lowered = LoweredFacts::new(&facts).unwrap();
    for (name, count) in [("single", 1), ("batch", BATCH)] {
        let requests = requests(count).unwrap();
        let lowered_requests = lower_requests(&requests).unwrap();
        criterion.bench_function(&format!("{name}-native"), |bencher| {
            bencher.iter(|| guestpass_rules_check(&native, black_box(&lowered), black_box(&lowered_requests)));
        });
        criterion.bench_function(&format!("{name}-wasmtime"), |bencher| {
            bencher.iter(|| policy.check(black_box(&facts), black_box(&requests)).unwrap());
        });
    }
}

fn guestpass_rules_check(
    native: &NativeEngine,
    facts: &LoweredFacts<'_>,
    requests: &[guestpass_rules::Request<'_>],
) -> Vec<guestpass_rules::Decision> {
    guestpass_rules::check(native.policy(), &facts.facts, requests)
}

fn life_of_a_policy(criterion: &mut Criterion) {
    let bytes = component();
    let runtime = runtime();
    let policy = runtime.load(&bytes).unwrap();
    criterion.bench_function("instance-start", |bencher| bencher.iter(|| policy.start_and_drop_instance().unwrap()));
    criterion.bench_function("load", |bencher| bencher.iter(|| runtime.load(black_box(&bytes)).unwrap()));
    criterion.bench_function("build", |bencher| bencher.iter(component));
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(30).measurement_time(Duration::from_secs(3));
    targets = decisions, life_of_a_policy
}

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    print_table();
}

/// Medians of this run beside what was promised. `cargo bench` with a filter leaves some without a result.
fn print_table() {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("../../target"), PathBuf::from);
    let results = target.join("criterion");
    let median_us = |name: &str| median_ns(&results, name).map(|ns| ns / 1_000.0).unwrap_or(f64::NAN);
    let batch = f64::from(u32::try_from(BATCH).unwrap());
    let (native, wasmtime) = (median_us("batch-native"), median_us("batch-wasmtime"));
    println!("\n{:<44} {:>10}   wanted", "median of this run", "figure");
    let line = |what: &str, figure: String, wanted: &str| println!("{what:<44} {figure:>10}   {wanted}");
    line("batch of 256, wasmtime to native", format!("{:.2} x", wasmtime / native), "at most 3 x");
    line("a decision of a batch, native", format!("{:.3} us", native / batch), "");
    line("a decision of a batch, wasmtime", format!("{:.3} us", wasmtime / batch), "");
    line("single decision, native", format!("{:.2} us", median_us("single-native")), "");
    line("single decision, wasmtime", format!("{:.2} us", median_us("single-wasmtime")), "at most 3 us");
    line("instance start", format!("{:.1} us", median_us("instance-start")), "at most 20 us");
    line("loading a policy", format!("{:.1} ms", median_us("load") / 1_000.0), "at most 100 ms");
    line("building a policy", format!("{:.2} s", median_us("build") / 1_000_000.0), "at most 1 s");
    println!("engine.wasm: {} bytes, at most 200 KB wanted", guestpass_artifact::ENGINE_COMPONENT.len());
}
