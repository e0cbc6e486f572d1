//! From the contract's types to the rules' own, written apart from the component's conversion so that each checks the
//! other.

use guestpass_contract as contract;
use guestpass_rules as rules;

/// The rules' view of the contract's facts.
pub struct LoweredFacts<'a> {
    /// The facts.
    pub facts: rules::Facts<'a>,
}

type Lowered<T> = Result<T, &'static str>;

impl<'a> LoweredFacts<'a> {
    /// Reads every name out of the text.
    ///
    /// # Errors
    /// A plain sentence when a range leaves the text or a window runs backward.
    pub fn new(facts: &'a contract::Facts) -> Lowered<Self> {
        let text = facts.text.as_str();
        let name = |range: contract::TextRange| range.of(text).ok_or("a name leaves the text");
        let names =
            |ranges: &[contract::TextRange]| ranges.iter().map(|&range| name(range)).collect::<Lowered<Vec<_>>>();
        let principal = facts.principal;
        let custom_role = |role: &contract::CustomRole| {
            let start = usize::try_from(role.privileges_start).map_err(|_| "a position is too large")?;
            let length = usize::try_from(role.privileges_length).map_err(|_| "a length is too large")?;
            let all = facts.custom_privileges.get(start..).and_then(|rest| rest.get(..length));
            let privileges = names(all.ok_or("a custom role leaves the list of privileges")?)?;
            Ok(rules::CustomRole { name: rules::RoleName(name(role.name)?), privileges })
        };
        let facts = rules::Facts {
            organisation: rules::OrganisationId(name(facts.organisation)?),
            entitlements: names(&facts.entitlements)?.into_iter().map(rules::EntitlementName).collect(),
            principal: rules::Principal {
                kind: kind(principal.kind),
                id: rules::EntityId(name(principal.id)?),
                email: name(principal.email)?,
                identity: name(principal.identity)?,
                partner: standing(principal.partner),
            },
            relationship: facts.relationship.map(relationship),
            external_access: facts.external_access.map(external_access).transpose()?,
            listed_users: facts
                .listed_users
                .iter()
                .map(|user| Ok(rules::ListedUser { email: name(user.email)?, identity: name(user.identity)? }))
                .collect::<Lowered<_>>()?,
            groups: names(&facts.groups)?.into_iter().map(rules::EntityId).collect(),
            role_grants: facts.role_grants.iter().map(|grant| role_grant(text, grant)).collect::<Lowered<_>>()?,
            custom_roles: facts.custom_roles.iter().map(custom_role).collect::<Lowered<_>>()?,
            disabled_roles: names(&facts.disabled_roles)?.into_iter().map(rules::RoleName).collect(),
        };
        Ok(Self { facts })
    }
}

/// The rules' view of the contract's requests.
///
/// # Errors
/// A plain sentence when a range leaves the text.
pub fn lower_requests(requests: &contract::Requests) -> Lowered<Vec<rules::Request<'_>>> {
    let name = |range: contract::TextRange| range.of(&requests.text).ok_or("a name leaves the text");
    let lower = |request: &contract::Request| {
        Ok(rules::Request {
            target: match request.target {
                contract::Target::Privileges(range) => {
                    rules::Target::Privileges(rules::PrivilegeExpression(name(range)?))
                }
                contract::Target::Api(range) => rules::Target::Api(name(range)?),
            },
            on_resource: request.on_resource.map(|range| name(range).map(rules::EntityId)).transpose()?,
            now: rules::Instant(request.now),
            explain: request.explain,
        })
    };
    requests.items.iter().map(lower).collect()
}

fn role_grant<'a>(text: &'a str, grant: &contract::RoleGrant) -> Lowered<rules::RoleGrant<'a>> {
    let name = |range: contract::TextRange| range.of(text).ok_or("a name leaves the text");
    Ok(rules::RoleGrant {
        role: rules::RoleName(name(grant.role)?),
        organisation: rules::OrganisationId(name(grant.organisation)?),
        group: grant.group.map(|range| name(range).map(rules::EntityId)).transpose()?,
        on_resource: grant.on_resource.map(|range| name(range).map(rules::EntityId)).transpose()?,
        window: grant.window.map(window).transpose()?,
    })
}

fn kind(kind: contract::PrincipalKind) -> rules::PrincipalKind {
    match kind {
        contract::PrincipalKind::Unidentified => rules::PrincipalKind::Unidentified,
        contract::PrincipalKind::Member => rules::PrincipalKind::Member,
        contract::PrincipalKind::PartnerUser => rules::PrincipalKind::PartnerUser,
        contract::PrincipalKind::VendorEmployee => rules::PrincipalKind::VendorEmployee,
    }
}

fn standing(standing: contract::PartnerStanding) -> rules::PartnerStanding {
    let contract::PartnerStanding {
        accredited,
        domain_enabled,
        partner_service_layer,
        own_system_access,
        authorised,
        sso_enabled,
    } = standing;
    rules::PartnerStanding {
        accredited,
        domain_enabled,
        partner_service_layer,
        own_system_access,
        authorised,
        sso_enabled,
    }
}

fn relationship(relationship: contract::Relationship) -> rules::Relationship {
    let status = match relationship.status {
        contract::RelationshipStatus::None => rules::RelationshipStatus::None,
        contract::RelationshipStatus::Established => rules::RelationshipStatus::Established,
        contract::RelationshipStatus::Ended => rules::RelationshipStatus::Ended,
    };
    rules::Relationship { status, managed: relationship.managed }
}

fn external_access(access: contract::ExternalAccess) -> Lowered<rules::ExternalAccess> {
    let mode = match access.mode {
        contract::AccessMode::Continuous => rules::AccessMode::Continuous,
        contract::AccessMode::Period(period) => rules::AccessMode::Period(window(period)?),
        contract::AccessMode::Disabled => rules::AccessMode::Disabled,
    };
    Ok(rules::ExternalAccess { mode, role_management: access.role_management })
}

fn window(window: contract::Window) -> Lowered<rules::Window> {
    rules::Window::new(rules::Instant(window.start), rules::Instant(window.end)).ok_or("a window runs backward")
}
