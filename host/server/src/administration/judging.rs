//! What the active policy says of a change, on what the directory holds.

use std::mem;
use std::sync::Arc;

use guestpass::generations::Generation;
use guestpass_contract::{ChangeFacts, Facts, PolicyInfo, RequestDraft, Verdict};
use guestpass_store::model::{
    AccessRequest, CustomRole, Organisation, OrganisationKind, Person, Relationship, RoleAssignment,
};
use guestpass_store::{FactsQuestion, StoreError, Writing};

use super::administered::is_not_permitted;
use super::gathered::{Gathered, permission_alone, refuse_also};
use super::ground::{Ground, MANY, is_established};
use super::routes::{ROW, declares};
use super::{Proposal, Unadministered, catalogue, families, newcomer};
use crate::telemetry::{Stage, stage, stage_of};

/// A verdict, and what it was given on.
#[derive(Debug)]
pub struct Judged {
    /// The verdict, with what only the directory can tell.
    pub verdict: Verdict,
    /// About who makes the change.
    pub facts: Facts,
    /// About what the change names.
    pub change_facts: ChangeFacts,
    /// Refused to somebody who is not to know whether there is such an organisation.
    pub(super) is_outsider: bool,
}

/// Judges a change inside the transaction that makes it.
///
/// People of the organisation are told every reason to refuse. People of other organisations who may not make the
/// change are told that alone: any other reason tells what there is, such as who is on the list of people.
pub(super) async fn judge(
    writing: &mut Writing,
    generation: &Generation,
    proposal: &Proposal,
) -> Result<Judged, Unadministered> {
    let mut ground = Ground::new(writing, generation.policy().info(), proposal);
    let mut gathered = families::gather(&mut ground, &proposal.change).await?;
    let (is_at_home, is_stranger) = (ground.is_at_home().await?, ground.is_stranger().await?);
    let further = mem::take(&mut gathered.refusals);
    let judged = judge_by(&mut ground, generation, proposal, gathered).await?;
    if is_at_home || !is_not_permitted(&judged.verdict) {
        return Ok(Judged { verdict: refuse_also(judged.verdict, further), ..judged });
    }
    let judged = if families::decides_about_request(&proposal.change) {
        as_if_not_there(&mut ground, generation, proposal, judged).await?
    } else {
        judged
    };
    let is_refused = is_not_permitted(&judged.verdict);
    let is_outsider = is_refused && (is_stranger || ground.is_hidden(generation, &judged.facts).await?);
    Ok(Judged { verdict: permission_alone(judged.verdict), is_outsider, ..judged })
}

/// What would be said if there were no such request. Why somebody may not decide about one can depend on the company
/// that it is for, and so would tell that it is there. One that is not there is judged again as well, so that both take
/// as long.
async fn as_if_not_there(
    ground: &mut Ground<'_>,
    generation: &Generation,
    proposal: &Proposal,
    judged: Judged,
) -> Result<Judged, Unadministered> {
    let again = judge_by(ground, generation, proposal, Gathered::default()).await?;
    // What was refused on all that is known stays refused, whatever a policy says of what is not there.
    match again.verdict {
        Verdict::Accepted(_) => Ok(judged),
        Verdict::Refused(_) => Ok(again),
    }
}

/// What the policy says, on what was gathered.
async fn judge_by(
    ground: &mut Ground<'_>,
    generation: &Generation,
    proposal: &Proposal,
    gathered: Gathered,
) -> Result<Judged, Unadministered> {
    let custom_roles = ground.custom_roles().await?;
    let Gathered { facts, named, resource, .. } = gathered;
    let question =
        FactsQuestion { organisation: proposal.organisation.clone(), person: proposal.actor.clone(), resource };
    let material = stage(Stage::AssembleFacts, ground.writing.material(&question)).await?;
    let arriving = newcomer(&proposal.organisation, &proposal.change).filter(|id| *id == proposal.actor);
    let material = match arriving {
        Some(id) => Arc::new(material.with_newcomer(id)),
        None => material,
    };
    let material = match named {
        Some(person) => Arc::new(material.with_named_person(person)),
        None => material,
    };
    let (change, change_facts) = (&proposal.change, facts.build());
    let facts_by = |policy: &PolicyInfo| catalogue::facts_with(policy, &material, &custom_roles, change);
    let facts = facts_by(ground.policy)?;
    let of_shadow = |shadow: &PolicyInfo| facts_by(shadow).ok().filter(|_| ground.is_the_same_for(shadow));
    let review = || generation.review_apart(&facts, &change_facts, change, proposal.now_ms, of_shadow);
    let verdict = stage_of(Stage::Review, review)?;
    Ok(Judged { verdict, facts, change_facts, is_outsider: false })
}

impl Ground<'_> {
    /// Whether the policy does not show the organisation, as a customer of a partner, to the person of the partner who
    /// makes the change (F15). To them it looks as if there were none, as in every list, unless they have to do with
    /// it in person. A customer of former times is known.
    async fn is_hidden(&mut self, generation: &Generation, facts: &Facts) -> Result<bool, StoreError> {
        let (organisation, actor) = (self.organisation.as_str(), self.actor.as_str());
        let Some(person) = self.get::<Person>(&[actor]).await? else { return Ok(true) };
        let home = person.home.as_str();
        let is_of_partner =
            self.get::<Organisation>(&[home]).await?.is_some_and(|home| home.kind == OrganisationKind::Partner);
        let former = self.get::<Relationship>(&[organisation, home]).await?;
        let held = [("organisation", organisation), ("holder_kind", "person"), ("holder", actor)];
        if !is_of_partner
            || !declares(generation, ROW)
            || former.is_some_and(|relationship| !is_established(&relationship))
            || self.any::<RoleAssignment>(&held).await?
            || self.any::<AccessRequest>(&[("account", organisation), ("requested_by", actor)]).await?
        {
            return Ok(false);
        }
        // A shadow may see other facts, which are not at hand here.
        let decision = generation.check_one_apart(facts, &RequestDraft::api(ROW, self.now_ms), |_| None);
        Ok(!decision.is_ok_and(|decision| decision.is_allowed()))
    }

    /// All roles that the organisation made for itself.
    async fn custom_roles(&mut self) -> Result<Vec<CustomRole>, StoreError> {
        let wanted = [("organisation", self.organisation.as_str())];
        let kept = self.writing.find::<CustomRole>(&wanted, MANY).await?;
        Ok(kept.into_iter().map(|kept| kept.entity).collect())
    }
}
