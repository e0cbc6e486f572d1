//! Whether the customer also lists the person who comes in through partner access (F24, S9, S11).

use crate::facts::Facts;
use crate::policy::SamePersonRule;

/// Whether one of the listed users is the person asking, as the policy compares them.
pub(crate) fn is_dual_listed(rule: SamePersonRule, facts: &Facts<'_>) -> bool {
    let principal = &facts.principal;
    facts.listed_users.iter().any(|listed| {
        let same_email = rule.by_email && is_same_email(listed.email, principal.email);
        let same_identity = rule.by_identity && !listed.identity.is_empty() && listed.identity == principal.identity;
        same_email || same_identity
    })
}

/// Case and surrounding blanks do not tell two addresses apart; two unknown ones are not the same.
fn is_same_email(one: &str, other: &str) -> bool {
    let (one, other) = (one.trim(), other.trim());
    !one.is_empty() && one.chars().flat_map(char::to_lowercase).eq(other.chars().flat_map(char::to_lowercase))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_compared_as_people_mean_them() {
        for (one, other, expected) in [
            ("dana@partner.example", "Dana@Partner.Example", true),
            (" dana@partner.example", "dana@partner.example\t", true),
            ("\u{c4}nne@partner.example", "\u{e4}nne@partner.example", true),
            ("dana@partner.example", "dan@partner.example", false),
            ("dana@partner.example", "dana@partner.example.com", false),
            ("", "", false),
            (" ", "", false),
        ] {
            assert_eq!(is_same_email(one, other), expected, "`{one}` and `{other}`");
        }
    }
}
