//! What a policy says about itself.

use guestpass_contract::{AppLevel, Assigner, PolicyInfo, Reach, RoleKind, UnfitPolicy};

use crate::{given, info, privilege, role};

type Change = fn(&mut PolicyInfo);

fn duplicate(what: &'static str, name: &str) -> UnfitPolicy {
    UnfitPolicy::DuplicateName { what, name: name.to_owned() }
}

/// Each change makes a right policy unfit in its own way.
fn check(unfit: &[(Change, UnfitPolicy)]) {
    assert_eq!(info().verify(), Ok(()));
    for (change, expected) in unfit {
        let mut info = info();
        change(&mut info);
        assert_eq!(info.verify().as_ref(), Err(expected));
    }
}

#[test]
fn headers_names_and_counts() {
    check(&[
        (|info| info.name.clear(), UnfitPolicy::NoPolicy),
        (|info| info.contract_version = "0.3.0".to_owned(), UnfitPolicy::ContractVersion("0.3.0".to_owned())),
        (|info| info.contract_version = "1.2.0".to_owned(), UnfitPolicy::ContractVersion("1.2.0".to_owned())),
        (|info| info.contract_version = "0.2".to_owned(), UnfitPolicy::ContractVersion("0.2".to_owned())),
        (|info| info.contract_version = "0.2.x".to_owned(), UnfitPolicy::ContractVersion("0.2.x".to_owned())),
        (|info| info.contract_version.clear(), UnfitPolicy::ContractVersion(String::new())),
        (|info| info.source_digest = "0A".repeat(32), UnfitPolicy::SourceDigest),
        (|info| info.source_digest = "0a".repeat(31), UnfitPolicy::SourceDigest),
        (|info| info.source_digest = "0g".repeat(32), UnfitPolicy::SourceDigest),
        (
            |info| info.roles = vec![role("r", vec![]); 10_001],
            UnfitPolicy::TooMany { what: "roles", count: 10_001, maximum: 10_000 },
        ),
        (
            |info| info.privileges = vec![privilege("a:b:c"); 10_001],
            UnfitPolicy::TooMany { what: "privileges", count: 10_001, maximum: 10_000 },
        ),
        (
            |info| info.apis = vec![info.apis[0].clone(); 10_001],
            UnfitPolicy::TooMany { what: "operations", count: 10_001, maximum: 10_000 },
        ),
        (|info| info.roles[1].name.clear(), UnfitPolicy::NoName { what: "roles" }),
        (|info| info.roles[1].name = "hr".to_owned(), duplicate("roles", "hr")),
        (|info| info.apis.push(info.apis[0].clone()), duplicate("operations", "list")),
        (|info| info.field_groups[1].name = "costs".to_owned(), duplicate("field groups", "costs")),
        (|info| info.limits[0].name.clear(), UnfitPolicy::NoName { what: "limits" }),
        (|info| info.settings.push("role:hr".to_owned()), duplicate("settings", "role:hr")),
        (|info| info.privileges[1].name = "a:b".to_owned(), UnfitPolicy::PrivilegeName("a:b".to_owned())),
        (|info| info.privileges[1].name = "a:b:c:d".to_owned(), UnfitPolicy::PrivilegeName("a:b:c:d".to_owned())),
        (|info| info.privileges[1].name = "a::d".to_owned(), UnfitPolicy::PrivilegeName("a::d".to_owned())),
        (|info| info.privileges[1].name = "a:b:*".to_owned(), UnfitPolicy::PrivilegeName("a:b:*".to_owned())),
        (|info| info.privileges[1].name = "a:b:c".to_owned(), duplicate("privileges", "a:b:c")),
        (|info| info.privileges.swap(0, 1), UnfitPolicy::PrivilegeOrder("a:b:c".to_owned())),
        (
            |info| info.conditions = vec![String::new(); 10_001],
            UnfitPolicy::TooMany { what: "conditions", count: 10_001, maximum: 10_000 },
        ),
        (
            |info| info.attributes = vec![info.attributes[0].clone(); 257],
            UnfitPolicy::TooMany { what: "attributes", count: 257, maximum: 256 },
        ),
        (|info| info.attributes.push(info.attributes[0].clone()), duplicate("attributes", "principal.named")),
        (|info| info.attributes[0].name.clear(), UnfitPolicy::NoName { what: "attributes" }),
        (|info| info.changes.push(info.changes[0].clone()), duplicate("changes", "grant-run")),
    ]);
}

#[test]
fn indices_and_orders() {
    check(&[
        (|info| info.roles[1].privileges[3].privilege = 2, UnfitPolicy::RolePrivilege("it".to_owned())),
        (|info| info.roles[1].privileges.swap(0, 1), UnfitPolicy::RolePrivilegeOrder("it".to_owned())),
        (|info| info.roles[1].privileges.swap(1, 2), UnfitPolicy::RolePrivilegeOrder("it".to_owned())),
        (|info| info.roles[1].privileges.swap(2, 3), UnfitPolicy::RolePrivilegeOrder("it".to_owned())),
        (
            |info| info.roles[1].privileges = vec![given(Reach::Own, 1, Some(0)); 2],
            UnfitPolicy::RolePrivilegeOrder("it".to_owned()),
        ),
        (|info| info.roles[1].privileges[3].condition = Some(2), UnfitPolicy::RoleCondition("it".to_owned())),
        (|info| info.roles[0].holder_condition = Some(2), UnfitPolicy::RoleCondition("hr".to_owned())),
        (
            |info| info.roles[1].assigned_by = Some(vec![Assigner { role: 2, needs_grant: false }]),
            UnfitPolicy::RoleAssigner("it".to_owned()),
        ),
        (|info| info.roles[1].level = AppLevel::View, UnfitPolicy::RoleLevel("it".to_owned())),
        (|info| info.field_groups[1].on.push(2), UnfitPolicy::FieldGroupPrivilege("names".to_owned())),
        (|info| info.field_groups[0].shown_by.push(2), UnfitPolicy::FieldGroupPrivilege("costs".to_owned())),
    ]);
}

#[test]
fn app_roles_have_levels() {
    let mut info = info();
    (info.roles[1].kind, info.roles[1].level) = (RoleKind::App, AppLevel::Full);
    assert_eq!(info.verify(), Ok(()));
}
