//! What comes out.

use guestpass_contract::{
    Decision, Effect, Explanation, FactsRead, Gate, GateOutcome, GateResult, GrantedBy, Holding, InstantMs,
    Obligations, Reason, Remedy, RemedySet, RoleReference,
};

use crate::abi::macros::{enumeration, flags, record, variant};

enumeration!(Effect::Deny);
enumeration!(Reason::RuleError);
enumeration!(Holding::Direct);
enumeration!(Gate::WellFormed);

variant!(RoleReference {
    0 => Policy(index: u16),
    1 => Custom(index: u16),
});

record!(GrantedBy {
    role: Option<RoleReference>,
    held: Holding,
    privilege: Option<u16>,
});

flags!(FactsRead: u16);
flags!(Obligations: u8);

variant!(GateOutcome {
    0 => Passed,
    1 => Skipped,
    2 => Failed(reason: Reason),
    3 => NotReached,
});

record!(GateResult { gate: Gate, outcome: GateOutcome });

variant!(Remedy {
    0 => BuyEntitlement(privilege: u16),
    1 => EstablishRelationship,
    2 => AccreditPartner,
    3 => EnableDomain,
    4 => GivePartnerServiceLayer,
    5 => GiveOwnSystemAccess,
    6 => AuthoriseUser,
    7 => EnableSso,
    8 => RemoveListing,
    9 => EnableAccess,
    10 => AdvanceAccess,
    11 => ExtendAccess,
    12 => DisableRoleManagement,
    13 => EnableRole(role: RoleReference),
    14 => AdvanceRole(role: RoleReference),
    15 => ExtendRole(role: RoleReference),
    16 => AssignRole(role: u16),
    17 => ObtainAccessGrant,
    18 => GrantRequest,
    19 => AdvanceAccessGrant,
    20 => ExtendAccessGrant,
});

record!(RemedySet {
    remedies: Vec<Remedy>,
});

record!(Explanation {
    gates: Vec<GateResult>,
    remedies: Vec<RemedySet>,
});

record!(Decision {
    effect: Effect,
    reason: Reason,
    granted_by: Option<GrantedBy>,
    valid_from: Option<InstantMs>,
    valid_until: Option<InstantMs>,
    hidden_field_groups: u64,
    obligations: Obligations,
    facts_read: FactsRead,
    explanation: Option<Explanation>,
});
