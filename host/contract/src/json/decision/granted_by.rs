//! What granted an allowed request.

use serde::Serialize;

use super::{RoleOrigin, privilege_name, role_name};
use crate::json::errors::JsonError;
use crate::json::shape::Code;
use crate::{Facts, GrantedBy, Holding, PolicyInfo};

/// What granted an allowed request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "granted-by", deny_unknown_fields))]
pub(super) struct GrantedByJson<'a> {
    /// The role; absent for full access.
    #[serde(skip_serializing_if = "Option::is_none")]
    role: Option<&'a str>,
    /// Whether the role is the policy's own or the organisation's; absent for full access.
    #[serde(skip_serializing_if = "Option::is_none")]
    role_kind: Option<RoleOrigin>,
    /// How the role was held.
    held: Code<Holding>,
    /// The privilege of the request that it gave; absent when any role was enough.
    #[serde(skip_serializing_if = "Option::is_none")]
    privilege: Option<&'a str>,
}

impl<'a> GrantedByJson<'a> {
    pub(super) fn new(granted_by: GrantedBy, info: &'a PolicyInfo, facts: &'a Facts) -> Result<Self, JsonError> {
        let role = granted_by.role.map(|role| role_name("granted_by.role", role, info, facts)).transpose()?;
        let privilege = granted_by.privilege;
        let privilege = privilege.map(|index| privilege_name("granted_by.privilege", index, info)).transpose()?;
        Ok(Self {
            role: role.map(|(_, name)| name),
            role_kind: role.map(|(origin, _)| origin),
            held: Code(granted_by.held),
            privilege,
        })
    }
}
