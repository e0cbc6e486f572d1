//! On what may they do this?

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass::contract::{Decision, Facts, InstantMs, PolicyInfo, RequestDraft, Requests};
use guestpass_store::model::{Organisation, Resource};
use guestpass_store::{FactsQuestion, OrganisationId, Page};
use serde_json::json;

use super::{CANDIDATES_AT_ONCE, CANDIDATES_MAX, Found, FoundEntity, Sought, of_page, sift};
use crate::administration::Seen;
use crate::authzen::RESOURCE_SEARCH;
use crate::authzen::body::Body;
use crate::authzen::decider::{Decide, Decider};
use crate::authzen::paging::Paging;
use crate::authzen::question::{ORGANISATION, Question, Wanted, organisation};
use crate::authzen::wire::{Action, Entity, Evaluation, RESOURCE, SUBJECT, context};
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;
use crate::telemetry::{Stage, stage};

/// Rows that are read at once.
const ROWS_MIN: u32 = 32;
const ROWS_MAX: u32 = 1000;
/// Attributes of resources in one call of the policy: facts carry 256, and the person has some, too.
const ATTRIBUTES_AT_ONCE: usize = 128;

/// Finds resources that the directory keeps.
pub(in crate::authzen) async fn resources(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    Body(body): Body,
) -> Result<Json<Found<FoundEntity>>, Problem> {
    let (subject, action) = (Entity::read(&body, SUBJECT)?, Action::read(&body)?);
    let resource = Entity::read_sought(&body, RESOURCE)?;
    let (context, paging) = (context(&body)?, Paging::read(&body, RESOURCE_SEARCH)?);
    let decider = Decider::pin(&state, &caller.organisation)?.at_least(&body).await?;
    let organisation = organisation(decider.reach, Some(&resource), &context)?;
    decider.count(&organisation)?;
    let whole = Evaluation { subject, action, resource, context };
    if whole.resource.kind != ORGANISATION {
        return stage(Stage::Search, sift_kept(&decider, &whole, &organisation, &paging)).await.map(Json);
    }
    let known = decider.directory.get::<Organisation>(&[organisation.as_str()]).await?;
    let candidates = of_page(&paging, known.map(|known| known.entity.id.to_string()));
    let sought = Sought { paging: &paging, ask: &|id| about(&whole, id), result: &|id| result(&whole, id) };
    stage(Stage::Search, sift(&decider, &sought, &candidates)).await.map(Json)
}

/// The question about one candidate.
fn about(whole: &Evaluation, id: &str) -> Evaluation {
    Evaluation { resource: Entity { id: id.to_owned(), ..whole.resource.clone() }, ..whole.clone() }
}

fn result(whole: &Evaluation, id: &str) -> FoundEntity {
    FoundEntity { kind: whole.resource.kind.clone(), id: id.to_owned() }
}

/// Asks about each resource that the directory keeps of a kind, as [`sift`] does. All are of one organisation and asked
/// for by one person, so that the rest of the facts is read once, and the policy is asked about many of them at a time.
async fn sift_kept(
    decider: &Decider<'_>,
    whole: &Evaluation,
    organisation: &OrganisationId,
    paging: &Paging,
) -> Result<Found<FoundEntity>, Problem> {
    let prefix = [organisation.as_str(), whole.resource.kind.as_str()];
    // The mark of a page in the directory is its last key.
    let mut mark = paging.after.as_ref().map(|id| json!([prefix[0], prefix[1], id]).to_string());
    let limit = u32::try_from(paging.limit).unwrap_or(ROWS_MAX).clamp(ROWS_MIN, ROWS_MAX);
    let (mut results, mut last, mut looked_at) = (Vec::new(), paging.after.clone(), 0);
    loop {
        let listed = decider.directory.list::<Resource>(&prefix, &Page { after: mark, limit }).await?;
        let kept: Vec<Resource> = listed.kept.into_iter().map(|kept| kept.entity).collect();
        let allowed = decide_each(decider, whole, &kept).await?;
        for (resource, is_allowed) in kept.iter().zip(allowed) {
            if results.len() >= paging.limit || looked_at >= CANDIDATES_MAX {
                return Ok(Found { page: paging.answer(Some(last.as_deref()), results.len()), results });
            }
            if is_allowed {
                results.push(result(whole, resource.id.as_str()));
            }
            last = Some(resource.id.to_string());
            looked_at += 1;
        }
        mark = listed.next;
        if mark.is_none() {
            return Ok(Found { page: paging.answer(None, results.len()), results });
        }
        // There is more, which is read and decided only by the request for the page that it stands on.
        if results.len() >= paging.limit || looked_at >= CANDIDATES_MAX {
            return Ok(Found { page: paging.answer(Some(last.as_deref()), results.len()), results });
        }
    }
}

/// Whether each of them is allowed.
async fn decide_each(decider: &Decider<'_>, whole: &Evaluation, resources: &[Resource]) -> Result<Vec<bool>, Problem> {
    let Some(first) = resources.first() else { return Ok(Vec::new()) };
    let question = Question::of(decider.info(), decider.reach, &about(whole, first.id.as_str()))?;
    let Some(question) = question else { return Ok(vec![false; resources.len()]) };
    let material = decider.material(&FactsQuestion { resource: None, ..question.about.clone() }).await?;
    let mut allowed = Vec::with_capacity(resources.len());
    for part in parts(resources, question.supplied.resource.len()) {
        // Others get their turn.
        tokio::task::yield_now().await;
        let facts = material.facts_about(part, &question.supplied);
        match (facts.ok(), requests(&question.wanted, part, decider.now_ms())) {
            (Some(facts), Some(requests)) => {
                let of_shadow = |shadow: &PolicyInfo| asked_of(shadow, decider, whole, part, &material, &question);
                let decisions = decider.check(&facts, &requests, of_shadow)?;
                allowed.extend(decisions.iter().map(Decision::is_allowed));
            }
            // Together they are more than facts can carry; alone they may not be.
            _ => {
                for resource in part {
                    allowed.push(decider.decide(&about(whole, resource.id.as_str()), false).await?.decision);
                }
            }
        }
    }
    Ok(allowed)
}

/// What is wanted of each of them; none when a call cannot carry it.
fn requests(wanted: &Wanted, part: &[Resource], now: InstantMs) -> Option<Requests> {
    let mut requests = Requests::default();
    for resource in part {
        let (target, on_resource) = (wanted.target(), Some(resource.id.as_str()));
        requests.push(&RequestDraft { target, on_resource, now, explain: false }).ok()?;
    }
    Some(requests)
}

/// What a shadow is asked in place of that; none when it declares more attributes, so that more would be said of them
/// than facts may be able to carry.
fn asked_of(
    shadow: &PolicyInfo,
    decider: &Decider<'_>,
    whole: &Evaluation,
    part: &[Resource],
    material: &Seen,
    question: &Question,
) -> Option<(Facts, Requests)> {
    let own = Question::of(shadow, decider.reach, &about(whole, part.first()?.id.as_str())).ok()??;
    if own.supplied.resource.len() > question.supplied.resource.len() {
        return None;
    }
    let facts = material.by_shadow(shadow).facts_about(part, &own.supplied).ok()?;
    Some((facts, requests(&own.wanted, part, decider.now_ms())?))
}

/// Those that can be asked about in one call, by what facts and a call can carry.
fn parts(resources: &[Resource], supplied: usize) -> Vec<&[Resource]> {
    let (mut parts, mut begin, mut attributes) = (Vec::new(), 0, 0);
    for (position, resource) in resources.iter().enumerate() {
        let own = resource.attributes.len() + supplied;
        let is_full = attributes + own > ATTRIBUTES_AT_ONCE || position - begin >= CANDIDATES_AT_ONCE;
        if is_full && position > begin {
            parts.extend(resources.get(begin..position));
            (begin, attributes) = (position, 0);
        }
        attributes += own;
    }
    parts.extend(resources.get(begin..).filter(|rest| !rest.is_empty()));
    parts
}

#[cfg(test)]
mod tests {
    use super::{ATTRIBUTES_AT_ONCE, CANDIDATES_AT_ONCE, parts};
    use guestpass_store::model::{AttributeValue, Resource};

    fn resources(attributes: &[usize]) -> Vec<Resource> {
        let named = |(number, count): (usize, &usize)| Resource {
            organisation: "initech".parse().unwrap(),
            kind: "app".parse().unwrap(),
            id: format!("{number}").parse().unwrap(),
            name: String::new(),
            attributes: (0..*count).map(|name| (format!("{name}"), AttributeValue::Boolean(true))).collect(),
        };
        attributes.iter().enumerate().map(named).collect()
    }

    #[test]
    fn resources_are_parted_by_number_and_by_what_is_known_of_them() {
        for (attributes, supplied, sizes) in [
            (vec![], 0, vec![]),
            (vec![0; 3], 0, vec![3]),
            (vec![0; CANDIDATES_AT_ONCE + 1], 0, vec![CANDIDATES_AT_ONCE, 1]),
            (vec![ATTRIBUTES_AT_ONCE / 2; 5], 0, vec![2, 2, 1]),
            (vec![0; 5], ATTRIBUTES_AT_ONCE / 2, vec![2, 2, 1]),
            (vec![ATTRIBUTES_AT_ONCE * 2, 1, 1], 0, vec![1, 2]),
        ] {
            let resources = resources(&attributes);
            let parts = parts(&resources, supplied);
            assert_eq!(parts.iter().map(|part| part.len()).collect::<Vec<_>>(), sizes, "{attributes:?} {supplied}");
            assert_eq!(parts.concat(), resources);
        }
    }
}
