//! What a decision costs, natively and through wasmtime.

#![forbid(unsafe_code)]
#![expect(clippy::unwrap_used, reason = "a benchmark that cannot be set up has nothing to measure")]

use criterion::{Criterion, criterion_group};
use guestpass::{Limits, Policy, Runtime};
use guestpass_bench::{
    BATCH, NOW_MS, change, change_facts, custom_role_facts, document, facts, median_ns, reader_facts, reader_requests,
    requests, reviewer_facts,
};
use guestpass_contract::{Decision, Facts, Verdict};
use guestpass_engines::{LoweredFacts, NativeEngine, lower_requests};
use std::hint::black_box;
use std::path::PathBuf;
use std::time::Duration;

/// Roles of a policy, few and many.
const ROLES: [usize; 2] = [10, 10_000];
/// Privileges of a custom role, few and many.
const PRIVILEGES: [usize; 2] = [10, 1_000];

fn component() -> Vec<u8> {
    guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE).unwrap().component
}

fn runtime() -> Runtime {
    Runtime::new(Limits { deadline: Duration::from_secs(5), ..Limits::default() }).unwrap()
}

fn decisions(criterion: &mut Criterion) {
    let native = NativeEngine::start(guestpass_vectors::document("flexera-one").unwrap()).unwrap();
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

fn reviews(criterion: &mut Criterion) {
    let policy: Policy = runtime().load(&component()).unwrap();
    let (facts, change_facts, change) = (reviewer_facts().unwrap(), change_facts(), change());
    let verdict = policy.review(&facts, &change_facts, &change, NOW_MS).unwrap();
    assert!(matches!(verdict, Verdict::Accepted(_)), "what is measured is an accepted change: {verdict:?}");
    criterion.bench_function("review-wasmtime", |bencher| {
        bencher.iter(|| policy.review(black_box(&facts), &change_facts, black_box(&change), NOW_MS).unwrap());
    });
}

/// The same person and the same question; only what has nothing to do with them grows.
fn growth(criterion: &mut Criterion) {
    let requests = reader_requests().unwrap();
    let mut measure = |name: String, policy: &Policy, facts: &Facts| {
        let decisions = policy.check(facts, &requests).unwrap();
        assert!(decisions.iter().all(Decision::is_allowed), "what is measured is an allowed request: {decisions:?}");
        criterion.bench_function(&name, |bencher| {
            bencher.iter(|| policy.check(black_box(facts), black_box(&requests)).unwrap());
        });
    };
    for roles in ROLES {
        let component = guestpass_compiler::compile("growth.toml", &document(roles)).unwrap().component;
        let policy = runtime().load(&component).unwrap();
        measure(format!("growth-roles-{roles}"), &policy, &reader_facts().unwrap());
        if roles == ROLES[0] {
            for privileges in PRIVILEGES {
                measure(format!("growth-privileges-{privileges}"), &policy, &custom_role_facts(privileges).unwrap());
            }
        }
    }
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
    targets = decisions, reviews, growth, life_of_a_policy
}

fn main() {
    benches();
    Criterion::default().configure_from_args().final_summary();
    print_table();
}

/// A figure beside what was wished for. A wish that is missed is said to be, and fails nothing.
struct Figure {
    what: &'static str,
    found: f64,
    digits: usize,
    unit: &'static str,
    at_most: Option<f64>,
}

impl Figure {
    fn print(&self) {
        let Self { what, found, digits, unit, at_most } = *self;
        let wanted = at_most.map(|most| format!("at most {most} {unit}{}", if found > most { ", missed" } else { "" }));
        println!("{what:<52} {:>10}   {}", format!("{found:.digits$} {unit}"), wanted.unwrap_or_default());
    }
}

/// Medians of this run beside what was wished for. `cargo bench` with a filter leaves some without a result.
fn print_table() {
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| PathBuf::from("../../target"), PathBuf::from);
    let results = target.join("criterion");
    let median_us = |name: &str| median_ns(&results, name).map(|ns| ns / 1_000.0).unwrap_or(f64::NAN);
    let batch = f64::from(u32::try_from(BATCH).unwrap());
    let (native, wasmtime) = (median_us("batch-native"), median_us("batch-wasmtime"));
    let growth = |what: &str, [few, many]: [usize; 2]| {
        median_us(&format!("growth-{what}-{many}")) / median_us(&format!("growth-{what}-{few}"))
    };
    let figure = |what, found, digits, unit, at_most| Figure { what, found, digits, unit, at_most };
    let engine_kb = f64::from(u32::try_from(guestpass_artifact::ENGINE_COMPONENT.len() / 1024).unwrap());
    println!("\n{:<52} {:>10}   wanted", "median of this run", "figure");
    let figures = [
        figure("single decision, wasmtime", median_us("single-wasmtime"), 2, "us", Some(1.0)),
        figure("single decision, native", median_us("single-native"), 2, "us", None),
        figure("a decision of a batch of 256, wasmtime", wasmtime / batch * 1_000.0, 0, "ns", Some(150.0)),
        figure("a decision of a batch of 256, native", native / batch * 1_000.0, 0, "ns", None),
        figure("batch of 256, wasmtime to native", wasmtime / native, 2, "x", Some(2.0)),
        figure("single, 10,000 roles in the policy to 10", growth("roles", ROLES), 2, "x", Some(1.5)),
        figure("single, 1,000 privileges in a custom role to 10", growth("privileges", PRIVILEGES), 2, "x", Some(1.5)),
        figure("review of a change, wasmtime", median_us("review-wasmtime"), 2, "us", Some(10.0)),
        figure("instance start", median_us("instance-start"), 1, "us", Some(20.0)),
        figure("loading a policy", median_us("load") / 1_000.0, 1, "ms", Some(100.0)),
        figure("building a policy", median_us("build") / 1_000_000.0, 2, "s", Some(1.0)),
        figure("engine.wasm", engine_kb, 0, "KB", Some(300.0)),
    ];
    figures.iter().for_each(Figure::print);
}
