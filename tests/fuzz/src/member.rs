//! The person that policies are asked about: `ann`, a member of `acme` with some roles in it, and nothing else known.

use guestpass_rules::{
    Attribute, EntityId, Facts, Login, OrganisationId, PartnerStanding, Principal, PrincipalKind, RoleGrant, RoleName,
};

/// What is known of her.
pub(crate) fn facts<'a>(roles: impl IntoIterator<Item = &'a str>, attributes: Vec<Attribute<'a>>) -> Facts<'a> {
    let organisation = OrganisationId("acme");
    let holds = |role| RoleGrant { role: RoleName(role), organisation, group: None, on_resource: None, window: None };
    Facts {
        organisation,
        entitlements: Vec::new(),
        principal: Principal {
            kind: PrincipalKind::Member,
            login: Login::User,
            id: EntityId("ann"),
            email: "",
            identity: "",
            home: OrganisationId(""),
            partner: PartnerStanding::default(),
        },
        relationship: None,
        external_access: None,
        listed_users: Vec::new(),
        groups: Vec::new(),
        role_grants: roles.into_iter().map(holds).collect(),
        custom_roles: Vec::new(),
        disabled_roles: Vec::new(),
        access_grants: Vec::new(),
        attributes,
    }
}
