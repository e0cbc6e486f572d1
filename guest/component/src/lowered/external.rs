//! How people from outside are let in.

use super::names::Text;
use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::{
    AccessGrant, AccessMode, ExternalAccess, Instant, Reason, Relationship, RelationshipStatus, RequestStatus, Window,
};

pub(super) fn relationship(relationship: wit::Relationship) -> Relationship {
    let status = match relationship.status {
        wit::RelationshipStatus::None => RelationshipStatus::None,
        wit::RelationshipStatus::Established => RelationshipStatus::Established,
        wit::RelationshipStatus::Ended => RelationshipStatus::Ended,
    };
    Relationship { status, managed: relationship.managed }
}

pub(super) fn access(access: Option<wit::ExternalAccess>) -> Result<Option<ExternalAccess>, Reason> {
    let Some(access) = access else { return Ok(None) };
    let mode = match access.mode {
        wit::AccessMode::Continuous => AccessMode::Continuous,
        wit::AccessMode::Period(period) => AccessMode::Period(window(period)?),
        wit::AccessMode::Disabled => AccessMode::Disabled,
    };
    Ok(Some(ExternalAccess { mode, role_management: access.role_management }))
}

pub(super) fn access_grant<'a>(text: Text<'a>, grant: &wit::AccessGrant) -> Result<AccessGrant<'a>, Reason> {
    Ok(AccessGrant {
        status: request_status(grant.status),
        on_resource: text.entity(grant.on_resource)?,
        window: window(grant.window)?,
    })
}

pub(super) fn request_status(status: wit::RequestStatus) -> RequestStatus {
    match status {
        wit::RequestStatus::Pending => RequestStatus::Pending,
        wit::RequestStatus::Granted => RequestStatus::Granted,
        wit::RequestStatus::Rejected => RequestStatus::Rejected,
        wit::RequestStatus::Withdrawn => RequestStatus::Withdrawn,
        wit::RequestStatus::Revoked => RequestStatus::Revoked,
    }
}

/// F28: a window that is empty or runs backward makes the facts malformed.
pub(super) fn window(window: wit::Window) -> Result<Window, Reason> {
    Window::new(Instant(window.start), Instant(window.end)).ok_or(Reason::MalformedFacts)
}
