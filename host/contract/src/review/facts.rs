//! What a change is judged by, besides the facts.

use crate::{
    ExternalAccess, ListedUser, Login, NameSpan, PartnerStanding, Relationship, RequestStatus, TextRange, Window,
};

/// The person that a change names: who is to be authorised, added, or given a role, or in whose name access is asked
/// for. Their attributes are those of `facts.attributes` with the subject `person`.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ChangePerson {
    /// What the person signs in with.
    pub login: Login,
    /// E-mail address; empty when unknown.
    pub email: TextRange,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: TextRange,
    /// Who may be the same person on the other list: users of the customer when a partner authorises somebody,
    /// authorised users of partners when the customer adds somebody (S9, S10). At most 100.
    pub counterparts: Vec<ListedUser>,
    /// Names of the roles that the person holds in the person's own organisation (C25). At most 1000.
    pub roles: NameSpan,
    /// The person, or the group, holds the very role that the change names, on the same resource.
    #[cfg_attr(feature = "wasmtime", component(name = "holds-role"))]
    pub holds_role: bool,
}

/// A request for access, as it is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct KeptRequest {
    /// How far it has come.
    pub status: RequestStatus,
    /// The account that it is for.
    pub account: TextRange,
    /// The company that it is for.
    pub company: TextRange,
    /// Who is responsible for it (C30).
    #[cfg_attr(feature = "wasmtime", component(name = "requested-by"))]
    pub requested_by: TextRange,
    /// Who submitted it.
    #[cfg_attr(feature = "wasmtime", component(name = "created-by"))]
    pub created_by: TextRange,
    /// When access is asked for.
    pub window: Window,
}

/// What the rules may look at besides `facts` to judge a change: the things that the change names.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ChangeFacts {
    /// All names and identifiers below, one after another; at most 256 KiB.
    pub text: String,
    /// What the spans below point into; at most 1000.
    pub names: Vec<TextRange>,
    /// A partner fully manages the organisation (F6, S14).
    #[cfg_attr(feature = "wasmtime", component(name = "customer-managed"))]
    pub customer_managed: bool,
    /// The instance of the grantee that the change names, or that lets the external person in; none when there is none.
    pub instance: Option<ExternalAccess>,
    /// How many external-access instances the organisation has (F25, F27).
    pub instances: u32,
    /// How many pairs of an external person and a role the organisation has (F26).
    #[cfg_attr(feature = "wasmtime", component(name = "role-assignments"))]
    pub role_assignments: u32,
    /// What holds of the partner that the change names, and of its person.
    pub partner: PartnerStanding,
    /// The relationship between that partner and the customer that the change names.
    pub relationship: Option<Relationship>,
    /// How many other partners have an established relationship with that customer (S15).
    #[cfg_attr(feature = "wasmtime", component(name = "other-relationships"))]
    pub other_relationships: u32,
    /// Another partner manages that customer (S15).
    #[cfg_attr(feature = "wasmtime", component(name = "managed-elsewhere"))]
    pub managed_elsewhere: bool,
    /// The person, or the group, that the change names; none when there is no such person.
    pub person: Option<ChangePerson>,
    /// People may arrive by single sign-on (P17).
    #[cfg_attr(feature = "wasmtime", component(name = "sso-arrivals"))]
    pub sso_arrivals: bool,
    /// People may arrive by account requests (P17).
    #[cfg_attr(feature = "wasmtime", component(name = "account-requests"))]
    pub account_requests: bool,
    /// The role of people who arrive by themselves; empty for none (P17).
    #[cfg_attr(feature = "wasmtime", component(name = "default-role"))]
    pub default_role: TextRange,
    /// The request that the change names; none when there is no such request.
    pub request: Option<KeptRequest>,
    /// The company that the change names belongs to the account that it names (C28).
    #[cfg_attr(feature = "wasmtime", component(name = "company-in-account"))]
    pub company_in_account: bool,
}
