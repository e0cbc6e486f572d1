//! What became of a change.

use guestpass::CheckError;
use guestpass::generations::Generation;
use guestpass_contract::json::{JsonError, VerdictJson};
use guestpass_contract::{Acceptance, Refusal, Rejection, UnfitFacts, Verdict, Warning};
use guestpass_store::model::KeptAnswer;
use guestpass_store::{Kept, Revision, StoreError};
use serde_json::{Map, Value};

use super::RepeatKey;

/// A change that was made.
#[derive(Clone, Debug, PartialEq)]
pub struct Administered {
    /// What is answered: the verdict with its warnings and obligations, as `guestpass schema verdict` describes it;
    /// with it `revision`, and under `created` what has a new name.
    pub answer: Value,
    /// Who checks at this revision or a later one is answered by the change (R8, S23).
    pub revision: Revision,
    /// It was made before, when the same was sent under the same key.
    pub is_repeated: bool,
}

/// Why a change was not made. Nothing is different than before.
#[derive(Debug, thiserror::Error)]
pub enum Unadministered {
    /// The policy does not accept it, for every one of these reasons.
    #[error("the policy refuses the change: {}", names(.0))]
    Refused(Rejection),
    /// There is no such organisation, or none that the person is to know of: nobody can tell which.
    #[error("there is no such organisation")]
    NotThere,
    /// The same key was used for something else.
    #[error("the key `{0}` was used for another change already")]
    KeyReused(String),
    /// The directory did not do it.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is more of the person than can be judged.
    #[error(transparent)]
    Unfit(#[from] UnfitFacts),
    /// The policy gave no verdict that can be relied upon.
    #[error(transparent)]
    Check(#[from] CheckError),
    /// The verdict cannot be written as JSON.
    #[error(transparent)]
    Unprintable(#[from] JsonError),
}

impl Unadministered {
    /// A stable name for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::Refused(rejection) => rejection.refusals.first().map_or("refused", |refusal| refusal.name()),
            Self::NotThere => "not-there",
            Self::KeyReused(_) => "key-reused",
            Self::Store(error) => error.code(),
            Self::Unfit(_) => "unfit-facts",
            Self::Check(error) => error.code(),
            Self::Unprintable(_) => "unprintable",
        }
    }
}

fn names(rejection: &Rejection) -> String {
    rejection.refusals.iter().map(|refusal| refusal.name()).collect::<Vec<_>>().join(", ")
}

/// Something that got its name by the change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Created {
    /// What it is.
    pub(super) what: &'static str,
    /// Its name.
    pub(super) id: String,
}

impl Administered {
    pub(super) fn new(
        acceptance: Acceptance,
        created: Option<Created>,
        revision: Revision,
        generation: &Generation,
        now_ms: i64,
    ) -> Result<Self, JsonError> {
        let verdict = Verdict::Accepted(acceptance);
        let json = VerdictJson::new(&verdict, generation.policy().info(), now_ms, generation.digest())?;
        // Nothing of it has keys that are no texts, so that serde has no reason to refuse.
        let mut members = match serde_json::to_value(&json) {
            Ok(Value::Object(members)) => members,
            _ => Map::new(),
        };
        members.insert("revision".to_owned(), revision.number().into());
        if let Some(Created { what, id }) = created {
            let named = Map::from_iter([(what.to_owned(), Value::from(id))]);
            members.insert("created".to_owned(), named.into());
        }
        Ok(Self { answer: Value::Object(members), revision, is_repeated: false })
    }

    /// What was answered when the same change was made.
    pub(super) fn again(known: Kept<KeptAnswer>, key: &RepeatKey) -> Result<Self, Unadministered> {
        if known.entity.request != key.request {
            return Err(Unadministered::KeyReused(key.key.to_string()));
        }
        Ok(Self { answer: known.entity.answer, revision: known.revision, is_repeated: true })
    }

    pub(super) fn to_keep(&self, key: &RepeatKey, made_ms: i64) -> KeptAnswer {
        let RepeatKey { caller, key, request } = key.clone();
        KeptAnswer { caller, idempotency_key: key, request, made_ms, answer: self.answer.clone() }
    }
}

/// Whether all is so already, so that nothing has to be written (C36).
pub(super) fn changes_nothing(acceptance: &Acceptance) -> bool {
    acceptance.warnings.contains(&Warning::NoChange)
}

/// Whether the person may not make such a change at all.
pub(super) fn is_not_permitted(verdict: &Verdict) -> bool {
    match verdict {
        Verdict::Accepted(_) => false,
        Verdict::Refused(rejection) => rejection.refusals.iter().any(is_about_permission),
    }
}

/// Whether a reason says that the person may not make such a change, and not what is wrong with this one. What nobody
/// may do, this person may not do either; and of what cannot be judged nobody knows whether they may.
pub(super) fn is_about_permission(refusal: &Refusal) -> bool {
    matches!(refusal, Refusal::Malformed | Refusal::UnsupportedChange | Refusal::NotPermitted | Refusal::NotAnAssigner)
}
