//! What an operator is told of a candidate before it is activated.

use guestpass_server::{Authenticator, RequestLimits, demo};
use guestpass_store::model::{CustomRole, Entity, Holder, RoleAssignment};
use guestpass_store::{Expected, Writing};
use serde_json::{Value, json};

use crate::operations::{FLEXERA_ONE, HOUR_MS, candidate_of, candidate_until, followed};
use crate::service::{NOW_MS, Service, keys};

const INA: &str = "ina@initech.example";
const MOE: &str = "moe@initech.example";

/// A role that an organisation made for itself.
fn own_role(organisation: &str, name: &str, privileges: &[&str]) -> CustomRole {
    CustomRole {
        organisation: organisation.parse().expect("it is an identifier"),
        name: name.parse().expect("it is a name"),
        kind: Default::default(),
        level: Default::default(),
        privileges: privileges.iter().map(|privilege| privilege.parse().expect("it is a name")).collect(),
    }
}

/// A role of somebody at Initech.
fn held(person: &str, role: &str) -> RoleAssignment {
    RoleAssignment {
        organisation: "initech".parse().expect("it is an identifier"),
        holder: Holder::Person(person.parse().expect("it is an identifier")),
        role: role.parse().expect("it is a name"),
        on_resource: None,
        window: None,
        assigned_by: None,
    }
}

async fn put<E: Entity>(writing: &mut Writing, entity: &E) {
    writing.put(entity, Expected::Any).await.expect("it fits");
}

/// What is told of the second policy while the first one decides, when the directory has this besides the sample.
async fn impact(
    [first, second]: [(Value, String); 2],
    own_roles: &[CustomRole],
    assignments: &[RoleAssignment],
) -> Value {
    let folder = tempfile::tempdir().expect("a folder is made");
    let (kept, keys) = keys();
    let slot = followed(folder.path());
    let service = Service::with(slot, Authenticator::new(kept), keys, RequestLimits::default()).await;
    demo::fill(&service.directory).await.expect("the sample fits");
    let mut writing = service.directory.begin().await.expect("it can be written to");
    for role in own_roles {
        put(&mut writing, role).await;
    }
    for assignment in assignments {
        put(&mut writing, assignment).await;
    }
    writing.commit().await.expect("it is kept");
    let path = |end: &str| format!("/operations/v1/policy/{end}");
    let chosen = |digest: &str| json!({ "digest": digest }).to_string();
    assert_eq!(service.operate(&path("candidate"), first.0.to_string()).await.status, 200);
    assert_eq!(service.operate(&path("activate"), chosen(&first.1)).await.status, 200);
    assert_eq!(service.operate(&path("candidate"), second.0.to_string()).await.status, 200);
    let impact = service.operate(&path("impact"), chosen(&second.1)).await;
    assert_eq!(impact.status, 200, "{}", impact.body);
    impact.body
}

/// R3: roles of an organisation's own that give nothing once the candidate is active.
#[tokio::test]
async fn an_operator_is_told_which_names_of_roles_a_candidate_takes() {
    let policies =
        [("1.0.0", 1), ("1.1.0", 2)].map(|(document, version)| candidate_until(document, version, 1, NOW_MS + HOUR_MS));
    let own_roles = [("initech", "saas-viewer"), ("globex", "saas-auditor"), ("globex", "Reader")];
    let impact = impact(policies, &own_roles.map(|(organisation, name)| own_role(organisation, name, &[])), &[]).await;
    let taken = json!([
        { "organisation": "globex", "role": "saas-auditor" },
        { "organisation": "initech", "role": "saas-viewer" },
    ]);
    assert_eq!(impact["custom_roles_taken"], taken);
    assert_eq!(impact["people_in_words"], json!([]), "nobody gains or loses by a new number");
    assert_eq!(impact["people_left_out"], json!(0));
}

/// R3: each policy is asked about what it would see. Ina holds a role of Initech's own by a name that one of the two
/// policies has, and a role of the policy besides.
#[tokio::test]
async fn whoever_holds_a_role_of_a_name_that_is_taken_or_given_back_gains_or_loses_that_role_alone() {
    // The same policy, without a role of that name.
    let without = FLEXERA_ONE.replace("[roles.saas-auditor]", "[roles.saas-checker]");
    assert_ne!(without, FLEXERA_ONE);
    let own_roles = [
        own_role("initech", "saas-auditor", &["saas:licence:edit"]),
        // What facts cannot carry keeps nobody else out of the report.
        own_role("initech", "Odd", &["odd one"]),
    ];
    let assignments = [held(INA, "saas-auditor"), held(INA, "saas-viewer"), held(MOE, "Odd")];
    for ([first, second], kind) in
        [([FLEXERA_ONE, without.as_str()], "newly-allowed"), ([without.as_str(), FLEXERA_ONE], "newly-denied")]
    {
        let policies =
            [(first, 1), (second, 2)].map(|(source, version)| candidate_of(source, version, 1, NOW_MS + HOUR_MS));
        let impact = impact(policies, &own_roles, &assignments).await;
        let expected = json!({ kind: { INA: ["saas:licence:edit"] } });
        assert_eq!(impact["people"]["people"], expected, "{kind}: {}", impact["people_in_words"]);
        assert_eq!(impact["people_left_out"], json!(1), "{kind}");
    }
}
