//! Warns of roles that nobody may assign and nobody holds without a grant (C14, C17, P15, P17, P18).

use super::places::Places;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use guestpass_model::{PolicyModel, RequirementModel, RoleKindModel, RoleModel};
use guestpass_rules::ChangeKind;

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let may = |kinds: &[ChangeKind]| kinds.iter().any(|kind| is_possible(model, *kind));
    let by_hand = may(&[ChangeKind::AssignRole, ChangeKind::AddPerson]);
    let by_arrival =
        may(&[ChangeKind::SetDefaultRole]) && may(&[ChangeKind::ArriveBySso, ChangeKind::ArriveByAccountRequest]);
    // Without changes, whoever keeps the roles does not ask the policy.
    let asks_nobody = model.changes.is_empty();
    // What is deprecated is not meant to be assigned.
    for role in model.roles.iter().filter(|role| role.automatic.is_none() && !role.deprecated) {
        // A default role is given to whoever arrives, and nobody assigns it then.
        let by_default = by_arrival && role.kind == RoleKindModel::User;
        if by_default || is_assignable(role, by_hand || asks_nobody) {
            continue;
        }
        let name = &role.name;
        let path = ["roles", name, "assigned-by"];
        let is_said = places.value(&path) != (0..0);
        let span = if is_said { places.value(&path) } else { places.key(&["roles", name]) };
        sink.warning(DiagnosticCode::UnassignableRole, name, &span, || {
            let help = if is_said {
                "name the roles whose holders may assign it, or make it `automatic`"
            } else {
                "add `assign-role = \"suite:resource:action\"` to `[changes]`, or make it `automatic`"
            };
            says(format!("nobody may assign the role `{name}`, and nobody holds it without that")).help(help)
        });
    }
}

fn is_assignable(role: &RoleModel, by_hand: bool) -> bool {
    by_hand && role.assigned_by.as_ref().is_none_or(|assigners| !assigners.is_empty())
}

/// A kind of change that is missing is refused; so is one that needs what nobody can hold.
fn is_possible(model: &PolicyModel, kind: ChangeKind) -> bool {
    let rule = model.changes.iter().find(|rule| rule.kind == kind);
    rule.is_some_and(|rule| rule.requirement != RequirementModel::AnyOf(Vec::new()))
}
