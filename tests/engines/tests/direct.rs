//! The engine's own code is called without wasmtime's typed functions, and a stranger's is not. The same rules, called
//! in both ways, give the same answers and fail alike.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{CheckError, Limits, Policy, Provenance, Runtime};
use guestpass_contract::{
    AttributeSubject, AttributeValue, Decision, Facts, NameSpan, Requests, Target, TextRange, Window, json,
};
use guestpass_vectors::{Asked, Asks, DOCUMENTS, Document, generate, load, seed_from_environment};
use std::io::Write;
use std::time::Duration;

/// Prints past the test runner, which keeps the words of tests that pass to itself.
macro_rules! report {
    ($($part:tt)*) => { writeln!(std::io::stderr(), $($part)*).expect("standard error can be written") };
}

const CASES: usize = 4_000;

/// The policy of a document, and the same as a stranger's component: a section of no types at its end changes nothing
/// but whose code it is.
struct Twins {
    own: Policy,
    strange: Policy,
}

impl Twins {
    fn new(document: &Document, limits: Limits) -> Self {
        let component = guestpass_compiler::compile(document.file, document.source).expect("it compiles").component;
        let strange = [component.as_slice(), &[7, 1, 0]].concat();
        let runtime = Runtime::new(limits).expect("a runtime");
        let [own, strange] = [component, strange].map(|component| runtime.load(&component).expect("it loads"));
        assert_eq!((own.provenance(), strange.provenance()), (Provenance::Engine, Provenance::Custom));
        Self { own, strange }
    }

    /// With patience: proofs run side by side on few processors.
    fn patient(document: &Document) -> Self {
        Self::new(document, Limits { deadline: Duration::from_secs(5), ..Limits::default() })
    }

    /// What both answer.
    fn check(&self, facts: &Facts, requests: &Requests) -> Result<Vec<Decision>, CheckError> {
        let answers = [&self.own, &self.strange].map(|policy| policy.check(facts, requests));
        assert_eq!(answers[0], answers[1], "{facts:?}\n{requests:?}");
        let [answer, _] = answers;
        answer
    }

    /// What both fail with, whatever they say about it.
    fn code(&self, facts: &Facts, requests: &Requests) -> &'static str {
        let codes = [&self.own, &self.strange]
            .map(|policy| policy.check(facts, requests).map_or_else(|error| error.code(), |_| "an answer"));
        assert_eq!(codes[0], codes[1]);
        codes[0]
    }
}

/// Questions about a document: all vectors, and generated ones. Some ask for an explanation.
fn questions(document: &Document, seed: u64) -> Vec<(Facts, Requests)> {
    let vectors = load().expect("the vectors can be read");
    let cases = vectors.into_iter().flat_map(|vector| vector.cases).filter(|case| case.document == document);
    let cases = cases.filter_map(|case| match case.asked {
        Asked::Decision(request) => Some((case.facts, format!("[{request}]"))),
        Asked::Verdict(_) | Asked::Description => None,
    });
    let generated = generate(seed, CASES).into_iter().filter(|question| question.stem == document.stem);
    let generated = generated.filter_map(|question| match question.asks {
        Asks::Requests(requests) => Some((question.facts, requests)),
        Asks::Change(_) => None,
    });
    let read = |(facts, requests): (String, String)| {
        // What is refused as JSON never reaches a component.
        let facts = json::facts_from_str(&facts).ok()?;
        let requests = json::requests_from_array_str(&requests).ok()?;
        Some((facts, json::to_requests(&requests).expect("names")))
    };
    cases.chain(generated).filter_map(read).collect()
}

#[test]
fn the_same_rules_answer_alike_in_both_ways() {
    let seed = seed_from_environment();
    report!("seed {seed}; repeat with GUESTPASS_SEED={seed}");
    for document in DOCUMENTS {
        let twins = Twins::patient(document);
        let (mut explained, mut allowed, mut asked) = (0, 0, 0);
        for (facts, mut requests) in questions(document, seed) {
            explained += usize::from(requests.items.iter().any(|request| request.explain));
            twins.check(&facts, &requests).expect("an answer");
            requests.items.iter_mut().for_each(|request| request.explain = false);
            let decisions = twins.check(&facts, &requests).expect("an answer");
            allowed += decisions.iter().filter(|decision| decision.is_allowed()).count();
            asked += decisions.len();
        }
        report!("{:<22} {asked:>5} requests, {allowed} of them allowed, {explained} calls explained", document.file);
        assert!(allowed > 50 && asked - allowed > 50 && explained > 50, "too few to prove anything");
    }
}

const OUTSIDE: TextRange = TextRange { start: u32::MAX, length: 2 };
const BEYOND: NameSpan = NameSpan { start: u32::MAX - 1, length: 9 };
const BACKWARD: Window = Window { start: 1, end: 1 };

/// One thing that may be wrong with facts or requests.
const BREAKAGES: &[fn(&mut Facts, &mut Requests)] = &[
    |facts, _| facts.text.clear(),
    |facts, _| facts.text.insert(0, '\u{e4}'),
    |facts, _| facts.text.push_str(&"x".repeat(256 * 1024)),
    |facts, _| facts.names.push(OUTSIDE),
    |facts, _| facts.names = vec![facts.organisation; 10_001],
    |facts, _| facts.organisation = OUTSIDE,
    |facts, _| facts.entitlements = BEYOND,
    |facts, _| facts.groups = BEYOND,
    |facts, _| facts.disabled_roles = BEYOND,
    |facts, _| facts.principal.id = OUTSIDE,
    |facts, _| facts.principal.email = OUTSIDE,
    |facts, _| facts.principal.identity = OUTSIDE,
    |facts, _| facts.principal.home = facts.principal.id,
    |facts, _| facts.listed_users.iter_mut().for_each(|user| user.identity = OUTSIDE),
    |facts, _| facts.role_grants.iter_mut().for_each(|grant| grant.window = Some(BACKWARD)),
    |facts, _| facts.role_grants.iter_mut().for_each(|grant| grant.group = Some(OUTSIDE)),
    |facts, _| facts.role_grants = facts.role_grants.first().map_or_else(Vec::new, |&grant| vec![grant; 1_001]),
    |facts, _| facts.custom_roles.iter_mut().for_each(|role| role.privileges = OUTSIDE),
    |facts, _| facts.access_grants.iter_mut().for_each(|grant| grant.window = BACKWARD),
    |facts, _| facts.attributes.iter_mut().for_each(|it| it.subject = AttributeSubject::Resource(OUTSIDE)),
    |facts, _| facts.attributes.iter_mut().for_each(|it| it.value = AttributeValue::Texts(BEYOND)),
    |facts, _| facts.attributes.iter_mut().for_each(|it| it.value = AttributeValue::Integer(i64::MIN)),
    |_, requests| requests.text.clear(),
    |_, requests| requests.text.push_str(&"x".repeat(256 * 1024)),
    |_, requests| requests.items.clear(),
    |_, requests| requests.items = requests.items.first().map_or_else(Vec::new, |&request| vec![request; 4_097]),
    |_, requests| requests.items.iter_mut().for_each(|request| request.target = Target::Api(OUTSIDE)),
    |_, requests| requests.items.iter_mut().take(1).for_each(|request| request.on_resource = Some(OUTSIDE)),
    |_, requests| requests.items.iter_mut().for_each(|request| request.now = i64::MAX),
];

#[test]
fn what_breaks_the_contract_is_denied_alike_in_both_ways() {
    let seed = seed_from_environment();
    report!("seed {seed}; repeat with GUESTPASS_SEED={seed}");
    for document in DOCUMENTS {
        let twins = Twins::patient(document);
        let questions = questions(document, seed).into_iter().step_by(3);
        for ((mut facts, mut requests), break_it) in questions.zip(BREAKAGES.iter().cycle()) {
            requests.items.iter_mut().for_each(|request| request.explain = false);
            break_it(&mut facts, &mut requests);
            twins.check(&facts, &requests).expect("an answer, if only a denial");
        }
    }
}

/// Facts and a batch of requests that keep the rules busy for some milliseconds.
fn busy() -> (Facts, Requests) {
    let (mut facts, mut requests) = questions(document(), 1)
        .into_iter()
        .find(|(facts, requests)| !facts.role_grants.is_empty() && !requests.items.is_empty())
        .expect("somebody holds a role");
    facts.role_grants = vec![facts.role_grants[0]; 1_000];
    requests.items = vec![requests.items[0]; 4_096];
    requests.items.iter_mut().for_each(|request| request.explain = false);
    (facts, requests)
}

fn document() -> &'static Document {
    &DOCUMENTS[0]
}

#[test]
fn an_answer_that_is_too_large_is_an_error_in_both_ways() {
    let (facts, requests) = busy();
    let patient = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    let twins = Twins::new(document(), Limits { answer_bytes_max: 64 * 1024, ..patient });
    assert_eq!(twins.code(&facts, &requests), "policy-answer-unreadable");
    let few = Requests { items: requests.items[..10].to_vec(), ..requests };
    assert_eq!(twins.code(&facts, &few), "an answer", "an instance that failed is not used again");
}

#[test]
fn time_that_is_up_is_an_error_in_both_ways() {
    let (facts, requests) = busy();
    let twins = Twins::new(document(), Limits { deadline: Duration::ZERO, ..Limits::default() });
    // The machine may be fast: with no time at all, one of many attempts comes upon a tick.
    let is_late = |policy: &Policy| {
        (0..500).any(|_| policy.check(&facts, &requests).is_err_and(|error| error == CheckError::Deadline))
    };
    assert!(is_late(&twins.own) && is_late(&twins.strange));
}

#[test]
fn facts_that_the_memory_cannot_hold_are_an_error_in_both_ways() {
    let (mut facts, requests) = busy();
    facts.text = "x".repeat(17 * 1024 * 1024);
    let twins = Twins::patient(document());
    assert_eq!(twins.code(&facts, &requests), "policy-memory");
    facts.text = "x".repeat(1024 * 1024);
    let decisions = twins.check(&facts, &requests).expect("an answer afterwards");
    assert!(decisions.iter().all(|decision| decision.reason.name() == "limit-exceeded"));
}
