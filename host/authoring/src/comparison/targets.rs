//! What can be asked for.

use std::collections::BTreeSet;

use guestpass_contract::{PolicyInfo, Requirement, TargetDraft};
use serde::Serialize;

/// What somebody may, or may not.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "difference-target"))]
#[serde(rename_all = "kebab-case")]
pub enum Target {
    /// A privilege, in either policy.
    Privilege(String),
    /// An operation of either policy.
    Operation(String),
    /// A change that `review` judges.
    Change {
        /// The kind of change, such as `assign-role`.
        kind: String,
        /// The role that is to be assigned.
        #[serde(skip_serializing_if = "Option::is_none")]
        role: Option<String>,
    },
}

impl Target {
    /// None for a change: that is not for `check`.
    pub(crate) fn draft(&self) -> Option<TargetDraft<'_>> {
        match self {
            Self::Privilege(name) => Some(TargetDraft::Privileges(name)),
            Self::Operation(name) => Some(TargetDraft::Api(name)),
            Self::Change { .. } => None,
        }
    }

    /// As sentences name it.
    pub(crate) fn in_words(&self) -> String {
        match self {
            Self::Privilege(name) => format!("`{name}`"),
            Self::Operation(name) => format!("use operation `{name}`"),
            Self::Change { role: Some(role), .. } => format!("assign role `{role}`"),
            Self::Change { kind, role: None } => format!("make the change `{kind}`"),
        }
    }
}

/// All privileges of both policies, then all operations.
pub(crate) fn all(old: &PolicyInfo, new: &PolicyInfo) -> Vec<Target> {
    let both = [old, new];
    let privileges: BTreeSet<&str> =
        both.iter().flat_map(|info| &info.privileges).map(|privilege| privilege.name.as_str()).collect();
    let apis: BTreeSet<&str> = both.iter().flat_map(|info| &info.apis).map(|api| api.name.as_str()).collect();
    let privileges = privileges.into_iter().map(|name| Target::Privilege(name.to_owned()));
    privileges.chain(apis.into_iter().map(|name| Target::Operation(name.to_owned()))).collect()
}

/// What an operation asks for by a policy.
pub(super) fn requirement<'a>(info: &'a PolicyInfo, operation: &str) -> Option<&'a Requirement> {
    info.apis.iter().find(|api| api.name == operation).map(|api| &api.requirement)
}

/// The privileges whose holders may use an operation, when both policies agree on that: it need not be told beside
/// them.
pub(super) fn implied_by(old: &PolicyInfo, new: &PolicyInfo, target: &Target) -> Vec<Target> {
    let Target::Operation(name) = target else { return Vec::new() };
    match (requirement(old, name), requirement(new, name)) {
        (Some(Requirement::Privileges(before)), Some(Requirement::Privileges(after))) if before == after => {
            before.iter().cloned().map(Target::Privilege).collect()
        }
        _ => Vec::new(),
    }
}
