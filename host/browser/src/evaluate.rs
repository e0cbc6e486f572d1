//! From JSON to JSON through a component. No JavaScript here: the tests run it against other guests than a page's.

use std::rc::Rc;

use guestpass_contract::json::{
    DecisionJson, JsonError, OwnedRequest, PolicyInfoJson, ProposedChange, TimelineJson, VerdictJson, change_from_str,
    facts_from_str, instant_from_str, request_from_str, requests_from_array_str, review_facts_from_str, to_requests,
    to_string,
};
use guestpass_contract::{ChangeFacts, Decision, Facts, InstantMs, PolicyInfo, Requests, UnfitPolicy, timeline};

use crate::abi::{self, Guest};
use crate::error::{CallError, EvaluateError, LoadError};

/// What a loaded policy has told about itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Description {
    info: PolicyInfo,
    digest: String,
}

/// A set of facts and the questions about them, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Questions {
    facts: Rc<Facts>,
    requests: Requests,
}

/// A set of facts and a request, and how far to follow the answer, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Period {
    questions: Questions,
    until_ms: InstantMs,
}

/// A change and what it is judged by, read and checked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    facts: Facts,
    change_facts: ChangeFacts,
    proposed: ProposedChange,
}

/// The facts that were read last. A page asks one question after another about the same ones, and reading them takes
/// longer than deciding. The same text has the same meaning, so nothing can be out of date here.
#[derive(Debug, Default)]
pub struct KnownFacts {
    last: Option<(String, Rc<Facts>)>,
}

impl KnownFacts {
    /// Reads facts, unless they are the ones that were read last.
    ///
    /// ```
    /// # use std::rc::Rc;
    /// let mut known = guestpass_browser::KnownFacts::default();
    /// let ada = r#"{"organisation": "initech", "principal": {"kind": "member", "id": "ada"}}"#;
    /// let facts = known.read(ada)?;
    /// assert!(Rc::ptr_eq(&facts, &known.read(ada)?));
    /// assert_ne!(facts, known.read(&ada.replace("ada", "bob"))?);
    /// assert!(known.read("{}").is_err());
    /// assert_eq!(facts, known.read(ada)?);
    /// # Ok::<(), guestpass_browser::EvaluateError>(())
    /// ```
    ///
    /// # Errors
    /// [`EvaluateError::Facts`] with the first thing that is wrong.
    pub fn read(&mut self, facts_json: &str) -> Result<Rc<Facts>, EvaluateError> {
        if let Some((text, facts)) = &self.last
            && text == facts_json
        {
            return Ok(Rc::clone(facts));
        }
        let facts = Rc::new(facts_from_str(facts_json).map_err(EvaluateError::Facts)?);
        self.last = Some((facts_json.to_owned(), Rc::clone(&facts)));
        Ok(facts)
    }
}

/// Whether decisions explain themselves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Explain {
    /// As each request says.
    AsAsked,
    /// Always.
    Always,
}

impl Questions {
    /// Reads one request about `facts`.
    ///
    /// # Errors
    /// [`EvaluateError::Requests`] with the first thing that is wrong.
    pub fn one(facts: Rc<Facts>, request_json: &str, explain: Explain) -> Result<Self, EvaluateError> {
        let mut request = request_from_str(request_json).map_err(EvaluateError::Requests)?;
        request.explain |= explain == Explain::Always;
        Self::new(facts, &[request])
    }

    /// Reads an array of requests about `facts`.
    ///
    /// # Errors
    /// [`EvaluateError::Requests`] with the first thing that is wrong.
    pub fn many(facts: Rc<Facts>, requests_json: &str) -> Result<Self, EvaluateError> {
        let requests = requests_from_array_str(requests_json).map_err(EvaluateError::Requests)?;
        Self::new(facts, &requests)
    }

    fn new(facts: Rc<Facts>, requests: &[OwnedRequest]) -> Result<Self, EvaluateError> {
        let requests = to_requests(requests).map_err(|_| EvaluateError::RequestsTooLong)?;
        Ok(Self { facts, requests })
    }
}

impl Period {
    /// Reads one request about `facts`, and the first instant that is not asked about any more.
    ///
    /// # Errors
    /// As [`Questions::one`], and [`EvaluateError::Until`].
    pub fn new(facts: Rc<Facts>, request_json: &str, until: &str) -> Result<Self, EvaluateError> {
        let questions = Questions::one(facts, request_json, Explain::AsAsked)?;
        let until_ms = instant_from_str(until).map_err(EvaluateError::Until)?;
        Ok(Self { questions, until_ms })
    }
}

impl Proposal {
    /// Reads facts, those about the change among them, and a change.
    ///
    /// # Errors
    /// [`EvaluateError::Facts`] or [`EvaluateError::Change`] with the first thing that is wrong.
    pub fn new(facts_json: &str, change_json: &str) -> Result<Self, EvaluateError> {
        let (facts, change_facts) = review_facts_from_str(facts_json).map_err(EvaluateError::Facts)?;
        let proposed = change_from_str(change_json).map_err(EvaluateError::Change)?;
        Ok(Self { facts, change_facts, proposed })
    }
}

impl Description {
    /// Asks a freshly loaded component what it is, and believes no description that contradicts itself.
    ///
    /// # Errors
    /// [`LoadError::Start`], [`LoadError::NoPolicy`] or [`LoadError::Description`].
    pub fn ask(guest: &mut dyn Guest, digest: String) -> Result<Self, LoadError> {
        let info = abi::describe(guest).map_err(|error| LoadError::Start { reason: error.to_string() })?;
        info.verify().map_err(|unfit| match unfit {
            UnfitPolicy::NoPolicy => LoadError::NoPolicy,
            _ => LoadError::Description { reason: unfit.to_string() },
        })?;
        Ok(Self { info, digest })
    }

    /// The digest of the component.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// The description as JSON, on one line.
    ///
    /// # Errors
    /// [`EvaluateError::Print`]; a description that has been verified prints.
    pub fn to_json(&self) -> Result<String, EvaluateError> {
        PolicyInfoJson::new(&self.info, &self.digest).and_then(|shape| to_string(&shape)).map_err(EvaluateError::Print)
    }

    /// Decides all questions in one call; as many decisions as requests, each as JSON on one line.
    ///
    /// # Errors
    /// An [`EvaluateError`] when there is no decision to be had; that is a denial. After an [`EvaluateError::Call`] the
    /// guest must not be used again.
    pub fn decide(&self, guest: &mut dyn Guest, questions: &Questions) -> Result<Vec<String>, EvaluateError> {
        let decisions = self.check(guest, questions)?;
        let Questions { facts, requests } = questions;
        let printed = decisions.iter().zip(&requests.items).map(|(decision, request)| {
            DecisionJson::new(decision, &self.info, facts, request.now, &self.digest)
                .and_then(|shape| to_string(&shape))
        });
        printed.collect::<Result<_, JsonError>>().map_err(EvaluateError::Print)
    }

    /// How the decision on a request changes up to an instant, as JSON; one call for each change.
    ///
    /// # Errors
    /// As [`Self::decide`]; there is no timeline with a gap.
    pub fn timeline(&self, guest: &mut dyn Guest, period: &Period) -> Result<String, EvaluateError> {
        let mut questions = period.questions.clone();
        let Some(from_ms) = questions.requests.items.first().map(|request| request.now) else {
            return Err(CallError::Count { asked: 1, received: 0 }.into());
        };
        let followed = timeline(from_ms, period.until_ms, |now| {
            questions.requests.items.iter_mut().for_each(|request| request.now = now);
            let decision = self.check(guest, &questions)?.pop();
            decision.ok_or(CallError::Count { asked: 1, received: 0 })
        })?;
        TimelineJson::new(&followed, &self.info, &questions.facts, &self.digest)
            .and_then(|shape| to_string(&shape))
            .map_err(EvaluateError::Print)
    }

    /// Judges a change; the verdict as JSON on one line.
    ///
    /// # Errors
    /// An [`EvaluateError`] when there is no verdict to be had; that is a refusal. After an [`EvaluateError::Call`] the
    /// guest must not be used again.
    pub fn judge(&self, guest: &mut dyn Guest, proposal: &Proposal) -> Result<String, EvaluateError> {
        let Proposal { facts, change_facts, proposed: ProposedChange { change, now_ms } } = proposal;
        let verdict = abi::review(guest, facts, change_facts, change, *now_ms)?;
        verdict.verify().map_err(CallError::UntrueVerdict)?;
        VerdictJson::new(&verdict, &self.info, *now_ms, &self.digest)
            .and_then(|shape| to_string(&shape))
            .map_err(EvaluateError::Print)
    }

    /// One decision that no honest policy gives spoils the whole answer.
    fn check(&self, guest: &mut dyn Guest, questions: &Questions) -> Result<Vec<Decision>, CallError> {
        let Questions { facts, requests } = questions;
        let decisions = abi::check(guest, facts, requests)?;
        if decisions.len() != requests.items.len() {
            return Err(CallError::Count { asked: requests.items.len(), received: decisions.len() });
        }
        for (position, (decision, request)) in decisions.iter().zip(&requests.items).enumerate() {
            decision.verify(request, facts, &self.info).map_err(|lie| CallError::Untrue { position, lie })?;
        }
        Ok(decisions)
    }
}
