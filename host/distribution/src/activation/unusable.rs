//! Why a kept policy cannot be used: for good, or for now.
//!
//! Whoever goes back passes over what can never be used again, and it is forgotten. What a moment has kept from being
//! read or tested is still good: an older policy in its place would be a mistake that nobody can take back.

use guestpass::generations::{CandidateError, SelfTestDifference};
use guestpass::{CheckError, Refusal};
use guestpass_manifest::ManifestError;

use crate::follow::Refused;

/// Why a kept policy cannot be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Unusable {
    /// It never can be again.
    ForGood(Refused),
    /// It may be the next time: the same may have kept any other policy from being used.
    ForNow(Refused),
}

impl Unusable {
    /// What storage says of a package. Its codes are its own, but for one.
    pub(super) fn of_storage(refused: Refused) -> Self {
        Self::new(refused.code == "keep::missing", refused)
    }

    pub(super) fn of_manifest(error: &ManifestError) -> Self {
        Self::new(is_for_good(error), Refused::new(error.code(), error.to_string()))
    }

    pub(super) fn of_candidate(error: &CandidateError) -> Self {
        let is_for_good = match error {
            CandidateError::Load(error) => is_of_its_bytes(error.refusal()),
            CandidateError::SelfTest(failure) => is_an_answer(&failure.difference),
            // Too many tests are a mistake of this program, whatever is tested.
            CandidateError::TooManySelfTests { .. } | CandidateError::Warm(_) => false,
        };
        Self::new(is_for_good, Refused::new(error.code(), error.to_string()))
    }

    fn new(is_for_good: bool, refused: Refused) -> Self {
        if is_for_good { Self::ForGood(refused) } else { Self::ForNow(refused) }
    }
}

impl From<Unusable> for Refused {
    fn from(unusable: Unusable) -> Self {
        match unusable {
            Unusable::ForGood(refused) | Unusable::ForNow(refused) => refused,
        }
    }
}

/// Whether a manifest that was believed once will not be believed again.
fn is_for_good(error: &ManifestError) -> bool {
    match error {
        // It is damaged, its time is over, or it is not of those who are trusted here now.
        ManifestError::Missing
        | ManifestError::TooLarge { .. }
        | ManifestError::Malformed { .. }
        | ManifestError::PayloadType
        | ManifestError::TooManySignatures { .. }
        | ManifestError::Unsigned
        | ManifestError::DuplicateSignature { .. }
        | ManifestError::WrongSignature { .. }
        | ManifestError::Threshold { .. }
        | ManifestError::Payload { .. }
        | ManifestError::WrongPolicy { .. }
        | ManifestError::WrongTarget { .. }
        | ManifestError::WrongContract { .. }
        | ManifestError::Expired { .. }
        | ManifestError::Rollback { .. }
        | ManifestError::Equivocation { .. }
        | ManifestError::EmptyComponent
        | ManifestError::WrongSize { .. }
        | ManifestError::WrongDigest { .. }
        | ManifestError::WrongDescription { .. } => true,
        // The clock, the trust file or the trusted state is not as it should be.
        ManifestError::ClockSteppedBack { .. }
        | ManifestError::NotYetValid { .. }
        | ManifestError::EpochSteppedBack { .. }
        | ManifestError::FastForward { .. }
        | ManifestError::StateFull { .. } => false,
    }
}

/// Whether a component is refused for what it is, whatever the machine has to do besides.
fn is_of_its_bytes(refusal: Refusal) -> bool {
    match refusal {
        Refusal::TooLarge
        | Refusal::DigestMismatch
        | Refusal::NotAComponent
        | Refusal::Malformed
        | Refusal::Feature
        | Refusal::Imports
        | Refusal::Shape
        | Refusal::Unbounded
        | Refusal::NoPolicy
        | Refusal::Description => true,
        // A machine without time or memory can be the cause of each of these.
        Refusal::Runtime
        | Refusal::TrialUnavailable
        | Refusal::CompileTooLong
        | Refusal::CompileTooMuchMemory
        | Refusal::CompileCrashed
        | Refusal::Compile
        | Refusal::World
        | Refusal::Start => false,
    }
}

/// Whether it has answered, and wrongly.
fn is_an_answer(difference: &SelfTestDifference) -> bool {
    match difference {
        SelfTestDifference::Decision { .. } => true,
        // It cannot be passed by any policy.
        SelfTestDifference::Incomplete { .. } => false,
        SelfTestDifference::NoAnswer(error) => match error {
            CheckError::Unreadable(_)
            | CheckError::Count { .. }
            | CheckError::Lying { .. }
            | CheckError::LyingVerdict { .. } => true,
            CheckError::Deadline
            | CheckError::Memory
            | CheckError::Stack
            | CheckError::Trapped(_)
            | CheckError::Instantiation(_) => false,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::Unusable;
    use crate::follow::Refused;
    use guestpass::CheckError;
    use guestpass::contract::{Effect, Reason};
    use guestpass::generations::{CandidateError, ExpectedDecision, SelfTestDifference, SelfTestFailure};
    use guestpass_manifest::ManifestError;

    #[test]
    fn what_time_may_heal_is_not_for_good() {
        let of_test = |difference| {
            Unusable::of_candidate(&CandidateError::SelfTest(SelfTestFailure { name: "a".to_owned(), difference }))
        };
        let silent = |error| of_test(SelfTestDifference::NoAnswer(error));
        let expected = ExpectedDecision { effect: Effect::Allow, reason: None };
        let (position, effect, reason) = (0, Effect::Deny, Reason::NoPrivilege);
        let of_storage = |code: &str| Unusable::of_storage(Refused::new(code, "why"));
        for (is_for_good, unusable) in [
            (true, of_storage("keep::missing")),
            (false, of_storage("keep::unreadable")),
            (true, Unusable::of_manifest(&ManifestError::Expired { expires_ms: 0 })),
            (false, Unusable::of_manifest(&ManifestError::NotYetValid { not_before_ms: 0 })),
            (false, Unusable::of_manifest(&ManifestError::ClockSteppedBack { now_ms: 0, seen_ms: 1 })),
            (true, of_test(SelfTestDifference::Decision { position, expected, effect, reason })),
            (false, of_test(SelfTestDifference::Incomplete { requests: 1, expected: 2 })),
            (true, silent(CheckError::Count { asked: 1, received: 2 })),
            (false, silent(CheckError::Deadline)),
            (false, silent(CheckError::Instantiation("no room".to_owned()))),
            (false, Unusable::of_candidate(&CandidateError::Warm(CheckError::Deadline))),
        ] {
            assert_eq!(matches!(unusable, Unusable::ForGood(_)), is_for_good, "{unusable:?}");
        }
    }
}
