//! What a policy holds, as JSON.

mod operations;
mod roles;

use serde::Serialize;

#[cfg(feature = "schema")]
pub(super) use operations::RequirementJson;

use operations::{ApiJson, ChangeRuleJson, FieldGroupJson};
use roles::RoleJson;

use super::decision::{prefixed_digest, privilege_name};
use super::errors::{JsonError, JsonErrorKind};
use super::shape::Code;
use crate::{AttributeType, PolicyInfo};

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
    field_groups: Vec<FieldGroupJson<'a>>,
    /// The conditions as they were written.
    conditions: Vec<&'a str>,
    /// What conditions may ask about.
    attributes: Vec<AttributeJson<'a>>,
    /// The changes that the policy lets people make.
    changes: Vec<ChangeRuleJson<'a>>,
    /// Numbers that the policy does not let an organisation exceed.
    limits: Vec<LimitJson<'a>>,
    /// Names of the settings that an organisation may change.
    settings: Vec<&'a str>,
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

/// An attribute that conditions may ask about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[cfg_attr(feature = "schema", derive(schemars::JsonSchema), schemars(rename = "attribute", deny_unknown_fields))]
struct AttributeJson<'a> {
    /// Its full name, such as `principal.named`.
    name: &'a str,
    /// What it may hold.
    holds: Code<AttributeType>,
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
    /// [`JsonErrorKind::Unprintable`] for an index of something that is not there; [`PolicyInfo::verify`] finds it
    /// sooner.
    pub fn new(info: &'a PolicyInfo, digest: &str) -> Result<Self, JsonError> {
        let field_groups = info.field_groups.iter().map(|group| FieldGroupJson::new(group, info));
        let attributes = info.attributes.iter();
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
            apis: info.apis.iter().map(ApiJson::new).collect(),
            field_groups: field_groups.collect::<Result<_, _>>()?,
            conditions: texts(&info.conditions),
            attributes: attributes.map(|item| AttributeJson { name: &item.name, holds: Code(item.holds) }).collect(),
            changes: info.changes.iter().map(ChangeRuleJson::new).collect(),
            limits: info.limits.iter().map(|limit| LimitJson { name: &limit.name, maximum: limit.maximum }).collect(),
            settings: texts(&info.settings),
        })
    }
}

fn texts(texts: &[String]) -> Vec<&str> {
    texts.iter().map(String::as_str).collect()
}

/// The text of a condition.
fn condition<'a>(path: &str, index: u16, info: &'a PolicyInfo) -> Result<&'a str, JsonError> {
    info.conditions.get(usize::from(index)).map(String::as_str).ok_or_else(|| {
        let message = "an index names a condition that the policy does not have".to_owned();
        JsonError::new(JsonErrorKind::Unprintable, path, message)
    })
}
