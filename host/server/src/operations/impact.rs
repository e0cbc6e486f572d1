//! Whose access changes with a candidate: told before it is activated.

use std::collections::BTreeSet;
use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use guestpass::Policy;
use guestpass_authoring::comparison::{Bounds, Comparison, ComparisonError, compare};
use guestpass_authoring::replay::PeopleChanges;
use guestpass_contract::Facts;
use guestpass_distribution::Refused;
use guestpass_store::model::{CustomRole, Organisation, Person};
use guestpass_store::{Consistency, Directory, FactsQuestion, Material, Name, OrganisationId, Page, Supplied};
use schemars::JsonSchema;
use serde::Serialize;

use super::{Chosen, activator, blocking, generations, of_the_server};
use crate::administration::{concerned, seen_by};
use crate::extract::StrictJson;
use crate::identity::Caller;
use crate::problem::Problem;
use crate::state::ServerState;

/// Questions that the general comparison puts to each policy at most: it has to fit into the time of a request.
const QUESTIONS_MAX: u64 = 2_000_000;
/// People of the directory, each in each of their organisations, who are asked about at most.
const STANDINGS_MAX: usize = 1_000;
/// Roles whose names a candidate takes, at most: more would say no more.
const TAKEN_MAX: usize = 1_000;
/// People, organisations and roles of one page of the directory.
const PAGE: u32 = 500;

/// What the candidate answers otherwise than the active policy: in general, and for the people of the directory.
pub(super) async fn report(
    State(state): State<Arc<ServerState>>,
    caller: Caller,
    StrictJson(Chosen { digest }): StrictJson<Chosen>,
) -> Result<Json<Report>, Problem> {
    of_the_server(&caller)?;
    let package = state.operations.chosen(&digest)?;
    let active = generations(&state)?.pin();
    let (activator, now_ms) = (activator(&state)?, state.clock.now_ms());
    let (candidate, _) = blocking(move || activator.examine(&package, now_ms)).await?;
    let (standings, left_out) = standings(&state.directory, active.policy(), candidate.policy()).await?;
    let taken = custom_roles_taken(&state.directory, candidate.policy()).await?;
    let bounds = Bounds {
        questions_max: QUESTIONS_MAX,
        entitlements: entitlements(&state.directory).await?,
        ..Bounds::default()
    };
    let from = active.digest().to_owned();
    let compared = blocking(move || {
        compared(active.policy(), candidate.policy(), &bounds, &standings, now_ms)
            .map_err(|error| Refused::new(error.code(), error.to_string()))
    });
    let (comparison, people) = compared.await?;
    let report = Report {
        comparison,
        active: from,
        candidate: digest,
        people_in_words: people.sentences().into_iter().map(|(_, sentence)| sentence).collect(),
        people,
        people_left_out: left_out,
        custom_roles_taken: taken,
    };
    Ok(Json(report))
}

/// As `guestpass policy diff --format json` prints it, with the people of the directory.
#[derive(Debug, Serialize, JsonSchema)]
#[schemars(rename = "Impact")]
pub(super) struct Report {
    #[serde(flatten)]
    comparison: Comparison,
    /// Digest of the policy that decides.
    active: String,
    /// Digest of the one that would.
    candidate: String,
    people: PeopleChanges,
    people_in_words: Vec<String>,
    /// People who were not asked about, because there are too many, or because facts cannot carry what they have in one
    /// of their organisations, so that neither policy decides about them there.
    people_left_out: usize,
    /// Roles that organisations made for themselves and whose names the candidate has taken for roles of its own: they
    /// give nothing to whoever holds them once it is active (R3). No more than a thousand are named.
    custom_roles_taken: Vec<TakenRole>,
}

/// A role that an organisation made for itself.
#[derive(Debug, Serialize, JsonSchema)]
struct TakenRole {
    organisation: OrganisationId,
    role: Name,
}

fn compared(
    active: &Policy,
    candidate: &Policy,
    bounds: &Bounds,
    standings: &[Standing],
    now_ms: i64,
) -> Result<(Comparison, PeopleChanges), ComparisonError> {
    let comparison = compare(active, candidate, bounds)?;
    let mut people = PeopleChanges::default();
    for Standing { to_active, to_candidate } in standings {
        people.everything_apart(active, candidate, [to_active, to_candidate], now_ms)?;
    }
    Ok((comparison, people))
}

/// Somebody in one organisation, as each policy would take it: what a role of the organisation's own is to one of them,
/// it need not be to the other.
struct Standing {
    to_active: Facts,
    to_candidate: Facts,
}

impl Standing {
    /// None when facts cannot carry it.
    fn new(material: &Arc<Material>, active: &Policy, candidate: &Policy) -> Option<Self> {
        let facts = |policy: &Policy| seen_by(policy.info(), Arc::clone(material)).facts(&Supplied::default()).ok();
        Some(Self { to_active: facts(active)?, to_candidate: facts(candidate)? })
    }
}

/// People in their organisations, and how many people were not looked at.
async fn standings(
    directory: &Directory,
    active: &Policy,
    candidate: &Policy,
) -> Result<(Vec<Standing>, usize), Problem> {
    let (mut standings, mut unfit, mut left_out, mut page) = (Vec::new(), 0, 0, Page::first(PAGE));
    loop {
        let listed = directory.list::<Person>(&[], &page).await?;
        for kept in listed.kept {
            if standings.len() >= STANDINGS_MAX {
                left_out += 1;
                continue;
            }
            let person = kept.entity;
            let mut is_fit = true;
            for organisation in concerned(directory, &person).await? {
                let question = FactsQuestion { organisation, person: person.id.clone(), resource: None };
                let material = directory.material(&question, Consistency::Known).await?;
                let standing = Standing::new(&material, active, candidate);
                is_fit &= standing.is_some();
                standings.extend(standing);
            }
            unfit += usize::from(!is_fit);
        }
        match listed.next {
            // Counting goes no further than it is good for.
            Some(after) if left_out == 0 => page = Page { after: Some(after), ..page },
            _ => return Ok((standings, left_out + unfit)),
        }
    }
}

/// The roles that organisations made and whose names the candidate has taken, as far as a report has room for them.
async fn custom_roles_taken(directory: &Directory, candidate: &Policy) -> Result<Vec<TakenRole>, Problem> {
    let names: BTreeSet<&str> = candidate.info().roles.iter().map(|role| role.name.as_str()).collect();
    let (mut taken, mut page) = (Vec::new(), Page::first(PAGE));
    loop {
        let listed = directory.list::<CustomRole>(&[], &page).await?;
        let known = listed.kept.into_iter().map(|kept| kept.entity);
        let known = known.filter(|role| names.contains(role.name.as_str()));
        taken.extend(known.map(|role| TakenRole { organisation: role.organisation, role: role.name }));
        match listed.next {
            Some(after) if taken.len() < TAKEN_MAX => page = Page { after: Some(after), ..page },
            _ => break,
        }
    }
    taken.truncate(TAKEN_MAX);
    Ok(taken)
}

/// What organisations have bought, which a policy does not list.
async fn entitlements(directory: &Directory) -> Result<Vec<String>, Problem> {
    let listed = directory.list::<Organisation>(&[], &Page::first(PAGE)).await?;
    let bought: BTreeSet<String> =
        listed.kept.iter().flat_map(|kept| kept.entity.entitlements.iter().map(ToString::to_string)).collect();
    Ok(bought.into_iter().collect())
}
