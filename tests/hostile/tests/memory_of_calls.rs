//! A component that counts its calls always counts one (reliability row 20): nothing of a call is there in the next.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Provenance, Runtime};
use guestpass_browser_tests::Fixture;
use guestpass_contract::{Decision, Facts, FactsBuilder, PrincipalDraft, RequestDraft};
use guestpass_hostile::{NOW_MS, allowed, harmless, info};
use std::thread;
use std::time::Duration;

/// Where each keeps its count, and how it raises it: the answer's end is the instant asked about and the count. The end
/// of the first decision stands at its byte 40.
const COUNTERS: &[(&str, &str, &str)] = &[
    (
        "in a global",
        "(global $calls (mut i64) (i64.const 0))",
        "(global.set $calls (i64.add (global.get $calls) (i64.const 1)))
        (i64.store offset=40 (i32.load (local.get 1))
            (i64.add (i64.load offset=40 (i32.load (local.get 1))) (global.get $calls)))",
    ),
    (
        "in memory",
        "",
        "(i64.store offset=40 (i32.load (local.get 1))
            (i64.add (i64.load offset=40 (i32.load (local.get 1))) (i64.const 1)))",
    ),
    (
        "in the size of memory",
        "",
        "(i64.store offset=40 (i32.load (local.get 1)) (i64.add
            (i64.load offset=40 (i32.load (local.get 1)))
            (i64.extend_i32_u (i32.sub (memory.size) (i32.const 16)))))
        (drop (memory.grow (i32.const 1)))",
    ),
    (
        "in the size of a table",
        "(table $t 1 100 funcref)",
        "(i64.store offset=40 (i32.load (local.get 1)) (i64.add
            (i64.load offset=40 (i32.load (local.get 1)))
            (i64.extend_i32_u (table.size $t))))
        (drop (table.grow $t (ref.null func) (i32.const 1)))",
    ),
];

fn counter(fields: &str, count: &str) -> Policy {
    let ending = Decision { valid_until: Some(NOW_MS), ..allowed() };
    let fixture = Fixture::new(&info(), &[ending]).expect("a fixture");
    let component = fixture.with(fields).twisting_check(count).component().expect("a component");
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    Runtime::new(limits).and_then(|runtime| runtime.load(&component)).expect("it loads")
}

fn facts_of(organisation: &str) -> Facts {
    let mut facts = FactsBuilder::new(organisation).expect("names");
    facts.principal(&PrincipalDraft::member("sam")).expect("names");
    facts.build()
}

fn count(policy: &Policy, facts: &Facts) -> i64 {
    let request = RequestDraft::privileges("saas:application:view", NOW_MS);
    let decision = policy.check_one(facts, &request).expect("an answer that ends after the instant asked about");
    decision.valid_until.expect("an end") - NOW_MS
}

#[test]
fn a_counter_counts_one_in_ten_thousand_calls_of_two_organisations() {
    for (place, fields, raise) in COUNTERS {
        let policy = counter(fields, raise);
        assert_eq!(policy.provenance(), Provenance::Custom);
        thread::scope(|scope| {
            for thread in 0..2 {
                let policy = &policy;
                scope.spawn(move || {
                    let organisations = [facts_of("initech"), facts_of("umbrella")];
                    for (call, facts) in organisations.iter().cycle().take(5_000).enumerate() {
                        assert_eq!(count(policy, facts), 1, "{place}, call {call} of thread {thread}");
                    }
                });
            }
        });
    }
}

#[test]
fn reviews_are_not_counted_either() {
    let counting = harmless()
        .expect("a fixture")
        .with("(global $calls (mut i32) (i32.const 0))")
        .before_check("(if (global.get $calls) (then unreachable)) (global.set $calls (i32.const 1))")
        .before_review("(if (global.get $calls) (then unreachable)) (global.set $calls (i32.const 1))");
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    let policy = Runtime::new(limits).expect("a runtime").load(&counting.component().expect("a component"));
    let policy = policy.expect("it loads");
    for call in 0..1_000 {
        assert_eq!(guestpass_hostile::ask(&policy).expect("a question"), "granted", "call {call}");
        assert_eq!(guestpass_hostile::ask_for_change(&policy).expect("a question"), "accepted", "call {call}");
    }
}
