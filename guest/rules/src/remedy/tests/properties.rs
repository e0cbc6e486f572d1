//! Whatever the facts: every set that is told does, and no part of it does. Where more than one change is told, or
//! none, no single change does. A change is judged here by making it in every way that its name allows.

use super::super::step::Step;
use super::fixture::{grant, policy, window};
use super::{Remedy, find, request};
use crate::check::check;
use crate::decision::{Effect, RoleReference};
use crate::facts::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, ExternalAccess, Facts,
    ListedUser, Login, PartnerStanding, Principal, PrincipalKind, PrivilegeNames, Relationship, RelationshipStatus,
    RequestStatus, RoleGrant, RoleKind,
};
use crate::identifiers::{
    CustomRoleIndex, EntitlementName, EntityId, OrganisationId, PrivilegeIndex, RoleIndex, RoleName,
};
use crate::policy::{Policy, Reach};
use crate::request::Request;
use crate::time::Window;
use alloc::vec::Vec;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::{Just, Strategy, any, prop_assert, prop_oneof, proptest};
use proptest::sample::{select, subsequence};

const ROLES: [&str; 9] = ["Viewer", "Editor", "Owner", "Manager", "Analyst", "Reader", "Support", "Own", "Gone"];
const WANTED: [&str; 10] = [
    "saas:app:view",
    "saas:app:view@berlin",
    "saas:app:edit@berlin",
    "apps:list:view",
    "apps:list:view@paris || saas:app:edit",
    "data:rows:read",
    "data:rows:read@berlin",
    "any",
    "any@berlin",
    "status",
];

fn windows() -> impl Strategy<Value = Window> {
    select(&[(0, 40), (0, 90), (50, 51), (60, 90)][..]).prop_map(|(start, end)| window(start, end))
}

fn resources() -> impl Strategy<Value = Option<EntityId<'static>>> {
    option::of(select(&["berlin", "paris"][..]).prop_map(EntityId))
}

fn grants() -> impl Strategy<Value = RoleGrant<'static>> {
    let group = option::of(select(&["crew", "others"][..]).prop_map(EntityId));
    let organisation = select(&["acme", "acme", "zenith"][..]).prop_map(OrganisationId);
    let parts = (select(&ROLES[..]), organisation, group, resources(), option::of(windows()));
    parts.prop_map(|(role, organisation, group, on_resource, window)| RoleGrant {
        organisation,
        group,
        on_resource,
        window,
        ..grant(role)
    })
}

fn access_grants() -> impl Strategy<Value = AccessGrant<'static>> {
    use RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};
    let status = select(&[Pending, Granted, Rejected, Withdrawn, Revoked][..]);
    let parts = (status, resources(), windows());
    parts.prop_map(|(status, on_resource, window)| AccessGrant { status, on_resource, window })
}

fn principals() -> impl Strategy<Value = Principal<'static>> {
    use PrincipalKind::{Member, PartnerUser, ThirdParty, Unidentified, VendorEmployee};
    let kind = select(&[Member, Member, PartnerUser, PartnerUser, VendorEmployee, ThirdParty, Unidentified][..]);
    let login = select(&[Login::User, Login::User, Login::Account][..]);
    // Mostly true, so that most requests get past most gates.
    let holds = || (0..4_u8).prop_map(|number| number > 0);
    (kind, login, holds(), holds(), holds(), holds(), holds(), holds()).prop_map(
        |(
            kind,
            login,
            accredited,
            domain_enabled,
            partner_service_layer,
            own_system_access,
            authorised,
            sso_enabled,
        )| {
            Principal {
                kind,
                login,
                home: OrganisationId(if kind == ThirdParty { "zenith" } else { "" }),
                partner: PartnerStanding {
                    accredited,
                    domain_enabled,
                    partner_service_layer,
                    own_system_access,
                    authorised,
                    sso_enabled,
                },
                ..super::fixture::facts().principal
            }
        },
    )
}

fn relationships() -> impl Strategy<Value = Option<Relationship>> {
    use RelationshipStatus::{Ended, Established, None};
    let status = select(&[None, Established, Established, Established, Ended][..]);
    option::of((status, any::<bool>()).prop_map(|(status, managed)| Relationship { status, managed }))
}

fn accesses() -> impl Strategy<Value = Option<ExternalAccess>> {
    let mode =
        prop_oneof![Just(AccessMode::Continuous), windows().prop_map(AccessMode::Period), Just(AccessMode::Disabled)];
    option::of((mode, any::<bool>()).prop_map(|(mode, role_management)| ExternalAccess { mode, role_management }))
}

fn facts() -> impl Strategy<Value = Facts<'static>> {
    let named = option::of(any::<bool>());
    let own = CustomRole {
        name: RoleName("Own"),
        kind: RoleKind::App,
        level: AppLevel::View,
        privileges: PrivilegeNames("apps:list:view data:rows:read"),
    };
    (
        principals(),
        any::<bool>(),
        relationships(),
        accesses(),
        select(&["", "ADA@acme.example", "eve@acme.example"][..]),
        vec(grants(), 0..5),
        subsequence(&ROLES[..], 0..3),
        vec(access_grants(), 0..3),
        named,
    )
        .prop_map(
            move |(principal, entitled, relationship, access, listed, role_grants, disabled, access_grants, named)| {
                let attribute = named.map(|named| {
                    let (subject, value) = (AttributeSubject::Principal, AttributeValue::Boolean(named));
                    Attribute { subject, name: "named", value }
                });
                Facts {
                    principal,
                    entitlements: entitled.then_some(EntitlementName("SAAS")).into_iter().collect(),
                    relationship,
                    external_access: access,
                    listed_users: Vec::from([ListedUser { email: listed, identity: "" }]),
                    role_grants,
                    disabled_roles: disabled.into_iter().map(RoleName).collect(),
                    access_grants,
                    custom_roles: Vec::from([own]),
                    attributes: attribute.into_iter().collect(),
                    ..super::fixture::facts()
                }
            },
        )
}

fn is_allowed(policy: &Policy, facts: &Facts<'_>, request: &Request<'_>) -> bool {
    check(policy, facts, core::slice::from_ref(request)).iter().all(|decision| decision.effect == Effect::Allow)
}

/// Every way in which a remedy may be meant.
fn ways(policy: &Policy, facts: &Facts<'_>, remedy: Remedy) -> Vec<Step> {
    let name_of = |role: RoleReference| match role {
        RoleReference::Policy(index) => policy.role(index).map_or("", |role| role.name.as_str()),
        RoleReference::Custom(_) => "Own",
    };
    let positions: Vec<usize> = match remedy {
        Remedy::AdvanceRole(role) | Remedy::ExtendRole(role) => {
            let is_it = |position: &usize| facts.role_grants[*position].role.0 == name_of(role);
            (0..facts.role_grants.len()).filter(is_it).collect()
        }
        Remedy::GrantRequest | Remedy::AdvanceAccessGrant | Remedy::ExtendAccessGrant => {
            let is_request = remedy == Remedy::GrantRequest;
            let status = if is_request { RequestStatus::Pending } else { RequestStatus::Granted };
            let is_it = |position: &usize| facts.access_grants[*position].status == status;
            (0..facts.access_grants.len()).filter(is_it).collect()
        }
        _ => Vec::from([0]),
    };
    positions.into_iter().map(|position| Step { remedy, position }).collect()
}

/// Whether the remedies, all of them, do in one of the ways in which they may be meant.
fn do_remedies<'a>(policy: &'a Policy, facts: &Facts<'a>, request: &Request<'a>, remedies: &[Remedy]) -> bool {
    let Some((&first, rest)) = remedies.split_first() else { return is_allowed(policy, facts, request) };
    ways(policy, facts, first).into_iter().any(|step| {
        let mut changed = facts.clone();
        step.apply(policy, request, &mut changed);
        do_remedies(policy, &changed, request, rest)
    })
}

/// Every single change that the rules should think of.
fn all_changes(policy: &Policy, facts: &Facts<'_>) -> Vec<Remedy> {
    let mut all = Vec::from([
        Remedy::BuyEntitlement(PrivilegeIndex(2)),
        Remedy::EstablishRelationship,
        Remedy::AccreditPartner,
        Remedy::EnableDomain,
        Remedy::GivePartnerServiceLayer,
        Remedy::GiveOwnSystemAccess,
        Remedy::AuthoriseUser,
        Remedy::EnableSso,
        Remedy::RemoveListing,
        Remedy::AdvanceAccess,
        Remedy::ExtendAccess,
        Remedy::DisableRoleManagement,
        Remedy::ObtainAccessGrant,
        Remedy::GrantRequest,
        Remedy::AdvanceAccessGrant,
        Remedy::ExtendAccessGrant,
    ]);
    if !matches!(facts.external_access, Some(ExternalAccess { mode: AccessMode::Period(_), .. })) {
        all.push(Remedy::EnableAccess);
    }
    let roles = || policy.roles().iter().zip((0..).map(RoleIndex));
    let references = roles().map(|(_, index)| RoleReference::Policy(index));
    for role in references.chain([RoleReference::Custom(CustomRoleIndex(0))]) {
        all.extend([Remedy::EnableRole(role), Remedy::AdvanceRole(role), Remedy::ExtendRole(role)]);
    }
    let unconditional = |role: &crate::policy::Role| {
        role.privileges.iter().all(|given| given.condition.is_none() || given.reach != Reach::Own)
    };
    // An app role is not offered for what comes with it.
    let offered = roles().filter(|(role, _)| {
        !role.deprecated && role.automatic.is_none() && role.kind != RoleKind::App && unconditional(role)
    });
    all.extend(offered.map(|(_, index)| Remedy::AssignRole(index)));
    all
}

proptest! {
    #[test]
    fn remedies_do_and_no_part_of_them_does(facts in facts(), wanted in select(&WANTED[..])) {
        let policy = policy();
        let request = request(wanted);
        let sets = find(&policy, &facts, &request);
        prop_assert!(sets.is_sorted_by(|one, other| one < other), "{sets:?}");
        prop_assert!(sets.len() <= crate::limits::REMEDY_SETS_MAX);
        let size = sets.first().map_or(0, |set| set.remedies.len());
        for set in &sets {
            prop_assert!(set.remedies.is_sorted() && set.remedies.len() == size, "{sets:?}");
            prop_assert!(do_remedies(&policy, &facts, &request, &set.remedies), "{set:?}");
            let parts = 2_u32.saturating_pow(u32::try_from(size).expect("sets are small"));
            for kept in 0..parts.saturating_sub(1) {
                let part = set.remedies.iter().zip(0..).filter(|&(_, place)| kept >> place & 1 == 1);
                let part: Vec<Remedy> = part.map(|(&remedy, _)| remedy).collect();
                prop_assert!(!do_remedies(&policy, &facts, &request, &part), "{part:?} of {set:?}");
            }
        }
        if size != 1 && !is_allowed(&policy, &facts, &request) && facts.principal.kind != PrincipalKind::Unidentified {
            for remedy in all_changes(&policy, &facts) {
                prop_assert!(!do_remedies(&policy, &facts, &request, &[remedy]), "{remedy:?} before {sets:?}");
            }
        }
    }
}
