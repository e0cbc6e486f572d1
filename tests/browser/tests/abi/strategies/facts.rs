//! Facts about the person asking.

use super::{
    LIST_MAX, external_access, kind_and_level, listed_users, login, range, ranges, relationship, request_status, span,
    standing, text, window,
};
use guestpass_contract::{
    AccessGrant, Attribute, AttributeSubject, AttributeValue, CustomRole, Facts, Principal, PrincipalKind, RoleGrant,
};
use proptest::collection::vec;
use proptest::option::of;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use proptest::sample::select;

fn principal() -> impl Strategy<Value = Principal> {
    (select(PrincipalKind::ALL), login(), range(), range(), range(), range(), standing()).prop_map(
        |(kind, login, id, email, identity, home, partner)| Principal {
            kind,
            login,
            id,
            email,
            identity,
            home,
            partner,
        },
    )
}

fn role_grant() -> impl Strategy<Value = RoleGrant> {
    (range(), range(), of(range()), of(range()), of(window())).prop_map(
        |(role, organisation, group, on_resource, window)| RoleGrant { role, organisation, group, on_resource, window },
    )
}

fn custom_role() -> impl Strategy<Value = CustomRole> {
    (range(), kind_and_level(), range()).prop_map(|(name, (kind, level), privileges)| CustomRole {
        name,
        kind,
        level,
        privileges,
    })
}

fn access_grant() -> impl Strategy<Value = AccessGrant> {
    (request_status(), of(range()), window()).prop_map(|(status, on_resource, window)| AccessGrant {
        status,
        on_resource,
        window,
    })
}

fn attribute() -> impl Strategy<Value = Attribute> {
    let subject = prop_oneof![
        Just(AttributeSubject::Principal),
        Just(AttributeSubject::Organisation),
        range().prop_map(AttributeSubject::Resource),
        Just(AttributeSubject::Context),
        Just(AttributeSubject::Person),
    ];
    let value = prop_oneof![
        range().prop_map(AttributeValue::Text),
        span().prop_map(AttributeValue::Texts),
        any::<i64>().prop_map(AttributeValue::Integer),
        any::<bool>().prop_map(AttributeValue::Boolean),
        any::<i64>().prop_map(AttributeValue::Timestamp),
    ];
    (subject, range(), value).prop_map(|(subject, name, value)| Attribute { subject, name, value })
}

pub fn facts() -> impl Strategy<Value = Facts> {
    let first = (text(), ranges(), range(), span(), span(), span(), principal());
    let second = (of(relationship()), of(external_access()), listed_users());
    let third = (
        vec(role_grant(), 0..LIST_MAX),
        vec(custom_role(), 0..LIST_MAX),
        vec(access_grant(), 0..LIST_MAX),
        vec(attribute(), 0..LIST_MAX),
    );
    (first, second, third).prop_map(|(first, second, third)| Facts {
        text: first.0,
        names: first.1,
        organisation: first.2,
        entitlements: first.3,
        groups: first.4,
        disabled_roles: first.5,
        principal: first.6,
        relationship: second.0,
        external_access: second.1,
        listed_users: second.2,
        role_grants: third.0,
        custom_roles: third.1,
        access_grants: third.2,
        attributes: third.3,
    })
}
