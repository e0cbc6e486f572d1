//! What goes in.

use guestpass_contract::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts,
    InstantMs, ListedUser, Login, NameSpan, PartnerStanding, Principal, PrincipalKind, Relationship,
    RelationshipStatus, RequestStatus, RoleGrant, RoleKind, TextRange, Window,
};

use crate::abi::macros::{enumeration, flags, record, variant};

record!(TextRange { start: u32, length: u32 });
record!(NameSpan { start: u32, length: u32 });

record!(Window { start: InstantMs, end: InstantMs });

enumeration!(PrincipalKind::Unidentified);
enumeration!(Login::User);
enumeration!(RelationshipStatus::None);
enumeration!(RequestStatus::Pending);
enumeration!(RoleKind::User);
enumeration!(AppLevel::None);

flags!(PartnerStanding: u8);

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
    login: Login,
    id: TextRange,
    email: TextRange,
    identity: TextRange,
    home: TextRange,
    partner: PartnerStanding,
});

record!(RoleGrant {
    role: TextRange,
    organisation: TextRange,
    group: Option<TextRange>,
    on_resource: Option<TextRange>,
    window: Option<Window>,
});

record!(CustomRole { name: TextRange, kind: RoleKind, level: AppLevel, privileges: TextRange });

variant!(AttributeSubject {
    0 => Principal,
    1 => Organisation,
    2 => Resource(id: TextRange),
    3 => Context,
    4 => Person,
});

variant!(AttributeValue {
    0 => Text(text: TextRange),
    1 => Texts(texts: NameSpan),
    2 => Integer(number: i64),
    3 => Boolean(truth: bool),
    4 => Timestamp(instant: InstantMs),
});

record!(Attribute { subject: AttributeSubject, name: TextRange, value: AttributeValue });

record!(AccessGrant {
    status: RequestStatus,
    on_resource: Option<TextRange>,
    window: Window,
});

record!(Facts {
    text: String,
    names: Vec<TextRange>,
    organisation: TextRange,
    entitlements: NameSpan,
    groups: NameSpan,
    disabled_roles: NameSpan,
    principal: Principal,
    relationship: Option<Relationship>,
    external_access: Option<ExternalAccess>,
    listed_users: Vec<ListedUser>,
    role_grants: Vec<RoleGrant>,
    custom_roles: Vec<CustomRole>,
    access_grants: Vec<AccessGrant>,
    attributes: Vec<Attribute>,
});
