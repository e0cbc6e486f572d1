//! Warns of what roles give abroad, or while access is granted, though nobody can hold them there (C18, C21).

use super::places::Places;
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use guestpass_model::{PolicyModel, RoleKindModel, RoleModel};
use std::collections::{BTreeMap, BTreeSet};

/// Whether people whose home is elsewhere can hold it: for that it is granted to them, for all of an organisation.
pub(super) fn is_held(role: &RoleModel) -> bool {
    role.kind != RoleKindModel::App && role.automatic.is_none()
}

pub(super) fn check(model: &PolicyModel, places: Places<'_>, sink: &mut Sink<'_>) {
    let felt = felt(model, places);
    for role in model.roles.iter().filter(|role| !felt.contains(role.name.as_str())) {
        for list in ["third-party", "with-grant"] {
            let path = ["roles", &role.name, list];
            if places.privileges(&path).is_empty() {
                continue;
            }
            sink.warning(DiagnosticCode::NeverAbroad, &role.name, &places.value(&path), || {
                let why = if role.automatic.is_some() { "it is automatic" } else { "it is an app role" };
                says(format!("`{list}` of the role `{}` gives nothing: {why}, and nobody holds it abroad", role.name))
                    .help("give it in a role that can be granted for all of an organisation, or take it away")
            });
        }
    }
}

/// The roles that can be held abroad, and all that they include.
fn felt<'m>(model: &'m PolicyModel, places: Places<'m>) -> BTreeSet<&'m str> {
    let included = |role: &'m RoleModel| places.texts(&["roles", &role.name, "includes"]);
    let includes: BTreeMap<&str, Vec<&str>> = model
        .roles
        .iter()
        .map(|role| (role.name.as_str(), included(role).into_iter().map(|included| included.value).collect()))
        .collect();
    let mut felt = BTreeSet::new();
    let mut waiting: Vec<&str> =
        model.roles.iter().filter(|role| is_held(role)).map(|role| role.name.as_str()).collect();
    while let Some(name) = waiting.pop() {
        if felt.insert(name) {
            waiting.extend(includes.get(name).into_iter().flatten());
        }
    }
    felt
}
