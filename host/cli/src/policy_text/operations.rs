//! Operations, changes and field groups of a policy.

use guestpass_contract::{ApiInfo, ChangeInfo, FieldGroupInfo, PolicyInfo, Requirement};

use super::{described, listed};

/// An operation, and what it asks for.
pub(super) fn api_lines(api: &ApiInfo) -> Vec<String> {
    let mut lines = vec![described(&api.name, &api.summary), format!("  needs {}", needed(&api.requirement))];
    if let Some(gates) = &api.gates {
        lines.push(format!("  gates: {}", listed(gates.iter().map(|gate| gate.name()))));
    }
    lines
}

/// A kind of change, and what it asks for.
pub(super) fn change_lines(change: &ChangeInfo) -> Vec<String> {
    vec![described(&change.name, &format!("needs {}", needed(&change.requirement)))]
}

/// A group of fields, and who sees it where.
pub(super) fn field_lines(group: &FieldGroupInfo, info: &PolicyInfo) -> Vec<String> {
    let named = |indices: &[u16]| {
        let privileges = indices.iter().filter_map(|index| info.privileges.get(usize::from(*index)));
        listed(privileges.map(|privilege| privilege.name.as_str()))
    };
    vec![
        described(&group.name, &group.summary),
        format!("  fields: {}", listed(group.fields.iter().map(String::as_str))),
        format!("  shown by: {}", named(&group.shown_by)),
        format!("  where this is used: {}", named(&group.on)),
    ]
}

fn needed(requirement: &Requirement) -> String {
    match requirement {
        Requirement::Nothing => "no role".to_owned(),
        Requirement::Entry => "no role, and the gates of entry passed".to_owned(),
        Requirement::AnyRole => "any role".to_owned(),
        Requirement::Privileges(names) => {
            names.iter().map(|name| crate::quoting::visible(name)).collect::<Vec<_>>().join(" || ")
        }
    }
}
