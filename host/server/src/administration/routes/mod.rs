//! The endpoints of administration, under `/api/v1`.

mod access_requests;
mod administrators;
mod asking;
mod changes;
mod customers;
mod external_access;
mod facts;
mod me;
mod people;
mod reviews;
mod roles;
mod timelines;

pub(crate) use changes::refused_change;

use crate::endpoint::{Access, Endpoint};
use crate::identity::ScopeName;

/// What can be asked for administration. The policy guards each of them besides: the person of the credential has to be
/// allowed what the screen is for.
#[must_use]
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let access = Access::Scope(ScopeName::Administer);
    vec![
        Endpoint::get("/api/v1/me", access, me::show),
        Endpoint::post("/api/v1/organisations/{organisation}/changes", access, changes::make),
        Endpoint::post("/api/v1/organisations/{organisation}/reviews", access, reviews::judge),
        Endpoint::get("/api/v1/organisations/{organisation}/facts", access, facts::show),
        Endpoint::get("/api/v1/organisations/{organisation}/external-access", access, external_access::list),
        Endpoint::get("/api/v1/organisations/{organisation}/customers", access, customers::list),
        Endpoint::get("/api/v1/organisations/{organisation}/roles", access, roles::list),
        Endpoint::get("/api/v1/organisations/{organisation}/people", access, people::list),
        Endpoint::get("/api/v1/organisations/{organisation}/access-requests", access, access_requests::list),
        Endpoint::get("/api/v1/organisations/{organisation}/administrators", access, administrators::list),
        Endpoint::get("/api/v1/organisations/{organisation}/timeline", access, timelines::show),
    ]
}
