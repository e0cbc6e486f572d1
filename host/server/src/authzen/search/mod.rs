//! Who may, on what, and how. A search is a list of candidates, sifted by the very evaluation that a caller could ask
//! for, so that whatever it finds evaluates to true. What the directory does not know is found by nobody.

mod actions;
mod resources;
mod subjects;

use guestpass_store::model::{Organisation, Resource};
use guestpass_store::{Directory, OrganisationId};
use schemars::JsonSchema;
use serde::Serialize;

pub(super) use actions::actions;
pub(super) use resources::resources;
pub(super) use subjects::subjects;

use super::decider::Decide;
use super::paging::{NextPage, Paging};
use super::question::ORGANISATION;
use super::wire::{Entity, Evaluation};
use crate::problem::Problem;

/// Candidates that one request looks at, at most: the page ends there, and says where to go on.
const CANDIDATES_MAX: usize = 2000;

/// Candidates that are looked at before others get their turn.
const CANDIDATES_AT_ONCE: usize = 32;

/// What is found.
#[derive(Debug, Clone, PartialEq, Serialize, JsonSchema)]
#[schemars(rename = "{R}Results")]
pub(super) struct Found<R> {
    #[serde(skip_serializing_if = "Option::is_none")]
    page: Option<NextPage>,
    results: Vec<R>,
}

/// A subject or a resource.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Entity")]
pub(super) struct FoundEntity {
    #[serde(rename = "type")]
    kind: String,
    id: String,
}

/// An action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
#[schemars(rename = "Action")]
pub(super) struct FoundAction {
    name: String,
}

impl<R> Found<R> {
    fn nothing(paging: &Paging) -> Self {
        Self { page: paging.answer(None, 0), results: Vec::new() }
    }
}

/// A search, apart from its candidates.
struct Sought<'s, R> {
    paging: &'s Paging,
    /// The question about a candidate.
    ask: &'s (dyn Fn(&str) -> Evaluation + Sync),
    /// The candidate as a result.
    result: &'s (dyn Fn(&str) -> R + Sync),
}

/// Asks about each candidate in turn. They come in byte order, none twice, and all of them after [`Paging::after`].
async fn sift<R: Send>(
    decider: &impl Decide,
    sought: &Sought<'_, R>,
    candidates: &[String],
) -> Result<Found<R>, Problem> {
    let paging = sought.paging;
    let mut results = Vec::new();
    let mut last = paging.after.as_deref();
    for (position, candidate) in candidates.iter().enumerate() {
        if results.len() >= paging.limit || position >= CANDIDATES_MAX {
            return Ok(Found { page: paging.answer(Some(last), results.len()), results });
        }
        if position % CANDIDATES_AT_ONCE == 0 {
            tokio::task::yield_now().await;
        }
        let evaluation = (sought.ask)(candidate);
        if decider.decide(&evaluation, false).await?.decision {
            results.push((sought.result)(candidate));
        }
        last = Some(candidate);
    }
    Ok(Found { page: paging.answer(None, results.len()), results })
}

/// Those of the candidates that a page is about, with one more than it can look at.
fn of_page(paging: &Paging, candidates: impl IntoIterator<Item = String>) -> Vec<String> {
    let is_after = |candidate: &String| paging.after.as_ref().is_none_or(|after| candidate > after);
    candidates.into_iter().filter(is_after).take(CANDIDATES_MAX + 1).collect()
}

/// Whether the directory knows a resource.
async fn is_known(directory: &Directory, organisation: &OrganisationId, resource: &Entity) -> Result<bool, Problem> {
    let organisation = organisation.as_str();
    if resource.kind == ORGANISATION {
        let is_this = resource.id == organisation;
        return Ok(is_this && directory.get::<Organisation>(&[organisation]).await?.is_some());
    }
    Ok(directory.get::<Resource>(&[organisation, &resource.kind, &resource.id]).await?.is_some())
}

#[cfg(test)]
mod tests {
    use super::{CANDIDATES_MAX, Sought, of_page, sift};
    use crate::authzen::answer::Answer;
    use crate::authzen::decider::Decide;
    use crate::authzen::paging::Paging;
    use crate::authzen::wire::{Action, Entity, Evaluation, Object};
    use crate::problem::Problem;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    /// Allows whoever is in the list.
    struct Listed(Vec<String>);

    impl Decide for Listed {
        async fn decide(&self, evaluation: &Evaluation, _: bool) -> Result<Answer, Problem> {
            Ok(Answer { decision: self.0.contains(&evaluation.subject.id), context: None })
        }
    }

    fn about(id: &str) -> Evaluation {
        let entity = |id: &str| Entity { kind: "user".to_owned(), id: id.to_owned(), properties: Object::new() };
        let action = Action { name: "read".to_owned(), properties: Object::new() };
        Evaluation { subject: entity(id), action, resource: entity("x"), context: Object::new() }
    }

    /// All results, page by page, and the number of pages.
    fn all(allowed: &Listed, candidates: &[String], limit: usize) -> (Vec<Value>, usize) {
        let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
        let (mut results, mut pages, mut token) = (Vec::new(), 0, json!(""));
        loop {
            let body = json!({ "page": { "limit": limit, "token": token } });
            let paging = Paging::read(body.as_object().expect("an object"), "/search").expect("it is of this search");
            let page = of_page(&paging, candidates.iter().cloned());
            let sought = Sought { paging: &paging, ask: &about, result: &|id| json!(id) };
            let found = runtime.block_on(sift(allowed, &sought, &page)).expect("nothing fails");
            assert!(found.results.len() <= limit);
            results.extend(found.results.clone());
            pages += 1;
            token = json!(found)["page"]["next_token"].clone();
            if token == json!("") {
                return (results, pages);
            }
        }
    }

    proptest! {
        #[test]
        fn pages_together_are_the_candidates_that_are_allowed(
            candidates in prop::collection::btree_set("[a-c]{1,3}", 0..30),
            allowed in prop::collection::vec("[a-c]{1,3}", 0..30),
            limit in 1_usize..8,
        ) {
            let candidates: Vec<String> = candidates.into_iter().collect();
            let expected: Vec<Value> =
                candidates.iter().filter(|id| allowed.contains(id)).map(|id| json!(id)).collect();
            prop_assert_eq!(all(&Listed(allowed), &candidates, limit).0, expected);
        }
    }

    #[test]
    fn one_request_looks_at_so_many_and_the_next_goes_on() {
        let candidates: Vec<String> = (0..=CANDIDATES_MAX).map(|number| format!("{number:05}")).collect();
        let last = candidates.last().expect("one").clone();
        assert_eq!(all(&Listed(vec![last.clone()]), &candidates, 10), (vec![json!(last)], 2));
    }
}
