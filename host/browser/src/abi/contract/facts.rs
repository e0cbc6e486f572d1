//! What goes in.

use guestpass_contract::{
    AccessMode, CustomRole, ExternalAccess, Facts, InstantMs, ListedUser, PartnerStanding, Principal, PrincipalKind,
    Relationship, RelationshipStatus, RoleGrant, TextRange, Window,
};

use crate::abi::macros::{enumeration, record, variant};

record!(TextRange { start: u32, length: u32 });

record!(Window { start: InstantMs, end: InstantMs });

enumeration!(PrincipalKind);
enumeration!(RelationshipStatus);

record!(PartnerStanding {
    accredited: bool,
    domain_enabled: bool,
    partner_service_layer: bool,
    own_system_access: bool,
    authorised: bool,
    sso_enabled: bool,
});

record!(Relationship { status: RelationshipStatus, managed: bool });

record!(ListedUser { email: TextRange, identity: TextRange });

variant!(AccessMode {
    0 => Continuous,
    1 => Period(window: Window),
    2 => Disabled,
});

record!(ExternalAccess { mode: AccessMode, role_management: bool });

record!(Principal {
    kind: PrincipalKind,
    id: TextRange,
    email: TextRange,
    identity: TextRange,
    partner: PartnerStanding,
});

record!(RoleGrant {
    role: TextRange,
    organisation: TextRange,
    group: Option<TextRange>,
    on_resource: Option<TextRange>,
    window: Option<Window>,
});

record!(CustomRole { name: TextRange, privileges_start: u32, privileges_length: u32 });

record!(Facts {
    text: String,
    organisation: TextRange,
    entitlements: Vec<TextRange>,
    principal: Principal,
    relationship: Option<Relationship>,
    external_access: Option<ExternalAccess>,
    listed_users: Vec<ListedUser>,
    groups: Vec<TextRange>,
    role_grants: Vec<RoleGrant>,
    custom_roles: Vec<CustomRole>,
    custom_privileges: Vec<TextRange>,
    disabled_roles: Vec<TextRange>,
});
