//! Who may hold a role, who holds it without a grant, and who may assign it (C2, C9-C24, P13, P14).

use super::{Positions, named};
use crate::code::DiagnosticCode;
use crate::condition::{Conditions, Scope};
use crate::diagnostics::{Sink, says};
use crate::document::conditions::{self, Given};
use crate::document::section::Section;
use crate::suggest::quoted;
use guestpass_model::{AppLevelModel, AssignerModel, AutomaticModel, RoleKindModel, RoleModel};
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

const KINDS: &[(&str, RoleKindModel)] =
    &[("user", RoleKindModel::User), ("account", RoleKindModel::Account), ("app", RoleKindModel::App)];

const LEVELS: &[(&str, AppLevelModel)] = &[
    ("none", AppLevelModel::None),
    ("view", AppLevelModel::View),
    ("edit", AppLevelModel::Edit),
    ("full", AppLevelModel::Full),
];

const AUTOMATIC: &[(&str, AutomaticModel)] = &[
    ("everyone", AutomaticModel::Everyone),
    ("user-login", AutomaticModel::UserLogin),
    ("account-login", AutomaticModel::AccountLogin),
    ("app-role", AutomaticModel::AppRole),
];

pub(super) fn read(
    role: &mut RoleModel,
    section: &Section<'_>,
    positions: &Positions<'_>,
    conditions: &mut Conditions,
    sink: &mut Sink<'_>,
) {
    let is_kind_readable = section.optional("kind").is_none() && !section.is_misspelt("kind");
    let kind = section.choice("kind", KINDS, sink);
    role.kind = kind.unwrap_or_default();
    role.level = level(role.kind, is_kind_readable || kind.is_some(), section, sink);
    role.automatic = section.choice("automatic", AUTOMATIC, sink);
    role.assigned_by = assigners(section, positions, sink);
    if role.automatic.is_some() && role.assigned_by.is_some() {
        let key = if section.optional("assigned-by").is_some() { "assigned-by" } else { "assigned-by-with-grant" };
        let span = section.optional(key).map_or_else(|| section.span().clone(), toml::Spanned::span);
        sink.error(DiagnosticCode::AssignedAutomatic, &span, || {
            says(format!("{} is automatic, so that nobody assigns it, and has `{key}`", section.what()))
                .help("take `automatic` away, or the list of roles that assign it")
        });
    }
    if let Some(text) = section.optional_string("holder-when", sink)
        && let Given::When(position) = conditions::add(&role.name, &text, Scope::Holder, conditions, sink)
    {
        role.holder_condition = Some(position);
    }
}

/// Its level, which an app role has and no other.
fn level(kind: RoleKindModel, is_kind_known: bool, section: &Section<'_>, sink: &mut Sink<'_>) -> AppLevelModel {
    let help = "write `level = \"none\"`, `\"view\"`, `\"edit\"` or `\"full\"`";
    match section.optional("level") {
        None if kind == RoleKindModel::App => {
            section.required("level", help, sink);
        }
        Some(value) if kind != RoleKindModel::App && is_kind_known => {
            sink.error(DiagnosticCode::UnexpectedLevel, &value.span(), || {
                says(format!("{} has a level and is no app role", section.what()))
                    .help("write `kind = \"app\"`, or take `level` away")
            });
        }
        _ => {}
    }
    section.choice("level", LEVELS, sink).unwrap_or_default()
}

/// The roles whose holders may assign it; none when neither list is there, so that a privilege decides.
fn assigners(section: &Section<'_>, positions: &Positions<'_>, sink: &mut Sink<'_>) -> Option<Vec<AssignerModel>> {
    let keys = [("assigned-by", false), ("assigned-by-with-grant", true)];
    if keys.iter().all(|(key, _)| section.optional(key).is_none()) {
        return None;
    }
    let mut found: BTreeMap<u16, bool> = BTreeMap::new();
    for (key, needs_grant) in keys {
        for name in section.optional_list(key, sink) {
            let position = named(&name, "is assigned by", section, positions, sink);
            let Some(role) = position.and_then(|position| u16::try_from(position).ok()) else { continue };
            match found.entry(role) {
                Entry::Vacant(place) => {
                    place.insert(needs_grant);
                }
                // Who may assign it always may do so while a grant holds.
                Entry::Occupied(_) => sink.warning(DiagnosticCode::RepeatedItem, name.value, &name.span, || {
                    says(format!("{} of `{key}` stands in `assigned-by` too", quoted(name.value)))
                }),
            }
        }
    }
    Some(found.into_iter().map(|(role, needs_grant)| AssignerModel { role, needs_grant }).collect())
}
