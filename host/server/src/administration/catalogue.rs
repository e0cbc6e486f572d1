//! The roles that an organisation made for itself, as a policy takes them, and as the review of a change does.

use std::ops::Deref;
use std::sync::Arc;

use guestpass_contract::limits::{MAX_CUSTOM_ROLES, MAX_TEXT_BYTES};
use guestpass_contract::{Change, Facts, PolicyInfo, RequestDraft, Requests, UnfitFacts};
use guestpass_store::model::{CustomRole, Organisation};
use guestpass_store::{Material, Supplied};

/// Whether a policy has a role of its own by that name.
pub(super) fn is_of_policy(policy: &PolicyInfo, role: &str) -> bool {
    policy.roles.iter().any(|known| known.name == role)
}

/// What is known of somebody, as a policy can take it: an organisation's own role whose name the policy has taken for
/// one of its own gives nothing to whoever holds it, neither what the organisation meant nor what the policy means.
pub(crate) fn seen_by(policy: &PolicyInfo, material: Arc<Material>) -> Arc<Material> {
    material.without_taken(|role| is_of_policy(policy, role)).map_or(material, Arc::new)
}

/// What is known of somebody, as the policy that is asked can take it; and for a shadow, as that can.
#[derive(Debug, Clone)]
pub(crate) struct Seen {
    known: Arc<Material>,
    seen: Arc<Material>,
}

impl Seen {
    /// As this policy can take it.
    pub(crate) fn by(policy: &PolicyInfo, known: Arc<Material>) -> Self {
        Self { seen: seen_by(policy, Arc::clone(&known)), known }
    }

    /// As another one can.
    pub(crate) fn by_shadow(&self, shadow: &PolicyInfo) -> Arc<Material> {
        seen_by(shadow, Arc::clone(&self.known))
    }

    /// What a shadow is asked in place of one question, when the same is asked of it and about it: the same by what it
    /// sees. None when facts cannot carry that.
    pub(crate) fn asked_of(
        &self,
        shadow: &PolicyInfo,
        supplied: &Supplied,
        request: &RequestDraft<'_>,
    ) -> Option<(Facts, Requests)> {
        let facts = self.by_shadow(shadow).facts(supplied).ok()?;
        let mut requests = Requests::default();
        requests.push(request).ok()?;
        Some((facts, requests))
    }
}

impl Deref for Seen {
    type Target = Material;

    fn deref(&self) -> &Material {
        &self.seen
    }
}

/// The facts with all of these roles that the policy leaves their names, as the contract wants them for a review, and
/// with one that is to be deleted.
///
/// When facts cannot carry so many of them, or such long ones, they have those that the change names and those that
/// whoever makes it holds. No other has a part in what the rules say of the change; and with all of them every change
/// would be refused, so that the organisation could not even take one of its roles away.
pub(super) fn facts_with(
    policy: &PolicyInfo,
    material: &Material,
    all: &[CustomRole],
    change: &Change,
) -> Result<Facts, UnfitFacts> {
    // One whose name the policy has taken is there to be deleted, and for nothing else.
    let is_there = |role: &&CustomRole| {
        !is_of_policy(policy, role.name.as_str()) || *change == Change::DeleteCustomRole(role.name.to_string())
    };
    let there = all.iter().filter(is_there).cloned().collect();
    let whole = seen_by(policy, Arc::new(material.with_custom_roles(all.to_vec()))).with_custom_roles(there);
    let fits = |facts: &Facts| facts.custom_roles.len() <= MAX_CUSTOM_ROLES && facts.text.len() <= MAX_TEXT_BYTES;
    if let Some(facts) = whole.facts(&Supplied::default()).ok().filter(fits) {
        return Ok(facts);
    }
    let (named, default_role) = (named(change), material.organisation().and_then(default_role));
    let matters = |role: &&CustomRole| {
        let name = role.name.as_str();
        named.contains(&name) || default_role == Some(name) || material.custom_roles().contains(role)
    };
    let mattering = whole.custom_roles().iter().filter(matters).cloned().collect();
    whole.with_custom_roles(mattering).facts(&Supplied::default())
}

/// Whoever arrives by themselves gets this one, so that a change can be about it without naming it.
fn default_role(organisation: &Organisation) -> Option<&str> {
    organisation.default_role.as_ref().map(|role| role.as_str())
}

/// The roles that a change names.
fn named(change: &Change) -> Vec<&str> {
    match change {
        Change::CreateCustomRole(edit) | Change::EditCustomRole(edit) => vec![&edit.name],
        Change::DeleteCustomRole(role) => vec![role],
        Change::SwitchRole(switch) => vec![&switch.role],
        Change::AssignRole(assignment) | Change::UnassignRole(assignment) => vec![&assignment.role],
        Change::AddPerson(person) => person.roles.iter().map(String::as_str).collect(),
        Change::SetDefaultRole(role) => role.as_deref().into_iter().collect(),
        Change::GrantRun(grant) | Change::WithdrawRun(grant) => vec![&grant.role],
        _ => Vec::new(),
    }
}
