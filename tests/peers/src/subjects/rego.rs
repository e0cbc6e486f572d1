//! Regorus: the policy language of OPA, with roles and organisations as data. Both of its ways to evaluate are here.

use super::Subject;
use crate::work::{
    CLOSES_MS, CONDITIONAL_PRIVILEGE, OPENS_MS, PERSON, Question, Work, clearance, conditional_role, organisation,
    privilege, role,
};
use anyhow::{Context, Result};
use regorus::languages::rego::compiler::Compiler;
use regorus::rvm::vm::RegoVM;
use regorus::{CompiledPolicy, PolicyModule, Value, compile_policy_with_entrypoint};
use std::collections::BTreeMap;
use std::fmt::Write;

const ALLOW: &str = "data.guestpass.allow";

/// What a role gives is an object of privileges, so that each role held costs one look-up and no search.
const POLICY: &str = "package guestpass

import rego.v1

default allow := false

here := data.organisations[input.organisation]

open if {
    input.now >= here.opens
    input.now < here.closes
}

allow if {
    open
    some role in here.people[input.person]
    data.roles[role][input.privilege]
}
";

fn policy(work: Work) -> Result<String> {
    let mut text = String::from(POLICY);
    for number in 0..work.conditions {
        let (wanted, role, clearance) = (privilege(CONDITIONAL_PRIVILEGE), conditional_role(number), clearance(number));
        writeln!(text, "\nallow if {{\n    input.privilege == \"{wanted}\"\n    input.clearance == \"{clearance}\"")?;
        writeln!(text, "    open\n    \"{role}\" in here.people[input.person]\n}}")?;
    }
    Ok(text)
}

fn object(entries: impl IntoIterator<Item = (String, Value)>) -> Value {
    let entries = entries.into_iter().map(|(key, value)| (Value::from(key), value));
    Value::from(entries.collect::<BTreeMap<_, _>>())
}

/// Roles that come through groups are written to the person's own when the data is loaded: what is known beforehand
/// need not be found out each time.
fn data(work: Work) -> Value {
    let gives = |number| work.privileges_of(number).map(|given| (privilege(given), Value::from(true)));
    let roles = object((0..work.roles).map(|number| (role(number), object(gives(number)))));
    let organisations = object((0..work.organisations).map(|number| {
        let held = work.held_in(number).into_iter().map(role);
        let held: Vec<Value> = held.chain((0..work.conditions).map(conditional_role)).map(Value::from).collect();
        let facts = [
            ("opens".to_owned(), Value::from(OPENS_MS)),
            ("closes".to_owned(), Value::from(CLOSES_MS)),
            ("people".to_owned(), object([(PERSON.to_owned(), Value::from(held))])),
        ];
        (organisation(number), object(facts))
    }));
    object([("roles".to_owned(), roles), ("organisations".to_owned(), organisations)])
}

fn inputs(work: Work, questions: &[Question]) -> Vec<Value> {
    let input = |question: &Question| {
        object([
            ("organisation".to_owned(), Value::from(organisation(work.asked_organisation()))),
            ("person".to_owned(), Value::from(PERSON)),
            ("privilege".to_owned(), Value::from(privilege(question.privilege))),
            ("now".to_owned(), Value::from(question.now_ms)),
            ("clearance".to_owned(), Value::from(work.clearance())),
        ])
    };
    questions.iter().map(input).collect()
}

fn compiled(work: Work) -> Result<CompiledPolicy> {
    let module = PolicyModule { id: "guestpass.rego".into(), content: policy(work)?.into() };
    compile_policy_with_entrypoint(data(work), &[module], ALLOW.into())
}

struct Interpreter {
    policy: CompiledPolicy,
    inputs: Vec<Value>,
}

/// A compiled policy, evaluated by walking its syntax.
pub(super) fn interpreter(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    Ok(Box::new(Interpreter { policy: compiled(work)?, inputs: inputs(work, questions) }))
}

impl Subject for Interpreter {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let input = self.inputs.get(position).context("there is no such question")?;
        Ok(*self.policy.eval_with_input(input.clone())?.as_bool()?)
    }

    fn questions(&self) -> usize {
        self.inputs.len()
    }
}

struct Machine {
    machine: RegoVM,
    inputs: Vec<Value>,
}

/// The policy as a program of its virtual machine, which is used again for each question.
pub(super) fn virtual_machine(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let program = Compiler::compile_from_policy(&compiled(work)?, &[ALLOW])?;
    let mut machine = RegoVM::new();
    machine.load_program(program);
    machine.set_data(data(work))?;
    Ok(Box::new(Machine { machine, inputs: inputs(work, questions) }))
}

impl Subject for Machine {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let input = self.inputs.get(position).context("there is no such question")?;
        self.machine.set_input(input.clone());
        Ok(*self.machine.execute()?.as_bool()?)
    }

    fn questions(&self) -> usize {
        self.inputs.len()
    }
}
