//! Each ready policy answers the examples of its own product. The questions stand in `samples/`.

use crate::program::{Case, component_of, sample};

/// Asks a product's policy one sample question. `question` names the facts and the request or the change.
#[track_caller]
fn check(product: &str, [facts, question]: [&str; 2], status: i32, stdout: &[&str]) {
    let policy = component_of(product);
    let file = |name: &str| sample(&format!("{product}/{name}.json"));
    let (facts, asked) = (file(&format!("{facts}.facts")), file(question));
    let (command, flag) = if question.ends_with(".change") { ("review", "--change") } else { ("check", "--request") };
    let mut arguments = vec![command, "--policy", &policy, "--facts", &facts, flag, &asked];
    if command == "check" {
        arguments.push("--explain");
    }
    Case { arguments: &arguments, status, stdout, ..Case::default() }.check();
}

#[test]
fn flexera_one() {
    let product = "flexera-one";
    // F11, F17: and the agreement is owed.
    let created = ["accepted\n", "  owed: data-protection-agreement — "];
    check(product, ["create-partner-access", "create-partner-access.change"], 0, &created);
    // F13: not even by a system administrator, not even when it is off.
    let refused = ["refused: vendor-instance — the vendor's external access cannot be deleted; it can be disabled\n"];
    check(product, ["delete-vendor-access", "delete-vendor-access.change"], 1, &refused);
}

#[test]
fn snow_atlas() {
    let product = "snow-atlas";
    // S10: authorising is accepted with a warning ...
    let warned = ["accepted\n", "  warning: dual-listed — "];
    check(product, ["authorise-listed-user", "authorise-listed-user.change"], 0, &warned);
    // ... and signing in fails until one of the listings is gone.
    let denied = [
        "denied: dual-listed — ",
        "✓ sso ",
        "✗ dual-listing ",
        "✓ access-mode ",
        "  what would change it:\n    take the person off the customer's list of users\n",
    ];
    check(product, ["sign-in-listed-user", "sign-in-listed-user.request"], 1, &denied);
}

#[test]
fn saas_manager() {
    let product = "saas-manager";
    for (person, question, status, expected) in [
        // P8
        (
            "hr",
            "edit-person.request",
            0,
            &["allowed: granted by role `hr` (direct) through `people:person:edit`\n"][..],
        ),
        ("hr", "view-spend.request", 1, &["denied: no-privilege — "]),
        // P7: reports, and nothing else.
        ("read-only", "edit-report.request", 0, &["allowed: granted by role `read-only` (direct)"]),
        ("read-only", "view-spend.request", 0, &["allowed: granted by role `read-only` (direct)"]),
        ("read-only", "edit-person.request", 1, &["denied: no-privilege — "]),
        ("read-only", "edit-app.request", 1, &["denied: no-privilege — "]),
        // P20, P28: how the app is used, and neither what it costs nor the contract.
        ("it-admin", "view-spend.request", 1, &["denied: no-privilege — "]),
        (
            "it-admin",
            "view-profile.request",
            0,
            &[
                "allowed: granted by role `it-admin` (app-role) through ",
                "  hidden: `spend` (spend, budget), `renewals` (contract, renewal), `licences` (licences)\n",
            ],
        ),
    ] {
        check(product, [person, question], status, expected);
    }
}

#[test]
fn access_granting() {
    let product = "access-granting";
    let named = "  owed: name-the-person — record the person behind the action by name\n";
    for (facts, question, status, expected) in [
        // C21, C25, C30
        ("request-access", "request-access.change", 0, &["accepted\n", named][..]),
        // C32, C36: granted after it was to begin, it begins when it is granted.
        (
            "grant-access",
            "grant-access.change",
            0,
            &["accepted\n", "  access: from 2026-03-02T10:00:00Z until 2026-03-04T18:00:00Z\n"],
        ),
        // C33
        ("grant-own-access", "grant-access.change", 1, &["refused: self-grant — nobody grants access to oneself\n"]),
        // C10, C14
        (
            "assign-external-superuser",
            "assign-external-superuser.change",
            1,
            &["refused: not-an-assigner — no role that the person holds is one of those that may assign this role\n"],
        ),
        // C31, C35: the grant begins tomorrow.
        (
            "view-data",
            "view-data.request",
            1,
            &["denied: window-not-started — ", "another answer from 2026-03-02T08:00"],
        ),
    ] {
        check(product, [facts, question], status, expected);
    }
}
