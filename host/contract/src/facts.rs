//! What goes in: everything that the rules may look at for one person in one organisation.

use crate::{InstantMs, TextRange};

/// Half-open span of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Window {
    /// First instant inside.
    pub start: InstantMs,
    /// First instant outside; must be later than `start` (F28).
    pub end: InstantMs,
}

/// How the person asking stands to the organisation. It decides which gates there are to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum PrincipalKind {
    /// Nobody was identified; every request is denied (R7).
    #[cfg_attr(feature = "wasmtime", component(name = "unidentified"))]
    Unidentified,
    /// A user of the organisation itself.
    #[cfg_attr(feature = "wasmtime", component(name = "member"))]
    Member,
    /// A user of a partner organisation, let in through partner access (F4, S1).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-user"))]
    PartnerUser,
    /// An employee of the vendor that runs the product (F4).
    #[cfg_attr(feature = "wasmtime", component(name = "vendor-employee"))]
    VendorEmployee,
}

contract_names!(PrincipalKind {
    Unidentified => "unidentified",
    Member => "member",
    PartnerUser => "partner-user",
    VendorEmployee => "vendor-employee",
});

/// How far the relationship between the customer and the partner stands (S3, S23).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(enum)
)]
#[repr(u8)]
pub enum RelationshipStatus {
    /// There has never been one.
    #[cfg_attr(feature = "wasmtime", component(name = "none"))]
    None,
    /// It stands.
    #[cfg_attr(feature = "wasmtime", component(name = "established"))]
    Established,
    /// It has ended; all access through it ended with it.
    #[cfg_attr(feature = "wasmtime", component(name = "ended"))]
    Ended,
}

contract_names!(RelationshipStatus {
    None => "none",
    Established => "established",
    Ended => "ended",
});

/// What is true of the partner's organisation and of its user, each a condition of entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct PartnerStanding {
    /// The partner is accredited (F17, F32).
    pub accredited: bool,
    /// The partner's domain is enabled in the customer's product (F18).
    #[cfg_attr(feature = "wasmtime", component(name = "domain-enabled"))]
    pub domain_enabled: bool,
    /// The person has access to the partner service layer (F15).
    #[cfg_attr(feature = "wasmtime", component(name = "partner-service-layer"))]
    pub partner_service_layer: bool,
    /// The person has access to the partner's own system (S8).
    #[cfg_attr(feature = "wasmtime", component(name = "own-system-access"))]
    pub own_system_access: bool,
    /// The partner has authorised the person for this customer (F20, S6, S7).
    pub authorised: bool,
    /// A single sign-on provider is enabled in the partner's own system (S12).
    #[cfg_attr(feature = "wasmtime", component(name = "sso-enabled"))]
    pub sso_enabled: bool,
}

/// The customer's relationship with the partner that the person belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Relationship {
    /// Where it stands.
    pub status: RelationshipStatus,
    /// The partner fully manages the customer's product (F6, S4).
    pub managed: bool,
}

/// Who may be the same person as the one asking: a user that the customer itself lists (F24, S9). The host looks up
/// candidates, the policy compares them (S11). One that has nothing in common to compare denies, with `rule-error`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ListedUser {
    /// E-mail address; compared without regard to case or surrounding blanks.
    pub email: TextRange,
    /// Identity that the sign-in system gave, empty when there is none.
    pub identity: TextRange,
}

/// Whether external access is on (F12, S17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(variant)
)]
pub enum AccessMode {
    /// On until somebody changes it.
    #[cfg_attr(feature = "wasmtime", component(name = "continuous"))]
    Continuous,
    /// On inside the window only.
    #[cfg_attr(feature = "wasmtime", component(name = "period"))]
    Period(Window),
    /// Off.
    #[cfg_attr(feature = "wasmtime", component(name = "disabled"))]
    Disabled,
}

/// One external-access instance: what the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct ExternalAccess {
    /// Whether and when it is on.
    pub mode: AccessMode,
    /// On: the roles assigned to the person count and nothing else. Off: full access (F8, F9, F10).
    #[cfg_attr(feature = "wasmtime", component(name = "role-management"))]
    pub role_management: bool,
}

/// The person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Principal {
    /// How the person stands to the organisation.
    pub kind: PrincipalKind,
    /// Who it is; empty only for `unidentified`.
    pub id: TextRange,
    /// E-mail address; empty when unknown.
    pub email: TextRange,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: TextRange,
    /// For `partner-user`: what holds of the partner and of its user. Ignored for others.
    pub partner: PartnerStanding,
}

/// A role held by the person or by a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct RoleGrant {
    /// Which role. A name that neither the policy nor `custom-roles` knows gives nothing (R16).
    pub role: TextRange,
    /// The organisation that it was granted in; one of another organisation gives nothing (R1).
    pub organisation: TextRange,
    /// The group that holds it; none when the person does. It counts while the group is in `facts.groups` (R2),
    /// and never for people from outside: they hold what was assigned to themselves (F9).
    pub group: Option<TextRange>,
    /// The one resource that it is limited to (P13, P21); none for all of the organisation.
    #[cfg_attr(feature = "wasmtime", component(name = "on-resource"))]
    pub on_resource: Option<TextRange>,
    /// When it holds; none for always (C35).
    pub window: Option<Window>,
}

/// A role that the organisation made for itself (R3, P3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct CustomRole {
    /// Unique among the organisation's custom roles and the policy's own (R3).
    pub name: TextRange,
    /// First of its privileges in `facts.custom-privileges`.
    #[cfg_attr(feature = "wasmtime", component(name = "privileges-start"))]
    pub privileges_start: u32,
    /// How many there are, at most 10000. One that the policy does not declare gives nothing (R16).
    #[cfg_attr(feature = "wasmtime", component(name = "privileges-length"))]
    pub privileges_length: u32,
}

/// Everything that the rules may look at for one person in one organisation. The host assembles it; a page can be
/// handed exactly this and no more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[cfg_attr(
    feature = "wasmtime",
    derive(wasmtime::component::ComponentType, wasmtime::component::Lift, wasmtime::component::Lower),
    component(record)
)]
pub struct Facts {
    /// All names and identifiers below, one after another; at most 256 KiB.
    pub text: String,
    /// The organisation that is being asked about.
    pub organisation: TextRange,
    /// What the organisation has bought: a privilege of a suite that needs an entitlement counts only when the
    /// entitlement is in this list (F1). At most 100.
    pub entitlements: Vec<TextRange>,
    /// Who is asking.
    pub principal: Principal,
    /// The relationship with the person's partner; none for members and vendor employees.
    pub relationship: Option<Relationship>,
    /// The external-access instance that lets the person in; none when the customer has set up none.
    #[cfg_attr(feature = "wasmtime", component(name = "external-access"))]
    pub external_access: Option<ExternalAccess>,
    /// Users that the customer itself lists and that may be this person (S11). At most 100.
    #[cfg_attr(feature = "wasmtime", component(name = "listed-users"))]
    pub listed_users: Vec<ListedUser>,
    /// Groups that the person is a member of, one level deep (R2). At most 1000.
    pub groups: Vec<TextRange>,
    /// Roles granted to the person or to those groups. At most 1000.
    #[cfg_attr(feature = "wasmtime", component(name = "role-grants"))]
    pub role_grants: Vec<RoleGrant>,
    /// The organisation's own roles, at least all that `role-grants` names. At most 1000.
    #[cfg_attr(feature = "wasmtime", component(name = "custom-roles"))]
    pub custom_roles: Vec<CustomRole>,
    /// The privileges of all custom roles, one role's after another's. At most 10000.
    #[cfg_attr(feature = "wasmtime", component(name = "custom-privileges"))]
    pub custom_privileges: Vec<TextRange>,
    /// Names of switchable roles that the organisation has switched off (P4). At most 100.
    #[cfg_attr(feature = "wasmtime", component(name = "disabled-roles"))]
    pub disabled_roles: Vec<TextRange>,
}
