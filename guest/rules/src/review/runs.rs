//! Workflow runs opened to roles (P8, P12).

use super::named_role::NamedRole;
use super::{Context, Findings};
use crate::change::{Refusal, RunGrant};

/// The same holds for opening and for closing: only to some roles can a run be opened.
pub(super) fn judge(context: &Context<'_, '_>, grant: &RunGrant<'_>, findings: &mut Findings<'_>) {
    match NamedRole::find(context, grant.role) {
        None => findings.refuse(Refusal::UnknownRole),
        Some(role) => {
            let is_run_scoped = role.of_policy().is_some_and(|role| role.run_scoped);
            findings.refuse_if(!is_run_scoped, Refusal::RoleNotRunScoped);
        }
    }
}
