//! Warns of what nobody can use.

use super::privileges::Privileges;
use super::suites::Suites;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use guestpass_model::{EntryModel, RoleModel};
use std::collections::BTreeSet;

/// A suite without a privilege, and a privilege that neither a role nor full access gives.
pub(super) fn check(
    suites: &Suites<'_>,
    privileges: &Privileges<'_>,
    roles: &[RoleModel],
    entry: &EntryModel,
    sink: &mut Sink<'_>,
) {
    let used: BTreeSet<&str> = privileges.iter().map(|(_, declared)| declared.suite).collect();
    for (name, suite) in suites.iter().filter(|(name, _)| !used.contains(*name)) {
        sink.warning(DiagnosticCode::UnusedSuite, &suite.span, || says(format!("the suite `{name}` has no privilege")));
    }
    // Abroad, with an access grant or on a condition: a role gives it all the same.
    let given: BTreeSet<u16> =
        roles.iter().flat_map(|role| role.privileges.iter().map(|given| given.privilege)).collect();
    for (name, declared) in privileges.iter() {
        let by_full_access = entry.full_access_suites.iter().any(|suite| suite == declared.suite);
        if !by_full_access && !given.contains(&declared.index) {
            sink.warning(DiagnosticCode::UnreachablePrivilege, &declared.span, || {
                says(format!("neither a role nor full access gives the privilege `{name}`"))
                    .help("only a custom role can give it; add it to a role, or take it away")
            });
        }
    }
}
