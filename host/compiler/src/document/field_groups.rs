//! `[field-groups.*]`: fields that are shown or hidden as a whole (P13, P26, P28).

use super::privileges::Privileges;
use super::section::{self, Section};
use super::text;
use crate::diagnostics::Sink;
use crate::limits::SUMMARY_BYTES_MAX;
use crate::suggest::quoted;
use guestpass_model::FieldGroupModel;
use guestpass_rules::limits::FIELD_GROUPS_MAX;
use std::collections::BTreeSet;

const KEYS: &[&str] = &["summary", "fields", "shown-by", "on"];

pub(super) fn read(root: &Section<'_>, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> Vec<FieldGroupModel> {
    let mut groups = Vec::new();
    for (name, value) in root.entries("field-groups", FIELD_GROUPS_MAX, sink) {
        text::check_name(&name, "a field group", sink);
        let Some(table) = section::table(value, name.value, sink) else { continue };
        let section =
            Section::open(table, name.span.clone(), format!("field group {}", quoted(name.value)), KEYS, sink);
        let summary = section.sentence("summary", SUMMARY_BYTES_MAX, sink);
        let fields = section.full_list("fields", "name the fields, as in `fields = [\"spend\"]`", sink);
        fields.iter().for_each(|field| {
            text::check_name(field, "a field", sink);
        });
        let fields = fields.into_iter().map(|field| field.value.to_owned()).collect();
        let shown_by = named(&section, "shown-by", "name the privileges that show the fields", privileges, sink);
        let on = named(&section, "on", "name the privileges whose use shows or hides the fields", privileges, sink);
        groups.push(FieldGroupModel { name: name.value.to_owned(), summary, fields, shown_by, on });
    }
    groups
}

/// The privileges that a list names, rising.
fn named(section: &Section<'_>, key: &str, help: &str, privileges: &Privileges<'_>, sink: &mut Sink<'_>) -> Vec<u16> {
    let items = section.full_list(key, help, sink);
    let found: BTreeSet<u16> = items.iter().filter_map(|item| privileges.named(item, section.what(), sink)).collect();
    found.into_iter().collect()
}
