//! What the policy says about itself: one role, which gives one privilege.

use crate::bindings::exports::guestpass::policy::evaluation as wit;

/// The one privilege, and where it stands in the description.
pub(crate) const VIEW_TICKETS: &str = "desk:ticket:view";
pub(crate) const VIEW_TICKETS_INDEX: wit::PrivilegeIndex = 0;
/// The one operation.
pub(crate) const VIEW_TICKET: &str = "view-ticket";
/// The one role, and where it stands in the description.
pub(crate) const SUPPORT_VIEWER: &str = "support-viewer";
pub(crate) const SUPPORT_VIEWER_INDEX: wit::RoleIndex = 0;

pub(crate) fn policy_info() -> wit::PolicyInfo {
    wit::PolicyInfo {
        name: "support-weekdays".to_owned(),
        version: "1.0.0".to_owned(),
        // There is no policy document. What the policy is, the digest of the component says.
        source_digest: "0".repeat(64),
        contract_version: "0.2.0".to_owned(),
        roles: vec![support_viewer()],
        privileges: vec![wit::PrivilegeInfo {
            name: VIEW_TICKETS.to_owned(),
            summary: "View the tickets of a customer.".to_owned(),
        }],
        apis: vec![wit::ApiInfo {
            name: VIEW_TICKET.to_owned(),
            summary: "Shows one ticket.".to_owned(),
            requirement: wit::Requirement::Privileges(vec![VIEW_TICKETS.to_owned()]),
            gates: None,
        }],
        field_groups: Vec::new(),
        conditions: Vec::new(),
        attributes: Vec::new(),
        changes: Vec::new(),
        limits: Vec::new(),
        settings: Vec::new(),
    }
}

fn support_viewer() -> wit::RoleInfo {
    wit::RoleInfo {
        name: SUPPORT_VIEWER.to_owned(),
        title: "Support viewer".to_owned(),
        summary: "Views a customer's tickets on the weekdays of a window that the customer approved.".to_owned(),
        functions: vec!["View tickets".to_owned()],
        designed_for: vec!["Support staff of the vendor".to_owned()],
        constraints: vec!["Monday to Friday, UTC".to_owned(), "Inside an approved window only".to_owned()],
        kind: wit::RoleKind::User,
        level: wit::AppLevel::None,
        automatic: None,
        privileges: vec![wit::RolePrivilege {
            privilege: VIEW_TICKETS_INDEX,
            reach: wit::Reach::WithGrant,
            condition: None,
        }],
        assigned_by: None,
        holder_condition: None,
        run_scoped: false,
        switchable: false,
        deprecated: false,
    }
}
