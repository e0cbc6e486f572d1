//! Facts and requests of every shape that the small policy can tell apart.

use crate::example::{PRIVILEGES, ROLES, facts, grant};
use guestpass_rules::{
    AccessGrant, AccessMode, AppLevel, Attribute, AttributeSubject, AttributeValue, CustomRole, EntitlementName,
    EntityId, ExternalAccess, Facts, Instant, ListedUser, Login, OrganisationId, PartnerStanding, PrincipalKind,
    PrivilegeExpression, PrivilegeNames, Relationship, RelationshipStatus, Request, RequestStatus, RoleGrant, RoleKind,
    RoleName, Target, Window,
};
use proptest::collection::vec;
use proptest::option::{of, weighted};
use proptest::prelude::*;
use proptest::sample::{select, subsequence};

/// Operations of the policy.
const APIS: [&str; 5] = ["free", "enter", "log-in", "rows", "link"];
const OPENED_TO: [&[&str]; 3] = [&[], &["HR"], &["IT", "HR"]];
const RESOURCES: [&str; 2] = ["app", "run"];
const OWN_ROLES: [&str; 3] = ["Clerk", "Reader", "Robot"];

fn resource() -> impl Strategy<Value = EntityId<'static>> {
    select(&RESOURCES).prop_map(EntityId)
}

/// Instants are few, so that boundaries meet.
fn instant() -> impl Strategy<Value = Instant> {
    prop_oneof![9 => (0_i64..110).prop_map(Instant), 1 => select(&[i64::MIN, i64::MAX, -1]).prop_map(Instant)]
}

fn window() -> impl Strategy<Value = Window> {
    (instant(), 1_i64..60)
        .prop_map(|(start, length)| {
            // One that would run past the end of time lasts for all of it.
            let end = Instant(start.0.saturating_add(length));
            Window::new(start, end).or(Window::new(Instant(i64::MIN), Instant(i64::MAX)))
        })
        .prop_filter_map("a window runs forward", |window| window)
}

/// A grant of a role, mostly one that counts.
pub fn role_grant() -> impl Strategy<Value = RoleGrant<'static>> {
    let roles: Vec<&'static str> = ROLES.into_iter().chain(OWN_ROLES).chain(["NOBODY"]).collect();
    let organisation = prop_oneof![6 => Just("acme"), 4 => Just("home"), 1 => Just("elsewhere")];
    let group = weighted(0.2, select(&["staff", "others"]).prop_map(EntityId));
    (select(roles), organisation, group, weighted(0.3, resource()), weighted(0.6, window())).prop_map(
        |(role, organisation, group, on_resource, window)| RoleGrant {
            organisation: OrganisationId(organisation),
            group,
            on_resource,
            window,
            ..grant(role)
        },
    )
}

/// A request for access, and what became of it.
pub fn access_grant() -> impl Strategy<Value = AccessGrant<'static>> {
    let status = prop_oneof![
        6 => Just(RequestStatus::Granted),
        1 => Just(RequestStatus::Pending),
        1 => Just(RequestStatus::Rejected),
        1 => Just(RequestStatus::Withdrawn),
        1 => Just(RequestStatus::Revoked),
    ];
    (status, weighted(0.4, resource()), window()).prop_map(|(status, on_resource, window)| AccessGrant {
        status,
        on_resource,
        window,
    })
}

fn custom_roles() -> impl Strategy<Value = Vec<CustomRole<'static>>> {
    let privileges = select(&[
        "",
        "apps:app:view",
        "apps:spend:view data:row:view",
        "apps:app:edit apps:spend:view data:row:edit iam:users:view",
        "iam:users:edit iam:users:view zzz:none:view",
    ]);
    let level = select(&[AppLevel::None, AppLevel::View, AppLevel::Edit]);
    let kinds = [RoleKind::User, RoleKind::App, RoleKind::Account];
    (subsequence(OWN_ROLES.into_iter().zip(kinds).collect::<Vec<_>>(), 0..=3), privileges, level).prop_map(
        |(roles, privileges, level)| {
            let role = |(name, kind)| CustomRole {
                name: RoleName(name),
                kind,
                level: if kind == RoleKind::App { level } else { AppLevel::None },
                privileges: PrivilegeNames(privileges),
            };
            roles.into_iter().map(role).collect()
        },
    )
}

fn attributes() -> impl Strategy<Value = Vec<Attribute<'static>>> {
    use AttributeSubject::{Context, Organisation, Person, Principal, Resource};
    let opened = || select(&OPENED_TO).prop_map(|names| AttributeValue::Texts(names.to_vec()));
    let closes = || instant().prop_map(AttributeValue::Timestamp);
    let truth = || any::<bool>().prop_map(AttributeValue::Boolean);
    let [app, run] = RESOURCES.map(|resource| Resource(EntityId(resource)));
    let all = (
        of((1_i64..5).prop_map(AttributeValue::Integer)).prop_map(|value| (Principal, "level", value)),
        weighted(0.7, truth()).prop_map(|value| (Principal, "named", value)),
        of(truth()).prop_map(|value| (Person, "named", value)),
        of(truth()).prop_map(|value| (Organisation, "unheard_of", value)),
        weighted(0.3, truth()).prop_map(|value| (Context, "late", value)),
        of(closes()).prop_map(move |value| (app, "closes", value)),
        of(closes()).prop_map(move |value| (run, "closes", value)),
        of(opened()).prop_map(move |value| (app, "opened_to", value)),
        of(opened()).prop_map(move |value| (run, "opened_to", value)),
    );
    all.prop_map(|(a, b, c, d, e, f, g, h, i)| {
        let known = [a, b, c, d, e, f, g, h, i].into_iter();
        known.filter_map(|(subject, name, value)| value.map(|value| Attribute { subject, name, value })).collect()
    })
}

fn standing() -> impl Strategy<Value = PartnerStanding> {
    let holds = || proptest::bool::weighted(0.95);
    (holds(), holds(), holds(), holds(), holds(), holds()).prop_map(|(a, b, c, d, e, f)| PartnerStanding {
        accredited: a,
        domain_enabled: b,
        partner_service_layer: c,
        own_system_access: d,
        authorised: e,
        sso_enabled: f,
    })
}

fn relationship() -> impl Strategy<Value = Relationship> {
    let status = prop_oneof![
        8 => Just(RelationshipStatus::Established),
        1 => Just(RelationshipStatus::Ended),
        1 => Just(RelationshipStatus::None),
    ];
    (status, proptest::bool::weighted(0.3)).prop_map(|(status, managed)| Relationship { status, managed })
}

/// What a customer may have set up.
pub fn external_access() -> impl Strategy<Value = Option<ExternalAccess>> {
    let mode = prop_oneof![
        3 => Just(AccessMode::Continuous),
        1 => Just(AccessMode::Disabled),
        3 => window().prop_map(AccessMode::Period),
    ];
    let access = (mode, proptest::bool::weighted(0.6));
    weighted(0.9, access.prop_map(|(mode, role_management)| ExternalAccess { mode, role_management }))
}

fn listed_users() -> impl Strategy<Value = Vec<ListedUser<'static>>> {
    let email = prop_oneof![8 => Just("someone@acme.example"), 1 => Just(" Dana@Partner.example"), 1 => Just("")];
    vec(email.prop_map(|email| ListedUser { email, identity: "" }), 0..3)
}

/// Facts that keep the contract, about somebody of this kind.
pub fn facts_of(kind: PrincipalKind) -> impl Strategy<Value = Facts<'static>> {
    let login = prop_oneof![3 => Just(Login::User), 1 => Just(Login::Account)];
    let person = (login, standing(), weighted(0.9, relationship()), external_access(), listed_users());
    let disabled = subsequence(std::vec!["ADMIN", "HR", "OWNER", "MANAGER", "Clerk", "SUPPORT"], 0..3);
    let held = (vec(role_grant(), 0..7), custom_roles(), disabled, vec(access_grant(), 0..4), attributes());
    let bought = subsequence(std::vec!["DATA", "OTHER"], 0..=2);
    let groups = subsequence(std::vec!["staff", "people"], 0..=2);
    (person, held, bought, groups).prop_map(move |(person, held, bought, groups)| {
        let mut facts = facts(kind);
        (
            facts.principal.login,
            facts.principal.partner,
            facts.relationship,
            facts.external_access,
            facts.listed_users,
        ) = person;
        let disabled: Vec<&'static str>;
        (facts.role_grants, facts.custom_roles, disabled, facts.access_grants, facts.attributes) = held;
        facts.disabled_roles = disabled.into_iter().map(RoleName).collect();
        facts.entitlements = bought.into_iter().map(EntitlementName).collect();
        facts.groups = groups.into_iter().map(EntityId).collect();
        facts
    })
}

/// Facts that keep the contract.
pub fn any_facts() -> impl Strategy<Value = Facts<'static>> {
    use PrincipalKind::{Member, PartnerUser, ThirdParty, Unidentified, VendorEmployee};
    prop_oneof![
        4 => facts_of(Member),
        4 => facts_of(ThirdParty),
        3 => facts_of(PartnerUser),
        2 => facts_of(VendorEmployee),
        1 => facts_of(Unidentified),
    ]
}

fn privilege() -> impl Strategy<Value = &'static str> {
    select(&PRIVILEGES)
}

fn target() -> impl Strategy<Value = Target<'static>> {
    let expression = prop_oneof![
        6 => privilege(),
        2 => select(&[
            "apps:app:view || apps:app:edit",
            "iam:users:view+data:row:edit+data:row:edit",
            "zzz:none:view || data:row:view || apps:spend:view",
            "zzz:none:view",
        ]),
        1 => select(&["", "a:b", "a:b:c|d:e:f"]),
    ];
    prop_oneof![
        3 => expression.prop_map(|text| Target::Privileges(PrivilegeExpression(text))),
        1 => select(&APIS).prop_map(Target::Api),
    ]
}

/// One question.
pub fn request() -> impl Strategy<Value = Request<'static>> {
    (target(), of(select(&["app", "run", "other"]).prop_map(EntityId)), instant(), any::<bool>())
        .prop_map(|(target, on_resource, now, explain)| Request { target, on_resource, now, explain })
}
