//! What a policy says about itself.

use guestpass_contract::{ApiInfo, FieldGroupInfo, InitError, LimitInfo, PolicyInfo, PrivilegeInfo, RoleInfo};

use crate::abi::macros::{enumeration, record};

record!(RoleInfo {
    name: String,
    title: String,
    summary: String,
    privileges: Vec<u16>,
    switchable: bool,
    deprecated: bool,
});

record!(PrivilegeInfo { name: String, summary: String });

record!(ApiInfo {
    name: String,
    summary: String,
    privileges: Vec<String>,
});

record!(FieldGroupInfo { name: String, summary: String });

record!(LimitInfo {
    name: String,
    maximum: Option<u32>,
});

record!(PolicyInfo {
    name: String,
    version: String,
    source_digest: String,
    contract_version: String,
    roles: Vec<RoleInfo>,
    privileges: Vec<PrivilegeInfo>,
    apis: Vec<ApiInfo>,
    field_groups: Vec<FieldGroupInfo>,
    limits: Vec<LimitInfo>,
    settings: Vec<String>,
});

enumeration!(InitError);
