//! Whether the customer also lists the person who comes in through partner access (F24, S9, S11).

use crate::decision::{GateOutcome, Reason};
use crate::facts::{Facts, ListedUser};
use crate::policy::SamePersonRule;

/// What the comparison of two people can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Comparison {
    Same,
    Different,
    /// They have no attribute in common that the policy compares.
    Impossible,
}

/// Passes when none of the listed users is the person asking. One that cannot be told apart from the person is a doubt,
/// and doubt denies (X5).
pub(crate) fn judge(rule: SamePersonRule, facts: &Facts<'_>) -> GateOutcome {
    let mut outcome = GateOutcome::Passed;
    let person = ListedUser { email: facts.principal.email, identity: facts.principal.identity };
    for listed in &facts.listed_users {
        match compare(rule, &person, listed) {
            Comparison::Same => return GateOutcome::Failed(Reason::DualListed),
            Comparison::Impossible => outcome = GateOutcome::Failed(Reason::RuleError),
            Comparison::Different => {}
        }
    }
    outcome
}

/// Whether the policy takes the two for one person (S11).
pub(crate) fn compare(rule: SamePersonRule, person: &ListedUser<'_>, listed: &ListedUser<'_>) -> Comparison {
    let email = rule.by_email && is_known(person.email) && is_known(listed.email);
    let identity = rule.by_identity && is_known(person.identity) && is_known(listed.identity);
    if email && is_same_email(listed.email, person.email) || identity && listed.identity == person.identity {
        Comparison::Same
    } else if email || identity {
        Comparison::Different
    } else {
        Comparison::Impossible
    }
}

fn is_known(attribute: &str) -> bool {
    !attribute.trim().is_empty()
}

/// Case and surrounding blanks do not tell two addresses apart.
fn is_same_email(one: &str, other: &str) -> bool {
    folded(one.trim()).eq(folded(other.trim()))
}

/// In small letters. Sigma has two, of which the capital one could be either.
fn folded(address: &str) -> impl Iterator<Item = char> {
    address.chars().flat_map(char::to_lowercase).map(|letter| if letter == 'ς' { 'σ' } else { letter })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_compared_by_what_both_have() {
        use Comparison::{Different, Impossible, Same};
        let of = |email, identity| ListedUser { email, identity };
        for (by_email, by_identity, one, other, expected) in [
            (true, true, of("a@x", "7"), of("b@x", "7"), Same),
            (true, true, of("a@x", "7"), of("a@x", "8"), Same),
            (true, true, of("a@x", "7"), of("b@x", "8"), Different),
            (false, true, of("a@x", "7"), of("a@x", "8"), Different),
            (false, true, of("a@x", "7"), of("a@x", ""), Impossible),
            (false, true, of("a@x", ""), of("a@x", "7"), Impossible),
            (false, true, of("", ""), of("", ""), Impossible),
            (true, false, of("a@x", "7"), of("b@x", "7"), Different),
            (true, false, of("a@x", "7"), of("", "7"), Impossible),
            (true, false, of("", "7"), of("a@x", "7"), Impossible),
            (false, false, of("a@x", "7"), of("a@x", "7"), Impossible),
        ] {
            let rule = SamePersonRule { by_email, by_identity };
            assert_eq!(compare(rule, &one, &other), expected, "{rule:?}: {one:?} and {other:?}");
        }
    }

    #[test]
    fn addresses_are_compared_as_people_mean_them() {
        for (one, other, expected) in [
            ("dana@partner.example", "Dana@Partner.Example", true),
            (" dana@partner.example", "dana@partner.example\t", true),
            ("\u{c4}nne@partner.example", "\u{e4}nne@partner.example", true),
            ("ΝΙΚΟΣ@partner.example", "νικος@partner.example", true),
            ("νικοσ@partner.example", "νικος@partner.example", true),
            ("dana@partner.example", "dan@partner.example", false),
            ("dana@partner.example", "dana@partner.example.com", false),
        ] {
            assert_eq!(is_same_email(one, other), expected, "`{one}` and `{other}`");
        }
    }
}
