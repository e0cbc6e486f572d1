//! A role as people know it from the table of its product (P5): what it allows, whom it is designed for, who assigns it
//! and what binds its holders; then what it gives.

use guestpass_contract::{AppLevel, Automatic, PolicyInfo, Reach, RoleInfo, RoleKind, RolePrivilege};

use super::{described, listed};
use crate::quoting::visible;

/// All about a role, the first line with its name.
pub(crate) fn role_lines(role: &RoleInfo, info: &PolicyInfo) -> Vec<String> {
    let mut lines = vec![described(&role.name, &role.title), format!("  {}", visible(&role.summary))];
    lines.extend(texts("permissions", &role.functions));
    lines.extend(texts("designed for", &role.designed_for));
    lines.extend(assigners(role, info));
    lines.extend(texts("constraints", &role.constraints));
    lines.push(format!("  held by: {}", holders(role)));
    if let Some(condition) = condition(role.holder_condition, info) {
        lines.push(format!("  held when: {condition}"));
    }
    lines.extend(marks(role));
    for (reach, title) in [
        (Reach::Own, "gives"),
        (Reach::ThirdParty, "gives in every other organisation"),
        (Reach::WithGrant, "gives in another organisation while access is granted"),
    ] {
        let given = role.privileges.iter().filter(|given| given.reach == reach).map(|given| privilege(given, info));
        lines.extend(texts(title, &given.collect::<Vec<_>>()));
    }
    lines
}

/// A title and the texts below it, or nothing.
fn texts(title: &str, texts: &[String]) -> Vec<String> {
    if texts.is_empty() {
        return Vec::new();
    }
    let below = texts.iter().map(|text| format!("    {}", visible(text)));
    std::iter::once(format!("  {title}:")).chain(below).collect()
}

/// The star is that of the tables (C12).
fn assigners(role: &RoleInfo, info: &PolicyInfo) -> Vec<String> {
    if role.automatic.is_some() {
        return vec!["  assigned by: nobody, it is held automatically".to_owned()];
    }
    let Some(assigners) = &role.assigned_by else { return Vec::new() };
    if assigners.is_empty() {
        return vec!["  assigned by: nobody".to_owned()];
    }
    let names = assigners.iter().filter_map(|assigner| {
        let name = &info.roles.get(usize::from(assigner.role))?.name;
        Some(if assigner.needs_grant { format!("{name}*") } else { name.clone() })
    });
    let names: Vec<String> = names.collect();
    let mut lines = vec![format!("  assigned by: {}", listed(names.iter().map(String::as_str)))];
    if assigners.iter().any(|assigner| assigner.needs_grant) {
        lines.push("    * while access is granted".to_owned());
    }
    lines
}

fn holders(role: &RoleInfo) -> String {
    match role.automatic {
        Some(Automatic::Everyone) => return "everyone, automatically".to_owned(),
        Some(Automatic::UserLogin) => return "every user login, automatically".to_owned(),
        Some(Automatic::AccountLogin) => return "every account login, automatically".to_owned(),
        Some(Automatic::AppRole) => {
            return format!("whoever holds an app role at level `{}` or above, automatically", AppLevel::View);
        }
        None => {}
    }
    match role.kind {
        RoleKind::User => "users, groups and external people".to_owned(),
        RoleKind::Account => "account logins".to_owned(),
        RoleKind::App => format!("users, groups and external people, on one resource each, at level `{}`", role.level),
    }
}

fn marks(role: &RoleInfo) -> Option<String> {
    let marks = [
        (role.switchable, "it can be switched off"),
        (role.run_scoped, "workflow runs can be opened to it"),
        (role.deprecated, "it is deprecated"),
    ];
    let marks: Vec<&str> = marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect();
    (!marks.is_empty()).then(|| format!("  marks: {}", marks.join(", ")))
}

fn privilege(given: &RolePrivilege, info: &PolicyInfo) -> String {
    let name = info.privileges.get(usize::from(given.privilege)).map(|privilege| privilege.name.as_str());
    let name = name.unwrap_or_default();
    match condition(given.condition, info) {
        Some(condition) => format!("{name} when {condition}"),
        None => name.to_owned(),
    }
}

/// Conditions of several lines stand on one.
fn condition(index: Option<u16>, info: &PolicyInfo) -> Option<String> {
    let text = info.conditions.get(usize::from(index?))?;
    Some(visible(&text.split_whitespace().collect::<Vec<_>>().join(" ")))
}
