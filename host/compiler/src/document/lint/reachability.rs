//! Warns of suites and privileges that nobody can use.

use super::places::Places;
use super::{abroad, gates};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use guestpass_model::{PolicyModel, ReachModel, RequirementModel, RoleModel};
use std::collections::{BTreeMap, BTreeSet};

/// Changes for which full access is not enough (F2).
const TAKES_A_ROLE: [&str; 3] = ["create-external-access", "edit-external-access", "delete-external-access"];

/// A suite without a privilege, and a privilege that neither a role nor full access gives.
pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let used: BTreeSet<&str> = model.privileges.iter().map(|privilege| suite_of(&privilege.name)).collect();
    for suite in model.suites.iter().filter(|suite| !used.contains(suite.name.as_str())) {
        let name = &suite.name;
        sink.warning(DiagnosticCode::UnusedSuite, name, &places.key(&["suites", name]), || {
            says(format!("the suite `{name}` has no privilege")).help("add a privilege of the suite, or take it away")
        });
    }
    let reachable = reachable(model);
    let asked = asked(model);
    for (privilege, index) in model.privileges.iter().zip(0..) {
        if reachable.contains(&index) {
            continue;
        }
        let name = &privilege.name;
        sink.warning(DiagnosticCode::UnreachablePrivilege, name, &places.key(&["privileges", name]), || {
            match asked.get(&index) {
                None => says(format!("nothing gives the privilege `{name}`, and nothing asks for it"))
                    .help("give it in a role, or take it away"),
                Some(asker) => {
                    says(format!("neither a role nor full access gives the privilege `{name}`, which {asker} asks for"))
                        .help("only a custom role can give it; add it to a role, or take it away")
                }
            }
        });
    }
}

/// The privileges that a role or full access gives. Abroad, with an access grant or on a condition: a role gives it all
/// the same, if anybody can hold the role there.
pub(super) fn reachable(model: &PolicyModel) -> BTreeSet<u16> {
    let by_role = |role: &RoleModel| -> Vec<u16> {
        let is_abroad = abroad::is_held(role);
        let given = role.privileges.iter().filter(|given| is_abroad || given.reach == ReachModel::Own);
        given.map(|given| given.privilege).collect()
    };
    let given = model.roles.iter().flat_map(by_role);
    let lets_in = gates::lets_anybody_in(&model.entry);
    let opens_doors = |index| {
        let mut doors = model.changes.iter().filter(|rule| TAKES_A_ROLE.contains(&rule.kind.name()));
        doors.any(|rule| matches!(&rule.requirement, RequirementModel::AnyOf(asked) if asked.contains(&index)))
    };
    let full_access = model.privileges.iter().zip(0..).filter(|(privilege, index)| {
        let suite = suite_of(&privilege.name);
        lets_in && !opens_doors(*index) && model.entry.full_access_suites.iter().any(|name| name == suite)
    });
    given.chain(full_access.map(|(_, index)| index)).collect()
}

/// The privileges that something asks for, each with the first that does.
fn asked(model: &PolicyModel) -> BTreeMap<u16, String> {
    let mut asked = BTreeMap::new();
    let mut note = |requirement: &RequirementModel, asker: String| {
        let RequirementModel::AnyOf(privileges) = requirement else { return };
        for privilege in privileges {
            asked.entry(*privilege).or_insert_with(|| asker.clone());
        }
    };
    model.apis.iter().for_each(|api| note(&api.requirement, format!("the operation `{}`", api.name)));
    model.changes.iter().for_each(|rule| note(&rule.requirement, format!("the change `{}`", rule.kind.name())));
    asked
}

fn suite_of(privilege: &str) -> &str {
    privilege.split_once(':').map_or(privilege, |(suite, _)| suite)
}
