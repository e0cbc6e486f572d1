//! Relationships between customers and partners (S3, S15, S23).

use super::{Context, Findings};
use crate::change::{ChangeFacts, Refusal, Warning};
use crate::facts::{Relationship, RelationshipStatus};

/// The relationship that the change is about, as long as it stands.
pub(super) fn established(facts: &ChangeFacts<'_>) -> Option<Relationship> {
    facts.relationship.filter(|relationship| relationship.status == RelationshipStatus::Established)
}

pub(super) fn establish(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    findings.refuse_if(established(facts).is_some(), Refusal::AlreadyExists);
    findings.refuse_if(facts.managed_elsewhere, Refusal::ExclusiveRelationship);
}

pub(super) fn make_managed(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    let facts = context.change_facts;
    let relationship = established(facts);
    findings.refuse_if(relationship.is_none(), Refusal::NoRelationship);
    // S15: a managed customer has this partner and no other.
    let has_others = facts.other_relationships > 0 || facts.managed_elsewhere;
    findings.refuse_if(has_others, Refusal::ExclusiveRelationship);
    findings.warn_if(relationship.is_some_and(|relationship| relationship.managed), Warning::NoChange);
}

pub(super) fn end(context: &Context<'_, '_>, findings: &mut Findings<'_>) {
    findings.refuse_if(established(context.change_facts).is_none(), Refusal::NoRelationship);
}
