//! `privileges`, `third-party` and `with-grant`: what a role gives, where and when (C18, C21).

use crate::code::DiagnosticCode;
use crate::condition::{Conditions, Scope};
use crate::diagnostics::{Sink, says};
use crate::document::conditions::{self, Given};
use crate::document::privileges::Privileges;
use crate::document::section::{self, Section};
use crate::document::text::Text;
use crate::suggest::quoted;
use guestpass_model::{ReachModel, RolePrivilegeModel};
use std::collections::BTreeSet;
use toml::Spanned;
use toml::de::DeValue;

const ITEM_KEYS: &[&str] = &["privilege", "when"];

const ITEM_HELP: &str = "write `{ privilege = \"suite:resource:action\", when = \"...\" }`";

/// Everything that a role gives by itself.
pub(super) fn read(
    role: &str,
    section: &Section<'_>,
    privileges: &Privileges<'_>,
    conditions: &mut Conditions,
    sink: &mut Sink<'_>,
) -> BTreeSet<RolePrivilegeModel> {
    let mut given = BTreeSet::new();
    let gives_abroad = section.optional("third-party").or(section.optional("with-grant")).is_some();
    let privileges_at_home = if gives_abroad {
        section.optional("privileges")
    } else {
        section.required("privileges", "write `privileges = []` when it only includes other roles", sink)
    };
    let lists = [
        ("privileges", ReachModel::Own, privileges_at_home),
        ("third-party", ReachModel::ThirdParty, section.optional("third-party")),
        ("with-grant", ReachModel::WithGrant, section.optional("with-grant")),
    ];
    for (key, reach, value) in lists {
        let Some(value) = value else { continue };
        let Some(items) = value.get_ref().as_array() else {
            section::wrong_type(value, key, "a list", sink);
            continue;
        };
        for item in items {
            let Some((name, given_when)) = entry(item, key, (role, section), conditions, sink) else { continue };
            let Some(privilege) = privileges.named(&name, section.what(), sink) else { continue };
            let condition = match given_when {
                Given::Always => None,
                Given::When(position) => Some(position),
                Given::Unreadable => continue,
            };
            if !given.insert(RolePrivilegeModel { reach, privilege, condition }) {
                sink.warning(DiagnosticCode::RepeatedItem, name.value, &name.span, || {
                    says(format!("{} stands twice in `{key}`", quoted(name.value)))
                });
            }
        }
    }
    given
}

/// A privilege, by its name or in a table with a condition.
fn entry<'d>(
    item: &'d Spanned<DeValue<'d>>,
    key: &str,
    (role, section_of_role): (&str, &Section<'_>),
    conditions: &mut Conditions,
    sink: &mut Sink<'_>,
) -> Option<(Text<'d>, Given)> {
    match item.get_ref() {
        DeValue::String(name) => Some((Text { value: name.as_ref(), span: item.span() }, Given::Always)),
        DeValue::Table(table) => {
            let what = format!("a privilege in `{key}` of {}", section_of_role.what());
            let section = Section::open(table, item.span(), what, ITEM_KEYS, sink);
            let name = section.string("privilege", ITEM_HELP, sink);
            let when = section.optional("when").map(|value| section::string(value, "when", sink));
            let given = match when {
                None => Given::Always,
                Some(None) => Given::Unreadable,
                Some(Some(when)) => conditions::add(role, &when, Scope::Privilege, conditions, sink),
            };
            // A misspelt `when` must not make a privilege unconditional; it is an error anyhow.
            Some((name?, given))
        }
        _ => {
            section::wrong_type(item, key, "a string or a table", sink);
            None
        }
    }
}
