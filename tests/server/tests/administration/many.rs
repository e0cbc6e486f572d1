//! Lists of which there is more than anybody reads at once (reliability row 54).

use guestpass_store::model::{
    AccessRequest, Entity, Holder, Organisation, OrganisationKind, Person, Relationship, RelationshipStatus,
    RequestPlace, RequestStatus, RoleAssignment, Window,
};
use guestpass_store::{Directory, Expected, OrganisationId};
use serde_json::{Value, json};

use crate::over_http::Service;

/// One more than is read of anything as a whole.
const MANY: usize = 10_001;
const NOW_MS: i64 = 1_800_000_000_000;
const SUE: &str = "sue@support.example";
const BEA: &str = "bea@acme.example";
const SAM: &str = "sam@initech.example";
const PAT: &str = "pat@partner.example";

async fn put_all<E: Entity>(directory: &Directory, entities: impl Iterator<Item = E>) {
    let mut writing = directory.begin().await.expect("the directory takes writes");
    for entity in entities {
        writing.put(&entity, Expected::Absent).await.expect("it is new");
    }
    writing.commit().await.expect("all fit");
}

/// Follows a list from behind a mark to its end, and counts what is in it.
async fn walk(service: &Service, who: &str, path: &str, list: &str, mark: &str) -> usize {
    let (mut count, mut after) = (0, if mark.is_empty() { String::new() } else { format!("&after={mark}") });
    loop {
        let answer = service.get(who, &format!("{path}?limit=100{after}")).await;
        assert_eq!(answer.status, 200, "{path} after {count}: {}", answer.body);
        count += answer.body[list].as_array().map_or(0, Vec::len);
        let Some(next) = answer.body["next"].as_str() else { return count };
        after = format!("&after={}", next.replace('@', "%40"));
    }
}

fn withdrawn(number: usize) -> AccessRequest {
    AccessRequest {
        account: "acme".parse().expect("it is an identifier"),
        id: format!("request-{}", number + 100).parse().expect("it is a name"),
        company: "acme-berlin".parse().expect("it is a name"),
        description: String::new(),
        requested_by: SUE.parse().expect("it is an identifier"),
        created_by: SUE.parse().expect("it is an identifier"),
        window: Window { start_ms: NOW_MS - 1, end_ms: NOW_MS + 3_600_000 },
        status: RequestStatus::Withdrawn,
        decided_by: None,
    }
}

#[tokio::test]
async fn requests_that_are_over_keep_nobody_from_asking_or_looking() {
    let service = Service::start().await;
    put_all(&service.directory, (0..MANY).map(withdrawn)).await;
    // Request 1 of the sample waits.
    let old = RequestPlace::of(&withdrawn(150), NOW_MS).to_string();
    assert_eq!(walk(&service, BEA, "acme/access-requests", "requests", &old).await, 150);
    for who in [BEA, SUE] {
        let first = service.get(who, "acme/access-requests?limit=1").await;
        assert_eq!(first.body["requests"][0]["id"], "request-1", "{who}: {}", first.body);
    }
    let own = service.get(SUE, "support/access-requests").await;
    let elsewhere = own.body["elsewhere"].as_array().cloned().unwrap_or_default();
    assert_eq!((own.status.as_u16(), elsewhere.len(), &elsewhere[0]["id"]), (200, 1_000, &json!("request-1")));
    let me = service.me(SUE).await;
    assert_eq!(me.status, 200, "{}", me.body);
    let request = json!({ "account": "acme", "company": "acme-berlin", "requested_by": SUE,
        "valid_from": "2027-01-15T00:00:00Z", "valid_to": "2027-01-16T00:00:00Z" });
    let headers = [("idempotency-key", "one-more")];
    let made = service.change(SUE, "acme", &headers, json!({ "submit-request": request })).await;
    assert_eq!(made.status, 200, "{}", made.body);
}

fn person(number: usize, home: &str) -> Person {
    let id = format!("number-{number:05}@{home}.example").parse().expect("it is an identifier");
    Person::new(id, home.parse().expect("it is an identifier"))
}

#[tokio::test]
async fn people_are_listed_however_many_they_are() {
    let service = Service::start().await;
    let before = walk(&service, SAM, "initech/people", "people", "").await;
    put_all(&service.directory, (0..MANY).map(|number| person(number, "initech"))).await;
    assert_eq!(walk(&service, SAM, "initech/people", "people", "").await, before + MANY);
    assert_eq!(service.get(SAM, "initech/people?after=%00").await.body["people"], json!([]));
}

/// Many customers of the partner, called by numbers behind this.
async fn put_customers(service: &Service, called: &str, status: RelationshipStatus) {
    let acme = service.directory.get::<Organisation>(&["acme"]).await.expect("it answers").expect("it is there").entity;
    let name = |number: usize| format!("{called}-{number:05}").parse().expect("it is an identifier");
    let customer = |number| Organisation {
        id: name(number),
        kind: OrganisationKind::Customer,
        default_role: None,
        ..acme.clone()
    };
    put_all(&service.directory, (0..MANY).map(customer)).await;
    let partner: OrganisationId = "partner".parse().expect("it is an identifier");
    let relationship =
        |number| Relationship { customer: name(number), partner: partner.clone(), status, managed: true };
    put_all(&service.directory, (0..MANY).map(relationship)).await;
}

#[tokio::test]
async fn customers_are_listed_however_many_they_are_and_what_is_not_in_parts_is_said_to_be_too_many() {
    let service = Service::start().await;
    put_customers(&service, "managed", RelationshipStatus::Established).await;
    let first = service.get(PAT, "partner/customers?limit=3").await;
    assert_eq!((first.status.as_u16(), &first.body["next"]), (200, &json!("managed-00000")), "{}", first.body);
    assert_eq!(walk(&service, PAT, "partner/customers", "customers", "managed-09849").await, 151);

    put_all(&service.directory, (0..MANY).map(|number| person(number, "partner"))).await;
    let answer = service.get(PAT, "partner/customers").await;
    let said = (answer.status.as_u16(), &answer.body["code"], &answer.body["cause"]);
    assert_eq!(said, (422, &json!("too-many"), &json!("store::too-many")), "{}", answer.body);
}

#[tokio::test]
async fn relationships_that_have_ended_make_parts_empty_and_hide_no_customer() {
    let service = Service::start().await;
    let before = walk(&service, PAT, "partner/customers", "customers", "").await;
    assert!(before > 0);
    put_customers(&service, "0", RelationshipStatus::Ended).await;
    let first = service.get(PAT, "partner/customers").await.body;
    assert_eq!((&first["customers"], &first["next"]), (&json!([]), &json!("0-09999")), "{first}");
    assert_eq!(walk(&service, PAT, "partner/customers", "customers", "").await, before);
}

#[tokio::test]
async fn a_role_goes_however_many_hold_it() {
    let service = Service::start().await;
    let held = |number: usize| RoleAssignment {
        organisation: "initech".parse().expect("it is an identifier"),
        holder: Holder::Person(format!("number-{number}").parse().expect("it is an identifier")),
        role: "Licence clerk".parse().expect("it is a name"),
        on_resource: None,
        window: None,
        assigned_by: None,
    };
    put_all(&service.directory, (0..MANY).map(held)).await;
    let delete: Value = json!({ "delete-custom-role": { "name": "Licence clerk" } });
    let deleted = service.change(SAM, "initech", &[("idempotency-key", "1")], delete).await;
    assert_eq!(deleted.status, 200, "{}", deleted.body);
    assert!(!service.directory.any::<RoleAssignment>(&[("role", "Licence clerk")]).await.expect("it answers"));
}
