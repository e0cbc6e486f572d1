//! Guestpass: roles in the policy document, everything about the person in the facts, the period on each grant.

mod native;
mod page;
mod typed;

pub(super) use native::{native, native_batch};
pub(super) use page::{page, page_batch};
pub(super) use typed::{empty_call, typed};

use super::Subject;
use crate::work::{
    CLOSES_MS, CONDITIONAL_PRIVILEGE, OPENS_MS, PERSON, PRIVILEGES, Question, Work, clearance, conditional_role,
    organisation, privilege, role,
};
use anyhow::{Context, Result, ensure};
use guestpass::{Limits, Policy, Runtime};
use guestpass_contract::{
    AttributeDraft, Facts, FactsBuilder, PrincipalDraft, RequestDraft, Requests, RoleGrantDraft, SubjectDraft,
    ValueDraft, Window,
};
use std::fmt::Write;
use std::time::Duration;

const WINDOW: Window = Window { start: OPENS_MS, end: CLOSES_MS };

/// The policy document.
fn document(work: Work) -> Result<String> {
    let mut text = String::from("name = \"peers\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n");
    text.push_str(
        "[attributes]\n\"context.clearance\" = \"text\"\n[suites.store]\nsummary = \"A store\"\n[privileges]\n",
    );
    for number in 0..PRIVILEGES {
        writeln!(text, "\"{}\" = \"View it\"", privilege(number))?;
    }
    for number in 0..work.roles {
        let given: Vec<String> = work.privileges_of(number).map(|given| format!("\"{}\"", privilege(given))).collect();
        writeln!(text, "[roles.{}]\ntitle = \"R\"\nsummary = \"R\"", role(number))?;
        writeln!(text, "privileges = [{}]", given.join(", "))?;
    }
    for number in 0..work.conditions {
        let (given, wanted) = (privilege(CONDITIONAL_PRIVILEGE), clearance(number));
        writeln!(text, "[roles.{}]\ntitle = \"R\"\nsummary = \"R\"", conditional_role(number))?;
        writeln!(text, "privileges = [{{ privilege = \"{given}\", when = 'context.clearance == \"{wanted}\"' }}]")?;
    }
    Ok(text)
}

/// The names of all roles held, with the group that holds them.
fn holdings(work: Work) -> Vec<(String, Option<String>)> {
    let held = work.held_in(work.asked_organisation()).into_iter().enumerate();
    let held = held.map(|(position, number)| (role(number), work.group_of(position)));
    held.chain((0..work.conditions).map(|number| (conditional_role(number), None))).collect()
}

fn facts(work: Work) -> Result<Facts> {
    let here = organisation(work.asked_organisation());
    let clearance = work.clearance();
    let mut facts = FactsBuilder::new(&here)?;
    facts.principal(&PrincipalDraft::member(PERSON))?;
    for (role, group) in holdings(work) {
        if let Some(group) = &group {
            facts.group(group)?;
        }
        let grant =
            RoleGrantDraft { group: group.as_deref(), window: Some(WINDOW), ..RoleGrantDraft::of(&role, &here) };
        facts.role_grant(&grant)?;
    }
    if work.conditions > 0 {
        let (subject, value) = (SubjectDraft::Context, ValueDraft::Text(&clearance));
        facts.attribute(&AttributeDraft { subject, name: "clearance", value })?;
    }
    Ok(facts.build())
}

fn component(work: Work) -> Result<Vec<u8>> {
    Ok(guestpass_compiler::compile("peers.toml", &document(work)?)?.component)
}

fn load(work: Work) -> Result<Policy> {
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    Ok(Runtime::new(limits)?.load(&component(work)?)?)
}

/// Each question by itself.
fn single_requests(questions: &[Question]) -> Result<Vec<Requests>> {
    let request = |question: &Question| Requests::privileges(&privilege(question.privilege), question.now_ms);
    Ok(questions.iter().map(request).collect::<Result<_, _>>()?)
}

struct Single {
    policy: Policy,
    facts: Facts,
    requests: Vec<Requests>,
}

/// Through wasmtime, each question in a call of its own.
pub(super) fn single(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    Ok(Box::new(Single { policy: load(work)?, facts: facts(work)?, requests: single_requests(questions)? }))
}

impl Subject for Single {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let requests = self.requests.get(position).context("there is no such question")?;
        let decisions = self.policy.check(&self.facts, requests)?;
        Ok(decisions.first().context("a question has an answer")?.is_allowed())
    }

    fn questions(&self) -> usize {
        self.requests.len()
    }
}

/// As [`single`], with facts whose first name is out of bounds: the host hands over as much as ever, the component
/// refuses it at first sight, and a decision comes back.
pub(super) fn floor(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let mut facts = facts(work)?;
    facts.organisation.start = u32::MAX;
    Ok(Box::new(Single { policy: load(work)?, facts, requests: single_requests(questions)? }))
}

struct Batch {
    policy: Policy,
    facts: Facts,
    requests: Requests,
}

/// Through wasmtime, all questions in one call.
pub(super) fn batch(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let mut requests = Requests::default();
    for question in questions {
        requests.push(&RequestDraft::privileges(&privilege(question.privilege), question.now_ms))?;
    }
    Ok(Box::new(Batch { policy: load(work)?, facts: facts(work)?, requests }))
}

impl Subject for Batch {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let decisions = self.policy.check(&self.facts, &self.requests)?;
        Ok(decisions.get(position).context("a question has an answer")?.is_allowed())
    }

    fn ask_all(&mut self) -> Result<usize> {
        let decisions = self.policy.check(&self.facts, &self.requests)?;
        ensure!(decisions.len() == self.questions(), "a question has an answer");
        Ok(decisions.iter().filter(|decision| decision.is_allowed()).count())
    }

    fn questions(&self) -> usize {
        self.requests.items.len()
    }
}
