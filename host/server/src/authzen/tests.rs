//! What the tests of this part share.

use guestpass::contract::{ApiInfo, AttributeInfo, AttributeType, PolicyInfo, PrivilegeInfo, Requirement};

/// A policy with three operations on records.
pub(super) fn info() -> PolicyInfo {
    let privileges = ["delete", "read", "write"].map(|action| format!("record:record:{action}"));
    let apis = ["delete", "read", "write"].map(|action| ApiInfo {
        name: format!("record.{action}"),
        summary: String::new(),
        requirement: Requirement::Privileges(vec![format!("record:record:{action}")]),
        gates: None,
    });
    let attribute = |name: &str, holds| AttributeInfo { name: name.to_owned(), holds };
    PolicyInfo {
        name: "records".to_owned(),
        version: "1".to_owned(),
        source_digest: "0".repeat(64),
        contract_version: guestpass::contract::CONTRACT_VERSION.to_owned(),
        roles: Vec::new(),
        privileges: privileges.map(|name| PrivilegeInfo { name, summary: String::new() }).to_vec(),
        apis: apis.to_vec(),
        field_groups: Vec::new(),
        conditions: Vec::new(),
        attributes: vec![
            attribute("principal.role", AttributeType::Text),
            attribute("resource.status", AttributeType::Text),
            attribute("context.action_soft", AttributeType::Boolean),
            attribute("context.resource_status", AttributeType::Text),
        ],
        changes: Vec::new(),
        limits: Vec::new(),
        settings: Vec::new(),
    }
}
