//! What comes out.

use guestpass_contract::{
    Decision, Effect, Explanation, FactsRead, Gate, GateOutcome, GateResult, GrantedBy, Holding, InstantMs,
    Obligations, Reason, RoleReference,
};

use crate::abi::macros::{enumeration, record, variant};

enumeration!(Effect);
enumeration!(Reason);
enumeration!(Holding);
enumeration!(Gate);

variant!(RoleReference {
    0 => Policy(index: u16),
    1 => Custom(index: u16),
});

record!(GrantedBy {
    role: Option<RoleReference>,
    held: Holding,
    privilege: u16,
});

record!(FactsRead {
    principal: bool,
    entitlements: bool,
    relationship: bool,
    partner_standing: bool,
    listed_users: bool,
    external_access: bool,
    role_grants: bool,
    groups: bool,
    custom_roles: bool,
    disabled_roles: bool,
});

record!(Obligations { data_protection_agreement: bool, name_the_person: bool });

variant!(GateOutcome {
    0 => Passed,
    1 => Skipped,
    2 => Failed(reason: Reason),
    3 => NotReached,
});

record!(GateResult { gate: Gate, outcome: GateOutcome });

record!(Explanation {
    gates: Vec<GateResult>,
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
