//! What is not told to whoever may not make a change: what it is judged by, and what there is.

use std::sync::OnceLock;

use guestpass::Policy;
use guestpass_store::Expected;
use guestpass_store::model::{AttributeValue, Attributes, Entity, Relationship, RelationshipStatus, Resource};
use serde_json::{Value, json};

use crate::loaded;
use crate::over_http::Service;

const MOE: &str = "moe@initech.example";
const PAT: &str = "pat@partner.example";

/// Compiled once for all tests.
fn policy_of_one_product() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| loaded("flexera-one.toml", include_str!("../../../../guest/policies/flexera-one.toml")))
}

/// Changes that the policy of one product lets nobody make, though the directory knows what they name.
fn undeclared(organisation: &str) -> [Value; 8] {
    [
        json!({ "authorise-user": { "customer": "globex", "person": "dana@partner.example" } }),
        json!({ "establish-relationship": { "customer": "globex" } }),
        json!({ "switch-role": { "role": "Licence clerk", "enabled": false } }),
        json!({ "set-default-role": { "role": "Licence clerk" } }),
        json!({ "grant-run": { "run": "offboarding-7", "role": "hr" } }),
        json!({ "grant-request": { "request": "request-1" } }),
        json!({ "submit-request": {
            "account": organisation, "company": "acme-berlin", "requested_by": "sam@initech.example",
        } }),
        arrival("dana@partner.example"),
    ]
}

fn arrival(email: &str) -> Value {
    json!({ "add-person": { "email": email, "arrival": "sso", "roles": [] } })
}

fn addition(email: &str, role: &str) -> Value {
    json!({ "add-person": { "email": email, "arrival": "manual", "roles": [role] } })
}

fn assignment(person: &str, role: &str) -> Value {
    json!({ "assign-role": { "holder": { "person": person }, "role": role } })
}

async fn put<E: Entity>(service: &Service, entity: &E) {
    let mut writing = service.directory.begin().await.expect("it can be written to");
    writing.put(entity, Expected::Absent).await.expect("it fits");
    writing.commit().await.expect("it is kept");
}

/// That a review gives this reason before all others, and no facts.
async fn assert_no_facts(service: &Service, who: &str, change: &Value, reason: &str) {
    let answer = service.review(who, "initech", change).await;
    let body = &answer.body;
    assert_eq!((answer.status.as_u16(), &body["verdict"]["refusals"][0]), (200, &json!(reason)), "{change}: {body}");
    assert!(body.get("facts").is_none() && body.get("change_facts").is_none(), "{change}: {body}");
}

#[tokio::test]
async fn who_may_not_make_a_change_gets_no_facts_with_the_review() {
    let one_product = Service::deciding_by(policy_of_one_product()).await;
    for change in undeclared("initech") {
        assert_no_facts(&one_product, MOE, &change, "unsupported-change").await;
    }

    let service = Service::start().await;
    // The policy has it that this is true or false, so that it can judge nothing about the app.
    let attributes = Attributes::from([("managed".to_owned(), AttributeValue::Text("perhaps".to_owned()))]);
    let odd = Resource {
        organisation: "initech".parse().expect("it is an identifier"),
        kind: "app".parse().expect("it is a name"),
        id: "odd".parse().expect("it is a name"),
        name: "Odd".to_owned(),
        attributes,
    };
    put(&service, &odd).await;
    let mut about_the_odd_one = assignment("sam@initech.example", "owner");
    about_the_odd_one["assign-role"]["on_resource"] = json!("odd");
    for (change, reason) in [
        (about_the_odd_one, "malformed"),
        (assignment("sam@initech.example", "saas-viewer"), "not-permitted"),
        (assignment("sam@initech.example", "SUPERUSER"), "not-an-assigner"),
        (arrival("dana@partner.example"), "arrival-disabled"),
    ] {
        assert_no_facts(&service, MOE, &change, reason).await;
    }
}

#[tokio::test]
async fn what_nobody_may_do_tells_strangers_of_no_organisation() {
    let service = Service::deciding_by(policy_of_one_product()).await;
    for who in ["gil@globex.example", "nobody@nowhere.example"] {
        for (here, nowhere) in undeclared("initech").into_iter().zip(undeclared("nowhere")) {
            let review = service.review(who, "initech", &here).await;
            let not_there = service.review(who, "nowhere", &nowhere).await;
            assert_eq!(review.status, 404, "{who} reviews {here}: {}", review.body);
            assert_eq!((review.status, review.body), (not_there.status, not_there.body), "{who} reviews {here}");

            let key = [("idempotency-key", "1")];
            let change = service.change(who, "initech", &key, here.clone()).await;
            let not_there = service.change(who, "nowhere", &key, nowhere).await;
            assert_eq!(change.status, 404, "{who} makes {here}: {}", change.body);
            assert_eq!((change.status, change.body), (not_there.status, not_there.body), "{who} makes {here}");
        }
    }
}

/// F15: Lee's own organisation serves both, and the policy shows Lee neither.
#[tokio::test]
async fn who_is_not_shown_a_customer_learns_of_none_by_a_change() {
    let service = Service::start().await;
    let lee = "lee@partner.example";
    for (organisation, person) in [("globex", "gil@globex.example"), ("initech", "ina@initech.example")] {
        for change in [assignment(person, "saas-viewer"), addition(person, "saas-viewer")] {
            let review = service.review(lee, organisation, &change).await;
            let not_there = service.review(lee, "nowhere", &change).await;
            assert_eq!(review.status, 404, "{organisation}: {change}: {}", review.body);
            assert_eq!((review.status, review.body), (not_there.status, not_there.body), "{organisation}: {change}");

            let key = [("idempotency-key", "1")];
            let made = service.change(lee, organisation, &key, change.clone()).await;
            let not_there = service.change(lee, "nowhere", &key, change.clone()).await;
            assert_eq!(made.status, 404, "{organisation}: {change}: {}", made.body);
            assert_eq!((made.status, made.body), (not_there.status, not_there.body), "{organisation}: {change}");
        }
    }
}

/// That Pat is given one reason, and the same answer about what is there as about what is not.
async fn assert_same(service: &Service, organisation: &str, there: &Value, not_there: &Value, reason: &str) {
    let one = service.review(PAT, organisation, there).await;
    let other = service.review(PAT, organisation, not_there).await;
    let reasons = json!([reason]);
    assert_eq!((one.status.as_u16(), &one.body["verdict"]["refusals"]), (200, &reasons), "{there}: {}", one.body);
    assert_eq!((one.status, one.body), (other.status, other.body), "{there} is reviewed like {not_there}");

    // The name of a change that is refused stays free.
    let key = [("idempotency-key", "1")];
    let one = service.change(PAT, organisation, &key, there.clone()).await;
    let other = service.change(PAT, organisation, &key, not_there.clone()).await;
    assert_eq!((one.status.as_u16(), &one.body["reasons"]), (403, &reasons), "{there}: {}", one.body);
    assert_eq!((one.status, one.body), (other.status, other.body), "{there} is made like {not_there}");
}

#[tokio::test]
async fn who_may_not_make_a_change_elsewhere_does_not_learn_what_is_there() {
    let service = Service::start().await;
    let (ina, una) = ("ina@initech.example", "una@initech.example");
    let run = |run: &str| json!({ "grant-run": { "run": run, "role": "hr" } });
    let deletion = |role: &str| json!({ "delete-custom-role": { "name": role } });
    for (there, not_there, reason) in [
        (addition(ina, "saas-viewer"), addition(una, "saas-viewer"), "not-permitted"),
        (addition(una, "Licence clerk"), addition(una, "Licence baker"), "not-permitted"),
        (arrival(ina), arrival(una), "arrival-disabled"),
        (assignment(ina, "saas-viewer"), assignment(una, "saas-viewer"), "not-permitted"),
        (deletion("Licence clerk"), deletion("Licence baker"), "not-permitted"),
        (run("offboarding-7"), run("nothing"), "not-permitted"),
    ] {
        assert_same(&service, "initech", &there, &not_there, reason).await;
    }

    // A customer of former times knows its partner, whose people are told why they are refused.
    let former = Relationship {
        customer: "acme".parse().expect("it is an identifier"),
        partner: "partner".parse().expect("it is an identifier"),
        status: RelationshipStatus::Ended,
        managed: false,
    };
    put(&service, &former).await;
    let (bea, una) = ("bea@acme.example", "una@acme.example");
    assert_same(&service, "acme", &addition(bea, "saas-viewer"), &addition(una, "saas-viewer"), "not-permitted").await;
    for kind in ["grant-request", "reject-request", "revoke-grant", "withdraw-request"] {
        let decision = |request: &str| json!({ kind: { "request": request } });
        assert_same(&service, "acme", &decision("request-1"), &decision("request-9"), "not-permitted").await;
    }
}
