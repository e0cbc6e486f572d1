//! What a policy says about itself.

/// A role of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleInfo {
    /// Unique within the policy.
    pub name: String,
    /// For people.
    pub title: String,
    /// One sentence on what it is for.
    pub summary: String,
    /// What it gives (R4), in rising order.
    pub privileges: Vec<u16>,
    /// Whether an organisation may switch it off (P4).
    pub switchable: bool,
    /// Still evaluated, no longer meant to be assigned (P11).
    pub deprecated: bool,
}

/// A privilege of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct PrivilegeInfo {
    /// `suite:resource:action` (R5).
    pub name: String,
    /// One sentence on what it allows.
    pub summary: String,
}

/// An operation of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ApiInfo {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on what it does.
    pub summary: String,
    /// Any one of these is enough (R9); empty: no role is required (R10).
    pub privileges: Vec<String>,
}

/// A group of fields that is shown or hidden as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct FieldGroupInfo {
    /// Unique within the policy.
    pub name: String,
    /// One sentence on which fields it holds.
    pub summary: String,
}

/// A number that the policy does not let an organisation exceed.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct LimitInfo {
    /// What is limited: `external-access-instances` (F25) or `external-access-role-assignments` (F26).
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
    /// Version of this contract that the component was made for, as `0.1.0`.
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
