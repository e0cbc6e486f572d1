//! Groups of fields.

use super::*;

const FIELDS: &[Case] = &[
    (
        Member,
        |f| f.role_grants = vec![grant("VIEWER")],
        "apps:app:view@app",
        0,
        "Granted VIEWER Direct apps:app:view hide 11",
    ),
    (Member, |f| f.role_grants = vec![grant("ADMIN")], "apps:app:view@app", 0, "Granted ADMIN Direct apps:app:view"),
    (
        Member,
        |f| {
            f.role_grants = vec![grant("ADMIN")];
            f.entitlements.clear();
        },
        "apps:app:view@app",
        0,
        "Granted ADMIN Direct apps:app:view hide 10",
    ),
    (
        Member,
        |f| f.role_grants = vec![grant("VIEWER"), during(10, 20, on("app", "OWNER"))],
        "apps:app:view@app",
        15,
        "Granted VIEWER Direct apps:app:view hide 10 [10..20)",
    ),
    (
        Member,
        |f| f.role_grants = vec![grant("VIEWER"), during(10, 20, on("app", "OWNER"))],
        "apps:app:view@other",
        15,
        "Granted VIEWER Direct apps:app:view hide 11",
    ),
    (
        Member,
        |f| f.role_grants = vec![grant("VIEWER"), grant("TIMED")],
        "data:row:view",
        50,
        "Granted VIEWER Direct data:row:view hide 1 [40..61)",
    ),
    (Member, |f| f.role_grants = vec![grant("ADMIN")], "iam:users:view", 0, "Granted ADMIN Direct iam:users:view"),
    (VendorEmployee, |f| full_access(f), "data:row:view", 0, "Granted - FullAccess data:row:view hide 1"),
];

/// P13, P26, P28.
#[test]
fn fields_are_hidden_until_a_privilege_shows_them() {
    all_hold(FIELDS);
}
