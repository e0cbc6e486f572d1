//! Grants of access to a third party's organisation (C29-C38).

use super::obstacles::Obstacle;
use crate::facts::{AccessGrant, RequestStatus};
use crate::identifiers::EntityId;
use crate::time::{Instant, Position};

/// What the requests for access that reach a resource come to at one instant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Access {
    /// One is granted, whatever its window.
    pub(crate) is_granted: bool,
    /// One that is granted holds now.
    pub(crate) holds: bool,
    /// One that is granted begins later.
    pub(crate) begins_later: bool,
    /// One that is granted has ended.
    pub(crate) has_ended: bool,
    /// What stands in the way when none is granted.
    pub(crate) otherwise: Obstacle,
}

impl Access {
    pub(crate) fn at(grants: &[AccessGrant<'_>], on_resource: Option<EntityId<'_>>, at: Instant) -> Self {
        let mut access = Self {
            is_granted: false,
            holds: false,
            begins_later: false,
            has_ended: false,
            otherwise: Obstacle::NoAccessGrant,
        };
        for grant in grants.iter().filter(|grant| reaches(grant, on_resource)) {
            match grant.status {
                RequestStatus::Granted => {
                    access.is_granted = true;
                    match grant.window.position(at) {
                        Position::Before => access.begins_later = true,
                        Position::Inside => access.holds = true,
                        Position::After => access.has_ended = true,
                    }
                }
                RequestStatus::Pending => access.otherwise = Obstacle::RequestPending,
                RequestStatus::Revoked => access.otherwise = access.otherwise.min(Obstacle::GrantRevoked),
                RequestStatus::Rejected | RequestStatus::Withdrawn => {}
            }
        }
        access
    }
}

/// C38: a grant covers the part of the organisation that it is for, and no other.
pub(crate) fn reaches(grant: &AccessGrant<'_>, on_resource: Option<EntityId<'_>>) -> bool {
    grant.on_resource.is_none() || grant.on_resource == on_resource
}
