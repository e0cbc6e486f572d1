//! Cedar, in two forms. Privileges are actions, and what a role gives is a group of actions. The person is known in
//! each organisation as an entity of its own, so that a role held in one gives nothing in another.

use super::Subject;
use crate::work::{
    CLOSES_MS, CONDITIONAL_PRIVILEGE, OPENS_MS, PERSON, PRIVILEGES, Question, ROLES_HELD, Work, clearance,
    conditional_role, organisation, privilege, role,
};
use anyhow::{Context as _, Result};
use cedar_policy::{
    Authorizer, Context, Decision, Entities, Entity, EntityId, EntityTypeName, EntityUid, PolicySet, Request,
    RestrictedExpression,
};
use std::collections::HashSet;
use std::fmt::Write;
use std::str::FromStr;

fn uid(kind: &str, id: &str) -> Result<EntityUid> {
    Ok(EntityUid::from_type_name_and_id(EntityTypeName::from_str(kind)?, EntityId::from_str(id)?))
}

fn member(organisation: &str) -> Result<EntityUid> {
    uid("Member", &format!("{organisation}/{PERSON}"))
}

/// Closes the organisations outside of their period, whoever asks.
const PERIOD: &str = "forbid(principal, action, resource) unless {
    principal.organisation == resource && context.now >= resource.opens && context.now < resource.closes
};\n";

/// One policy for each role: whoever is in the role may do the actions of its group.
fn policies_for_roles(work: Work) -> Result<PolicySet> {
    let mut text = String::from(PERIOD);
    for number in 0..work.roles {
        let role = role(number);
        writeln!(text, "permit(principal in Role::\"{role}\", action in Action::\"{role}\", resource);")?;
    }
    write_conditions(&mut text, work)?;
    Ok(PolicySet::from_str(&text)?)
}

/// One policy for all roles: the person may do the actions of the groups that the person's own entity lists.
fn policy_for_data(work: Work) -> Result<PolicySet> {
    let mut text = String::from(PERIOD);
    text.push_str("permit(principal, action, resource) when { action in principal.roles };\n");
    write_conditions(&mut text, work)?;
    Ok(PolicySet::from_str(&text)?)
}

fn write_conditions(text: &mut String, work: Work) -> Result<()> {
    let action = privilege(CONDITIONAL_PRIVILEGE);
    for number in 0..work.conditions {
        let (role, wanted) = (conditional_role(number), clearance(number));
        writeln!(text, "permit(principal in Role::\"{role}\", action == Action::\"{action}\", resource)")?;
        writeln!(text, "when {{ context.clearance == \"{wanted}\" }};")?;
    }
    Ok(())
}

/// The groups of actions, and the actions in them.
fn actions(work: Work) -> Result<Vec<Entity>> {
    let mut groups = vec![HashSet::new(); PRIVILEGES];
    let mut entities = Vec::new();
    for number in 0..work.roles {
        let group = uid("Action", &role(number))?;
        for given in work.privileges_of(number) {
            groups.get_mut(given).context("a role gives privileges that there are")?.insert(group.clone());
        }
        entities.push(Entity::new_no_attrs(group, HashSet::new()));
    }
    for (number, groups) in groups.into_iter().enumerate() {
        entities.push(Entity::new_no_attrs(uid("Action", &privilege(number))?, groups));
    }
    Ok(entities)
}

/// An organisation, its groups, and the person as it knows them.
fn known_in(work: Work, number: usize) -> Result<Vec<Entity>> {
    let name = organisation(number);
    let here = uid("Organisation", &name)?;
    let period = [("opens", OPENS_MS), ("closes", CLOSES_MS)];
    let period = period.map(|(key, instant)| (key.to_owned(), RestrictedExpression::new_long(instant)));
    let mut entities = vec![Entity::new(here.clone(), period.into(), HashSet::new())?];
    let mut parents = HashSet::new();
    let mut roles = Vec::with_capacity(ROLES_HELD);
    for (position, held) in work.held_in(number).into_iter().enumerate() {
        let held_role = uid("Role", &role(held))?;
        roles.push(RestrictedExpression::new_entity_uid(uid("Action", &role(held))?));
        match work.group_of(position) {
            None => parents.insert(held_role),
            Some(group) => {
                let group = uid("Group", &format!("{name}/{group}"))?;
                entities.push(Entity::new_no_attrs(group.clone(), HashSet::from([held_role])));
                parents.insert(group)
            }
        };
    }
    for number in 0..work.conditions {
        parents.insert(uid("Role", &conditional_role(number))?);
    }
    let attributes = [
        ("organisation".to_owned(), RestrictedExpression::new_entity_uid(here)),
        ("roles".to_owned(), RestrictedExpression::new_set(roles)),
    ];
    entities.push(Entity::new(member(&name)?, attributes.into(), parents)?);
    Ok(entities)
}

fn entities(work: Work) -> Result<Entities> {
    let mut entities = actions(work)?;
    for number in 0..work.roles {
        entities.push(Entity::new_no_attrs(uid("Role", &role(number))?, HashSet::new()));
    }
    for number in 0..work.conditions {
        entities.push(Entity::new_no_attrs(uid("Role", &conditional_role(number))?, HashSet::new()));
    }
    for number in 0..work.organisations {
        entities.extend(known_in(work, number)?);
    }
    Ok(Entities::from_entities(entities, None)?)
}

struct Cedar {
    authorizer: Authorizer,
    policies: PolicySet,
    entities: Entities,
    requests: Vec<Request>,
}

fn prepare(policies: PolicySet, work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    let name = organisation(work.asked_organisation());
    let request = |question: &Question| -> Result<Request> {
        let mut context = vec![("now".to_owned(), RestrictedExpression::new_long(question.now_ms))];
        if work.conditions > 0 {
            context.push(("clearance".to_owned(), RestrictedExpression::new_string(work.clearance())));
        }
        let (principal, resource) = (member(&name)?, uid("Organisation", &name)?);
        let action = uid("Action", &privilege(question.privilege))?;
        Ok(Request::new(principal, action, resource, Context::from_pairs(context)?, None)?)
    };
    let requests = questions.iter().map(request).collect::<Result<_>>()?;
    Ok(Box::new(Cedar { authorizer: Authorizer::new(), policies, entities: entities(work)?, requests }))
}

/// The form that its documentation shows first.
pub(super) fn policy_for_each_role(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    prepare(policies_for_roles(work)?, work, questions)
}

/// The form that does not evaluate more policies when there are more roles.
pub(super) fn roles_as_data(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    prepare(policy_for_data(work)?, work, questions)
}

impl Subject for Cedar {
    fn ask(&mut self, position: usize) -> Result<bool> {
        let request = self.requests.get(position).context("there is no such question")?;
        let response = self.authorizer.is_authorized(request, &self.policies, &self.entities);
        Ok(response.decision() == Decision::Allow)
    }

    fn questions(&self) -> usize {
        self.requests.len()
    }
}
