//! A policy may have a role by a name that an organisation has given to one of its own before (R3). That one gives
//! nothing then, neither what the organisation meant nor what the policy means, and nothing else is the worse for it.

use guestpass::contract::RequestDraft;
use guestpass::generations::Expectation;
use guestpass_store::model::{CustomRole, Holder, RoleAssignment};
use guestpass_store::{Consistency, Expected, FactsQuestion, Supplied};
use serde_json::{Value, json};

use crate::over_http::Service;
use crate::policy;

const NOW_MS: i64 = 1_800_000_000_000;
const SAM: &str = "sam@initech.example";
const INA: &str = "ina@initech.example";
const MOE: &str = "moe@initech.example";
const SUE: &str = "sue@support.example";
const BEA: &str = "bea@acme.example";

/// A server whose policy came to have these roles after organisations had made roles of these names.
async fn with_roles_from_before(names: &[(&str, &str)]) -> Service {
    let service = Service::start().await;
    let mut writing = service.directory.begin().await.expect("it can be written to");
    for (organisation, name) in names {
        let role = CustomRole {
            organisation: organisation.parse().expect("it is an identifier"),
            name: name.parse().expect("it is a name"),
            kind: Default::default(),
            level: Default::default(),
            privileges: vec!["saas:licence:edit".parse().expect("it is a name")],
        };
        writing.put(&role, Expected::Absent).await.expect("it fits");
    }
    for role in ["saas-auditor", "Licence clerk"] {
        let assignment = RoleAssignment {
            organisation: "initech".parse().expect("it is an identifier"),
            holder: Holder::Person(MOE.parse().expect("it is an identifier")),
            role: role.parse().expect("it is a name"),
            on_resource: None,
            window: None,
            assigned_by: None,
        };
        writing.put(&assignment, Expected::Absent).await.expect("it fits");
    }
    writing.commit().await.expect("it is kept");
    service
}

/// Why somebody may do something, or why not; of the material as the server takes it, by the facts that it shows.
async fn reason(service: &Service, who: &str, organisation: &str, privilege: &str) -> Value {
    let until = "2027-01-15T08:00:01Z";
    let answer = service.get(who, &format!("{organisation}/timeline?privileges={privilege}&until={until}")).await;
    assert_eq!(answer.status, 200, "{who} at {organisation}: {}", answer.body);
    answer.body["segments"][0]["decision"]["reason"].clone()
}

#[tokio::test]
async fn whoever_holds_a_role_of_a_name_that_the_policy_took_holds_nothing_by_it() {
    let service = with_roles_from_before(&[]).await;
    assert_eq!(service.get(INA, "initech/external-access").await.status, 200, "the role of the policy");
    let none = json!([]);
    for (names, who, view, edit) in [
        (&[][..], MOE, "granted", "granted"),
        (&[("initech", "saas-auditor")], MOE, "granted", "granted"),
        (&[("initech", "saas-auditor"), ("initech", "saas-viewer")], INA, "no-privilege", "no-privilege"),
        (&[("globex", "saas-auditor")], INA, "granted", "no-privilege"),
    ] {
        let service = with_roles_from_before(names).await;
        assert_eq!(reason(&service, who, "initech", "saas:licence:view").await, json!(view), "{who}: {names:?}");
        assert_eq!(reason(&service, who, "initech", "saas:licence:edit").await, json!(edit), "{who}: {names:?}");
    }
    let service = with_roles_from_before(&[("initech", "saas-auditor")]).await;
    assert_eq!(service.get(INA, "initech/external-access").await.status, 403, "what the policy means is not Ina's");
    let facts = service.get(SAM, "initech/facts?person=ina@initech.example").await.body;
    let found = (&facts["facts"]["custom_roles"], &facts["facts"]["role_grants"]);
    let is_empty = |list: &Value| list.is_null() || *list == none;
    assert!(is_empty(found.0) && is_empty(found.1), "{facts}");
    // The directory knows what Ina holds, as it did.
    let question = FactsQuestion {
        organisation: "initech".parse().expect("it is an identifier"),
        person: INA.parse().expect("it is an identifier"),
        resource: None,
    };
    let material = service.directory.material(&question, Consistency::Latest).await.expect("it answers");
    let facts = material.facts(&Supplied::default()).expect("they fit");
    let decision = policy().check_one(&facts, &RequestDraft::privileges("saas:licence:view", NOW_MS));
    assert_eq!(
        decision.expect("it decides").reason.name(),
        "malformed-facts",
        "what the policy would say of all of it"
    );
}

#[tokio::test]
async fn a_role_from_home_of_a_name_that_the_policy_took_is_not_brought_along() {
    let ask = json!({ "submit-request": {
        "account": "acme", "company": "acme-berlin", "requested_by": SUE,
        "valid_from": "2027-01-15T00:00:00Z", "valid_to": "2027-01-15T12:00:00Z",
    } });
    let grant = json!({ "grant-request": { "request": "request-1" } });
    let service = with_roles_from_before(&[]).await;
    assert_eq!(service.review(SUE, "acme", &ask).await.body["verdict"]["verdict"], "accepted");
    let service = with_roles_from_before(&[("support", "SUPPORT"), ("support", "ADMINISTRATOR")]).await;
    let refused = service.review(SUE, "acme", &ask).await;
    assert_ne!(refused.body["verdict"]["verdict"], json!("accepted"), "{}", refused.body);
    let administrators = service.get(BEA, "acme/administrators").await.body;
    assert_eq!(administrators, json!({ "administrators": [] }));
    let granted = service.review(BEA, "acme", &grant).await;
    assert_eq!(granted.body["verdict"]["verdict"], "accepted", "at Acme nothing has changed: {}", granted.body);
}

#[tokio::test]
async fn an_organisation_with_such_a_role_goes_on_and_is_told_of_it() {
    let service = with_roles_from_before(&[("initech", "saas-auditor")]).await;
    let roles = service.get(SAM, "initech/roles").await.body;
    let collide = |role: &Value| (role["name"].clone(), role["collides"].clone());
    let found: Vec<_> = roles["custom_roles"].as_array().expect("there are some").iter().map(collide).collect();
    assert_eq!(found, [(json!("Licence clerk"), json!(false)), (json!("saas-auditor"), json!(true))]);

    let assign = |role: &str| json!({ "assign-role": { "holder": { "person": MOE }, "role": role } });
    let person = json!({ "email": "new@initech.example", "arrival": "manual", "roles": ["saas-auditor"] });
    for (change, refused) in [
        (json!({ "create-custom-role": { "name": "Reader", "privileges": ["saas:application:view"] } }), &[][..]),
        (assign("saas-viewer"), &[]),
        (assign("saas-auditor"), &["reserved-name"]),
        (json!({ "add-person": person }), &["reserved-name"]),
        (json!({ "delete-custom-role": { "name": "Licence clerk" } }), &[]),
        (json!({ "delete-custom-role": { "name": "saas-auditor" } }), &[]),
        (json!({ "delete-custom-role": { "name": "saas-viewer" } }), &["reserved-name"]),
        (json!({ "unassign-role": { "holder": { "person": MOE }, "role": "saas-auditor" } }), &[]),
    ] {
        let verdict = service.review(SAM, "initech", &change).await.body["verdict"].clone();
        let reasons: Vec<&str> = verdict["refusals"]
            .as_array()
            .map(|all| all.iter().filter_map(Value::as_str).collect())
            .unwrap_or_default();
        assert_eq!(reasons, refused, "{change}: {verdict}");
        assert_eq!(verdict["verdict"] == "accepted", refused.is_empty(), "{change}: {verdict}");
    }
}

/// A shadow judges a change by what it would see. Where the directory would tell something else, too, nothing is
/// compared: here, whether the name that the change gives is the organisation's own.
#[tokio::test]
async fn a_shadow_judges_as_it_would_if_it_were_active_or_is_not_compared() {
    let service = with_roles_from_before(&[("initech", "saas-auditor")]).await;
    let source = include_str!("../../../../guest/policies/default.toml");
    // The same policy, without a role of that name.
    let without = source.replace("saas-auditor", "saas-checker");
    let component = guestpass_compiler::compile("default.toml", &without).expect("it compiles").component;
    let candidate = service.generations.prepare(&component, &Expectation::default(), &[]).expect("it is sound");
    service.generations.shadow(candidate);
    let counted = || {
        let report = service.generations.status().shadow.expect("there is one");
        [report.compared, report.left_out, report.disagreed()]
    };
    let assign = |role: &str| json!({ "assign-role": { "holder": { "person": MOE }, "role": role } });
    let edit = json!({ "edit-custom-role": { "name": "saas-auditor", "privileges": ["saas:application:view"] } });
    for (change, expected) in [
        (assign("saas-viewer"), [1, 0, 0]),
        (assign("saas-auditor"), [0, 1, 0]),
        // To the active policy there is no such role of the organisation's, and to the shadow there is.
        (edit, [1, 0, 1]),
    ] {
        let before = counted();
        let verdict = service.review(SAM, "initech", &change).await;
        assert_eq!(verdict.status, 200, "{change}: {}", verdict.body);
        let found = counted().iter().zip(before).map(|(after, before)| after - before).collect::<Vec<_>>();
        assert_eq!(found, expected, "{change}: {}", verdict.body);
    }
}
