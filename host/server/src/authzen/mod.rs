//! OpenID AuthZEN Authorization API 1.0.
//!
//! How its words become a question to the policy:
//!
//! - The *subject* is a person of the directory, of type `user`. Everybody else is unidentified, and denied.
//! - The *resource* is one that the directory keeps, by type and identifier, or one that it does not keep, of which
//!   only the request knows anything. A resource of type `organisation` is an organisation as a whole.
//! - The *organisation* is `context.organisation`, else the property `organisation` of the resource, else the resource
//!   itself when its type is `organisation`, else the one that the caller's credential is bound to.
//! - The *action* is a privilege expression when there is a `:` in it; else the operation `TYPE.ACTION` of the policy,
//!   TYPE being that of the resource; else the operation `ACTION`.
//! - *Properties* of subject and resource, and the context, are attributes where the policy declares them, with the
//!   types that it declares. They never stand in for what the directory keeps; a policy that wants to know what the
//!   caller said about it declares `context.subject_NAME`, `context.resource_NAME` or `context.action_NAME`.
//! - A *decision* has a context when the caller sent `"options": {"explain": true}`, which is ours: the decision as
//!   Guestpass prints it everywhere, with its reason, what granted it, how long it is valid, fields to hide,
//!   obligations, gates and remedies. Without it there is a context only for an allowed request with
//!   obligations or fields to hide.
//! - An *answer* is as new as its question: all that was written before counts. A caller who says
//!   `"options": {"at_least_revision": 42}`, which is ours too, with the revision that a change was answered with, gets
//!   `409` from a directory that has not reached it.
//!
//! **Invariant:** what cannot be read, found or decided is denied or answered with a problem; a batch answers as its
//! questions would one by one, and a search finds only what an evaluation allows.

mod access_requests;
mod answer;
mod body;
mod decider;
mod described;
mod evaluation;
mod metadata;
mod paging;
mod properties;
mod question;
mod search;
#[cfg(test)]
mod tests;
mod wire;

pub(crate) use access_requests::Seal;
pub use metadata::{PublicUrl, UnfitPublicUrl};

use axum::http::StatusCode;

use crate::endpoint::{Access, Endpoint};
use crate::identity::ScopeName;
use described::{
    AccessRequestRequest, ActionSearchRequest, EvaluationRequest, EvaluationsRequest, ResourceSearchRequest,
    SubjectSearchRequest,
};

/// Where the parts are asked; the document of the metadata says so too.
const EVALUATION: &str = "/access/v1/evaluation";
const EVALUATIONS: &str = "/access/v1/evaluations";
const SUBJECT_SEARCH: &str = "/access/v1/search/subject";
const RESOURCE_SEARCH: &str = "/access/v1/search/resource";
const ACTION_SEARCH: &str = "/access/v1/search/action";
const ACCESS_REQUESTS: &str = "/access/v1/requests";
const ACCESS_REQUEST: &str = "/access/v1/requests/{task}";
const ACCESS_REQUEST_CANCEL: &str = "/access/v1/requests/{task}/cancel";

/// The endpoints of the standard.
pub(crate) fn endpoints() -> Vec<Endpoint> {
    let (decide, search) = (Access::Scope(ScopeName::Decide), Access::Scope(ScopeName::Search));
    let administer = Access::Scope(ScopeName::Administer);
    vec![
        Endpoint::post(EVALUATION, decide, evaluation::evaluation)
            .taking::<EvaluationRequest>()
            .answering::<answer::Answer>(),
        Endpoint::post(EVALUATIONS, decide, evaluation::evaluations)
            .taking::<EvaluationsRequest>()
            .answering::<answer::OneOrSeveral>(),
        Endpoint::post(SUBJECT_SEARCH, search, search::subjects)
            .taking::<SubjectSearchRequest>()
            .answering::<search::Found<search::FoundEntity>>(),
        Endpoint::post(RESOURCE_SEARCH, search, search::resources)
            .taking::<ResourceSearchRequest>()
            .answering::<search::Found<search::FoundEntity>>(),
        Endpoint::post(ACTION_SEARCH, search, search::actions)
            .taking::<ActionSearchRequest>()
            .answering::<search::Found<search::FoundAction>>(),
        Endpoint::post(ACCESS_REQUESTS, administer, access_requests::submit)
            .taking::<AccessRequestRequest>()
            .answering_as::<access_requests::Described>(StatusCode::ACCEPTED),
        Endpoint::get(ACCESS_REQUEST, administer, access_requests::status).answering::<access_requests::Described>(),
        Endpoint::post(ACCESS_REQUEST_CANCEL, administer, access_requests::cancel)
            .taking_if_any::<access_requests::Cancelling>()
            .answering::<access_requests::Described>(),
        Endpoint::get("/.well-known/authzen-configuration", Access::Public, metadata::metadata)
            .answering::<metadata::Metadata>(),
    ]
}
