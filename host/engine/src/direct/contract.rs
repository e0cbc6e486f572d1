//! The types of `check`, field by field, in the order of `wit/policy.wit`.
//!
//! The compiler refuses a list that leaves a field or a case out, or gives it another type. A wrong order would give
//! other answers than the rules give by themselves, which tests/engines compares.

use super::layout::{Extent, Plain, Read, Write, enumerations, record, variant};
use guestpass_contract::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, Decision, Effect,
    ExternalAccess, FactsRead, GrantedBy, Holding, InstantMs, ListedUser, Login, NameSpan, Obligations,
    PartnerStanding, Principal, PrincipalKind, Reason, Relationship, RelationshipStatus, Request, RequestStatus,
    RoleGrant, RoleKind, RoleReference, Target, TextRange, Window,
};

/// Where a text or a list lies, and how many bytes or items it has.
#[derive(Clone, Copy, Debug)]
pub(super) struct Slice {
    pub(super) address: u32,
    pub(super) length: u32,
}

/// Facts, with their texts and lists put somewhere.
pub(super) struct PlacedFacts {
    pub(super) text: Slice,
    pub(super) names: Slice,
    pub(super) organisation: TextRange,
    pub(super) entitlements: NameSpan,
    pub(super) groups: NameSpan,
    pub(super) disabled_roles: NameSpan,
    pub(super) principal: Principal,
    pub(super) relationship: Option<Relationship>,
    pub(super) external_access: Option<ExternalAccess>,
    pub(super) listed_users: Slice,
    pub(super) role_grants: Slice,
    pub(super) custom_roles: Slice,
    pub(super) access_grants: Slice,
    pub(super) attributes: Slice,
}

/// Requests, with their text and list put somewhere.
pub(super) struct PlacedRequests {
    pub(super) text: Slice,
    pub(super) items: Slice,
}

/// What `check` takes.
pub(super) struct Arguments {
    pub(super) facts: PlacedFacts,
    pub(super) requests: PlacedRequests,
}

record!(Arguments { facts: PlacedFacts, requests: PlacedRequests } goes_in);

record!(PlacedFacts {
    text: Slice,
    names: Slice,
    organisation: TextRange,
    entitlements: NameSpan,
    groups: NameSpan,
    disabled_roles: NameSpan,
    principal: Principal,
    relationship: Option<Relationship>,
    external_access: Option<ExternalAccess>,
    listed_users: Slice,
    role_grants: Slice,
    custom_roles: Slice,
    access_grants: Slice,
    attributes: Slice,
} goes_in);

record!(PlacedRequests { text: Slice, items: Slice } goes_in);

record!(Slice { address: u32, length: u32 } goes_in);

impl Read for Slice {
    #[inline(always)]
    fn read(image: &[u8]) -> Option<Self> {
        let mut fields = super::layout::Fields::default();
        Some(Self { address: fields.read(image)?, length: fields.read(image)? })
    }
}

record!(TextRange { start: u32, length: u32 } goes_in);
record!(NameSpan { start: u32, length: u32 } goes_in);
record!(Window { start: InstantMs, end: InstantMs } goes_in);

enumerations!(PrincipalKind, Login, RelationshipStatus, RequestStatus, RoleKind, AppLevel; goes_in);

record!(Principal {
    kind: PrincipalKind,
    login: Login,
    id: TextRange,
    email: TextRange,
    identity: TextRange,
    home: TextRange,
    partner: PartnerStanding,
} goes_in);

impl Plain for PartnerStanding {
    const EXTENT: Extent = u8::EXTENT;
}

impl Write for PartnerStanding {
    #[inline(always)]
    fn write(&self, image: &mut [u8]) -> Option<()> {
        u8::try_from(self.bits()).ok()?.write(image)
    }
}

record!(Relationship { status: RelationshipStatus, managed: bool } goes_in);
record!(ListedUser { email: TextRange, identity: TextRange } goes_in);

variant!(AccessMode {
    0 => Continuous,
    1 => Period(Window),
    2 => Disabled,
} goes_in);

record!(ExternalAccess { mode: AccessMode, role_management: bool } goes_in);

record!(RoleGrant {
    role: TextRange,
    organisation: TextRange,
    group: Option<TextRange>,
    on_resource: Option<TextRange>,
    window: Option<Window>,
} goes_in);

record!(CustomRole { name: TextRange, kind: RoleKind, level: AppLevel, privileges: TextRange } goes_in);
record!(AccessGrant { status: RequestStatus, on_resource: Option<TextRange>, window: Window } goes_in);

variant!(AttributeSubject {
    0 => Principal,
    1 => Organisation,
    2 => Resource(TextRange),
    3 => Context,
    4 => Person,
} goes_in);

variant!(AttributeValue {
    0 => Text(TextRange),
    1 => Texts(NameSpan),
    2 => Integer(i64),
    3 => Boolean(bool),
    4 => Timestamp(InstantMs),
} goes_in);

record!(Attribute { subject: AttributeSubject, name: TextRange, value: AttributeValue } goes_in);

variant!(Target {
    0 => Privileges(TextRange),
    1 => Api(TextRange),
} goes_in);

record!(Request { target: Target, on_resource: Option<TextRange>, now: InstantMs, explain: bool } goes_in);

enumerations!(Effect, Reason, Holding; comes_out);

variant!(RoleReference {
    0 => Policy(u16),
    1 => Custom(u16),
} comes_out);

record!(GrantedBy { role: Option<RoleReference>, held: Holding, privilege: Option<u16> } comes_out);

/// A decision without an explanation.
struct Unexplained {
    effect: Effect,
    reason: Reason,
    granted_by: Option<GrantedBy>,
    valid_from: Option<InstantMs>,
    valid_until: Option<InstantMs>,
    hidden_field_groups: u64,
    obligations: Obligations,
    facts_read: FactsRead,
    explanation: NoExplanation,
}

record!(Unexplained {
    effect: Effect,
    reason: Reason,
    granted_by: Option<GrantedBy>,
    valid_from: Option<InstantMs>,
    valid_until: Option<InstantMs>,
    hidden_field_groups: u64,
    obligations: Obligations,
    facts_read: FactsRead,
    explanation: NoExplanation,
} comes_out);

impl Plain for Decision {
    const EXTENT: Extent = Unexplained::EXTENT;
}

/// One with an explanation is not read: nobody asked for one.
impl Read for Decision {
    #[inline(always)]
    fn read(image: &[u8]) -> Option<Self> {
        let Unexplained {
            effect,
            reason,
            granted_by,
            valid_from,
            valid_until,
            hidden_field_groups,
            obligations,
            facts_read,
            explanation: NoExplanation,
        } = Unexplained::read(image)?;
        let explanation = None;
        Some(Self {
            effect,
            reason,
            granted_by,
            valid_from,
            valid_until,
            hidden_field_groups,
            obligations,
            facts_read,
            explanation,
        })
    }
}

/// An explanation that is not there. It would be two lists.
struct NoExplanation;

/// Two lists.
struct Lists;

impl Plain for Lists {
    const EXTENT: Extent = Extent::NOTHING.field::<Slice>().field::<Slice>();
}

impl Plain for NoExplanation {
    const EXTENT: Extent = Option::<Lists>::EXTENT;
}

impl Read for NoExplanation {
    #[inline(always)]
    fn read(image: &[u8]) -> Option<Self> {
        (u8::read(image)? == 0).then_some(Self)
    }
}

impl Plain for Obligations {
    const EXTENT: Extent = u8::EXTENT;
}

impl Read for Obligations {
    #[inline(always)]
    fn read(image: &[u8]) -> Option<Self> {
        Self::from_bits(u32::from(u8::read(image)?))
    }
}

impl Plain for FactsRead {
    const EXTENT: Extent = u16::EXTENT;
}

impl Read for FactsRead {
    #[inline(always)]
    fn read(image: &[u8]) -> Option<Self> {
        Self::from_bits(u32::from(u16::read(image)?))
    }
}
