//! What is shown of a policy.

use crate::program::{Case, component, component_of, document, run};
use serde_json::Value;

#[test]
fn policies_are_inspected_in_either_form() {
    let document = document();
    let expected = [
        "policy: flexera-one 1.0.0\n",
        "digest: sha256:",
        "contract: 0.2.",
        "provenance: engine",
        "roles (8):\n",
        "  saas-viewer: SaaS viewer\n",
        "    gives:\n      saas:alert:view\n",
        "apis (17):\n",
        "  refresh-token: Manage one's own API credentials\n    needs no role\n",
        "  sign-in: Sign in to the product\n    needs any role\n",
        "changes (9):\n",
        "  assign-role: needs common:org:own || iam:role:grant || saas:role:assign\n",
        "limits (2):\n",
        "external-access-instances: 20\n",
    ];
    let mut printed = Vec::new();
    for policy in [component(), &document] {
        Case { arguments: &["policy", "inspect", policy], stdout: &expected, ..Case::default() }.check();
        let output = run(&["policy", "inspect", policy, "--format", "json"], "");
        let shape: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(shape["roles"].as_array().unwrap().len(), 8);
        printed.push(shape);
    }
    assert_eq!(printed[0], printed[1], "a document shows what its component shows, digest included");
}

#[test]
fn a_role_is_shown_as_the_tables_of_its_product_show_it() {
    let (granting, manager) = (component_of("access-granting"), component_of("saas-manager"));
    for (policy, role, expected) in [
        // C9, C12: the star means, while access is granted.
        (
            &granting,
            "SUPERUSER",
            &[
                "SUPERUSER: Superuser\n",
                "  permissions:\n    Login to Admin\n    Edit own and others' user data\n    Create users\n",
                "  assigned by: SUPERUSER, EXTERNAL_SUPERUSER, ADMINISTRATOR, SUPPORT*, CUSTOMER\n",
                "    * while access is granted\n",
                "  held by: users, groups and external people\n",
                "  gives:\n",
            ][..],
        ),
        // C17, C23
        (
            &granting,
            "CUSTOMER",
            &["assigned by: nobody, it is held automatically\n", "every account login, automatically\n"],
        ),
        // C19
        (&granting, "CLOUD_DATABASE_ADMIN", &["  assigned by: nobody\n", "  held by: account logins\n"]),
        // C21, C24
        (
            &granting,
            "SUPPORT",
            &[
                "  constraints:\n    Named accounts only",
                "  held when: principal.named && (principal.internal || principal.qualified_partner)\n",
                "  gives in every other organisation:\n    fsm:access-request:create\n",
                "    fsm:access-request:view when resource.requested_by == principal.id || ",
                "  gives in another organisation while access is granted:\n",
            ],
        ),
        // P4, P5, P12
        (
            &manager,
            "hr",
            &[
                "  designed for:\n    Keeping the data of employees\n",
                "  marks: it can be switched off, workflow runs can be opened to it\n",
                "    workflows:run:manage when role.name in resource.opened_to",
            ],
        ),
        // P20
        (
            &manager,
            "it-admin",
            &["  held by: users, groups and external people, on one resource each, at level `view`\n"],
        ),
        // P14
        (
            &manager,
            "app-management",
            &["  held by: whoever holds an app role at level `view` or above, automatically\n"],
        ),
        // P11
        (&manager, "operator", &["Operator (deprecated)\n", "it is deprecated\n"]),
    ] {
        let arguments = ["policy", "inspect", policy, "--role", role];
        Case { arguments: &arguments, stdout: expected, ..Case::default() }.check();
        let output = run(&[&arguments[..], &["--format", "json"]].concat(), "");
        let shape: Value = serde_json::from_slice(&output.stdout).unwrap();
        assert_eq!(shape["name"], role);
    }
}

#[test]
fn fields_attributes_and_gates_are_shown() {
    let (manager, atlas) = (component_of("saas-manager"), component_of("snow-atlas"));
    for (policy, expected) in [
        (
            &manager,
            &[
                "field groups (7):\n",
                "  spend: What the app costs\n    fields: spend, budget\n    shown by: apps:spend:view\n",
                "attributes (5):\n",
                "  resource.opened_to: texts\n",
                "settings (",
                "  role:hr",
            ][..],
        ),
        // S21
        (
            &atlas,
            &[
                "  sign-in-link.access: ",
                "    needs no role, and the gates of entry passed\n",
                "    gates: relationship, authorisation, access-mode\n",
            ],
        ),
    ] {
        Case { arguments: &["policy", "inspect", policy], stdout: expected, ..Case::default() }.check();
    }
}
