//! `[roles.*]`: sets of privileges that can be granted.

use super::includes;
use super::privileges::Privileges;
use super::section::{self, Section};
use super::text::{self, Text};
use crate::code::DiagnosticCode;
use crate::diagnostics::{Sink, says};
use crate::limits::{SUMMARY_BYTES_MAX, TITLE_BYTES_MAX};
use crate::suggest::{did_you_mean, quoted};
use guestpass_model::RoleModel;
use guestpass_rules::limits::CATALOGUE_ENTRIES_MAX;
use std::collections::{BTreeMap, BTreeSet};

/// A role as it is written.
pub(super) struct Role<'d> {
    pub(super) name: Text<'d>,
    pub(super) own: BTreeSet<u16>,
    /// Positions of the roles that it includes, each with the place where it says so.
    pub(super) includes: Vec<(usize, Text<'d>)>,
    title: String,
    summary: String,
    switchable: bool,
    deprecated: bool,
}

const KEYS: &[&str] = &["title", "summary", "privileges", "includes", "switchable", "deprecated"];

pub(super) fn read(root: &Section<'_>, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> Vec<RoleModel> {
    let entries = root.entries("roles", CATALOGUE_ENTRIES_MAX, sink);
    let positions: BTreeMap<&str, usize> = entries.iter().map(|(name, _)| name.value).zip(0..).collect();
    let mut roles = Vec::with_capacity(entries.len());
    for (name, value) in entries {
        text::check_name(&name, "a role", sink);
        // A role that is not a table keeps its place, so that positions stay what they are.
        let section = section::table(value, name.value, sink)
            .map(|table| Section::open(table, name.span.clone(), format!("role {}", quoted(name.value)), KEYS, sink));
        roles.push(read_one(name, section.as_ref(), privileges, &positions, sink));
    }
    let expanded = includes::expand(&roles, sink);
    roles.into_iter().zip(expanded).map(|(role, privileges)| model(role, privileges, sink)).collect()
}

fn read_one<'d>(
    name: Text<'d>,
    section: Option<&Section<'d>>,
    privileges: &Privileges<'_>,
    positions: &BTreeMap<&str, usize>,
    sink: &mut Sink<'_>,
) -> Role<'d> {
    let mut role = Role {
        name,
        own: BTreeSet::new(),
        includes: Vec::new(),
        title: String::new(),
        summary: String::new(),
        switchable: false,
        deprecated: false,
    };
    let Some(section) = section else { return role };
    role.title = section.sentence("title", TITLE_BYTES_MAX, sink);
    role.summary = section.sentence("summary", SUMMARY_BYTES_MAX, sink);
    role.switchable = section.flag("switchable", sink).unwrap_or_default();
    role.deprecated = section.flag("deprecated", sink).unwrap_or_default();
    let by = format!("role {}", quoted(role.name.value));
    for privilege in section.list("privileges", "write `privileges = []` when it only includes other roles", sink) {
        role.own.extend(privileges.named(&privilege, &by, sink));
    }
    for included in section.optional_list("includes", sink) {
        if let Some(&position) = positions.get(included.value) {
            role.includes.push((position, included));
        } else {
            sink.error(DiagnosticCode::UnknownRole, &included.span, || {
                let meant = did_you_mean(included.value, positions.keys().copied());
                says(format!("the role {} that {by} includes is not there{meant}", quoted(included.value)))
            });
        }
    }
    role
}

fn model(role: Role<'_>, privileges: BTreeSet<u16>, sink: &mut Sink<'_>) -> RoleModel {
    if privileges.is_empty() && !sink.has_errors() {
        sink.warning(DiagnosticCode::EmptyRole, &role.name.span, || {
            says(format!("the role {} gives nothing", quoted(role.name.value)))
        });
    }
    RoleModel {
        name: role.name.value.to_owned(),
        title: role.title,
        summary: role.summary,
        privileges: privileges.into_iter().collect(),
        switchable: role.switchable,
        deprecated: role.deprecated,
    }
}
