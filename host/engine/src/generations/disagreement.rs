//! How two policies differ in an answer.

use guestpass_contract::{
    Decision, Facts, GrantedBy, Holding, PolicyInfo, Request, Requests, RoleReference, Target, Verdict,
};

/// How two policies differ in an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DisagreementKind {
    /// The shadow allows, or accepts, what the active policy does not.
    NewlyAllowed,
    /// The shadow denies, or refuses, what the active policy does not.
    NewlyDenied,
    /// The same answer for another reason, or given by another role.
    OtherReason,
    /// The same answer for the same reason on other terms: until another instant, with other fields hidden, or with
    /// other obligations.
    OtherTerms,
}

impl DisagreementKind {
    /// Every kind, in the order of the enumeration.
    pub const ALL: [Self; 4] = [Self::NewlyAllowed, Self::NewlyDenied, Self::OtherReason, Self::OtherTerms];

    /// The stable name.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::NewlyAllowed => "newly-allowed",
            Self::NewlyDenied => "newly-denied",
            Self::OtherReason => "other-reason",
            Self::OtherTerms => "other-terms",
        }
    }
}

/// What a decision was made by: its numbers are those of these.
#[derive(Clone, Copy)]
pub(super) struct Ground<'a> {
    pub(super) info: &'a PolicyInfo,
    pub(super) facts: &'a Facts,
}

/// How the decision of a shadow differs from that of the active policy, if it does. Names are compared and not their
/// numbers: two policies may number their roles and field groups differently, and see different roles of the facts.
pub(super) fn decisions_differ(
    active: &Decision,
    active_ground: Ground<'_>,
    shadow: &Decision,
    shadow_ground: Ground<'_>,
) -> Option<DisagreementKind> {
    let hidden = |decision: &Decision, info| hidden_fields(decision.hidden_field_groups, info).collect::<Vec<_>>();
    if active.effect != shadow.effect {
        let allowed = shadow.is_allowed();
        Some(if allowed { DisagreementKind::NewlyAllowed } else { DisagreementKind::NewlyDenied })
    } else if active.reason != shadow.reason || by(active, active_ground) != by(shadow, shadow_ground) {
        Some(DisagreementKind::OtherReason)
    } else if active.valid_until != shadow.valid_until
        || active.obligations != shadow.obligations
        || hidden(active, active_ground.info) != hidden(shadow, shadow_ground.info)
    {
        Some(DisagreementKind::OtherTerms)
    } else {
        None
    }
}

/// A role by what it is called.
#[derive(PartialEq, Eq)]
enum GrantingRole<'a> {
    None,
    Policy(&'a str),
    Custom(&'a str),
}

fn by<'a>(decision: &Decision, ground: Ground<'a>) -> Option<(Holding, GrantingRole<'a>)> {
    decision.granted_by.map(|GrantedBy { held, role, .. }| (held, granting_role(role, ground)))
}

fn granting_role(role: Option<RoleReference>, Ground { info, facts }: Ground<'_>) -> GrantingRole<'_> {
    match role {
        None => GrantingRole::None,
        Some(RoleReference::Policy(index)) => {
            GrantingRole::Policy(info.roles.get(usize::from(index)).map_or("", |role| role.name.as_str()))
        }
        Some(RoleReference::Custom(index)) => {
            let role = facts.custom_roles.get(usize::from(index));
            GrantingRole::Custom(role.and_then(|role| role.name.of(&facts.text)).unwrap_or_default())
        }
    }
}

fn hidden_fields(groups: u64, info: &PolicyInfo) -> impl Iterator<Item = &str> {
    let hidden =
        move |position: usize| u32::try_from(position).is_ok_and(|bit| groups.checked_shr(bit).unwrap_or(0) & 1 == 1);
    info.field_groups
        .iter()
        .enumerate()
        .filter(move |(position, _)| hidden(*position))
        .map(|(_, group)| group.name.as_str())
}

/// How the verdict of a shadow differs from that of the active policy, if it does.
pub(super) fn verdicts_differ(active: &Verdict, shadow: &Verdict) -> Option<DisagreementKind> {
    match (active, shadow) {
        (Verdict::Accepted(active), Verdict::Accepted(shadow)) => {
            (active != shadow).then_some(DisagreementKind::OtherTerms)
        }
        (Verdict::Refused(active), Verdict::Refused(shadow)) => {
            (active != shadow).then_some(DisagreementKind::OtherReason)
        }
        (Verdict::Refused(_), Verdict::Accepted(_)) => Some(DisagreementKind::NewlyAllowed),
        (Verdict::Accepted(_), Verdict::Refused(_)) => Some(DisagreementKind::NewlyDenied),
    }
}

pub(super) fn wanted<'a>(request: &Request, requests: &'a Requests) -> &'a str {
    let (Target::Privileges(range) | Target::Api(range)) = request.target;
    range.of(&requests.text).unwrap_or_default()
}

pub(super) fn decided(decision: &Decision) -> String {
    format!("{}: {}", decision.effect.name(), decision.reason.name())
}

pub(super) fn judged(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Accepted(_) => "accepted".to_owned(),
        Verdict::Refused(rejection) => {
            let reasons: Vec<_> = rejection.refusals.iter().map(|refusal| refusal.name()).collect();
            format!("refused: {}", reasons.join(", "))
        }
    }
}
