//! Casbin: roles within domains, which are the organisations, and sets of privileges as its groups of resources, so
//! that there is one rule for each role and not one for each privilege of a role.

use super::Subject;
use crate::work::{
    CLOSES_MS, CONDITIONAL_PRIVILEGE, OPENS_MS, PERSON, Question, Work, clearance, conditional_role, organisation,
    privilege, role,
};
use anyhow::{Context, Result};
use casbin::rhai::Dynamic;
use casbin::{CachedApi, CachedEnforcer, CoreApi, DefaultCache, DefaultModel, Enforcer, MemoryAdapter, MgmtApi};

/// Answers that its cache may keep, more than there are questions.
const CACHED_ANSWERS_MAX: usize = 10_000;

/// What is cheapest to compare stands first.
const MODEL: &str = "
[request_definition]
r = person, organisation, privilege, now, opens, closes, clearance

[policy_definition]
p = role, set, clearance

[role_definition]
g = _, _, _
g2 = _, _

[policy_effect]
e = some(where (p.eft == allow))

[matchers]
m = r.now >= r.opens && r.now < r.closes && (p.clearance == \"\" || p.clearance == r.clearance) && \
    g(r.person, p.role, r.organisation) && g2(r.privilege, p.set)
";

/// Any asynchronous runtime will do: loading is asynchronous, deciding is not.
fn wait<T>(work: impl Future<Output = casbin::Result<T>>) -> Result<T> {
    Ok(tokio::runtime::Builder::new_current_thread().build()?.block_on(work)?)
}

/// The set of privileges that a role gives.
fn set_of(role: &str) -> String {
    format!("set-of-{role}")
}

async fn load<E: CoreApi + MgmtApi>(work: Work) -> casbin::Result<E> {
    let mut enforcer = E::new(DefaultModel::from_str(MODEL).await?, MemoryAdapter::default()).await?;
    let mut rules = Vec::new();
    let mut sets = Vec::new();
    for number in 0..work.roles {
        let role = role(number);
        sets.extend(work.privileges_of(number).map(|given| vec![privilege(given), set_of(&role)]));
        rules.push(vec![role.clone(), set_of(&role), String::new()]);
    }
    for number in 0..work.conditions {
        let role = conditional_role(number);
        sets.push(vec![privilege(CONDITIONAL_PRIVILEGE), set_of(&role)]);
        rules.push(vec![role.clone(), set_of(&role), clearance(number)]);
    }
    enforcer.add_policies(rules).await?;
    enforcer.add_named_grouping_policies("g2", sets).await?;
    enforcer.add_named_grouping_policies("g", memberships(work)).await?;
    Ok(enforcer)
}

/// Who is in which role, and in which group that is in a role, in every organisation.
fn memberships(work: Work) -> Vec<Vec<String>> {
    let mut links = Vec::new();
    for number in 0..work.organisations {
        let here = organisation(number);
        let mut link = |who: &str, of: &str| links.push(vec![who.to_owned(), of.to_owned(), here.clone()]);
        for (position, held) in work.held_in(number).into_iter().enumerate() {
            match work.group_of(position) {
                None => link(PERSON, &role(held)),
                Some(group) => {
                    link(PERSON, &group);
                    link(&group, &role(held));
                }
            }
        }
        (0..work.conditions).for_each(|number| link(PERSON, &conditional_role(number)));
    }
    links
}

/// Its numbers have 32 bits: instants are counted from when the organisation opens, and not from 1970.
fn instant(ms: i64) -> Result<Dynamic> {
    Ok(i32::try_from(ms - OPENS_MS)?.into())
}

fn requests(work: Work, questions: &[Question]) -> Result<Vec<Vec<Dynamic>>> {
    let request = |question: &Question| {
        Ok(vec![
            PERSON.into(),
            organisation(work.asked_organisation()).into(),
            privilege(question.privilege).into(),
            instant(question.now_ms)?,
            instant(OPENS_MS)?,
            instant(CLOSES_MS)?,
            work.clearance().into(),
        ])
    };
    questions.iter().map(request).collect()
}

struct Casbin<E> {
    enforcer: E,
    requests: Vec<Vec<Dynamic>>,
}

/// Decides each time; its role manager remembers who is in which role.
pub(super) fn enforcer(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let enforcer: Enforcer = wait(load(work))?;
    Ok(Box::new(Casbin { enforcer, requests: requests(work, questions)? }))
}

/// Repeats what it answered to the very same request, instant included; whatever changed in between.
pub(super) fn cached(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let mut enforcer: CachedEnforcer = wait(load(work))?;
    // Room for every question, so that each one is a repetition.
    enforcer.set_cache(Box::new(DefaultCache::new(CACHED_ANSWERS_MAX)));
    Ok(Box::new(Casbin { enforcer, requests: requests(work, questions)? }))
}

impl<E: CoreApi> Subject for Casbin<E> {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let request = self.requests.get(position).context("there is no such question")?;
        Ok(self.enforcer.enforce(request.clone())?)
    }

    fn questions(&self) -> usize {
        self.requests.len()
    }
}
