//! `[roles.*]`: sets of privileges that can be granted, and who may hold and assign them.

mod given;
mod holders;
mod includes;

use super::privileges::Privileges;
use super::section::{self, Section};
use super::text::{self, Text};
use crate::code::DiagnosticCode;
use crate::condition::Conditions;
use crate::diagnostics::{Sink, says};
use crate::limits::{SUMMARY_BYTES_MAX, TITLE_BYTES_MAX};
use crate::suggest::{did_you_mean, quoted};
use guestpass_model::{AppLevelModel, RoleKindModel, RoleModel, RolePrivilegeModel};
use guestpass_rules::limits::CATALOGUE_ENTRIES_MAX;
use std::collections::{BTreeMap, BTreeSet};

/// A role as it is written.
struct Role<'d> {
    name: Text<'d>,
    /// What it gives by itself.
    own: BTreeSet<RolePrivilegeModel>,
    /// Positions of the roles that it includes, each with the place where it says so.
    includes: Vec<(usize, Text<'d>)>,
    /// Everything else that the document says about it.
    model: RoleModel,
}

const KEYS: &[&str] = &[
    "title",
    "summary",
    "functions",
    "designed-for",
    "constraints",
    "kind",
    "level",
    "automatic",
    "privileges",
    "third-party",
    "with-grant",
    "includes",
    "assigned-by",
    "assigned-by-with-grant",
    "holder-when",
    "run-scoped",
    "switchable",
    "deprecated",
];

/// The roles of the document by name.
type Positions<'d> = BTreeMap<&'d str, usize>;

pub(super) fn read(
    root: &Section<'_>,
    privileges: &Privileges<'_>,
    conditions: &mut Conditions,
    sink: &mut Sink<'_>,
) -> Vec<RoleModel> {
    let entries = root.entries("roles", CATALOGUE_ENTRIES_MAX, sink);
    let positions: Positions<'_> = entries.iter().map(|(name, _)| name.value).zip(0..).collect();
    let mut roles = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        text::check_name(&name, "a role", sink);
        // A role that is not a table keeps its place, so that positions stay what they are.
        let section = section::table(value, name.value, sink)
            .map(|table| Section::open(table, name.span.clone(), format!("role {}", quoted(name.value)), KEYS, sink));
        let mut role = Role { name, own: BTreeSet::new(), includes: Vec::new(), model: RoleModel::default() };
        if let Some(section) = section {
            role.model = about(&section, &role.name, sink);
            role.own = given::read(role.name.value, &section, privileges, conditions, sink);
            role.includes = included(&section, &positions, sink);
            holders::read(&mut role.model, &section, &positions, conditions, sink);
        }
        roles.push(role);
    }
    let expanded = includes::expand(&roles, sink);
    roles.into_iter().zip(expanded).map(|(role, given)| with_all(role, given, sink)).collect()
}

/// What people read about a role, and its switches.
fn about(section: &Section<'_>, name: &Text<'_>, sink: &mut Sink<'_>) -> RoleModel {
    let mut switch = |key: &str| section.flag(key, sink).unwrap_or_default();
    let (run_scoped, switchable, deprecated) = (switch("run-scoped"), switch("switchable"), switch("deprecated"));
    RoleModel {
        name: name.value.to_owned(),
        title: section.sentence("title", TITLE_BYTES_MAX, sink),
        summary: section.sentence("summary", SUMMARY_BYTES_MAX, sink),
        functions: section.sentences("functions", SUMMARY_BYTES_MAX, sink),
        designed_for: section.sentences("designed-for", SUMMARY_BYTES_MAX, sink),
        constraints: section.sentences("constraints", SUMMARY_BYTES_MAX, sink),
        run_scoped,
        switchable,
        deprecated,
        ..RoleModel::default()
    }
}

fn included<'d>(section: &Section<'d>, positions: &Positions<'_>, sink: &mut Sink<'_>) -> Vec<(usize, Text<'d>)> {
    let mut includes = Vec::new();
    for included in section.optional_list("includes", sink) {
        if let Some(position) = named(&included, "includes", section, positions, sink) {
            includes.push((position, included));
        }
    }
    includes
}

/// The position of a role that another one names; none, and reported, when it is not there.
fn named(
    name: &Text<'_>,
    relation: &str,
    section: &Section<'_>,
    positions: &Positions<'_>,
    sink: &mut Sink<'_>,
) -> Option<usize> {
    let position = positions.get(name.value).copied();
    if position.is_none() {
        sink.error(DiagnosticCode::UnknownRole, &name.span, || {
            let meant = did_you_mean(name.value, positions.keys().copied());
            says(format!("the role {} that {} {relation} is not there{meant}", quoted(name.value), section.what()))
        });
    }
    position
}

fn with_all(role: Role<'_>, given: BTreeSet<RolePrivilegeModel>, sink: &mut Sink<'_>) -> RoleModel {
    let model = RoleModel { privileges: given.into_iter().collect(), ..role.model };
    // The lowest level of an app role, and the mark by which runs are opened, are meant to give nothing.
    let means_something = model.run_scoped || (model.kind, model.level) == (RoleKindModel::App, AppLevelModel::None);
    if model.privileges.is_empty() && !means_something && !sink.has_errors() {
        sink.warning(DiagnosticCode::EmptyRole, role.name.value, &role.name.span, || {
            says(format!("the role {} gives nothing", quoted(role.name.value)))
        });
    }
    model
}
