//! What a policy holds, as JSON.

use serde::Serialize;

use super::decision::prefixed_digest;
use super::errors::{JsonError, JsonErrorKind};
use crate::{PolicyInfo, RoleInfo};

/// What a policy is and holds, with names in place of indices. serde prints it; the order of the keys is fixed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "policy", deny_unknown_fields))]
pub struct PolicyInfoJson<'a> {
    /// Name of the policy, the same for all of its versions.
    name: &'a str,
    /// Version of the policy document, by its author.
    version: &'a str,
    /// Digest of the component, `sha256:` and 64 hexadecimal digits.
    digest: String,
    /// Digest of the policy document, `sha256:` and 64 hexadecimal digits.
    source_digest: String,
    /// Version of the contract that the component was made for.
    contract_version: &'a str,
    /// The policy's own roles.
    roles: Vec<RoleJson<'a>>,
    /// The policy's privileges, in byte order.
    privileges: Vec<NamedJson<'a>>,
    /// The policy's operations.
    apis: Vec<ApiJson<'a>>,
    /// Groups of fields that are shown or hidden as a whole.
    field_groups: Vec<NamedJson<'a>>,
    /// Numbers that the policy does not let an organisation exceed.
    limits: Vec<LimitJson<'a>>,
    /// Names of the settings that an organisation may change.
    settings: Vec<&'a str>,
}

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "role", deny_unknown_fields))]
struct RoleJson<'a> {
    /// Unique within the policy.
    name: &'a str,
    /// For people.
    title: &'a str,
    /// One sentence on what it is for.
    summary: &'a str,
    /// What it gives, in byte order.
    privileges: Vec<&'a str>,
    /// Whether an organisation may switch it off.
    switchable: bool,
    /// Still evaluated, no longer meant to be assigned.
    deprecated: bool,
}

/// Something with a name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "named", deny_unknown_fields))]
struct NamedJson<'a> {
    /// Unique among its kind within the policy.
    name: &'a str,
    /// One sentence on what it is.
    summary: &'a str,
}

/// An operation of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "api", deny_unknown_fields))]
struct ApiJson<'a> {
    /// Unique within the policy.
    name: &'a str,
    /// One sentence on what it does.
    summary: &'a str,
    /// Any one of these is enough; empty: no role is required.
    privileges: Vec<&'a str>,
}

/// A number that the policy does not let an organisation exceed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "limit", deny_unknown_fields))]
struct LimitJson<'a> {
    /// What is limited.
    name: &'a str,
    /// The largest number allowed; null for no limit.
    maximum: Option<u32>,
}

impl<'a> PolicyInfoJson<'a> {
    /// Gives a policy's indices their names.
    ///
    /// `digest` is the SHA-256 of the component in hexadecimal digits, with or without `sha256:` before it.
    ///
    /// # Errors
    /// [`JsonErrorKind::Unprintable`] for a role that gives a privilege which is not there; [`PolicyInfo::verify`]
    /// finds it sooner.
    pub fn new(info: &'a PolicyInfo, digest: &str) -> Result<Self, JsonError> {
        Ok(Self {
            name: &info.name,
            version: &info.version,
            digest: prefixed_digest(digest),
            source_digest: prefixed_digest(&info.source_digest),
            contract_version: &info.contract_version,
            roles: info.roles.iter().map(|role| RoleJson::new(role, info)).collect::<Result<_, _>>()?,
            privileges: info
                .privileges
                .iter()
                .map(|item| NamedJson { name: &item.name, summary: &item.summary })
                .collect(),
            apis: info
                .apis
                .iter()
                .map(|api| ApiJson {
                    name: &api.name,
                    summary: &api.summary,
                    privileges: api.privileges.iter().map(String::as_str).collect(),
                })
                .collect(),
            field_groups: info
                .field_groups
                .iter()
                .map(|group| NamedJson { name: &group.name, summary: &group.summary })
                .collect(),
            limits: info.limits.iter().map(|limit| LimitJson { name: &limit.name, maximum: limit.maximum }).collect(),
            settings: info.settings.iter().map(String::as_str).collect(),
        })
    }
}

impl<'a> RoleJson<'a> {
    fn new(role: &'a RoleInfo, info: &'a PolicyInfo) -> Result<Self, JsonError> {
        let privileges = role.privileges.iter().map(|index| {
            info.privileges.get(usize::from(*index)).map(|privilege| privilege.name.as_str()).ok_or_else(|| {
                let message = format!("the role `{}` gives a privilege that the policy does not have", role.name);
                JsonError::new(JsonErrorKind::Unprintable, "roles", message)
            })
        });
        Ok(Self {
            name: &role.name,
            title: &role.title,
            summary: &role.summary,
            privileges: privileges.collect::<Result<_, _>>()?,
            switchable: role.switchable,
            deprecated: role.deprecated,
        })
    }
}
