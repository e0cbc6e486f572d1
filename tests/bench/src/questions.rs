//! The ordinary questions, about the policy of Flexera One.

use guestpass_contract::{
    AccessMode, Change, ChangeFacts, ChangeFactsBuilder, ExternalAccess, ExternalAccessEdit, ExternalAccessSettings,
    Facts, FactsBuilder, Grantee, PartnerStanding, PrincipalDraft, Relationship, RelationshipStatus, RequestDraft,
    Requests, RoleGrantDraft, TextTooLong, UnfitFacts, Window,
};

use crate::NOW_MS;

const WINDOW: Window = Window { start: NOW_MS - 1_000, end: NOW_MS + 3_600_000 };

/// A partner's user with five roles in a period: the ordinary case.
///
/// # Errors
/// Never for these few names.
pub fn facts() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.entitlement("flexera-one-saas-management")?;
    facts.principal(&PrincipalDraft::partner_user("dana@partner.example", PartnerStanding::all()))?;
    facts.relationship(Relationship { status: RelationshipStatus::Established, managed: false });
    facts.external_access(ExternalAccess { mode: AccessMode::Period(WINDOW), role_management: true });
    for role in ["external-support", "saas-viewer", "saas-operator", "saas-auditor", "saas-financial-analyst"] {
        facts.role_grant(&RoleGrantDraft::of(role, "initech"))?;
    }
    Ok(facts.build())
}

/// `count` requests, every other one denied.
///
/// # Errors
/// Never for these few names.
pub fn requests(count: usize) -> Result<Requests, TextTooLong> {
    let mut requests = Requests::default();
    for position in 0..count {
        let privilege = if position % 2 == 0 { "saas:application:view" } else { "saas:role:delete" };
        requests.push(&RequestDraft::privileges(privilege, NOW_MS))?;
    }
    Ok(requests)
}

/// A system administrator, who is about to let a partner in.
///
/// # Errors
/// Never for these few names.
pub fn reviewer_facts() -> Result<Facts, UnfitFacts> {
    let mut facts = FactsBuilder::new("initech")?;
    facts.entitlement("flexera-one-saas-management")?;
    facts.principal(&PrincipalDraft::member("sam"))?;
    facts.role_grant(&RoleGrantDraft::of("system-administrator", "initech"))?;
    Ok(facts.build())
}

/// What is known of the partner who is to be let in.
#[must_use]
pub fn change_facts() -> ChangeFacts {
    let mut facts = ChangeFactsBuilder::new();
    facts.partner(PartnerStanding::all()).instances(1);
    facts.build()
}

/// Letting the partner in, for a time.
#[must_use]
pub fn change() -> Change {
    let settings = ExternalAccessSettings { mode: AccessMode::Period(WINDOW), role_management: true };
    Change::CreateExternalAccess(ExternalAccessEdit { grantee: Grantee::Partner("northwind".to_owned()), settings })
}
