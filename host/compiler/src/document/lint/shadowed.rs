//! Warns of conditions that decide nothing, as the same role gives the same privilege without one.

use super::GIVING;
use super::places::Places;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use guestpass_model::{PolicyModel, ReachModel, RoleModel};
use std::collections::BTreeSet;

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    // A condition that always holds is none in the model; it has been reported.
    let conditions: BTreeSet<&str> = model.conditions.iter().map(|condition| condition.source.as_str()).collect();
    // Included roles add what they give, so that a condition may be shadowed by what stands in another table.
    for role in &model.roles {
        for (list, reach) in GIVING.iter().zip([ReachModel::Own, ReachModel::ThirdParty, ReachModel::WithGrant]) {
            for item in places.privileges(&["roles", &role.name, list]) {
                let Some(when) = item.when.filter(|when| conditions.contains(when.value)) else { continue };
                if !gives_always(model, role, reach, item.name.value) {
                    continue;
                }
                sink.warning(DiagnosticCode::ShadowedCondition, &role.name, &when.span, || {
                    let (privilege, role) = (item.name.value, &role.name);
                    says(format!(
                        "this condition decides nothing: the role `{role}` gives `{privilege}` without it too"
                    ))
                    .help("take this entry away, or the one without a condition; it may stand in an included role")
                });
            }
        }
    }
}

fn gives_always(model: &PolicyModel, role: &RoleModel, reach: ReachModel, privilege: &str) -> bool {
    let found = model.privileges.binary_search_by(|known| known.name.as_str().cmp(privilege));
    let index = found.ok().and_then(|index| u16::try_from(index).ok());
    role.privileges
        .iter()
        .any(|given| given.reach == reach && Some(given.privilege) == index && given.condition.is_none())
}
