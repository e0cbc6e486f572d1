//! The rules as ordinary Rust, with policies that were written down.

use std::collections::BTreeMap;
use std::path::PathBuf;

use guestpass_contract::PolicyInfo;
use guestpass_contract::json::{self, DecisionJson, JsonError, PolicyInfoJson, VerdictJson};
use guestpass_rules::{Instant, Policy};
use guestpass_vectors::DOCUMENTS;

use crate::lift;
use crate::lower::{LoweredFacts, lower_change, lower_change_facts, lower_requests};

/// Lines of JSON, or the code of a refusal.
pub(crate) type Answer = Result<Vec<String>, String>;

/// A policy, and the rules that it is for.
pub(crate) struct Rules {
    policy: Policy,
    info: PolicyInfo,
    digest: String,
}

/// Where things were written down.
pub(crate) fn folder() -> PathBuf {
    PathBuf::from(std::env::var_os("GUESTPASS_MUTANTS").expect("`GUESTPASS_MUTANTS` names the folder"))
}

fn code(error: &JsonError) -> String {
    error.code().to_owned()
}

impl Rules {
    /// One for each ready document, by its name.
    pub(crate) fn read_all() -> BTreeMap<&'static str, Self> {
        let read = |name: String| std::fs::read(folder().join(name)).expect("the policies are there");
        let all = DOCUMENTS.iter().map(|document| {
            let model = guestpass_model::decode(&read(format!("{}.model", document.stem))).expect("a model");
            let policy = model.into_policy().expect("a policy");
            let digest = String::from_utf8(read(format!("{}.digest", document.stem))).expect("a digest");
            (document.stem, Self { info: lift::policy_info(&policy), policy, digest })
        });
        all.collect()
    }

    /// Decisions on an array of requests.
    pub(crate) fn check(&self, facts: &str, requests: &str) -> Answer {
        let facts = json::facts_from_str(facts).map_err(|error| code(&error))?;
        let owned = json::requests_from_array_str(requests).map_err(|error| code(&error))?;
        let requests = json::to_requests(&owned).map_err(|error| error.to_string())?;
        let lowered = LoweredFacts::new(&facts).map_err(str::to_owned)?;
        let lowered_requests = lower_requests(&requests).map_err(str::to_owned)?;
        let decisions = guestpass_rules::check(&self.policy, &lowered.facts, &lowered_requests);
        let print = |(decision, asked): (_, &json::OwnedRequest)| {
            let decision = lift::decision(decision);
            let shape = DecisionJson::new(&decision, &self.info, &facts, asked.now_ms, &self.digest);
            shape.and_then(|shape| json::to_string(&shape)).map_err(|error| code(&error))
        };
        assert_eq!(decisions.len(), owned.len());
        decisions.iter().zip(&owned).map(print).collect()
    }

    /// The verdict on a change.
    pub(crate) fn review(&self, facts: &str, change: &str) -> Answer {
        let (facts, change_facts) = json::review_facts_from_str(facts).map_err(|error| code(&error))?;
        let asked = json::change_from_str(change).map_err(|error| code(&error))?;
        let lowered = LoweredFacts::new(&facts).map_err(str::to_owned)?;
        let change_facts = lower_change_facts(&change_facts).map_err(str::to_owned)?;
        let change = lower_change(&asked.change);
        let verdict =
            guestpass_rules::review(&self.policy, &lowered.facts, &change_facts, &change, Instant(asked.now_ms));
        let verdict = lift::verdict(&verdict);
        let shape = VerdictJson::new(&verdict, &self.info, asked.now_ms, &self.digest);
        shape.and_then(|shape| json::to_string(&shape)).map(|line| vec![line]).map_err(|error| code(&error))
    }

    /// What the policy says about itself.
    pub(crate) fn describe(&self) -> Answer {
        let shape = PolicyInfoJson::new(&self.info, &self.digest);
        shape.and_then(|shape| json::to_string(&shape)).map(|line| vec![line]).map_err(|error| code(&error))
    }
}
