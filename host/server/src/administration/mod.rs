//! Changes to what is kept: each is judged by the active policy inside the transaction that makes it.
//!
//! There is one way for all of them, [`administer`]. The families of changes differ in what the policy has to know of
//! them, and in what is written when it accepts; each has a module in `families` that says both.

mod administered;
mod catalogue;
mod change_facts_json;
mod concerned;
mod declared;
mod families;
mod gathered;
mod ground;
mod judging;
mod routes;

use guestpass::generations::Generation;
use guestpass_contract::{Change, Verdict};
use guestpass_store::audit::{Action, Attempt, Draft};
use guestpass_store::model::KeptAnswer;
use guestpass_store::{Directory, Expected, Name, OrganisationId, PersonId, Revision, StoreError};

pub use administered::{Administered, Unadministered};
pub(crate) use catalogue::{Seen, seen_by};
pub(crate) use concerned::concerned;
use concerned::{concerned_by_home, concerned_in_person, is_concerned_by_home};
pub use families::newcomer;
use ground::Ground;
pub use judging::Judged;
use judging::judge;
pub(crate) use routes::{endpoints, refused_change};

use crate::telemetry::{Stage, stage};

/// Somebody wants to make a change.
#[derive(Clone, Debug)]
pub struct Proposal {
    /// Where: the customer, the partner or the account that the change is made in.
    pub organisation: OrganisationId,
    /// Who.
    pub actor: PersonId,
    /// What.
    pub change: Change,
    /// When, in milliseconds since 1970-01-01T00:00:00Z.
    pub now_ms: i64,
    /// The revision of what is changed, as it was when the person decided; none for whatever is there.
    pub expected: Option<Revision>,
    /// How the person calls this change, so that it is made once even if it is sent twice.
    pub key: Option<RepeatKey>,
}

/// How somebody calls a change, so that it can be sent again without being made again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RepeatKey {
    /// Who calls it so.
    pub caller: Name,
    /// How it is called.
    pub key: Name,
    /// Digest of all that was sent.
    pub request: String,
}

impl RepeatKey {
    fn parts(&self) -> [&str; 2] {
        [self.caller.as_str(), self.key.as_str()]
    }
}

/// Makes a change, if the policy accepts it.
///
/// What the policy looks at and what is written belong to one transaction, so that no other change comes between. When
/// this returns, the change is on disk and everybody who asks afterwards is answered by it. That it is tried is in the
/// audit log before anything else, and how it ends is written together with what it does (reliability row 52).
///
/// # Errors
///
/// [`Unadministered`]; then nothing has changed.
pub async fn administer(
    directory: &Directory,
    generation: &Generation,
    proposal: &Proposal,
) -> Result<Administered, Unadministered> {
    if let Some(key) = &proposal.key
        && let Some(known) = directory.get::<KeptAnswer>(&key.parts()).await?
    {
        return Administered::again(known, key);
    }
    let attempt = directory.attempt(beginning(generation, proposal)).await?;
    let made = make(directory, generation, proposal, &attempt).await;
    let ending = match &made {
        Ok(administered) if administered.is_repeated => Some("repeated"),
        Ok(_) => None,
        Err(error) => Some(error.code()),
    };
    if let Some(code) = ending
        && let Err(error) = end(directory, attempt.refused(proposal.now_ms, code)).await
    {
        // The log shows it as unknown then, and so it is when the database went away during the commit.
        tracing::error!(code = error.code(), %error, "how a change ended could not be logged");
    }
    made
}

fn beginning(generation: &Generation, proposal: &Proposal) -> Draft {
    let Proposal { organisation, actor, change, now_ms, .. } = proposal;
    let draft = Draft::began(*now_ms, actor.as_str(), organisation.as_str(), Action::proposed(change));
    match generation.digest().parse() {
        Ok(digest) => draft.by(digest),
        Err(_) => draft,
    }
}

async fn end(directory: &Directory, draft: Draft) -> Result<(), StoreError> {
    let mut writing = directory.begin().await?;
    writing.audit(draft).await?;
    writing.commit().await?;
    Ok(())
}

async fn make(
    directory: &Directory,
    generation: &Generation,
    proposal: &Proposal,
    attempt: &Attempt,
) -> Result<Administered, Unadministered> {
    let mut writing = stage(Stage::BeginWriting, directory.begin()).await?;
    // The same may have been made since it was asked last.
    if let Some(key) = &proposal.key
        && let Some(known) = writing.get::<KeptAnswer>(&key.parts()).await?
    {
        return Administered::again(known, key);
    }
    let Judged { verdict, is_outsider, .. } = judge(&mut writing, generation, proposal).await?;
    let acceptance = match verdict {
        Verdict::Accepted(acceptance) => acceptance,
        Verdict::Refused(_) if is_outsider => return Err(Unadministered::NotThere),
        Verdict::Refused(rejection) => return Err(Unadministered::Refused(rejection)),
    };
    let created = if administered::changes_nothing(&acceptance) {
        None
    } else {
        let expected = proposal.expected.map_or(Expected::Any, Expected::At);
        let mut ground = Ground::new(&mut writing, generation.policy().info(), proposal);
        families::apply(&mut ground, &proposal.change, &acceptance, expected).await?
    };
    let revision = writing.revision();
    let administered = Administered::new(acceptance, created, revision, generation, proposal.now_ms)?;
    if let Some(key) = &proposal.key {
        writing.put(&administered.to_keep(key, proposal.now_ms), Expected::Absent).await?;
    }
    writing.audit(attempt.completed(proposal.now_ms)).await?;
    stage(Stage::Commit, writing.commit()).await?;
    Ok(administered)
}

/// Judges a change as [`administer`] would, and makes nothing of it: for a person who is still writing it.
///
/// It looks inside a transaction like the change itself, and gives the transaction up.
///
/// # Errors
///
/// [`Unadministered`], but for a refusal, which is a verdict here.
pub async fn review(
    directory: &Directory,
    generation: &Generation,
    proposal: &Proposal,
) -> Result<Judged, Unadministered> {
    let mut writing = stage(Stage::BeginWriting, directory.begin()).await?;
    let judged = judge(&mut writing, generation, proposal).await?;
    if judged.is_outsider && matches!(judged.verdict, Verdict::Refused(_)) {
        return Err(Unadministered::NotThere);
    }
    Ok(judged)
}
