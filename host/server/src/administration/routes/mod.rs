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

pub(super) use asking::declares;
pub(crate) use changes::refused_change;
pub(super) use customers::ROW;

use guestpass_contract::json::TimelineJson;

use crate::endpoint::{Access, Endpoint};
use crate::identity::ScopeName;
use crate::openapi::MadeChange;

/// What can be asked for administration. The policy guards each of them besides: the person of the credential has to be
/// allowed what the screen is for.
#[must_use]
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let access = Access::Scope(ScopeName::Administer);
    vec![
        Endpoint::get("/api/v1/me", access, me::show).answering::<me::Me>(),
        Endpoint::post("/api/v1/organisations/{organisation}/changes", access, changes::make)
            .taking::<changes::Sent>()
            .answering::<MadeChange>(),
        Endpoint::post("/api/v1/organisations/{organisation}/reviews", access, reviews::judge)
            .taking::<changes::Sent>()
            .answering::<reviews::Reviewed>(),
        Endpoint::get("/api/v1/organisations/{organisation}/facts", access, facts::show).answering::<facts::Known>(),
        Endpoint::get("/api/v1/organisations/{organisation}/external-access", access, external_access::list)
            .answering::<external_access::Listing>(),
        Endpoint::get("/api/v1/organisations/{organisation}/customers", access, customers::list)
            .answering::<customers::Listing>(),
        Endpoint::get("/api/v1/organisations/{organisation}/roles", access, roles::list).answering::<roles::Listing>(),
        Endpoint::get("/api/v1/organisations/{organisation}/people", access, people::list)
            .answering::<people::Listing>(),
        Endpoint::get("/api/v1/organisations/{organisation}/access-requests", access, access_requests::list)
            .answering::<access_requests::Listing>(),
        Endpoint::get("/api/v1/organisations/{organisation}/administrators", access, administrators::list)
            .answering::<administrators::Listing>(),
        Endpoint::get("/api/v1/organisations/{organisation}/timeline", access, timelines::show)
            .answering::<TimelineJson<'static>>(),
    ]
}
