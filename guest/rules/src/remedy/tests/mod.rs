//! Cases as data, all through [`check`]: what is changed about bare facts, the request, and the remedies in words.

mod fixture;
mod gates;
mod privilege;
mod properties;
mod proposals;

use super::{Remedy, find};
use crate::decision::RoleReference;
use crate::expression::PrivilegeExpression;
use crate::facts::Facts;
use crate::identifiers::EntityId;
use crate::policy::Policy;
use crate::request::{Request, Target};
use crate::time::Instant;
use alloc::string::String;
use alloc::vec::Vec;

/// The instant of every case.
const NOW: Instant = Instant(50);

/// One case: what is wanted is the name of an operation or a privilege expression, on a resource after `@`.
type Case = (&'static str, fn(&mut Facts<'static>), &'static str, &'static [&'static str]);

/// Bare facts: a member without any role, of an organisation that has bought nothing.
fn check(cases: &[Case]) {
    let policy = fixture::policy();
    for (name, adjust, wanted, expected) in cases {
        let mut facts = fixture::facts();
        adjust(&mut facts);
        assert_eq!(facts.validate(&policy), Ok(()), "{name}");
        let sets = find(&policy, &facts, &request(wanted));
        let in_words: Vec<String> = sets.iter().map(|set| in_words(&policy, &facts, &set.remedies)).collect();
        assert_eq!(in_words, *expected, "{name}");
    }
}

fn request(wanted: &'static str) -> Request<'static> {
    let (wanted, on_resource) =
        wanted.split_once('@').map_or((wanted, None), |(wanted, on)| (wanted, Some(EntityId(on))));
    let target =
        if wanted.contains(':') { Target::Privileges(PrivilegeExpression(wanted)) } else { Target::Api(wanted) };
    Request { target, on_resource, now: NOW, explain: false }
}

fn in_words(policy: &Policy, facts: &Facts<'_>, remedies: &[Remedy]) -> String {
    let words: Vec<String> = remedies.iter().map(|&remedy| word(policy, facts, remedy)).collect();
    words.join(" + ")
}

fn word(policy: &Policy, facts: &Facts<'_>, remedy: Remedy) -> String {
    let name_of = |role: RoleReference| match role {
        RoleReference::Policy(index) => policy.role(index).map_or("?", |role| role.name.as_str()),
        RoleReference::Custom(index) => facts.custom_roles.get(index.as_usize()).map_or("?", |role| role.name.0),
    };
    match remedy {
        Remedy::BuyEntitlement(privilege) => {
            alloc::format!("BuyEntitlement {}", policy.privilege_name(privilege).unwrap_or("?"))
        }
        Remedy::EnableRole(role) => alloc::format!("EnableRole {}", name_of(role)),
        Remedy::AdvanceRole(role) => alloc::format!("AdvanceRole {}", name_of(role)),
        Remedy::ExtendRole(role) => alloc::format!("ExtendRole {}", name_of(role)),
        Remedy::AssignRole(role) => alloc::format!("AssignRole {}", name_of(RoleReference::Policy(role))),
        other => alloc::format!("{other:?}"),
    }
}
