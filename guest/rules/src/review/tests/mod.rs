//! Cases as data, all through [`check`]: what is changed about ordinary facts, the change, and the verdict in words.

mod external_access;
mod fixture;
mod people;
mod permission;
mod requests;
mod roles;

use super::review;
use crate::change::{Change, ChangeFacts, ChangePerson, Verdict};
use crate::decision::Obligations;
use crate::facts::{Facts, Login};
use crate::policy::{AssignmentRules, Policy};
use crate::time::Instant;
use alloc::string::String;
use alloc::vec::Vec;

/// The instant of every case.
const NOW: Instant = Instant(1_000);

/// One case.
type Case = (&'static str, fn(&mut Facts<'static>, &mut ChangeFacts<'static>), Change<'static>, &'static str);

/// Ordinary facts: a member who holds the role `Admin`, which may make every change.
fn check(cases: &[Case]) {
    check_with(&fixture::policy(AssignmentRules::default()), cases);
}

fn check_with(policy: &Policy, cases: &[Case]) {
    for (name, adjust, change, expected) in cases {
        let mut facts = fixture::facts();
        let mut change_facts = ChangeFacts::default();
        adjust(&mut facts, &mut change_facts);
        let verdict = review(policy, &facts, &change_facts, change, NOW);
        assert_eq!(in_words(&verdict), *expected, "{name}");
    }
}

/// A person that a change names, of whom nothing special is known.
fn person() -> ChangePerson<'static> {
    ChangePerson {
        login: Login::User,
        email: "dana@partner.example",
        identity: "",
        counterparts: Vec::new(),
        roles: Vec::new(),
        holds_role: false,
    }
}

fn in_words(verdict: &Verdict<'_>) -> String {
    let mut words = Vec::new();
    match verdict {
        Verdict::Refused(rejection) => {
            words.push(String::from("refused"));
            words.extend(rejection.refusals.iter().map(|refusal| alloc::format!("{refusal:?}")));
            words.extend(rejection.denial.map(|denial| alloc::format!("({denial:?})")));
        }
        Verdict::Accepted(acceptance) => {
            words.push(String::from("accepted"));
            words.extend(acceptance.warnings.iter().map(|warning| alloc::format!("{warning:?}")));
            for (obligation, name) in
                [(Obligations::DATA_PROTECTION_AGREEMENT, "agreement"), (Obligations::NAME_THE_PERSON, "name")]
            {
                words.extend(acceptance.obligations.contains(obligation).then(|| alloc::format!("owes-{name}")));
            }
            words.extend(acceptance.roles.iter().map(|role| alloc::format!("gets-{}", role.0)));
            words.extend(acceptance.access.map(|window| alloc::format!("{}..{}", window.start().0, window.end().0)));
        }
    }
    words.join(" ")
}
