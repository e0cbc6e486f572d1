//! From what a host passed to the rules' own types. Names stay where the host put them: the rules read them in place.

use crate::bindings::exports::guestpass::policy::evaluation as wit;
use guestpass_rules::limits::{
    CUSTOM_PRIVILEGES_MAX, EXPRESSION_BYTES_MAX, NAME_BYTES_MAX, REQUESTS_MAX, TEXT_BYTES_MAX,
};
use guestpass_rules::{
    AccessMode, CustomRole, Decision, EntitlementName, EntityId, ExternalAccess, Facts, Instant, ListedUser,
    OrganisationId, PartnerStanding, Policy, Principal, PrincipalKind, PrivilegeExpression, Reason, Relationship,
    RelationshipStatus, Request, RoleGrant, RoleName, Target, Window,
};

/// The facts, or why they cannot be relied upon (X5).
pub(crate) fn facts(facts: &wit::Facts) -> Result<Facts<'_>, Reason> {
    if facts.text.len() > TEXT_BYTES_MAX {
        return Err(Reason::LimitExceeded);
    }
    let custom_privileges = facts.custom_roles.iter().map(|role| u64::from(role.privileges_length)).sum::<u64>();
    if usize::try_from(custom_privileges).map_or(true, |count| count > CUSTOM_PRIVILEGES_MAX) {
        // Several roles may point at the same privileges; counted here, they cannot multiply below.
        return Err(Reason::LimitExceeded);
    }
    let names = Names { text: &facts.text };
    Ok(Facts {
        organisation: OrganisationId(names.name(facts.organisation)?),
        entitlements: collect(&facts.entitlements, |&range| names.name(range).map(EntitlementName))?,
        principal: principal(&names, &facts.principal)?,
        relationship: facts.relationship.map(relationship),
        external_access: facts.external_access.map(external_access).transpose()?,
        listed_users: collect(&facts.listed_users, |user| {
            Ok(ListedUser { email: names.name(user.email)?, identity: names.name(user.identity)? })
        })?,
        groups: collect(&facts.groups, |&range| names.name(range).map(EntityId))?,
        role_grants: collect(&facts.role_grants, |grant| role_grant(&names, grant))?,
        custom_roles: collect(&facts.custom_roles, |role| custom_role(&names, &facts.custom_privileges, role))?,
        disabled_roles: collect(&facts.disabled_roles, |&range| names.name(range).map(RoleName))?,
    })
}

/// Decides all requests. One that cannot be read is denied by itself; the others are answered.
pub(crate) fn check(policy: &Policy, facts: &Facts<'_>, requests: &wit::Requests) -> Vec<Decision> {
    if requests.text.len() > TEXT_BYTES_MAX || requests.items.len() > REQUESTS_MAX {
        let refuse = |request: &wit::Request| Decision::refused_at_the_door(Reason::LimitExceeded, request.explain);
        return requests.items.iter().map(refuse).collect();
    }
    let names = Names { text: &requests.text };
    let lowered: Vec<_> = requests.items.iter().map(|item| (request(&names, item), item.explain)).collect();
    let readable: Vec<_> = lowered.iter().filter_map(|(request, _)| request.ok()).collect();
    let mut decisions = guestpass_rules::check(policy, facts, &readable).into_iter();
    let in_order = lowered.into_iter().map(|(request, explain)| match request {
        // As many decisions as readable requests; were one missing, it is denied like everything doubtful.
        Ok(_) => decisions.next().unwrap_or_else(|| Decision::refused_at_the_door(Reason::RuleError, explain)),
        Err(reason) => Decision::refused_at_the_door(reason, explain),
    });
    in_order.collect()
}

/// Reads names out of the text of a record.
struct Names<'a> {
    text: &'a str,
}

impl<'a> Names<'a> {
    fn name(&self, range: wit::TextRange) -> Result<&'a str, Reason> {
        self.piece(range, NAME_BYTES_MAX, Reason::MalformedFacts)
    }

    fn piece(&self, range: wit::TextRange, bytes_max: usize, malformed: Reason) -> Result<&'a str, Reason> {
        let start = usize::try_from(range.start).map_err(|_| malformed)?;
        let length = usize::try_from(range.length).map_err(|_| malformed)?;
        if length > bytes_max {
            return Err(Reason::LimitExceeded);
        }
        let end = start.checked_add(length).ok_or(malformed)?;
        self.text.get(start..end).ok_or(malformed)
    }
}

fn collect<Item, Lowered>(
    items: &[Item],
    lower: impl Fn(&Item) -> Result<Lowered, Reason>,
) -> Result<Vec<Lowered>, Reason> {
    items.iter().map(lower).collect()
}

fn principal<'a>(names: &Names<'a>, principal: &wit::Principal) -> Result<Principal<'a>, Reason> {
    let partner = principal.partner;
    Ok(Principal {
        kind: match principal.kind {
            wit::PrincipalKind::Unidentified => PrincipalKind::Unidentified,
            wit::PrincipalKind::Member => PrincipalKind::Member,
            wit::PrincipalKind::PartnerUser => PrincipalKind::PartnerUser,
            wit::PrincipalKind::VendorEmployee => PrincipalKind::VendorEmployee,
        },
        id: EntityId(names.name(principal.id)?),
        email: names.name(principal.email)?,
        identity: names.name(principal.identity)?,
        partner: PartnerStanding {
            accredited: partner.accredited,
            domain_enabled: partner.domain_enabled,
            partner_service_layer: partner.partner_service_layer,
            own_system_access: partner.own_system_access,
            authorised: partner.authorised,
            sso_enabled: partner.sso_enabled,
        },
    })
}

fn relationship(relationship: wit::Relationship) -> Relationship {
    let status = match relationship.status {
        wit::RelationshipStatus::None => RelationshipStatus::None,
        wit::RelationshipStatus::Established => RelationshipStatus::Established,
        wit::RelationshipStatus::Ended => RelationshipStatus::Ended,
    };
    Relationship { status, managed: relationship.managed }
}

fn external_access(access: wit::ExternalAccess) -> Result<ExternalAccess, Reason> {
    let mode = match access.mode {
        wit::AccessMode::Continuous => AccessMode::Continuous,
        wit::AccessMode::Period(period) => AccessMode::Period(window(period)?),
        wit::AccessMode::Disabled => AccessMode::Disabled,
    };
    Ok(ExternalAccess { mode, role_management: access.role_management })
}

/// F28: a window that is empty or runs backward makes the facts malformed.
fn window(window: wit::Window) -> Result<Window, Reason> {
    Window::new(Instant(window.start), Instant(window.end)).ok_or(Reason::MalformedFacts)
}

fn role_grant<'a>(names: &Names<'a>, grant: &wit::RoleGrant) -> Result<RoleGrant<'a>, Reason> {
    Ok(RoleGrant {
        role: RoleName(names.name(grant.role)?),
        organisation: OrganisationId(names.name(grant.organisation)?),
        group: grant.group.map(|range| names.name(range).map(EntityId)).transpose()?,
        on_resource: grant.on_resource.map(|range| names.name(range).map(EntityId)).transpose()?,
        window: grant.window.map(window).transpose()?,
    })
}

fn custom_role<'a>(
    names: &Names<'a>,
    privileges: &[wit::TextRange],
    role: &wit::CustomRole,
) -> Result<CustomRole<'a>, Reason> {
    let start = usize::try_from(role.privileges_start).map_err(|_| Reason::MalformedFacts)?;
    let length = usize::try_from(role.privileges_length).map_err(|_| Reason::MalformedFacts)?;
    let end = start.checked_add(length).ok_or(Reason::MalformedFacts)?;
    let privileges = privileges.get(start..end).ok_or(Reason::MalformedFacts)?;
    Ok(CustomRole {
        name: RoleName(names.name(role.name)?),
        privileges: collect(privileges, |&range| names.name(range))?,
    })
}

fn request<'a>(names: &Names<'a>, request: &wit::Request) -> Result<Request<'a>, Reason> {
    let piece = |range, bytes_max| names.piece(range, bytes_max, Reason::MalformedRequest);
    Ok(Request {
        target: match request.target {
            wit::Target::Privileges(range) => {
                Target::Privileges(PrivilegeExpression(piece(range, EXPRESSION_BYTES_MAX)?))
            }
            wit::Target::Api(range) => Target::Api(piece(range, NAME_BYTES_MAX)?),
        },
        on_resource: request.on_resource.map(|range| piece(range, NAME_BYTES_MAX).map(EntityId)).transpose()?,
        now: Instant(request.now),
        explain: request.explain,
    })
}
