//! What a change is judged by, as it is collected.

use guestpass_contract::{ChangeFactsBuilder, Refusal, Rejection, Verdict};
use guestpass_store::ResourceName;
use guestpass_store::model::Person;

use super::administered::is_about_permission;

/// What a change is judged by besides the facts about who makes it.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// What the rules look at.
    pub(super) facts: ChangeFactsBuilder,
    /// The person that the change names, for what roles ask of their holders.
    pub(super) named: Option<Person>,
    /// What the change is about, when it is one thing of the organisation.
    pub(super) resource: Option<ResourceName>,
    /// What only the directory can tell: a name in use, or one that means nothing to the person who asks.
    pub(super) refusals: Vec<Refusal>,
}

impl Gathered {
    pub(super) fn refuse_if(&mut self, applies: bool, refusal: Refusal) {
        if applies {
            self.refusals.push(refusal);
        }
    }
}

/// The verdict with further reasons to refuse, in the order of the contract.
pub(super) fn refuse_also(verdict: Verdict, further: Vec<Refusal>) -> Verdict {
    if further.is_empty() {
        return verdict;
    }
    let mut rejection = match verdict {
        Verdict::Refused(rejection) => rejection,
        Verdict::Accepted(_) => Rejection { refusals: Vec::new(), denial: None },
    };
    rejection.refusals.extend(further);
    rejection.refusals.sort_unstable();
    rejection.refusals.dedup();
    Verdict::Refused(rejection)
}

/// The verdict with the reasons about permission alone; the same if it has none.
pub(super) fn permission_alone(verdict: Verdict) -> Verdict {
    match verdict {
        Verdict::Refused(mut rejection) if rejection.refusals.iter().any(is_about_permission) => {
            rejection.refusals.retain(is_about_permission);
            Verdict::Refused(rejection)
        }
        verdict => verdict,
    }
}

#[cfg(test)]
mod tests {
    use super::{permission_alone, refuse_also};
    use guestpass_contract::{Acceptance, Obligations, Reason, Refusal, Rejection, Verdict};

    #[test]
    fn further_reasons_refuse_what_was_accepted_and_join_those_that_are_there() {
        let acceptance =
            Acceptance { warnings: Vec::new(), obligations: Obligations::empty(), roles: Vec::new(), access: None };
        let accepted = Verdict::Accepted(acceptance);
        let refused =
            |refusals: &[Refusal], denial| Verdict::Refused(Rejection { refusals: refusals.to_vec(), denial });
        let (early, late) = (Refusal::NotPermitted, Refusal::NotFound);
        let denial = Some(Reason::NoPrivilege);
        for (verdict, further, expected) in [
            (accepted.clone(), vec![], accepted.clone()),
            (accepted, vec![late], refused(&[late], None)),
            (refused(&[early], denial), vec![late], refused(&[early, late], denial)),
            (refused(&[late], None), vec![late], refused(&[late], None)),
        ] {
            assert_eq!(refuse_also(verdict, further), expected);
        }
    }

    #[test]
    fn beside_a_reason_about_permission_no_other_is_left() {
        use Refusal::{AlreadyExists, Malformed, NotAnAssigner, NotFound, NotPermitted, UnsupportedChange};
        let denial = Some(Reason::NoPrivilege);
        for (refusals, expected, denial) in [
            (&[NotPermitted, AlreadyExists][..], &[NotPermitted][..], denial),
            (&[NotPermitted, NotAnAssigner, NotFound], &[NotPermitted, NotAnAssigner], denial),
            (&[UnsupportedChange, AlreadyExists], &[UnsupportedChange], None),
            (&[NotAnAssigner, NotFound], &[NotAnAssigner], None),
            (&[Malformed], &[Malformed], None),
            (&[NotFound, AlreadyExists], &[NotFound, AlreadyExists], None),
        ] {
            let refused = |refusals: &[Refusal]| Verdict::Refused(Rejection { refusals: refusals.to_vec(), denial });
            assert_eq!(permission_alone(refused(refusals)), refused(expected), "{refusals:?}");
        }
        let acceptance =
            Acceptance { warnings: Vec::new(), obligations: Obligations::empty(), roles: Vec::new(), access: None };
        let accepted = Verdict::Accepted(acceptance);
        assert_eq!(permission_alone(accepted.clone()), accepted);
    }
}
