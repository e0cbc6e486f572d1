//! Policies in a Worker: the same answers, and an end to what never returns.

use guestpass_browser::digest_of;
use guestpass_browser_tests::{Fixture, PageEngine};
use serde_json::{Value, json};

use crate::sample::{CHANGE, FACTS, REQUEST, REQUESTS};
use crate::{code_of, honest, start};

/// How long a question may take here, in milliseconds: far more than an honest answer takes.
const TIME_MS_MAX: u64 = 2_000;

/// Serves the component of `fixture` and loads it in a Worker of the page, as `globalThis.worker`.
fn load(page: &mut PageEngine, fixture: &Fixture, time_ms_max: u64) {
    let expression = "(async (path, options) => {
        globalThis.worker?.close();
        globalThis.worker = await harness.guestpass.PolicyWorker.load(path, options);
    })(...given)";
    page.run(expression, options(page, fixture, time_ms_max)).expect("the Worker loads the component");
}

fn options(page: &PageEngine, fixture: &Fixture, time_ms_max: u64) -> Vec<Value> {
    let component = fixture.component().expect("a component");
    let digest = digest_of(&component);
    page.site().put("/worker.bin", component);
    vec![json!("/worker.bin"), json!({ "digest": digest, "timeMsMax": time_ms_max, "loadMsMax": 4_000 })]
}

fn values(texts: &[&str]) -> Vec<Value> {
    texts.iter().map(|text| serde_json::from_str(text).expect("JSON")).collect()
}

#[test]
fn a_worker_gives_the_answers_of_the_page() {
    let mut page = start(&honest());
    load(&mut page, &honest(), TIME_MS_MAX);
    let asked = values(&[FACTS, REQUESTS, CHANGE]);
    let both = "(async (f, r, c) => {
        const page = (body) => harness.use(body);
        return [
            [await worker.checkAll(f, r), await page((policy) => policy.checkAll(f, r))],
            [await worker.review(f, c), await page((policy) => policy.review(f, c))],
            [await worker.describe(), await page((policy) => policy.describe())],
            [worker.digest, await page((policy) => policy.digest)],
        ];
    })(...given)";
    let answers = page.run(both, asked).expect("answers");
    let pairs = answers.as_array().expect("pairs");
    assert_eq!(pairs.len(), 4);
    for pair in pairs {
        assert!(!pair[0].is_null());
        assert_eq!(pair[0], pair[1]);
    }
    // Each question is one of its own, whatever became of the one before.
    let mixed = "(async (f, r) => {
        const asked = [worker.checkAll({}, r), worker.checkAll(f, r), worker.checkAll(f, 1n), worker.checkAll(f, r)];
        return (await Promise.allSettled(asked)).map(({ status, reason }) => reason?.code ?? status);
    })(...given)";
    let expected = json!(["json-missing-key", "fulfilled", "json-syntax", "fulfilled"]);
    assert_eq!(page.run(mixed, values(&[FACTS, REQUESTS])).expect("outcomes"), expected);
}

#[test]
fn a_component_that_never_returns_is_ended_and_the_next_question_gets_a_fresh_worker() {
    let mut page = start(&honest());
    // It never returns from its second call, counted in its own memory.
    let touchy = honest().with("(global $calls (mut i32) (i32.const 0))").before_check(
        "(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
         (if (i32.eq (global.get $calls) (i32.const 2)) (then (loop $for_ever (br $for_ever))))",
    );
    load(&mut page, &touchy, TIME_MS_MAX);
    let five = "(async (f, r) => {
        const began = performance.now();
        const asked = Array.from({ length: 5 }, () => worker.checkAll(f, r));
        const outcomes = await Promise.allSettled(asked);
        const codes = outcomes.map(({ status, reason }) => reason?.code ?? status);
        const typed = outcomes[1].reason instanceof harness.guestpass.GuestpassError;
        return { codes, typed, ms: performance.now() - began };
    })(...given)";
    let outcome = page.run(five, values(&[FACTS, REQUESTS])).expect("outcomes");
    let expected = json!(["fulfilled", "time-exceeded", "fulfilled", "time-exceeded", "fulfilled"]);
    assert_eq!(outcome["codes"], expected);
    assert_eq!(outcome["typed"], true);
    println!("two ends and two fresh Workers took {} ms", outcome["ms"]);
}

#[test]
fn what_a_worker_does_not_load_is_refused_with_the_page_s_codes() {
    let mut page = start(&honest());
    let load = "harness.guestpass.PolicyWorker.load(...given)";
    let endless = honest().describe_with("(loop $for_ever (br $for_ever)) i32.const 0");
    let given = options(&page, &endless, TIME_MS_MAX);
    assert_eq!(code_of(&mut page, load, given), "time-exceeded");
    let given = options(&page, &honest().describe_with("unreachable"), TIME_MS_MAX);
    assert_eq!(code_of(&mut page, load, given), "component-does-not-start");
    let other = json!({ "digest": digest_of(b"another") });
    assert_eq!(code_of(&mut page, load, vec![json!("/worker.bin"), other.clone()]), "digest-mismatch");
    assert_eq!(code_of(&mut page, load, vec![json!("/worker.bin")]), "digest-malformed");
    assert_eq!(code_of(&mut page, load, vec![json!("/nothing.bin"), other.clone()]), "server-refused");
    let elsewhere = vec![json!("http://127.0.0.1:1/worker.bin"), other];
    assert_eq!(code_of(&mut page, load, elsewhere), "server-unreachable");
    let broken = "harness.guestpass.PolicyWorker.load(new Uint8Array(8), {
        digest: given[0], thread: () => new Worker('/nothing.js', { type: 'module' }),
    })";
    assert_eq!(code_of(&mut page, broken, vec![json!(digest_of(b""))]), "worker-failed");
}

#[test]
fn a_closed_worker_rejects_and_a_retired_one_still_answers() {
    let mut page = start(&honest());
    load(&mut page, &honest(), TIME_MS_MAX);
    let retire = "(async (f, r) => {
        const asked = worker.check(f, r);
        worker.retire();
        return (await Promise.allSettled([asked, worker.check(f, r)])).map(({ reason }) => reason.code);
    })(...given)";
    // The fixture gives two decisions to one request: whoever says so was there to be asked.
    let answered = json!(["policy-answer-count", "policy-answer-count"]);
    assert_eq!(page.run(retire, values(&[FACTS, REQUEST])).expect("outcomes"), answered);
    let close = "(async (f, r) => {
        const asked = worker.check(f, r);
        worker.close();
        return (await Promise.allSettled([asked, worker.check(f, r)])).map(({ reason }) => reason.code);
    })(...given)";
    assert_eq!(page.run(close, values(&[FACTS, REQUEST])).expect("outcomes"), json!(["closed", "closed"]));
}
