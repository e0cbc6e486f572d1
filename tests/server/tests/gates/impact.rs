//! What an operator is told of a candidate before it is activated: by its impact, and by what it says as a shadow.

use std::path::Path;

use guestpass_server::{Authenticator, RequestLimits, ScopeName, demo};
use guestpass_store::model::{CustomRole, Entity, Holder, RoleAssignment};
use guestpass_store::{Expected, Writing};
use reqwest::Method;
use serde_json::{Value, json};

use crate::operations::{FLEXERA_ONE, HOUR_MS, candidate_of, candidate_until, followed};
use crate::service::{NOW_MS, Service, answer, keys};

const INA: &str = "ina@initech.example";
const MOE: &str = "moe@initech.example";
const SAM: &str = "sam@initech.example";

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

/// A server whose first policy decides and whose second one is the candidate, when the directory has this besides the
/// sample.
async fn with_candidate(
    folder: &Path,
    [first, second]: &[(Value, String); 2],
    own_roles: &[CustomRole],
    assignments: &[RoleAssignment],
) -> Service {
    let (kept, keys) = keys();
    let slot = followed(folder);
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
    assert_eq!(service.operate(&path("candidate"), first.0.to_string()).await.status, 200);
    assert_eq!(service.operate(&path("activate"), chosen(first)).await.status, 200);
    assert_eq!(service.operate(&path("candidate"), second.0.to_string()).await.status, 200);
    service
}

fn path(end: &str) -> String {
    format!("/operations/v1/policy/{end}")
}

fn chosen((_, digest): &(Value, String)) -> String {
    json!({ "digest": digest }).to_string()
}

/// What is told of the second policy while the first one decides.
async fn impact(policies: [(Value, String); 2], own_roles: &[CustomRole], assignments: &[RoleAssignment]) -> Value {
    let folder = tempfile::tempdir().expect("a folder is made");
    let service = with_candidate(folder.path(), &policies, own_roles, assignments).await;
    let impact = service.operate(&path("impact"), chosen(&policies[1])).await;
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

/// Each policy is asked as it would be if it were active, by a shadow too: about what it would see, in its own words.
/// One of the two calls an operation `spend.list` and the other one `list`; both are meant by listing what is spent.
#[tokio::test]
async fn a_shadow_says_what_the_candidate_would_of_roles_and_operations_that_the_policies_have_not_in_common() {
    let without = FLEXERA_ONE.replace("[roles.saas-auditor]", "[roles.saas-checker]");
    let without = without.replace("[apis.\"spend.list\"]", "[apis.list]");
    let own_roles = [own_role("initech", "saas-auditor", &["saas:licence:edit"])];
    let assignments = [held(INA, "saas-auditor"), held(INA, "saas-viewer")];
    for ([first, second], kind, shadow) in [
        ([FLEXERA_ONE, without.as_str()], "newly-allowed", "allow: granted"),
        ([without.as_str(), FLEXERA_ONE], "newly-denied", "deny: no-privilege"),
    ] {
        let folder = tempfile::tempdir().expect("a folder is made");
        let policies =
            [(first, 1), (second, 2)].map(|(source, version)| candidate_of(source, version, 1, NOW_MS + HOUR_MS));
        let service = with_candidate(folder.path(), &policies, &own_roles, &assignments).await;
        assert_eq!(service.operate(&path("shadow"), chosen(&policies[1])).await.status, 200);
        let question = |person: &str, action: &str, kind: &str, resource: &str| {
            json!({
                "subject": { "type": "user", "id": person }, "action": { "name": action },
                "resource": { "type": kind, "id": resource }, "context": { "organisation": "initech" },
            })
        };
        let questions = [
            question(INA, "saas:licence:edit", "organisation", "initech"),
            question(INA, "saas:licence:view", "organisation", "initech"),
            question(SAM, "list", "spend", "2027"),
        ];
        for question in &questions {
            let request = service.request(Method::POST, "/access/v1/evaluation").json(question);
            let answer = answer(request.bearer_auth(&service.keys.scoped[&ScopeName::Decide])).await;
            assert_eq!(answer.status, 200, "{}", answer.body);
        }
        let report = service.look(Method::DELETE, &path("shadow")).await.body;
        let counted = [&report["compared"], &report["left_out"], &report["errors"]];
        assert_eq!(counted, [&json!(questions.len()), &json!(0), &json!(0)], "{report}");
        let samples = report["samples"].as_array().expect("it is a list");
        let told: Vec<_> =
            samples.iter().map(|sample| (&sample["kind"], &sample["asked"], &sample["shadow"])).collect();
        assert_eq!(told, [(&json!(kind), &json!("saas:licence:edit"), &json!(shadow))], "{report}");
    }
}
