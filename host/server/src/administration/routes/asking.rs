//! Who asks, about which organisation, and whether the policy lets them.

use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use guestpass::generations::Generation;
use guestpass_contract::{Decision, Facts, PolicyInfo, RequestDraft, Requests, TargetDraft};
use guestpass_store::model::{AccessRequest, AuthorisedUser, Organisation, Person, RoleAssignment};
use guestpass_store::{Consistency, FactsQuestion, OrganisationId, PersonId, ResourceName, Supplied};
use serde::Deserialize;

use super::customers::ROW;
use super::external_access::SIGN_IN;
use super::me;
use crate::administration::Seen;
use crate::extract::StrictPath;
use crate::identity::Caller;
use crate::problem::{Problem, ProblemCode};
use crate::state::ServerState;
use crate::telemetry::{Stage, stage, stage_of};

/// Items of one page at most, and how many there are when nobody says.
const PAGE_MAX: usize = 100;

/// As many questions as one counts for that gets no answer, where a list may put so many of them to the policy: it was
/// late then, and took as long as many others do.
pub(super) const FAILED_COST: usize = 100;

/// The operations that let somebody look at what others may do.
const LOOKING_AT_OTHERS: [&str; 7] = [
    "external-access.list",
    "partner-status.list",
    "role.list",
    "permission.list",
    "user-access.update",
    "user.create",
    "partner-access.users",
];

/// Which part of a list.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Part {
    /// `next` of the part before this one.
    after: Option<String>,
    /// From 1 to 100.
    limit: Option<usize>,
}

impl Part {
    /// The items of this part, of all that are in the order of these texts, and where the next one begins. All of them
    /// are items that whoever asks may see: where the next part begins tells the name of one.
    pub(super) fn of<'i, T>(&self, items: &'i [T], id: impl Fn(&T) -> &str) -> (&'i [T], Option<String>) {
        let (rest, count) = (self.rest(items, &id), self.count());
        match rest.get(..count) {
            Some(part) if rest.len() > count => (part, part.last().map(|last| id(last).to_owned())),
            _ => (rest, None),
        }
    }

    /// The items of this part and of all that follow.
    fn rest<'i, T>(&self, items: &'i [T], id: impl Fn(&T) -> &str) -> &'i [T] {
        let first = match &self.after {
            Some(after) => items.partition_point(|item| id(item) <= after.as_str()),
            None => 0,
        };
        items.get(first..).unwrap_or_default()
    }

    /// Items of this part at most.
    pub(super) fn count(&self) -> usize {
        self.limit.unwrap_or(PAGE_MAX).clamp(1, PAGE_MAX)
    }

    /// What this part comes after.
    pub(super) fn after(&self) -> Option<&str> {
        self.after.as_deref()
    }

    /// As many as have to be read for this part: one more tells whether there is another part.
    pub(super) fn count_to_read(&self) -> u32 {
        u32::try_from(self.count()).unwrap_or(u32::MAX).saturating_add(1)
    }

    /// Whether no part comes before this one.
    pub(super) fn is_first(&self) -> bool {
        self.after.is_none()
    }
}

/// Somebody who asks about an organisation, at one moment and under one policy.
pub(super) struct Asking {
    pub(super) state: Arc<ServerState>,
    pub(super) organisation: OrganisationId,
    pub(super) person: PersonId,
    pub(super) generation: Arc<Generation>,
    pub(super) now_ms: i64,
}

impl Asking {
    /// Somebody whom the credential stands for.
    ///
    /// # Errors
    /// The credential is nobody's, or does not reach the organisation; there is no policy.
    pub(super) fn of(
        state: Arc<ServerState>,
        caller: &Caller,
        organisation: OrganisationId,
        person: Option<PersonId>,
    ) -> Result<Self, Problem> {
        if !caller.organisation.covers(&organisation) {
            return Err(Problem::not_found());
        }
        state.rates.count_organisation(&organisation)?;
        let Some(person) = person else {
            let detail = "the credential acts for no person, and the policy decides about persons; use one that does";
            return Err(Problem::new(ProblemCode::Forbidden, detail));
        };
        let generation = state.deciding()?;
        let now_ms = state.clock.now_ms();
        Ok(Self { state, organisation, person, generation, now_ms })
    }

    /// The organisation, if the policy lets the person do one of these operations there.
    ///
    /// # Errors
    /// It does not. To people of other organisations that looks as if there were no such organisation.
    pub(super) async fn organisation_for(&self, operations: &[&str]) -> Result<Organisation, Problem> {
        let material = self.material(&self.organisation, None).await?;
        let mut denial = None;
        for operation in operations {
            let decision = self.decide(&material, &Supplied::default(), &RequestDraft::api(operation, self.now_ms))?;
            if decision.is_allowed() {
                return material.organisation().cloned().ok_or_else(Problem::not_found);
            }
            denial.get_or_insert(decision);
        }
        let is_at_home = material.person().is_some_and(|person| person.home == self.organisation);
        match denial.filter(|_| is_at_home) {
            Some(decision) => {
                let problem = Problem::new(ProblemCode::Forbidden, "the policy does not let you see this");
                Err(problem.with("reason", decision.reason.name()))
            }
            None => Err(Problem::not_found()),
        }
    }

    /// The person that is asked about: who asks, or somebody whom they may look at.
    ///
    /// # Errors
    /// The policy does not let them look at others, or there is nobody of that name for them; or they ask about
    /// themselves and are not to know that there is such an organisation, so that any answer would tell that, and what
    /// it has bought.
    pub(super) async fn somebody(&self, person: Option<PersonId>) -> Result<PersonId, Problem> {
        let person = person.unwrap_or_else(|| self.person.clone());
        if person == self.person {
            me::known_at(&self.state, &person, &self.organisation).await?;
        } else {
            self.organisation_for(&LOOKING_AT_OTHERS).await?;
            self.known(&person).await?;
        }
        Ok(person)
    }

    /// That somebody is of the organisation, has been let into it, or has asked to be. Of others it cannot be told
    /// whether there are any.
    async fn known(&self, person: &PersonId) -> Result<(), Problem> {
        let (directory, organisation, id) = (&self.state.directory, self.organisation.as_str(), person.as_str());
        let is_member = directory.get::<Person>(&[id]).await?.is_some_and(|kept| kept.entity.home == self.organisation);
        let held = [("organisation", organisation), ("holder_kind", "person"), ("holder", id)];
        let authorised = [("customer", organisation), ("person", id)];
        let asked = [("account", organisation), ("requested_by", id)];
        if is_member
            || directory.any::<RoleAssignment>(&held).await?
            || directory.any::<AuthorisedUser>(&authorised).await?
            || directory.any::<AccessRequest>(&asked).await?
        {
            return Ok(());
        }
        Err(Problem::not_found())
    }

    /// What is known of the person in an organisation now.
    pub(super) async fn material(
        &self,
        organisation: &OrganisationId,
        resource: Option<ResourceName>,
    ) -> Result<Seen, Problem> {
        self.material_of(organisation, &self.person, resource).await
    }

    /// What is known of somebody in an organisation now.
    pub(super) async fn material_of(
        &self,
        organisation: &OrganisationId,
        person: &PersonId,
        resource: Option<ResourceName>,
    ) -> Result<Seen, Problem> {
        let question = FactsQuestion { organisation: organisation.clone(), person: person.clone(), resource };
        self.material_for(&question, Consistency::Latest).await
    }

    /// What is known of somebody, as new as is wanted: a list asks once what is newest, and then for each of its items.
    pub(super) async fn material_for(
        &self,
        question: &FactsQuestion,
        consistency: Consistency,
    ) -> Result<Seen, Problem> {
        let material = self.state.directory.material(question, consistency);
        let material = stage(Stage::AssembleFacts, material).await?;
        Ok(Seen::by(self.generation.policy().info(), material))
    }

    pub(super) fn decide(
        &self,
        material: &Seen,
        supplied: &Supplied,
        request: &RequestDraft<'_>,
    ) -> Result<Decision, Problem> {
        let facts = material.facts(supplied).map_err(|error| Problem::new(ProblemCode::Unfit, error.to_string()))?;
        let of_shadow = |shadow: &PolicyInfo| asked_of(shadow, material, supplied, request);
        let decide = || self.generation.check_one_apart(&facts, request, of_shadow);
        stage_of(Stage::AskPolicy, decide).map_err(|error| unreliable(&error))
    }

    /// Whether the policy has an operation of that name.
    pub(super) fn declares(&self, operation: &str) -> bool {
        declares(&self.generation, operation)
    }

    /// Whether the policy allows an operation. One that it does not have is not allowed.
    pub(super) fn allows(&self, material: &Seen, operation: &str) -> Result<bool, Problem> {
        let request = RequestDraft::api(operation, self.now_ms);
        Ok(self.decide(material, &Supplied::default(), &request)?.is_allowed())
    }
}

/// The person of the credential, about the organisation in the path.
impl FromRequestParts<Arc<ServerState>> for Asking {
    type Rejection = Problem;

    async fn from_request_parts(parts: &mut Parts, state: &Arc<ServerState>) -> Result<Self, Problem> {
        let caller = Caller::from_request_parts(parts, state).await?;
        let StrictPath(organisation) = StrictPath::from_request_parts(parts, state).await?;
        Self::of(Arc::clone(state), &caller, organisation, caller.person.clone())
    }
}

/// Whether a policy has an operation of that name.
pub(in crate::administration) fn declares(generation: &Generation, operation: &str) -> bool {
    has(generation.policy().info(), operation)
}

fn has(policy: &PolicyInfo, operation: &str) -> bool {
    policy.apis.iter().any(|api| api.name == operation)
}

/// What a shadow is asked in place of a question. None when it would not be asked: some operations are asked for only
/// where they are.
pub(super) fn asked_of(
    shadow: &PolicyInfo,
    material: &Seen,
    supplied: &Supplied,
    request: &RequestDraft<'_>,
) -> Option<(Facts, Requests)> {
    let is_asked = match request.target {
        TargetDraft::Api(operation) if operation == ROW || SIGN_IN.contains(&operation) => has(shadow, operation),
        TargetDraft::Api(_) | TargetDraft::Privileges(_) => true,
    };
    if is_asked { material.asked_of(shadow, supplied, request) } else { None }
}

/// The problem of a policy that gave no answer to rely upon.
pub(super) fn unreliable(error: &guestpass::CheckError) -> Problem {
    tracing::error!(code = error.code(), %error, "the policy gave no answer");
    let problem = Problem::without_answer(error, "the policy gave no answer; nothing was allowed or changed");
    problem.with("cause", error.code())
}

#[cfg(test)]
mod tests {
    use super::Part;

    #[test]
    fn parts_follow_each_other_and_leave_nothing_out() {
        let items = ["a", "b", "c", "d", "e"];
        for (after, limit, expected, next) in [
            (None, None, &items[..], None),
            (None, Some(2), &items[..2], Some("b")),
            (Some("b"), Some(2), &items[2..4], Some("d")),
            (Some("d"), Some(2), &items[4..], None),
            (Some("bb"), Some(9), &items[2..], None),
            (Some("e"), Some(1), &items[5..], None),
            (None, Some(0), &items[..1], Some("a")),
        ] {
            let part = Part { after: after.map(str::to_owned), limit };
            assert_eq!(part.of(&items, |item| item), (expected, next.map(str::to_owned)), "{part:?}");
        }
    }
}
