//! People as the conditions on holders like them: with attributes by which a role counts.

use std::collections::BTreeSet;

use guestpass_compiler::{AskedValue, ReadCondition};
use guestpass_contract::RoleInfo;

use super::assignments::{Assignment, Assignments, OVERRIDDEN, Value, count};
use super::described::{Described, types};
use super::domains::Domains;
use super::facts::{Ids, text};
use super::holders::Holder;
use super::reviews::Liked;

/// A condition on the holders of a role, as it was written and as it was read.
struct OnHolder<'d> {
    role: &'d str,
    written: String,
    read: &'d ReadCondition,
    /// Whether it asks for an id, which is not varied here.
    asks_id: bool,
}

/// Attributes with which the conditions on what is held are met: all of them at once where that can be, and in as many
/// ways as it takes otherwise. Those that might be met, and never are, are added to `dark`.
pub(super) fn liked(
    described: &[Described<'_>],
    holder: &Holder,
    subject: &str,
    assignments_max: usize,
    dark: &mut BTreeSet<String>,
) -> Vec<Liked> {
    let roles: Vec<(&Described<'_>, &RoleInfo)> =
        described.iter().flat_map(|it| holder.roles_of(it.info).into_iter().map(move |role| (it, role))).collect();
    let automatic = match holder.role() {
        Some(_) => BTreeSet::new(),
        None => roles.iter().map(|(_, role)| role.name.clone()).collect(),
    };
    let pieces = roles.iter().filter_map(|(it, role)| it.condition(role.holder_condition)).collect();
    let domains = Domains { conditions: pieces, automatic };
    let names: BTreeSet<&String> = domains.conditions.iter().flat_map(|it| &it.names).collect();
    let names = names.into_iter().filter(|name| !OVERRIDDEN.contains(&name.as_str()));
    let domains = names.map(|name| domains.domain(name, &types(described, name)).0).collect();
    let assignments = Assignments::new(domains, assignments_max);
    let mut waiting: Vec<OnHolder<'_>> = roles
        .iter()
        .filter_map(|(it, role)| {
            let (written, read) = it.written(role.holder_condition)?;
            let names = &it.condition(role.holder_condition)?.names;
            let asks_id = OVERRIDDEN.iter().any(|name| names.contains(*name));
            Some(OnHolder { role: &role.name, written, read, asks_id })
        })
        .collect();
    let mut ways = Vec::new();
    while let Some(way) = best(&assignments, &waiting, holder).filter(|way| ways.is_empty() || way.met > 0) {
        waiting.retain(|condition| !condition.is_met(way.assignment, &assignments, holder));
        ways.push(liked_by(way.assignment, &assignments, subject));
        if waiting.is_empty() {
            break;
        }
    }
    let are_all = count(assignments.tried.len()) == assignments.all;
    dark.extend(waiting.into_iter().filter(|it| it.asks_id || !are_all).map(|it| it.written));
    ways
}

/// An assignment, and how many conditions it meets.
struct Way<'a> {
    assignment: &'a Assignment,
    met: usize,
}

/// The first of those that meet the most.
fn best<'a>(assignments: &'a Assignments, conditions: &[OnHolder<'_>], holder: &Holder) -> Option<Way<'a>> {
    let mut best: Option<Way<'a>> = None;
    for assignment in &assignments.tried {
        let met = conditions.iter().filter(|it| it.is_met(assignment, assignments, holder)).count();
        if best.as_ref().is_none_or(|best| met > best.met) {
            best = Some(Way { assignment, met });
        }
        if met == conditions.len() {
            break;
        }
    }
    best
}

impl OnHolder<'_> {
    fn is_met(&self, assignment: &Assignment, assignments: &Assignments, holder: &Holder) -> bool {
        self.read.holds(&|name| asked(name, self.role, holder, assignments, assignment))
    }
}

fn liked_by(assignment: &Assignment, assignments: &Assignments, subject: &str) -> Liked {
    let liked = assignments.domains.iter().zip(assignment).filter_map(|(domain, choice)| {
        let (entity, attribute) = domain.name.split_once('.')?;
        let subject = if entity == "principal" { subject } else { entity };
        Some((format!("{subject}.{attribute}"), domain.value(*choice)?.clone()))
    });
    liked.collect()
}

/// What a name is worth to the condition on the holders of a role.
fn asked(
    name: &str,
    role: &str,
    holder: &Holder,
    assignments: &Assignments,
    assignment: &Assignment,
) -> Option<AskedValue> {
    let ids = Ids::default();
    match name {
        "principal.id" => return Some(AskedValue::Text(ids.person.to_owned())),
        "organisation.id" => return Some(AskedValue::Text(ids.organisation.to_owned())),
        "role.name" => return Some(AskedValue::Text(role.to_owned())),
        _ => {}
    }
    let position = assignments.domains.iter().position(|domain| domain.name == name)?;
    Some(match assignments.domains.get(position)?.value(*assignment.get(position)?)? {
        Value::Text(value) => AskedValue::Text(text(value, holder, &ids)),
        Value::Texts(values) => AskedValue::Texts(values.iter().map(|value| text(value, holder, &ids)).collect()),
        Value::Integer(number) => AskedValue::Integer(*number),
        Value::Boolean(holds) => AskedValue::Boolean(*holds),
        Value::Timestamp(instant) => AskedValue::Timestamp(*instant),
    })
}
