//! The header, and what is a table of its own: operations, changes, field groups, limits.

use super::text::{code, codes, plain};
use guestpass_contract::{PolicyInfo, Requirement};

pub(super) fn header(info: &PolicyInfo, digest: &str) -> String {
    let rows = [
        ("Version", plain(&info.version)),
        ("Component", code(digest)),
        ("Document", code(&format!("sha256:{}", info.source_digest))),
        ("Contract", plain(&info.contract_version)),
    ];
    let rows: String = rows.into_iter().map(|(title, value)| format!("| {title} | {value} |\n")).collect();
    format!("# Policy {}\n\n| | |\n|---|---|\n{rows}", code(&info.name))
}

/// How much there is of everything.
pub(super) fn contents(info: &PolicyInfo) -> String {
    let counted = |count: usize, one: &str| format!("{count} {one}{}", if count == 1 { "" } else { "s" });
    format!(
        "{}, {}, {}, {}.\n",
        counted(info.roles.len(), "role"),
        counted(info.privileges.len(), "privilege"),
        counted(info.apis.len(), "operation"),
        counted(info.changes.len(), "change"),
    )
}

pub(super) fn operations(info: &PolicyInfo) -> String {
    let row = |api: &guestpass_contract::ApiInfo| {
        let gates =
            api.gates.as_ref().map_or_else(|| "all".to_owned(), |gates| codes(gates.iter().map(|gate| gate.name())));
        format!("| {} | {} | {} | {gates} |\n", code(&api.name), plain(&api.summary), needed(&api.requirement))
    };
    table(
        "Operations",
        &["Operation", "What it does", "Needs any one of", "Gates from outside"],
        info.apis.iter().map(row),
    )
}

pub(super) fn changes(info: &PolicyInfo) -> String {
    let rows =
        info.changes.iter().map(|change| format!("| {} | {} |\n", code(&change.name), needed(&change.requirement)));
    table("Changes", &["Change", "Needs any one of"], rows)
}

pub(super) fn field_groups(info: &PolicyInfo) -> String {
    let named = |indices: &[u16]| {
        let privileges = indices.iter().filter_map(|index| info.privileges.get(usize::from(*index)));
        codes(privileges.map(|privilege| privilege.name.as_str()))
    };
    let row = |group: &guestpass_contract::FieldGroupInfo| {
        let fields = codes(group.fields.iter().map(String::as_str));
        let (name, summary) = (code(&group.name), plain(&group.summary));
        format!("| {name} | {summary} | {fields} | {} | {} |\n", named(&group.shown_by), named(&group.on))
    };
    table(
        "Field groups",
        &["Group", "What it holds", "Fields", "Shown by", "Where this is used"],
        info.field_groups.iter().map(row),
    )
}

pub(super) fn limits(info: &PolicyInfo) -> String {
    let rows = info.limits.iter().map(|limit| {
        let maximum = limit.maximum.map_or_else(|| "unlimited".to_owned(), |maximum| maximum.to_string());
        format!("| {} | {maximum} |\n", code(&limit.name))
    });
    table("Limits", &["Limit", "At most"], rows)
}

/// A table below its title; nothing when it would be empty.
fn table(title: &str, columns: &[&str], rows: impl Iterator<Item = String>) -> String {
    let rows: String = rows.collect();
    if rows.is_empty() {
        return rows;
    }
    format!("## {title}\n\n| {} |\n|{}\n{rows}", columns.join(" | "), "---|".repeat(columns.len()))
}

fn needed(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Nothing => "nothing but a person who is identified".to_owned(),
        Requirement::Entry => "the gates".to_owned(),
        Requirement::AnyRole => "any role, or full access".to_owned(),
        Requirement::Privileges(names) => codes(names.iter().map(String::as_str)),
    }
}
