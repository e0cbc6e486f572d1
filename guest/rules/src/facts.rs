//! What the rules may look at: one person in one organisation.

use crate::decision::Reason;
use crate::identifiers::{EntitlementName, EntityId, OrganisationId, RoleName};
use crate::limits;
use crate::policy::Policy;
use crate::time::Window;
use alloc::collections::BTreeSet;
use alloc::vec::Vec;

/// How the person asking stands to the organisation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrincipalKind {
    /// Nobody was identified (R7).
    Unidentified,
    /// A user of the organisation itself.
    Member,
    /// A user of a partner organisation (F4, S1).
    PartnerUser,
    /// An employee of the vendor that runs the product (F4).
    VendorEmployee,
}

/// What is true of the partner's organisation and of its user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartnerStanding {
    /// The partner is accredited (F17, F32).
    pub accredited: bool,
    /// The partner's domain is enabled in the customer's product (F18).
    pub domain_enabled: bool,
    /// The person has access to the partner service layer (F15).
    pub partner_service_layer: bool,
    /// The person has access to the partner's own system (S8).
    pub own_system_access: bool,
    /// The partner has authorised the person for this customer (F20, S6, S7).
    pub authorised: bool,
    /// A single sign-on provider is enabled in the partner's own system (S12).
    pub sso_enabled: bool,
}

/// The person asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Principal<'a> {
    /// How the person stands to the organisation.
    pub kind: PrincipalKind,
    /// Who it is; empty only when unidentified.
    pub id: EntityId<'a>,
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
    /// What holds of a partner's user; ignored for others.
    pub partner: PartnerStanding,
}

/// How far the relationship between customer and partner stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RelationshipStatus {
    /// There has never been one.
    None,
    /// It stands.
    Established,
    /// It has ended (S23).
    Ended,
}

/// The customer's relationship with the person's partner.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relationship {
    /// Where it stands.
    pub status: RelationshipStatus,
    /// The partner fully manages the customer's product (F6, S4).
    pub managed: bool,
}

/// A user that the customer itself lists and that may be the person asking (S11).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListedUser<'a> {
    /// E-mail address; empty when unknown.
    pub email: &'a str,
    /// Identity that the sign-in system gave; empty when unknown.
    pub identity: &'a str,
}

/// Whether external access is on (F12, S17).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AccessMode {
    /// On until somebody changes it.
    Continuous,
    /// On inside the window only.
    Period(Window),
    /// Off.
    Disabled,
}

/// What the customer has set up for the vendor, or for the partner asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExternalAccess {
    /// Whether and when it is on.
    pub mode: AccessMode,
    /// On: the roles assigned to the person count and nothing else. Off: full access (F8, F9, F10).
    pub role_management: bool,
}

/// A role held by the person or by a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RoleGrant<'a> {
    /// Which role; an unknown one gives nothing (R16).
    pub role: RoleName<'a>,
    /// The organisation that it was granted in (R1).
    pub organisation: OrganisationId<'a>,
    /// The group that holds it; none when the person does (R2).
    pub group: Option<EntityId<'a>>,
    /// The one resource that it is limited to (P13, P21).
    pub on_resource: Option<EntityId<'a>>,
    /// When it holds; none for always (C35).
    pub window: Option<Window>,
}

impl RoleGrant<'_> {
    /// Whether an identifier that must be there is empty.
    fn is_nameless(&self) -> bool {
        let is_empty = |id: Option<EntityId<'_>>| id.is_some_and(|id| id.0.is_empty());
        self.role.0.is_empty() || self.organisation.0.is_empty() || is_empty(self.group) || is_empty(self.on_resource)
    }
}

/// A role that the organisation made for itself (R3, P3).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CustomRole<'a> {
    /// Unique among the organisation's custom roles and the policy's own (R3).
    pub name: RoleName<'a>,
    /// What it gives; a privilege that the policy does not declare gives nothing (R16).
    pub privileges: Vec<&'a str>,
}

/// Everything that the rules may look at for one person in one organisation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facts<'a> {
    /// The organisation that is being asked about; empty for none (R10).
    pub organisation: OrganisationId<'a>,
    /// What the organisation has bought (F1).
    pub entitlements: Vec<EntitlementName<'a>>,
    /// Who is asking.
    pub principal: Principal<'a>,
    /// The relationship with the person's partner.
    pub relationship: Option<Relationship>,
    /// The instance that lets the person in.
    pub external_access: Option<ExternalAccess>,
    /// Users of the customer that may be this person (S11).
    pub listed_users: Vec<ListedUser<'a>>,
    /// Groups that the person is a member of, one level deep (R2).
    pub groups: Vec<EntityId<'a>>,
    /// Roles granted to the person or to groups.
    pub role_grants: Vec<RoleGrant<'a>>,
    /// The organisation's own roles.
    pub custom_roles: Vec<CustomRole<'a>>,
    /// Names of roles that the organisation has switched off (P4).
    pub disabled_roles: Vec<RoleName<'a>>,
}

impl Facts<'_> {
    /// Whether the rules may rely on these facts at all. Windows need no look here: one that runs backward cannot be
    /// made.
    pub(crate) fn validate(&self, policy: &Policy) -> Result<(), Reason> {
        self.validate_counts()?;
        if self.principal.kind != PrincipalKind::Unidentified && self.principal.id.0.is_empty() {
            return Err(Reason::MalformedFacts);
        }
        // Without an organisation there is nothing that anybody could hold in it (R1, R10).
        if self.organisation.0.is_empty()
            && (self.relationship.is_some() || self.external_access.is_some() || !self.role_grants.is_empty())
        {
            return Err(Reason::MalformedFacts);
        }
        // Two things without an identifier are not the same thing.
        if self.groups.iter().any(|group| group.0.is_empty()) || self.role_grants.iter().any(RoleGrant::is_nameless) {
            return Err(Reason::MalformedFacts);
        }
        self.validate_custom_roles(policy)
    }

    fn validate_counts(&self) -> Result<(), Reason> {
        let counts = [
            (self.entitlements.len(), limits::ENTITLEMENTS_MAX),
            (self.listed_users.len(), limits::LISTED_USERS_MAX),
            (self.groups.len(), limits::GROUPS_MAX),
            (self.role_grants.len(), limits::ROLE_GRANTS_MAX),
            (self.custom_roles.len(), limits::CUSTOM_ROLES_MAX),
            (self.disabled_roles.len(), limits::DISABLED_ROLES_MAX),
        ];
        if counts.iter().any(|&(count, maximum)| count > maximum) {
            return Err(Reason::LimitExceeded);
        }
        let privileges = self.custom_roles.iter().fold(0_usize, |sum, role| sum.saturating_add(role.privileges.len()));
        if privileges > limits::CUSTOM_PRIVILEGES_MAX { Err(Reason::LimitExceeded) } else { Ok(()) }
    }

    /// R3: names are unique within an organisation's catalogue, and the policy's own are taken.
    fn validate_custom_roles(&self, policy: &Policy) -> Result<(), Reason> {
        let mut seen = BTreeSet::new();
        for role in &self.custom_roles {
            if role.name.0.is_empty() || policy.role_index(role.name).is_some() || !seen.insert(role.name) {
                return Err(Reason::MalformedFacts);
            }
        }
        Ok(())
    }
}
