//! What a policy says about itself.

mod attributes;
mod operations;
mod roles;

pub use attributes::{AttributeInfo, AttributeType};
pub use operations::{ApiInfo, ChangeInfo, FieldGroupInfo, PrivilegeInfo, Requirement};
pub use roles::{Assigner, Automatic, Reach, RoleInfo, RolePrivilege};

/// A number that the policy does not let an organisation exceed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct LimitInfo {
    /// What is limited: `external-access-instances` (F25), `external-access-role-assignments` (F26) or
    /// `access-grant-hours` (C40).
    pub name: String,
    /// The largest number allowed; none for no limit.
    pub maximum: Option<u32>,
}

/// What a policy is and holds. Hosts ask once, when they load it.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct PolicyInfo {
    /// Name of the policy, the same for all of its versions.
    pub name: String,
    /// Version of the policy document, by its author.
    pub version: String,
    /// SHA-256 of the policy document, 64 lower-case hexadecimal digits.
    #[cfg_attr(feature = "wasmtime", component(name = "source-digest"))]
    pub source_digest: String,
    /// Version of this contract that the component was made for, as `0.2.0`.
    #[cfg_attr(feature = "wasmtime", component(name = "contract-version"))]
    pub contract_version: String,
    /// The policy's own roles; `role-index` counts here. At most 10000.
    pub roles: Vec<RoleInfo>,
    /// The policy's privileges in byte order; `privilege-index` counts here. At most 10000.
    pub privileges: Vec<PrivilegeInfo>,
    /// The policy's operations. At most 10000.
    pub apis: Vec<ApiInfo>,
    /// The policy's field groups. At most 64.
    #[cfg_attr(feature = "wasmtime", component(name = "field-groups"))]
    pub field_groups: Vec<FieldGroupInfo>,
    /// The conditions of the policy as they were written; `condition-index` counts here. At most 10000.
    pub conditions: Vec<String>,
    /// The attributes that the policy declares. At most 256.
    pub attributes: Vec<AttributeInfo>,
    /// The changes that the policy lets people make. A kind that is missing here is refused.
    pub changes: Vec<ChangeInfo>,
    /// The policy's limits.
    pub limits: Vec<LimitInfo>,
    /// Names of the settings that an organisation may change, such as `role:hr` for a switchable role (P4).
    pub settings: Vec<String>,
}

/// Why a policy could not be initialised. Seen at build time only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum InitError {
    /// The component holds a policy already.
    #[cfg_attr(feature = "wasmtime", component(name = "already-initialised"))]
    AlreadyInitialised,
    /// The bytes are not a policy model of this engine.
    #[cfg_attr(feature = "wasmtime", component(name = "malformed-model"))]
    MalformedModel,
    /// The model is readable and breaks a rule.
    #[cfg_attr(feature = "wasmtime", component(name = "invalid-model"))]
    InvalidModel,
}

contract_names!(InitError {
    AlreadyInitialised => "already-initialised",
    MalformedModel => "malformed-model",
    InvalidModel => "invalid-model",
});
