//! The browser host in real Chromium: what it refuses, what it answers, and how it recovers.

#![cfg(test)]
#![forbid(unsafe_code)]

mod classic;
mod following;
mod project;
mod sample;
mod trusting;
mod workers;

use std::time::Instant;

use guestpass_browser::{COMPONENT_BYTES_MAX, digest_of};
use guestpass_browser_tests::{
    Fixture, PACKAGE_GZIP_BYTES_MAX, PageEngine, PageProblem, PageQuestion, build_package, small_role,
};
use guestpass_contract::{
    AppLevel, AttributeType, Automatic, Decision, Effect, FactsRead, Gate, Holding, Login, Obligations, PolicyInfo,
    PrincipalKind, Reach, Reason, Refusal, Rejection, RelationshipStatus, RequestStatus, RoleInfo, RoleKind, Verdict,
    Warning,
};
use sample::{CHANGE, FACTS, REQUEST, REQUESTS, accepted, decisions, expected_lines, expected_verdict, info};
use serde_json::{Value, json};

fn honest() -> Fixture {
    Fixture::new(&info(), &decisions(2)).and_then(|fixture| fixture.judging(&accepted())).expect("a fixture")
}

fn start(fixture: &Fixture) -> PageEngine {
    let component = fixture.component().expect("a component");
    PageEngine::start(&component, &digest_of(&component)).expect("the page loads the component")
}

fn load(page: &mut PageEngine, fixture: &Fixture) {
    let component = fixture.component().expect("a component");
    page.load(&component, &digest_of(&component)).expect("the page loads the component");
}

/// The code of the error that the expression throws in the page.
fn code_of(page: &mut PageEngine, expression: &str, values: Vec<Value>) -> String {
    let error = page.run(expression, values).expect_err(expression);
    error.downcast::<PageProblem>().expect("the page's own error").code
}

/// The code of the error that a review ends with.
fn review_code(page: &mut PageEngine, facts: &str, change: &str) -> String {
    let error = page.review_text(facts, change).expect_err("no verdict");
    error.downcast::<PageProblem>().expect("the page's own error").code
}

#[test]
fn the_package_is_small_and_complete() {
    let folder = tempfile::tempdir().expect("a folder");
    let report = build_package(folder.path()).expect("a package");
    for file in &report.files {
        println!("{:>8} bytes, {:>7} gzipped  {}", file.raw_bytes, file.gzip_bytes, file.name);
    }
    println!("{:>8} bytes, {:>7} gzipped  together", report.raw_bytes(), report.gzip_bytes());
    assert!(report.gzip_bytes() <= PACKAGE_GZIP_BYTES_MAX, "{report:?}");
    let read = |name: &str| std::fs::read_to_string(folder.path().join(name)).expect(name);
    let package: Value = serde_json::from_str(&read("package.json")).expect("JSON");
    assert_eq!(package["name"], "guestpass");
    assert_eq!(package["type"], "module");
    let types = read("guestpass_browser.d.ts");
    for name in [
        "class Policy",
        "interface Facts ",
        "interface ChangeFacts ",
        "interface Decision ",
        "interface Timeline ",
        "interface Change ",
        "type Verdict ",
        "interface PolicyInfo ",
        "static load(",
    ] {
        assert_eq!(types.matches(name).count(), 1, "`{name}` in the types");
    }
    let missing: Vec<_> = words().into_iter().filter(|word| !types.contains(&format!("\"{word}\""))).collect();
    assert_eq!(missing, Vec::<&str>::new(), "words of the contract that the types do not have");
}

/// Every word that an object of the page may have for a value.
fn words() -> Vec<&'static str> {
    macro_rules! names {
        ($($type:ident),+) => { [$($type::ALL.iter().map(|value| value.name()).collect::<Vec<_>>()),+].concat() };
    }
    let mut words = names!(
        AppLevel,
        AttributeType,
        Automatic,
        Effect,
        Gate,
        Holding,
        Login,
        PrincipalKind,
        Reach,
        Reason,
        Refusal,
        RelationshipStatus,
        RequestStatus,
        RoleKind,
        Warning
    );
    words.extend(FactsRead::NAMES.iter().chain(Obligations::NAMES));
    words
}

#[test]
fn every_refusal_to_load_has_its_code() {
    let component = honest().component().expect("a component");
    let digest = digest_of(&component);
    let mut page = PageEngine::start(&component, &digest).expect("the page loads the component");
    assert_eq!(page.digest(), digest);

    for wrong in ["", "sha256:", digest.trim_start_matches("sha256:"), &digest.to_uppercase(), &format!("{digest}0")] {
        assert_eq!(page.load_error(&component, wrong).expect(wrong), "digest-malformed", "{wrong}");
    }
    let mut changed = component.clone();
    *changed.last_mut().expect("not empty") ^= 1;
    assert_eq!(page.load_error(&changed, &digest).expect("refused"), "digest-mismatch");

    let wat = |text: &str| wat::parse_str(text).expect("well-formed");
    let half = component.len() / 2;
    let second = [component.clone(), wat("(component (core module))")[8..].to_vec()].concat();
    let cases: Vec<(&str, Vec<u8>)> = vec![
        ("component-truncated", component[..half].to_vec()),
        ("component-truncated", Vec::new()),
        ("component-not-a-component", honest().core_module().expect("a module")),
        ("component-no-module", wat("(component)")),
        ("component-two-modules", second),
        ("component-imports", wat(r#"(component (core module) (import "clock" (instance)))"#)),
        ("component-imports", wat(r#"(component (core module (import "host" "clock" (func))))"#)),
        ("component-too-large", vec![0; COMPONENT_BYTES_MAX + 1]),
        ("component-missing-export", wat("(component (core module))")),
        ("component-missing-export", renamed(&component, b"cabi_realloc")),
        ("component-does-not-compile", damaged(&component)),
        ("component-does-not-start", honest().describe_with("unreachable").component().expect("a component")),
        ("component-does-not-start", honest().describe_with("i32.const 2").component().expect("a component")),
        ("component-does-not-start", honest().describe_with("i32.const -4").component().expect("a component")),
        ("component-without-policy", described(|info| info.name.clear())),
        ("component-description", described(|info| info.contract_version = "0.1.0".to_owned())),
        ("component-description", described(|info| info.roles[0].privileges[0].privilege = 9)),
    ];
    for (code, bytes) in cases {
        assert_eq!(page.load_error(&bytes, &digest_of(&bytes)).expect(code), code);
    }

    // After all these refusals the page still has its first policy.
    assert_eq!(page.check_text(FACTS, REQUESTS).expect("an answer"), expected_lines(&digest));
    let not_bytes = code_of(&mut page, "harness.Policy.load(given[0], {})", vec![json!("text")]);
    assert_eq!(not_bytes, "bytes-malformed");
    for options in ["undefined", "null", "{}", "{ digest: 1 }"] {
        let expression = format!("harness.Policy.load(new Uint8Array(8), {options})");
        assert_eq!(code_of(&mut page, &expression, Vec::new()), "digest-malformed", "{options}");
    }
}

/// A component that describes itself otherwise.
fn described(change: impl FnOnce(&mut PolicyInfo)) -> Vec<u8> {
    let mut info = info();
    change(&mut info);
    Fixture::new(&info, &[]).and_then(|fixture| fixture.component()).expect("a component")
}

/// The first occurrence of `name` with another first letter: the export of the core module.
fn renamed(component: &[u8], name: &[u8]) -> Vec<u8> {
    let mut bytes = component.to_vec();
    let place = bytes.windows(name.len()).position(|window| window == name).expect("the name is there");
    bytes[place] = b'x';
    bytes
}

/// The core module's code no longer valid, its sections still in bounds.
fn damaged(component: &[u8]) -> Vec<u8> {
    let mut bytes = component.to_vec();
    let module = guestpass_browser::core_module(component).expect("accepted");
    let end = module.end;
    // The last byte of the module is in its data or code; an opcode that does not exist spoils either count.
    let code = bytes[..end].windows(2).rposition(|window| window == [0x00, 0x0b]).expect("a function's end");
    bytes[code] = 0xff;
    bytes
}

#[test]
fn objects_and_text_give_the_same() {
    let component = honest().component().expect("a component");
    let digest = digest_of(&component);
    let mut page = PageEngine::start(&component, &digest).expect("the page loads the component");
    let lines = page.check_text(FACTS, REQUESTS).expect("an answer");
    assert_eq!(lines, expected_lines(&digest));

    let values = || -> Vec<Value> { [FACTS, REQUESTS].map(|text| serde_json::from_str(text).expect("JSON")).into() };
    let expected: Value = serde_json::from_str(&format!("[{}]", lines.join(","))).expect("JSON");
    assert_eq!(
        page.run("harness.use((policy, f, r) => policy.checkAll(f, r), ...given)", values()).expect("decisions"),
        expected
    );
    let own_digest = page.run("harness.use(policy => policy.digest)", Vec::new()).expect("a digest");
    assert_eq!(own_digest, json!(digest));
    let described = page.run("harness.use(policy => policy.describe())", Vec::new()).expect("a description");
    assert_eq!(described["name"], "sample");
    assert_eq!(described["digest"], json!(digest));
    let given = json!([{ "privilege": "saas:application:view", "reach": "own", "condition": null }]);
    assert_eq!(described["roles"][0]["privileges"], given);
    let text = page.answer(PageQuestion::Describe).expect("a description").concat();
    assert_eq!(serde_json::from_str::<Value>(&text).expect("JSON"), described);

    // A `Date` is an instant as well.
    let facts: Value = serde_json::from_str(FACTS).expect("JSON");
    let one = Fixture::new(&info(), &decisions(1)).expect("a fixture");
    load(&mut page, &one);
    let dated = "harness.use((policy, f) => policy.check(f, { privileges: 'saas:application:view', \
                 now: new Date('2026-11-22T11:00:00+01:00') }), ...given)";
    assert_eq!(page.run(dated, vec![facts.clone()]).expect("a decision")["now"], "2026-11-22T10:00:00Z");

    // This fixture never explains itself, and the page must not take that for an explanation.
    let request: Value = serde_json::from_str(REQUEST).expect("JSON");
    let explain = "harness.use((policy, f, r) => policy.explain(f, r), ...given)";
    assert_eq!(code_of(&mut page, explain, vec![facts, request]), "policy-answer-untrue");
}

#[test]
fn changes_are_judged_from_objects_and_from_text() {
    let mut page = start(&honest());
    let line = page.review_text(FACTS, CHANGE).expect("a verdict");
    assert_eq!(line, expected_verdict(page.digest()));
    let review = "harness.use((policy, f, c) => policy.review(f, c), ...given)";
    let values = || -> Vec<Value> { [FACTS, CHANGE].map(|text| serde_json::from_str(text).expect("JSON")).into() };
    let verdict = page.run(review, values()).expect("a verdict");
    assert_eq!(verdict, serde_json::from_str::<Value>(&line).expect("JSON"));
    assert_eq!((&verdict["verdict"], &verdict["now"]), (&json!("accepted"), &json!("2026-11-22T10:00:00Z")));

    let cases = [
        ("json-syntax", FACTS, "{"),
        ("json-missing-key", FACTS, r#"{"change": {"delete-custom-role": {"name": "auditor"}}}"#),
        ("json-wrong-type", "[]", CHANGE),
        ("json-unknown-key", r#"{"organization": "initech"}"#, CHANGE),
    ];
    for (code, facts, change) in cases {
        assert_eq!(review_code(&mut page, facts, change), code, "{facts} {change}");
    }
    let undefined = "harness.use((policy, f) => policy.review(f, undefined), ...given)";
    assert_eq!(code_of(&mut page, undefined, values()), "json-wrong-type");

    let no_reason = Verdict::Refused(Rejection { refusals: Vec::new(), denial: None });
    let unexplained = Verdict::Refused(Rejection { refusals: vec![Refusal::NotPermitted], denial: None });
    let judging = |verdict| honest().judging(verdict).expect("a fixture");
    for (code, fixture) in [
        ("policy-answer-untrue", judging(&no_reason)),
        ("policy-answer-untrue", judging(&unexplained)),
        ("policy-answer-unreadable", honest().review_with("i32.const 3")),
        ("policy-answer-unreadable", honest().review_with("i32.const -8")),
        ("trap", honest().review_with("unreachable")),
    ] {
        load(&mut page, &fixture);
        assert_eq!(review_code(&mut page, FACTS, CHANGE), code);
        assert_eq!(page.check_text(FACTS, REQUESTS).expect("another instance").len(), 2);
    }
}

#[test]
fn timelines_follow_an_answer_and_come_to_an_end() {
    let one = |change: fn(&mut Decision)| {
        let mut decisions = decisions(1);
        decisions.iter_mut().for_each(change);
        Fixture::new(&info(), &decisions).expect("a fixture")
    };
    let values = |until: Value| -> Vec<Value> {
        let [facts, request] = [FACTS, REQUEST].map(|text| serde_json::from_str(text).expect("JSON"));
        vec![facts, request, until]
    };
    let timeline = "harness.use((policy, f, r, until) => policy.timeline(f, r, until), ...given)";
    let mut page = start(&one(|_| {}));
    let until = json!("2026-11-22T13:00:00+02:00");
    let answer = page.run(timeline, values(until.clone())).expect("a timeline");
    assert_eq!((&answer["from"], &answer["until"]), (&json!("2026-11-22T10:00:00Z"), &json!("2026-11-22T11:00:00Z")));
    assert_eq!(answer["segments"].as_array().map(Vec::len), Some(1), "{answer}");
    assert_eq!(answer["segments"][0]["decision"]["reason"], "no-role-assigned");
    assert_eq!(answer["cut_at"], Value::Null);
    let dated = "harness.use((policy, f, r, until) => policy.timeline(f, r, new Date(until)), ...given)";
    assert_eq!(page.run(dated, values(until)).expect("a timeline"), answer);

    for (until, code) in [(json!("later"), "json-wrong-value"), (json!(7), "json-wrong-value")] {
        assert_eq!(code_of(&mut page, timeline, values(until)), code);
    }
    // An answer that ended before it was asked for is no answer, and there is no timeline with a gap.
    load(&mut page, &one(|decision| decision.valid_until = Some(0)));
    assert_eq!(code_of(&mut page, timeline, values(json!("2026-11-23T00:00:00Z"))), "policy-answer-untrue");
}

#[test]
fn a_policy_of_ten_thousand_roles_is_loaded_and_described() {
    let mut info = info();
    let named = |number: usize| RoleInfo { summary: "s".repeat(100), ..small_role(&format!("role-{number}")) };
    info.roles = (0..10_000).map(named).collect();
    let mut page = start(&Fixture::new(&info, &decisions(2)).expect("a fixture"));
    let described = page.run("harness.use(policy => policy.describe().roles.length)", Vec::new());
    assert_eq!(described.expect("a description"), json!(10_000));
    assert_eq!(page.check_text(FACTS, REQUESTS).expect("an answer").len(), 2);
}

#[test]
fn malformed_input_is_an_error_with_a_code() {
    let mut page = start(&honest());
    let cases = [
        ("json-syntax", "", REQUESTS),
        ("json-syntax", FACTS, "[}"),
        ("json-missing-key", "{}", REQUESTS),
        ("json-missing-key", FACTS, r#"[{"now": "2026-11-22T10:00:00Z"}]"#),
        ("json-wrong-type", "[]", REQUESTS),
        ("json-wrong-type", FACTS, "{}"),
        ("json-unknown-key", r#"{"organization": "initech"}"#, REQUESTS),
        ("json-wrong-value", FACTS, r#"[{"privileges": "a", "now": "today"}]"#),
    ];
    for (code, facts, requests) in cases {
        let error = page.check_text(facts, requests).expect_err(code);
        assert_eq!(error.downcast::<PageProblem>().expect("coded").code, code, "{facts} {requests}");
    }
    for (code, value) in [
        ("json-wrong-type", "undefined"),
        ("json-wrong-type", "() => {}"),
        ("json-syntax", "1n"),
        ("json-syntax", "(() => { const loop = {}; loop.loop = loop; return loop; })()"),
        ("json-wrong-type", "null"),
        ("json-syntax", "{ toJSON() { throw new Error('no'); } }"),
    ] {
        let expression = format!("harness.use((policy, r) => policy.checkAll({value}, r), ...given)");
        assert_eq!(code_of(&mut page, &expression, vec![json!([])]), code, "{value}");
    }
    assert_eq!(page.check_text(FACTS, REQUESTS).expect("an answer").len(), 2);
}

#[test]
fn components_that_lie_or_stop_are_caught_and_forgotten() {
    let mut page = start(&honest());
    let expected = |decisions: &[Decision]| Fixture::new(&info(), decisions).expect("a fixture");
    let mut allowing = decisions(2);
    allowing[1].effect = Effect::Allow;
    let cases: Vec<(&str, Fixture)> = vec![
        ("policy-answer-untrue", expected(&allowing)),
        ("policy-answer-count", expected(&decisions(1))),
        ("policy-answer-count", expected(&decisions(3))),
        ("policy-answer-unreadable", honest().check_with("i32.const 3")),
        ("policy-answer-unreadable", honest().check_with("i32.const 0x7ffffff0")),
        ("policy-answer-unreadable", honest().check_with("i32.const -8")),
        ("trap", honest().check_with("unreachable")),
        ("trap", honest().check_with("(i32.div_u (local.get 0) (i32.const 0))")),
        (
            "trap",
            honest().with("(func $deep (result i32) (i32.add (call $deep) (i32.const 1)))").check_with("call $deep"),
        ),
    ];
    for (code, fixture) in cases {
        load(&mut page, &fixture);
        let error = page.check_text(FACTS, REQUESTS).expect_err(code);
        assert_eq!(error.downcast::<PageProblem>().expect("coded").code, code);
    }

    // A trap on three requests leaves nothing behind; the next call works.
    let number_of_requests = offset_of_requests() + 12;
    let touchy = honest().before_check(&format!(
        "(if (i32.gt_u (i32.load offset={number_of_requests} (local.get 0)) (i32.const 2)) (then unreachable))"
    ));
    load(&mut page, &touchy);
    let three = format!("[{REQUEST},{REQUEST},{REQUEST}]");
    for _ in 0..3 {
        let error = page.check_text(FACTS, &three).expect_err("a trap");
        assert_eq!(error.downcast::<PageProblem>().expect("coded").code, "trap");
        assert_eq!(page.check_text(FACTS, REQUESTS).expect("an answer").len(), 2);
    }
}

/// Where the requests stand behind the facts, in the parameters of `check`.
fn offset_of_requests() -> usize {
    use guestpass_browser::abi::Layout;
    use guestpass_contract::{Facts, Requests};
    Facts::SIZE.next_multiple_of(Requests::ALIGN)
}

#[test]
fn memory_may_grow_and_instances_are_replaced() {
    let growing = honest().before_check("(drop (memory.grow (i32.const 1)))");
    let mut page = start(&growing);
    let digest = page.digest().to_owned();
    for _ in 0..20 {
        assert_eq!(page.check_text(FACTS, REQUESTS).expect("an answer"), expected_lines(&digest));
    }

    // It stops at its 10,001st call, which therefore must not happen.
    let tiring = honest().with("(global $calls (mut i32) (i32.const 0))").before_check(
        "(global.set $calls (i32.add (global.get $calls) (i32.const 1)))
         (if (i32.gt_u (global.get $calls) (i32.const 10000)) (then unreachable))",
    );
    load(&mut page, &tiring);
    let many = "harness.use((policy, f, r) => { for (let i = 0; i < 20001; i++) policy.checkText(f, r); return 'done'; }, ...given)";
    let began = Instant::now();
    assert_eq!(page.run(many, vec![json!(FACTS), json!(REQUESTS)]).expect("no trap"), "done");
    println!("{:?} for each call of two requests, from JSON to JSON", began.elapsed() / 20_001);
}

#[test]
fn many_cases_keep_their_order() {
    let mut page = start(&honest());
    let good = PageQuestion::Check { facts: FACTS, requests: REQUESTS };
    let bad = PageQuestion::Check { facts: "{}", requests: REQUESTS };
    // Large enough for several steps.
    let padding = format!("{FACTS}{}", " ".repeat(600_000));
    let padded = PageQuestion::Check { facts: &padding, requests: REQUESTS };
    let change = PageQuestion::Review { facts: FACTS, change: CHANGE };
    let questions: Vec<_> = (0..40).map(|number| [good, bad, padded, change][number % 4]).collect();
    let (lines, verdict) = (expected_lines(page.digest()), vec![expected_verdict(page.digest())]);
    let outcomes = page.answer_each(&questions).expect("outcomes");
    for (number, outcome) in outcomes.into_iter().enumerate() {
        let expected = [Ok(&lines), Err("json-missing-key"), Ok(&lines), Ok(&verdict)][number % 4];
        assert_eq!(outcome.as_ref().map_err(|problem| problem.code.as_str()), expected, "{number}");
    }
    let picture = tempfile::NamedTempFile::new().expect("a file");
    page.screenshot(picture.path()).expect("a screenshot");
    assert!(std::fs::read(picture.path()).expect("the picture").starts_with(b"\x89PNG"));
}
