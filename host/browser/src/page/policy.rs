//! The class that pages use.

use core::cell::RefCell;
use std::rc::Rc;

use guestpass_contract::Facts;
use js_sys::{JSON, Reflect, Uint8Array, WebAssembly};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

use super::guest::PageGuest;
use super::thrown::{thrown, words_of};
use crate::abi::Guest;
use crate::digest::require_digest;
use crate::error::{EvaluateError, LoadError};
use crate::evaluate::{Description, Explain, KnownFacts, Period, Proposal, Questions};
use crate::walk::{COMPONENT_BYTES_MAX, core_module};

/// Calls after which an instance is replaced. Its memory only ever grows; a fresh one starts small again.
const CALLS_MAX: u32 = 10_000;

/// A loaded policy. Its TypeScript declaration documents it for pages.
#[wasm_bindgen(skip_typescript)]
#[expect(missing_debug_implementations, reason = "it holds objects of the browser")]
pub struct Policy {
    module: WebAssembly::Module,
    description: Description,
    running: RefCell<Option<Running>>,
    known_facts: RefCell<KnownFacts>,
}

struct Running {
    guest: PageGuest,
    calls: u32,
}

/// A component that has passed every check that needs no browser. `js/index.js` takes it through the browser, which
/// does that asynchronously: in JavaScript that is a word, in Rust 4 KB.
#[wasm_bindgen(skip_typescript)]
#[derive(Debug)]
pub struct Candidate {
    core: Vec<u8>,
    digest: String,
}

#[wasm_bindgen]
impl Candidate {
    /// Checks a component whose digest the page knows from somewhere that it trusts.
    #[wasm_bindgen(skip_typescript)]
    pub fn of(bytes: &JsValue, options: &JsValue) -> Result<Candidate, JsValue> {
        // Copied before anything looks at them: nobody can change the bytes between the checks and their use.
        let bytes = component_bytes(bytes)?;
        let digest = require_digest(&bytes, &expected_digest(options)?)?;
        let core = bytes.get(core_module(&bytes)?).unwrap_or_default().to_vec();
        Ok(Self { core, digest })
    }

    /// The core module, to be compiled.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn core(&self) -> Uint8Array {
        Uint8Array::from(self.core.as_slice())
    }

    /// The policy, once it has described itself; `module` is the compiled core module, `instance` its first instance.
    #[wasm_bindgen(skip_typescript)]
    pub fn start(self, module: WebAssembly::Module, instance: &WebAssembly::Instance) -> Result<Policy, JsValue> {
        let mut guest = PageGuest::of(instance)?;
        let description = Description::ask(&mut guest, self.digest)?;
        Ok(Policy {
            module,
            description,
            running: RefCell::new(Some(Running { guest, calls: 1 })),
            known_facts: RefCell::default(),
        })
    }
}

#[wasm_bindgen]
impl Policy {
    /// The digest of the component.
    #[wasm_bindgen(getter, skip_typescript)]
    pub fn digest(&self) -> String {
        self.description.digest().to_owned()
    }

    /// What the policy is and holds.
    #[wasm_bindgen(skip_typescript)]
    pub fn describe(&self) -> Result<JsValue, JsValue> {
        JSON::parse(&self.description.to_json()?)
    }

    /// Decides one request.
    #[wasm_bindgen(skip_typescript)]
    pub fn check(&self, facts: &JsValue, request: &JsValue) -> Result<JsValue, JsValue> {
        self.decide_one(facts, request, Explain::AsAsked)
    }

    /// Decides one request and says why, gate by gate.
    #[wasm_bindgen(skip_typescript)]
    pub fn explain(&self, facts: &JsValue, request: &JsValue) -> Result<JsValue, JsValue> {
        self.decide_one(facts, request, Explain::Always)
    }

    /// Decides many requests against the same facts, in their order.
    #[wasm_bindgen(skip_typescript, js_name = checkAll)]
    pub fn check_all(&self, facts: &JsValue, requests: &JsValue) -> Result<JsValue, JsValue> {
        let questions = Questions::many(self.facts_of(facts)?, &json_of(requests, "request")?)?;
        JSON::parse(&format!("[{}]", self.decide(&questions, ",")?))
    }

    /// As `checkAll`, from JSON text to one decision a line.
    #[wasm_bindgen(skip_typescript, js_name = checkText)]
    pub fn check_text(&self, facts: &str, requests: &str) -> Result<String, JsValue> {
        Ok(self.decide(&Questions::many(self.facts(facts)?, requests)?, "\n")?)
    }

    /// How the decision on one request changes up to an instant.
    #[wasm_bindgen(skip_typescript)]
    pub fn timeline(&self, facts: &JsValue, request: &JsValue, until: &JsValue) -> Result<JsValue, JsValue> {
        let until = json_of(until, "until")?;
        // A string and a `Date` both become a text in quotation marks; no instant needs an escape between them.
        let period = Period::new(self.facts_of(facts)?, &json_of(request, "request")?, until.trim_matches('"'))?;
        JSON::parse(&self.ask(&mut |guest| self.description.timeline(guest, &period))?)
    }

    /// Judges a change.
    #[wasm_bindgen(skip_typescript)]
    pub fn review(&self, facts: &JsValue, change: &JsValue) -> Result<JsValue, JsValue> {
        JSON::parse(&self.judge(&json_of(facts, "facts")?, &json_of(change, "change")?)?)
    }

    /// As `review`, from JSON text to JSON text.
    #[wasm_bindgen(skip_typescript, js_name = reviewText)]
    pub fn review_text(&self, facts: &str, change: &str) -> Result<String, JsValue> {
        Ok(self.judge(facts, change)?)
    }

    fn decide_one(&self, facts: &JsValue, request: &JsValue, explain: Explain) -> Result<JsValue, JsValue> {
        let questions = Questions::one(self.facts_of(facts)?, &json_of(request, "request")?, explain)?;
        JSON::parse(&self.decide(&questions, "")?)
    }

    fn facts_of(&self, facts: &JsValue) -> Result<Rc<Facts>, JsValue> {
        Ok(self.facts(&json_of(facts, "facts")?)?)
    }

    fn facts(&self, facts: &str) -> Result<Rc<Facts>, EvaluateError> {
        // Taken out while they are used, so that nothing can find them borrowed.
        let mut known = self.known_facts.take();
        let facts = known.read(facts);
        self.known_facts.replace(known);
        facts
    }

    fn decide(&self, questions: &Questions, separator: &str) -> Result<String, EvaluateError> {
        self.ask(&mut |guest| Ok(self.description.decide(guest, questions)?.join(separator)))
    }

    fn judge(&self, facts: &str, change: &str) -> Result<String, EvaluateError> {
        let proposal = Proposal::new(facts, change)?;
        self.ask(&mut |guest| self.description.judge(guest, &proposal))
    }

    /// Asks an instance that has never failed. One that fails is not put back.
    fn ask(
        &self,
        question: &mut dyn FnMut(&mut dyn Guest) -> Result<String, EvaluateError>,
    ) -> Result<String, EvaluateError> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => Running { guest: PageGuest::restart(&self.module)?, calls: 0 },
        };
        let answer = question(&mut running.guest)?;
        running.calls = running.calls.saturating_add(1);
        if running.calls < CALLS_MAX {
            self.running.replace(Some(running));
        }
        Ok(answer)
    }
}

/// The component's bytes, copied out of the page's hands.
fn component_bytes(bytes: &JsValue) -> Result<Vec<u8>, JsValue> {
    let Some(bytes) = bytes.dyn_ref::<Uint8Array>() else {
        return Err(thrown("bytes-malformed", "the component's bytes must be a `Uint8Array`"));
    };
    let length = usize::try_from(bytes.length()).unwrap_or(usize::MAX);
    if length > COMPONENT_BYTES_MAX {
        return Err(LoadError::TooLarge { bytes: length }.into());
    }
    Ok(bytes.to_vec())
}

fn expected_digest(options: &JsValue) -> Result<String, JsValue> {
    let digest = Reflect::get(options, &"digest".into()).ok().and_then(|digest| digest.as_string());
    // Not given is as wrong as misspelt: without a digest nobody knows which policy this is.
    digest.ok_or_else(|| LoadError::DigestMalformed { digest: String::new() }.into())
}

/// The page's object as JSON text, as `JSON.stringify` writes it.
fn json_of(value: &JsValue, what: &str) -> Result<String, JsValue> {
    let text =
        JSON::stringify(value).map_err(|error| thrown("json-syntax", &format!("{what}: {}", words_of(&error))))?;
    // `undefined` and functions have no JSON form, and `stringify` then gives `undefined`.
    JsValue::from(text).as_string().ok_or_else(|| thrown("json-wrong-type", &format!("{what}: this has no JSON form")))
}
