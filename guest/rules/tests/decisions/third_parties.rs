//! People of another organisation.

use super::*;

fn support(facts: &mut Facts<'static>, grants: Vec<AccessGrant<'static>>) {
    facts.principal.login = Login::Account;
    facts.attributes = vec![named(true)];
    facts.role_grants = vec![at_home("SUPPORT")];
    facts.access_grants = grants;
}
use RequestStatus::{Granted, Pending, Rejected, Revoked, Withdrawn};

const ABROAD: &[Case] = &[
    (
        ThirdParty,
        |f| f.role_grants = vec![at_home("ADMIN")],
        "iam:users:view",
        0,
        "Granted ADMIN ThirdParty iam:users:view",
    ),
    (ThirdParty, |f| f.role_grants = vec![grant("ADMIN")], "iam:users:view", 0, "NoRoleAssigned"),
    (ThirdParty, |f| f.role_grants = vec![at_home("ADMIN")], "apps:app:view", 0, "NoPrivilege"),
    (
        ThirdParty,
        |f| f.role_grants = vec![RoleGrant { group: Some(EntityId("staff")), ..at_home("ADMIN") }],
        "iam:users:view",
        0,
        "NoRoleAssigned",
    ),
    (
        ThirdParty,
        |f| f.role_grants = vec![RoleGrant { on_resource: Some(EntityId("app")), ..at_home("ADMIN") }],
        "iam:users:view@app",
        0,
        "NoRoleAssigned",
    ),
    (
        ThirdParty,
        |f| {
            f.custom_roles = vec![custom("Clerk", "iam:users:view")];
            f.role_grants = vec![at_home("Clerk")];
        },
        "iam:users:view",
        0,
        "NoRoleAssigned",
    ),
    (ThirdParty, |f| support(f, vec![]), "data:row:view", 0, "NoAccessGrant"),
    (ThirdParty, |f| support(f, access(Pending, None, 0, 9)), "data:row:view", 0, "RequestPending"),
    (ThirdParty, |f| support(f, access(Revoked, None, 0, 9)), "data:row:view", 0, "GrantRevoked"),
    (
        ThirdParty,
        |f| support(f, [access(Revoked, None, 0, 9), access(Pending, None, 0, 9)].concat()),
        "data:row:view",
        0,
        "RequestPending",
    ),
    (
        ThirdParty,
        |f| support(f, [access(Pending, None, 0, 9), access(Revoked, None, 0, 9)].concat()),
        "data:row:view",
        0,
        "RequestPending",
    ),
    (
        ThirdParty,
        |f| support(f, [access(Rejected, None, 0, 9), access(Withdrawn, None, 0, 9)].concat()),
        "data:row:view",
        0,
        "NoAccessGrant",
    ),
    (
        ThirdParty,
        |f| support(f, access(Granted, None, 5, 9)),
        "data:row:view",
        5,
        "Granted SUPPORT AccessGrant data:row:view hide 11 [5..9)",
    ),
    (ThirdParty, |f| support(f, access(Granted, None, 5, 9)), "data:row:view", 9, "WindowEnded [9..)"),
    (ThirdParty, |f| support(f, access(Granted, None, 5, 9)), "data:row:view", 4, "WindowNotStarted [..5)"),
    (
        ThirdParty,
        |f| support(f, access(Granted, Some("company"), 5, 9)),
        "data:row:view@company",
        5,
        "Granted SUPPORT AccessGrant data:row:view hide 11 [5..9)",
    ),
    (ThirdParty, |f| support(f, access(Granted, Some("company"), 5, 9)), "data:row:view@other", 5, "NoAccessGrant"),
    (ThirdParty, |f| support(f, access(Granted, Some("company"), 5, 9)), "data:row:view", 5, "NoAccessGrant"),
    (
        ThirdParty,
        |f| {
            support(f, [access(Granted, None, 5, 9), access(Granted, None, 9, 12)].concat());
            f.role_grants = vec![during(0, 10, at_home("SUPPORT")), during(10, 11, at_home("SUPPORT"))];
        },
        "data:row:view",
        7,
        "Granted SUPPORT AccessGrant data:row:view hide 11 [5..11)",
    ),
    (
        ThirdParty,
        |f| {
            support(f, vec![]);
            f.role_grants = vec![during(3, 10, at_home("SUPPORT"))];
        },
        "data:row:view",
        4,
        "NoAccessGrant [3..10)",
    ),
    (
        ThirdParty,
        |f| {
            support(f, vec![]);
            f.role_grants = vec![during(3, 10, at_home("SUPPORT"))];
        },
        "data:row:view",
        2,
        "NoRoleAssigned [..3)",
    ),
    (ThirdParty, |f| support(f, vec![]), "api:log-in", 0, "NoAccessGrant"),
    (ThirdParty, |f| support(f, access(Granted, None, 5, 9)), "api:log-in", 6, "Granted SUPPORT AccessGrant - [5..9)"),
    (ThirdParty, |f| f.role_grants = vec![at_home("VIEWER")], "api:log-in", 0, "NoRoleAssigned"),
    (ThirdParty, |f| f.role_grants = vec![at_home("VIEWER")], "apps:app:view", 0, "NoPrivilege"),
];

/// C7, C18, C21, C31-C38.
#[test]
fn third_parties_bring_roles_of_their_own_organisation() {
    all_hold(ABROAD);
}
