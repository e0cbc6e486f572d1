//! What would flip a denial.
//!
//! [`search`] tries changes out: it decides, takes the reason of the denial, makes a copy of the facts for every single
//! change that addresses it ([`candidates`] lists them, [`step`] makes them), and decides again, until the request is
//! allowed or what may be spent is spent. Nothing is concluded about a set of changes that was not decided.

mod candidates;
mod needs;
mod roles;
mod search;
mod step;
#[cfg(test)]
mod tests;

use crate::decision::RoleReference;
use crate::facts::Facts;
use crate::identifiers::{PrivilegeIndex, RoleIndex};
use crate::policy::Policy;
use crate::request::Request;
use alloc::vec::Vec;
use needs::Needs;
use search::Search;

/// A single change of the facts. The declaration order is the order in which a set names its changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Remedy {
    /// The organisation buys what the suite of this privilege needs (F1).
    BuyEntitlement(PrivilegeIndex),
    /// Customer and partner establish a relationship (S3).
    EstablishRelationship,
    /// The partner is accredited (F17).
    AccreditPartner,
    /// The customer enables the partner's domain (F18).
    EnableDomain,
    /// The person gets access to the partner service layer (F15).
    GivePartnerServiceLayer,
    /// The person gets access to the partner's own system (S8).
    GiveOwnSystemAccess,
    /// The partner authorises the person (F20).
    AuthoriseUser,
    /// The partner enables single sign-on (S12).
    EnableSso,
    /// The customer no longer lists the person (S10).
    RemoveListing,
    /// The customer sets external access to continuous, with role management off where there was none before (F12).
    EnableAccess,
    /// The start of external access moves to now or earlier.
    AdvanceAccess,
    /// The end of external access moves past now.
    ExtendAccess,
    /// The customer switches role management off (F8).
    DisableRoleManagement,
    /// The role is switched on (P4).
    EnableRole(RoleReference),
    /// The start of a grant of the role moves to now or earlier.
    AdvanceRole(RoleReference),
    /// The end of a grant of the role moves past now.
    ExtendRole(RoleReference),
    /// The person is given the role; on the resource asked about when it is an app role.
    AssignRole(RoleIndex),
    /// Access is asked for and granted (C32).
    ObtainAccessGrant,
    /// The pending request is granted (C32).
    GrantRequest,
    /// The start of an access grant moves to now or earlier.
    AdvanceAccessGrant,
    /// The end of an access grant moves past now.
    ExtendAccessGrant,
}

/// Changes that flip a denial when all of them are made, and do not when one is left out; rising.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct RemedySet {
    /// The changes.
    pub remedies: Vec<Remedy>,
}

/// The smallest sets of changes that would flip a denial, each tried out; none for a request that is allowed, or where
/// the rules know no such changes. All have the same size, and they come in rising order.
///
/// Facts must have been found valid.
pub(crate) fn find<'a>(policy: &'a Policy, facts: &Facts<'a>, request: &Request<'a>) -> Vec<RemedySet> {
    let Some(needs) = Needs::read(policy, request) else { return Vec::new() };
    Search::new(policy, facts, request, &needs).run()
}
