//! Each role: who holds it, who assigns it, what it gives.

use super::text::{code, plain};
use guestpass_contract::{Automatic, PolicyInfo, Reach, RoleInfo, RoleKind, RolePrivilege};

pub(super) fn section(info: &PolicyInfo) -> String {
    let roles: String = info.roles.iter().map(|role| one(role, info)).collect();
    if roles.is_empty() { roles } else { format!("## Roles\n\n{roles}") }
}

fn one(role: &RoleInfo, info: &PolicyInfo) -> String {
    let mut text = format!("### {} ({})\n\n{}\n\n", plain(&role.title), code(&role.name), plain(&role.summary));
    text.push_str("| | |\n|---|---|\n");
    let rows = [
        ("Kind", kind(role)),
        ("Held", held(role, info)),
        ("Assigned by", assigners(role, info)),
        ("Allows, in words", sentences(&role.functions)),
        ("Designed for", sentences(&role.designed_for)),
        ("Binds its holders", sentences(&role.constraints)),
        ("Marks", marks(role)),
    ];
    for (title, value) in rows.into_iter().filter(|(_, value)| !value.is_empty()) {
        text.push_str(&format!("| {title} | {value} |\n"));
    }
    text.push('\n');
    for (reach, title) in [
        (Reach::Own, "Gives"),
        (Reach::ThirdParty, "Gives in every other organisation"),
        (Reach::WithGrant, "Gives in another organisation while access is granted"),
    ] {
        let given = role.privileges.iter().filter(|given| given.reach == reach);
        let rows: String = given.map(|given| privilege(given, info)).collect();
        if !rows.is_empty() {
            text.push_str(&format!("| {title} | What it allows | When |\n|---|---|---|\n{rows}\n"));
        }
    }
    text
}

fn kind(role: &RoleInfo) -> String {
    match role.kind {
        RoleKind::User => "user role".to_owned(),
        RoleKind::Account => "account role".to_owned(),
        RoleKind::App => format!("app role at level {}, held on one resource each", code(role.level.name())),
    }
}

fn held(role: &RoleInfo, info: &PolicyInfo) -> String {
    let by = match role.automatic {
        None => "by grant",
        Some(Automatic::Everyone) => "by everyone, automatically",
        Some(Automatic::UserLogin) => "by every user login, automatically",
        Some(Automatic::AccountLogin) => "by every account login, automatically",
        Some(Automatic::AppRole) => "by whoever holds an app role at `view` or above, automatically",
    };
    match condition(role.holder_condition, info) {
        Some(condition) => format!("{by}, when {condition}"),
        None => by.to_owned(),
    }
}

fn assigners(role: &RoleInfo, info: &PolicyInfo) -> String {
    let Some(assigners) = role.assigned_by.as_ref().filter(|_| role.automatic.is_none()) else {
        return if role.automatic.is_some() { "nobody" } else { "whoever may make the change" }.to_owned();
    };
    let name = |assigner: &guestpass_contract::Assigner| {
        let name = code(&info.roles.get(usize::from(assigner.role))?.name);
        Some(if assigner.needs_grant { format!("{name} while access is granted") } else { name })
    };
    let names: Vec<String> = assigners.iter().filter_map(name).collect();
    if names.is_empty() { "nobody".to_owned() } else { names.join(", ") }
}

fn sentences(texts: &[String]) -> String {
    texts.iter().map(|text| plain(text)).collect::<Vec<_>>().join("; ")
}

fn marks(role: &RoleInfo) -> String {
    let marks = [
        (role.switchable, "can be switched off"),
        (role.run_scoped, "workflow runs can be opened to it"),
        (role.deprecated, "**deprecated**"),
    ];
    marks.into_iter().filter(|(holds, _)| *holds).map(|(_, mark)| mark).collect::<Vec<_>>().join(", ")
}

fn privilege(given: &RolePrivilege, info: &PolicyInfo) -> String {
    let Some(privilege) = info.privileges.get(usize::from(given.privilege)) else { return String::new() };
    let when = condition(given.condition, info).unwrap_or_else(|| "always".to_owned());
    format!("| {} | {} | {when} |\n", code(&privilege.name), plain(&privilege.summary))
}

fn condition(index: Option<u16>, info: &PolicyInfo) -> Option<String> {
    info.conditions.get(usize::from(index?)).map(|text| code(text))
}
