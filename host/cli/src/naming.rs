//! The names that the indices of a decision stand for, quoted. The engine has checked that they lead somewhere.

use guestpass_contract::{Facts, PolicyInfo, RoleReference};

use crate::quoting::quoted;

/// A privilege of the policy.
pub(crate) fn privilege(index: u16, info: &PolicyInfo) -> String {
    let privilege = info.privileges.get(usize::from(index));
    quoted(privilege.map(|privilege| privilege.name.as_str()).unwrap_or_default())
}

/// A role of the policy, or one of the organisation's own.
pub(crate) fn role(role: RoleReference, info: &PolicyInfo, facts: &Facts) -> String {
    let name = match role {
        RoleReference::Policy(index) => info.roles.get(usize::from(index)).map(|role| role.name.as_str()),
        RoleReference::Custom(index) => {
            facts.custom_roles.get(usize::from(index)).and_then(|role| role.name.of(&facts.text))
        }
    };
    quoted(name.unwrap_or_default())
}
