//! What lists show, and to whom: a partner's customers (F15, S1), who gets in (F22), and requests in their order.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use guestpass::Policy;
use guestpass_store::model::{
    AccessMode, AccessRequest, Entity, ExternalAccess, Holder, Organisation, PartnerListing, Relationship,
    RelationshipStatus, RequestStatus, RoleAssignment, Window,
};
use guestpass_store::{Directory, Expected, Writing};
use serde_json::{Value, json};

use crate::loaded;
use crate::over_http::Service;

const NOW_MS: i64 = 1_800_000_000_000;
const DANA: &str = "dana@partner.example";
const PAT: &str = "pat@partner.example";
const LEE: &str = "lee@partner.example";
const SAM: &str = "sam@initech.example";
const BEA: &str = "bea@acme.example";

async fn write(directory: &Directory, done: impl AsyncFnOnce(&mut Writing)) {
    let mut writing = directory.begin().await.expect("it can be written to");
    done(&mut writing).await;
    writing.commit().await.expect("it is kept");
}

async fn put<E: Entity>(writing: &mut Writing, entity: &E) {
    writing.put(entity, Expected::Any).await.expect("it fits");
}

/// A role of somebody, for all of an organisation.
fn role(organisation: &str, person: &str, role: &str) -> RoleAssignment {
    RoleAssignment {
        organisation: organisation.parse().expect("it is an identifier"),
        holder: Holder::Person(person.parse().expect("it is an identifier")),
        role: role.parse().expect("it is a name"),
        on_resource: None,
        window: None,
        assigned_by: None,
    }
}

/// The ids in a list.
fn ids(list: &Value) -> Vec<&str> {
    list.as_array().map(|all| all.iter().filter_map(|one| one["id"].as_str()).collect()).unwrap_or_default()
}

/// Snow Atlas without the operation that says who is shown a customer. Compiled once.
fn policy_without_rows() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let whole = include_str!("../../../../guest/policies/snow-atlas.toml");
        let source = whole.replace("[apis.\"partner-access.row\"]", "[apis.\"partner-access.unasked\"]");
        assert_ne!(whole, source);
        loaded("snow-atlas.toml", &source)
    })
}

/// Snow Atlas, showing those customers alone that let the partner in now. Compiled once.
fn policy_with_rows_of_open_customers() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| {
        let whole = include_str!("../../../../guest/policies/snow-atlas.toml");
        let gates = r#"gates = ["relationship", "partner-service-layer"]"#;
        let source = whole.replace(gates, r#"gates = ["relationship", "access-mode"]"#);
        assert_ne!(whole, source);
        loaded("snow-atlas.toml", &source)
    })
}

/// A customer of the partner, which manages it or is shut out.
async fn put_customer(writing: &mut Writing, id: &str, managed: bool) {
    let name = |text: &str| text.parse().expect("it is an identifier");
    let acme = writing.get::<Organisation>(&["acme"]).await.expect("it answers").expect("it is there").entity;
    put(writing, &Organisation { id: name(id), domain: format!("{id}.example"), default_role: None, ..acme }).await;
    let (status, mode) = (RelationshipStatus::Established, AccessMode::Disabled);
    put(writing, &Relationship { customer: name(id), partner: name("partner"), status, managed }).await;
    if !managed {
        let (customer, grantee) = (name(id), name("partner"));
        put(writing, &ExternalAccess { customer, grantee, mode, role_management: false }).await;
    }
}

/// The customers of a part, and where the next one begins.
async fn customers(service: &Service, who: &str, part: &str) -> (Vec<String>, Value) {
    let body = service.get(who, &format!("partner/customers?{part}")).await.body;
    (ids(&body["customers"]).into_iter().map(str::to_owned).collect(), body["next"].clone())
}

#[tokio::test]
async fn no_part_of_the_list_tells_of_a_customer_that_is_not_shown() {
    let service = Service::start().await;
    write(&service.directory, async |writing| put(writing, &role("partner", LEE, "partner-viewer")).await).await;
    for part in ["limit=1", "limit=1&after=globex", "after=a", "limit=100"] {
        assert_eq!(customers(&service, LEE, part).await, (vec![], Value::Null), "{part}");
    }

    let service = Service::deciding_by(policy_with_rows_of_open_customers()).await;
    write(&service.directory, async |writing| {
        for id in ["before", "hidden"] {
            put_customer(writing, id, false).await;
        }
    })
    .await;
    let one = |id: &str, next: Value| (vec![id.to_owned()], next);
    assert_eq!(customers(&service, DANA, "limit=1").await, one("globex", json!("globex")));
    assert_eq!(customers(&service, DANA, "limit=1&after=globex").await, one("initech", Value::Null));
    write(&service.directory, async |writing| keep_out(writing, "mode").await).await;
    assert_eq!(customers(&service, DANA, "limit=1").await, one("globex", Value::Null));
}

/// A thousand customers are looked at, and no more.
#[tokio::test]
async fn behind_a_thousand_customers_that_are_not_shown_nobody_looks_further() {
    let service = Service::deciding_by(policy_with_rows_of_open_customers()).await;
    write(&service.directory, async |writing| {
        for number in 1..999 {
            put_customer(writing, &format!("closed-{number}"), false).await;
        }
    })
    .await;
    let both = ["globex", "initech"].map(str::to_owned).to_vec();
    assert_eq!(customers(&service, DANA, "").await, (both.clone(), Value::Null));
    assert_eq!(ids(&service.me(PAT).await.body["organisations"]), ["globex", "initech", "partner"]);

    write(&service.directory, async |writing| {
        for number in 999..=1_000 {
            put_customer(writing, &format!("closed-{number}"), false).await;
        }
    })
    .await;
    assert_eq!(customers(&service, DANA, "").await, (vec![], Value::Null));
    assert_eq!(ids(&service.me(PAT).await.body["organisations"]), ["partner"]);

    write(&service.directory, async |writing| put_customer(writing, "before", true).await).await;
    assert_eq!(customers(&service, DANA, "").await, (vec!["before".to_owned()], json!("before")));
    assert_eq!(customers(&service, DANA, "after=before").await, (vec![], Value::Null));
    assert_eq!(customers(&service, DANA, "after=closed-10").await, (both, Value::Null));
}

#[tokio::test]
async fn a_partners_customers_are_shown_to_those_whom_the_policy_shows_them() {
    let service = Service::start().await;
    // Lee has no access to the partner service layer, whatever the role.
    for (who, held, customers) in [
        (DANA, "partner-viewer", &["globex", "initech"][..]),
        (PAT, "partner-administrator", &["globex", "initech"]),
        (LEE, "partner-viewer", &[]),
        (LEE, "partner-administrator", &[]),
    ] {
        write(&service.directory, async |writing| put(writing, &role("partner", who, held)).await).await;
        let listing = service.get(who, "partner/customers").await;
        assert_eq!((listing.status.as_u16(), ids(&listing.body["customers"])), (200, customers.to_vec()), "{who}");
        assert_eq!(listing.body["not_set_up"], json!([]), "{who}");
        let me = service.me(who).await.body;
        let mut known = [customers, &["partner"]].concat();
        known.sort_unstable();
        assert_eq!(ids(&me["organisations"]), known, "{who}: {me}");
    }
    let asks = service.me(SAM).await.body;
    assert_eq!(ids(&asks["organisations"]), ["initech"]);

    let service = Service::deciding_by(policy_without_rows()).await;
    write(&service.directory, async |writing| put(writing, &role("partner", LEE, "partner-viewer")).await).await;
    let listing = service.get(LEE, "partner/customers").await.body;
    assert_eq!(ids(&listing["customers"]), ["globex", "initech"], "a policy that does not say who is shown them");
    assert_eq!(ids(&service.me(LEE).await.body["organisations"]), ["globex", "initech", "partner"]);
}

#[tokio::test]
async fn a_customer_whose_relationship_has_ended_is_not_named_any_more() {
    let service = Service::start().await;
    let end = json!({ "end-relationship": { "customer": "globex" } });
    let ended = service.change(PAT, "partner", &[("idempotency-key", "1")], end).await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    assert_eq!(ids(&service.me(PAT).await.body["organisations"]), ["initech", "partner"]);
    assert_eq!(ids(&service.get(PAT, "partner/customers").await.body["prospects"]), ["globex"]);
}

/// S1: those that are managed, and those that have set up the partner's access, on or off (S3).
#[tokio::test]
async fn a_customer_that_has_set_up_nothing_is_no_row() {
    let service = Service::start().await;
    let (customer, grantee) = ("initech", json!({ "partner": "partner" }));
    let disable =
        json!({ "edit-external-access": { "grantee": grantee, "mode": "disabled", "role_management": false } });
    let establish = json!({ "establish-relationship": { "customer": "globex" } });
    for (number, (who, organisation, change, rows, others)) in [
        (SAM, customer, disable, &["globex", "initech"][..], &[][..]),
        (SAM, customer, json!({ "delete-external-access": { "grantee": grantee } }), &["globex"], &["initech"]),
        (PAT, "partner", json!({ "end-relationship": { "customer": "globex" } }), &[], &["initech"]),
        (PAT, "partner", establish, &[], &["globex", "initech"]),
        (PAT, "partner", json!({ "make-customer-managed": { "customer": customer } }), &["initech"], &["globex"]),
    ]
    .into_iter()
    .enumerate()
    {
        let key = number.to_string();
        let made = service.change(who, organisation, &[("idempotency-key", &key)], change.clone()).await;
        assert_eq!(made.status, 200, "{change}: {}", made.body);
        let listing = service.get(PAT, "partner/customers").await.body;
        assert_eq!(
            (ids(&listing["customers"]), ids(&listing["not_set_up"])),
            (rows.to_vec(), others.to_vec()),
            "{change}"
        );
        let looking = service.get(DANA, "partner/customers").await.body;
        assert_eq!(ids(&looking["customers"]), rows, "{change}");
        assert_eq!(looking["not_set_up"], json!([]), "{change}: Dana decides nothing about relationships");
    }
    let further = service.get(PAT, "partner/customers?after=globex").await.body;
    assert_eq!(further["not_set_up"], json!([]), "they are in the first part");
    let listing = service.get(PAT, "partner/customers").await.body;
    let seen = format!("\"{}\"", listing["not_set_up"][0]["revision"]);
    let headers = [("idempotency-key", "last"), ("if-match", seen.as_str())];
    let end = json!({ "end-relationship": { "customer": "globex" } });
    let ended = service.change(PAT, "partner", &headers, end).await;
    assert_eq!(ended.status, 200, "{}", ended.body);
}

/// What keeps Dana out of Initech, though she is authorised and the instance is as it was.
async fn keep_out(writing: &mut Writing, what: &str) {
    let name = |text: &str| text.parse().expect("it is an identifier");
    match what {
        "accreditation" | "single sign-on" => {
            let mut partner =
                writing.get::<Organisation>(&["partner"]).await.expect("it answers").expect("it is").entity;
            (partner.accredited, partner.sso_enabled) = (what != "accreditation", what != "single sign-on");
            put(writing, &partner).await;
        }
        "domain" => {
            let gone = writing.delete::<PartnerListing>(&["initech", "partner"], Expected::Any).await;
            gone.expect("nothing names it");
        }
        "relationship" => {
            let (customer, partner, status) = (name("initech"), name("partner"), RelationshipStatus::Ended);
            put(writing, &Relationship { customer, partner, status, managed: false }).await;
        }
        "mode" => {
            let (customer, grantee, mode) = (name("initech"), name("partner"), AccessMode::Disabled);
            put(writing, &ExternalAccess { customer, grantee, mode, role_management: false }).await;
        }
        "roles" => {
            let gone =
                writing.delete::<RoleAssignment>(&["initech", "person", DANA, "saas-viewer", ""], Expected::Any).await;
            gone.expect("nothing names it");
        }
        "too many roles" => {
            for number in 0..1_001 {
                put(writing, &role("initech", DANA, &format!("Role {number}"))).await;
            }
        }
        _ => {}
    }
}

#[tokio::test]
async fn of_everybody_in_the_list_it_is_said_whether_they_get_in_now() {
    for (what, status, sign_in, reason) in [
        ("nothing", "enabled", true, "granted"),
        ("accreditation", "enabled", false, "partner-not-accredited"),
        ("domain", "enabled", false, "domain-not-enabled"),
        ("relationship", "enabled", false, "relationship-ended"),
        ("single sign-on", "enabled", false, "sso-not-enabled"),
        ("mode", "disabled", false, "access-disabled"),
        ("roles", "enabled", false, "no-role-assigned"),
        ("too many roles", "enabled", false, "limit-exceeded"),
    ] {
        let service = Service::start().await;
        write(&service.directory, async |writing| {
            keep_out(writing, what).await;
            put(writing, &role("initech", "vic@vendor.example", "saas-viewer")).await;
        })
        .await;
        let listing = service.get(SAM, "initech/external-access").await.body;
        let (partner, vendor) = (&listing["instances"][0], &listing["instances"][1]);
        let dana = &partner["users"][0];
        let found = (&partner["status"], &dana["id"], &dana["sign_in"], &dana["sign_in_reason"]);
        assert_eq!(found, (&json!(status), &json!(DANA), &json!(sign_in), &json!(reason)), "{what}: {listing}");
        let vic = &vendor["users"][0];
        assert_eq!((&vic["sign_in"], &vic["sign_in_reason"]), (&json!(false), &json!("access-disabled")), "{what}");
    }
    let service = Service::start().await;
    let managed = service.get("gil@globex.example", "globex/external-access").await.body;
    assert_eq!(managed["instances"][0]["users"][0]["sign_in"], json!(true), "a managed customer has no mode (S14)");
}

fn request(number: i64, status: RequestStatus) -> AccessRequest {
    AccessRequest {
        account: "acme".parse().expect("it is an identifier"),
        id: format!("request-{number}").parse().expect("it is a name"),
        company: "acme-berlin".parse().expect("it is a name"),
        description: String::new(),
        requested_by: "sue@support.example".parse().expect("it is an identifier"),
        created_by: "sue@support.example".parse().expect("it is an identifier"),
        window: Window { start_ms: NOW_MS - 1, end_ms: NOW_MS + 3_600_000 },
        status,
        decided_by: None,
    }
}

/// The status and the number of each request of a part, and where the next one begins.
async fn part(service: &Service, after: Option<&str>, limit: usize) -> (Vec<(String, i64)>, Option<String>) {
    let after = after.map(|after| format!("&after={after}")).unwrap_or_default();
    let body = service.get(BEA, &format!("acme/access-requests?limit={limit}{after}")).await.body;
    let of = |request: &Value| {
        let number = request["id"].as_str().and_then(|id| id.strip_prefix("request-")?.parse().ok());
        (request["status"].as_str().unwrap_or_default().to_owned(), number.expect("it has a number"))
    };
    let requests = body["requests"].as_array().map(|all| all.iter().map(of).collect()).unwrap_or_default();
    (requests, body["next"].as_str().map(str::to_owned))
}

#[tokio::test]
async fn requests_that_wait_are_before_all_others_and_none_is_passed_over_when_one_is_answered() {
    let service = Service::start().await;
    // Request 1 of the sample waits, too.
    write(&service.directory, async |writing| {
        for number in 2..=130 {
            put(writing, &request(number, RequestStatus::Rejected)).await;
        }
        for number in [50, 51, 99, 130] {
            put(writing, &request(number, RequestStatus::Pending)).await;
        }
    })
    .await;
    let (first, _) = part(&service, None, 100).await;
    let waiting: Vec<i64> = first.iter().take_while(|(status, _)| status == "pending").map(|one| one.1).collect();
    assert_eq!(waiting, [130, 99, 51, 50, 1]);
    assert!(first[5..].iter().all(|(status, _)| status == "rejected"), "{first:?}");
    assert!(first[5..].is_sorted_by_key(|(_, number)| -number), "{first:?}");

    let (mut seen, mut after) = (BTreeSet::new(), None);
    for turn in 0.. {
        let (found, next) = part(&service, after.as_deref(), 2).await;
        seen.extend(found.into_iter().map(|(_, number)| number));
        // One that was not seen yet, one that was, and the first once more among those that are answered.
        let answered =
            [(0, 51, RequestStatus::Granted), (1, 130, RequestStatus::Rejected), (5, 51, RequestStatus::Revoked)];
        for (_, number, status) in answered.into_iter().filter(|(at, ..)| *at == turn) {
            write(&service.directory, async |writing| put(writing, &request(number, status)).await).await;
        }
        after = next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(seen, (1..=130).collect());
}
