//! Roles against privileges, a table for each suite: what a role gives in its own organisation.

use super::text::code;
use guestpass_contract::{PolicyInfo, PrivilegeInfo, Reach, RoleInfo};
use std::collections::BTreeMap;

/// Cells of all tables together; a larger matrix is no longer read, and each role lists what it gives.
const CELLS_MAX: usize = 200_000;

pub(super) fn section(info: &PolicyInfo) -> String {
    let cells = info.roles.len().saturating_mul(info.privileges.len());
    if cells == 0 || cells > CELLS_MAX {
        return String::new();
    }
    let mut suites: BTreeMap<&str, Vec<(u16, &PrivilegeInfo)>> = BTreeMap::new();
    for (index, privilege) in (0..).zip(&info.privileges) {
        let suite = privilege.name.split_once(':').map_or("", |(suite, _)| suite);
        suites.entry(suite).or_default().push((index, privilege));
    }
    let mut text =
        "## Matrix\n\n● always, ◐ under a condition, in the organisation where the role is held.\n\n".to_owned();
    for (suite, privileges) in suites {
        // Roles that give nothing of a suite would only make its table wide.
        let roles: Vec<&RoleInfo> =
            info.roles.iter().filter(|role| privileges.iter().any(|(index, _)| mark(role, *index).is_some())).collect();
        text.push_str(&format!("### Suite {}\n\n", code(suite)));
        if roles.is_empty() {
            text.push_str("No role gives a privilege of it.\n\n");
            continue;
        }
        let names: String = roles.iter().map(|role| format!(" {} |", code(&role.name))).collect();
        text.push_str(&format!("| Privilege |{names}\n|---|{}\n", ":-:|".repeat(roles.len())));
        for (index, privilege) in privileges {
            let marks: String = roles.iter().map(|role| format!(" {} |", mark(role, index).unwrap_or(" "))).collect();
            let rest = privilege.name.split_once(':').map_or(privilege.name.as_str(), |(_, rest)| rest);
            text.push_str(&format!("| {} |{marks}\n", code(rest)));
        }
        text.push('\n');
    }
    text
}

/// How a role gives a privilege; without a condition counts more than with one.
fn mark(role: &RoleInfo, privilege: u16) -> Option<&'static str> {
    let mut given = role.privileges.iter().filter(|given| given.reach == Reach::Own && given.privilege == privilege);
    let first = given.next()?;
    let always = first.condition.is_none() || given.any(|given| given.condition.is_none());
    Some(if always { "●" } else { "◐" })
}
