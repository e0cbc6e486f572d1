//! The roles of a policy as JSON.

use serde::Serialize;

use super::{condition, privilege_name, texts};
use crate::json::errors::{JsonError, JsonErrorKind};
use crate::json::shape::Code;
use crate::{AppLevel, Assigner, Automatic, PolicyInfo, Reach, RoleInfo, RoleKind, RolePrivilege};

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role", deny_unknown_fields))]
pub(super) struct RoleJson<'a> {
    /// Unique within the policy.
    name: &'a str,
    /// For people.
    title: &'a str,
    /// One sentence on what it is for.
    summary: &'a str,
    /// What it allows, in the words of the policy's author.
    functions: Vec<&'a str>,
    /// Whom it is designed for.
    designed_for: Vec<&'a str>,
    /// What binds its holders, in words.
    constraints: Vec<&'a str>,
    /// Who may hold it.
    kind: Code<RoleKind>,
    /// For an app role: how much it allows; `none` for others.
    level: Code<AppLevel>,
    /// Who holds it without a grant; null for a role that is granted.
    automatic: Option<Code<Automatic>>,
    /// What it gives, in rising order of reach and privilege.
    privileges: Vec<RolePrivilegeJson<'a>>,
    /// Holders of these roles may assign it, and nobody else; null when a privilege decides that.
    assigned_by: Option<Vec<AssignerJson<'a>>>,
    /// What must be true of its holder; null for nothing.
    holder_condition: Option<&'a str>,
    /// Workflow runs can be opened to it.
    run_scoped: bool,
    /// Whether an organisation may switch it off.
    switchable: bool,
    /// Still evaluated, no longer meant to be assigned.
    deprecated: bool,
}

/// A privilege that a role gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role-privilege", deny_unknown_fields))]
struct RolePrivilegeJson<'a> {
    /// Which.
    privilege: &'a str,
    /// Where.
    reach: Code<Reach>,
    /// When this holds; null for always.
    condition: Option<&'a str>,
}

/// A role whose holders may assign another.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "assigner", deny_unknown_fields))]
struct AssignerJson<'a> {
    /// Which.
    role: &'a str,
    /// Only while an access grant holds.
    needs_grant: bool,
}

impl<'a> RoleJson<'a> {
    pub(super) fn new(role: &'a RoleInfo, info: &'a PolicyInfo) -> Result<Self, JsonError> {
        let privileges = role.privileges.iter().map(|given| RolePrivilegeJson::new(*given, info));
        let assigners = role.assigned_by.as_ref();
        let assigners = assigners
            .map(|assigners| assigners.iter().map(|assigner| AssignerJson::new(*assigner, info)).collect())
            .transpose()?;
        let holder_condition = role.holder_condition;
        Ok(Self {
            name: &role.name,
            title: &role.title,
            summary: &role.summary,
            functions: texts(&role.functions),
            designed_for: texts(&role.designed_for),
            constraints: texts(&role.constraints),
            kind: Code(role.kind),
            level: Code(role.level),
            automatic: role.automatic.map(Code),
            privileges: privileges.collect::<Result<_, JsonError>>()?,
            assigned_by: assigners,
            holder_condition: holder_condition.map(|index| condition("roles", index, info)).transpose()?,
            run_scoped: role.run_scoped,
            switchable: role.switchable,
            deprecated: role.deprecated,
        })
    }
}

impl<'a> RolePrivilegeJson<'a> {
    fn new(given: RolePrivilege, info: &'a PolicyInfo) -> Result<Self, JsonError> {
        Ok(Self {
            privilege: privilege_name("roles", given.privilege, info)?,
            reach: Code(given.reach),
            condition: given.condition.map(|index| condition("roles", index, info)).transpose()?,
        })
    }
}

impl<'a> AssignerJson<'a> {
    fn new(assigner: Assigner, info: &'a PolicyInfo) -> Result<Self, JsonError> {
        let role = info.roles.get(usize::from(assigner.role)).ok_or_else(|| {
            let message = "an index names a role that the policy does not have".to_owned();
            JsonError::new(JsonErrorKind::Unprintable, "roles", message)
        })?;
        Ok(Self { role: &role.name, needs_grant: assigner.needs_grant })
    }
}
