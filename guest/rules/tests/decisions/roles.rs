//! Which roles are held, and what they give.

use super::*;
use guestpass_rules::Reason;
use guestpass_rules::policy::Automatic;

const GRANTED: &[Case] = &[
    (Member, |_| {}, "iam:users:view", 0, "NoRoleAssigned"),
    (Member, |f| f.role_grants = vec![grant("ADMIN")], "iam:users:view", 0, "Granted ADMIN Direct iam:users:view"),
    (Member, |f| f.role_grants = vec![at_home("ADMIN")], "iam:users:view", 0, "NoRoleAssigned"),
    (Member, |f| f.role_grants = vec![grant("NOBODY")], "iam:users:view", 0, "NoRoleAssigned"),
    (
        Member,
        |f| f.role_grants = vec![RoleGrant { group: Some(EntityId("staff")), ..grant("ADMIN") }],
        "iam:users:view",
        0,
        "Granted ADMIN Group iam:users:view",
    ),
    (
        Member,
        |f| f.role_grants = vec![RoleGrant { group: Some(EntityId("others")), ..grant("ADMIN") }],
        "iam:users:view",
        0,
        "NoRoleAssigned",
    ),
    (
        PartnerUser,
        |f| f.role_grants = vec![RoleGrant { group: Some(EntityId("staff")), ..grant("ADMIN") }],
        "iam:users:view",
        0,
        "NoRoleAssigned",
    ),
    (
        PartnerUser,
        |f| f.role_grants = vec![on("app", "OWNER")],
        "apps:app:edit@app",
        0,
        // F33: external access is not for the suite `apps`.
        "NoPrivilege",
    ),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("ADMIN")];
            f.principal.login = Login::Account;
        },
        "iam:users:view",
        0,
        "NoPrivilege",
    ),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("SUPPORT")];
            f.attributes = vec![named(true)];
        },
        "iam:users:view",
        0,
        "NoRoleAssigned",
    ),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("SUPPORT")];
            f.attributes = vec![named(true)];
            f.principal.login = Login::Account;
        },
        "iam:users:view",
        0,
        "Granted SUPPORT Direct iam:users:view",
    ),
    (Member, |f| f.role_grants = vec![grant("OWNER")], "apps:app:edit", 0, "NoRoleAssigned"),
    (Member, |f| f.role_grants = vec![on("app", "OWNER")], "apps:app:edit", 0, "NoPrivilege"),
    (Member, |f| f.role_grants = vec![on("app", "OWNER")], "apps:app:edit@other", 0, "NoPrivilege"),
    (
        Member,
        |f| f.role_grants = vec![on("app", "OWNER")],
        "apps:app:edit@app",
        0,
        "Granted OWNER AppRole apps:app:edit",
    ),
    (
        Member,
        |f| f.role_grants = vec![grant("ADMIN"), grant("VIEWER")],
        "data:row:view||apps:app:view",
        0,
        "Granted ADMIN Direct apps:app:view",
    ),
    (
        Member,
        |f| f.role_grants = vec![on("app", "ADMIN"), grant("ADMIN")],
        "iam:users:view@app",
        0,
        "Granted ADMIN Direct iam:users:view",
    ),
];

/// R1, R2, R4, R16, C2, P13.
#[test]
fn a_role_counts_where_it_was_granted_and_for_the_login_that_may_hold_it() {
    all_hold(GRANTED);
}

const CUSTOM: &[Case] = &[
    (
        Member,
        |f| {
            f.custom_roles = vec![custom("Clerk", "apps:app:view data:row:view zzz:none:view")];
            f.role_grants = vec![grant("Clerk")];
        },
        "zzz:none:view || data:row:view",
        0,
        "Granted Clerk Direct data:row:view hide 11",
    ),
    (
        Member,
        |f| {
            f.custom_roles = vec![custom("Clerk", "data:row:view apps:app:view")];
            f.role_grants = vec![grant("Clerk")];
        },
        "apps:app:view",
        0,
        "NoPrivilege",
    ),
    (
        Member,
        |f| {
            f.custom_roles = vec![CustomRole { kind: RoleKind::Account, ..custom("Robot", "iam:users:view") }];
            f.role_grants = vec![grant("Robot")];
        },
        "iam:users:view",
        0,
        "NoRoleAssigned",
    ),
    (
        Member,
        |f| {
            f.custom_roles = vec![custom("B", "iam:users:view"), custom("A", "iam:users:view")];
            f.role_grants = vec![grant("B"), grant("A")];
        },
        "iam:users:view",
        0,
        "Granted A Direct iam:users:view",
    ),
];

/// R3, R16.
#[test]
fn custom_roles_give_what_the_policy_declares() {
    all_hold(CUSTOM);
}

const AUTOMATIC: &[Case] = &[
    (Member, |f| f.principal.login = Login::Account, "iam:users:edit", 0, "Granted LOGIN Automatic iam:users:edit"),
    (Member, |_| {}, "iam:users:edit", 0, "NoRoleAssigned"),
    (PartnerUser, |f| f.principal.login = Login::Account, "iam:users:edit", 0, "NoRoleAssigned"),
    (
        Member,
        |f| f.role_grants = vec![on("app", "OWNER")],
        "apps:app:view@other",
        0,
        "Granted MANAGER Automatic apps:app:view hide 11",
    ),
    (Member, |f| f.role_grants = vec![on("app", "STARTER")], "apps:app:view@other", 0, "NoPrivilege"),
    (
        Member,
        |f| f.role_grants = vec![during(10, 20, on("app", "OWNER"))],
        "apps:app:view",
        15,
        "Granted MANAGER Automatic apps:app:view hide 11 [10..20)",
    ),
    (
        Member,
        |f| f.role_grants = vec![during(10, 20, on("app", "OWNER"))],
        "apps:app:view",
        5,
        "WindowNotStarted [..10)",
    ),
    (
        Member,
        |f| {
            f.role_grants = vec![on("app", "OWNER")];
            f.disabled_roles = vec![RoleName("OWNER")];
        },
        "apps:app:view",
        0,
        "RoleDisabled",
    ),
    (
        Member,
        |f| {
            f.custom_roles =
                vec![CustomRole { kind: RoleKind::App, level: AppLevel::View, ..custom("Reader", "apps:spend:view") }];
            f.role_grants = vec![on("app", "Reader")];
        },
        "apps:app:view@app",
        0,
        "Granted MANAGER Automatic apps:app:view hide 10",
    ),
    // P15: a grant of an automatic role, wherever it comes from, is none.
    (Member, |f| f.role_grants = vec![grant("MANAGER")], "apps:app:view@other", 0, "NoRoleAssigned"),
    (PartnerUser, |f| f.role_grants = vec![on("app", "OWNER")], "apps:app:view@other", 0, "NoPrivilege"),
];

/// P14, C8, C17, C23.
#[test]
fn automatic_roles_are_held_without_a_grant() {
    all_hold(AUTOMATIC);
}

/// C8, C17, C23.
#[test]
fn some_automatic_roles_are_for_one_login() {
    let user: fn(&mut Facts<'static>) = |_| {};
    let account: fn(&mut Facts<'static>) = |facts| facts.principal.login = Login::Account;
    for (automatic, adjust, expected) in [
        (Automatic::Everyone, user, Reason::Granted),
        (Automatic::Everyone, account, Reason::Granted),
        (Automatic::UserLogin, user, Reason::Granted),
        (Automatic::UserLogin, account, Reason::NoPrivilege),
        (Automatic::AccountLogin, user, Reason::NoRoleAssigned),
        (Automatic::AccountLogin, account, Reason::Granted),
        (Automatic::AppRole, user, Reason::NoRoleAssigned),
        (Automatic::AppRole, account, Reason::NoPrivilege),
    ] {
        let mut builder = example::builder();
        let manager = builder.roles.iter_mut().filter(|role| role.name == "MANAGER");
        manager.for_each(|role| role.automatic = Some(automatic));
        let policy = builder.build().expect("the example is a policy");
        let mut facts = facts(Member);
        adjust(&mut facts);
        let target = Target::Privileges(PrivilegeExpression("apps:app:view"));
        let request = Request { target, on_resource: None, now: Instant(0), explain: false };
        let reasons: Vec<_> = check(&policy, &facts, &[request]).iter().map(|it| it.reason).collect();
        assert_eq!(reasons, [expected], "{automatic:?} for {:?}", facts.principal.login);
    }
}
