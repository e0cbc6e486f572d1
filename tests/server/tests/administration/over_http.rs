//! The same over HTTP: who may ask for which screen, and what is answered to whoever may not.

use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{HeaderMap, Request, StatusCode};
use guestpass::Policy;
use guestpass::contract::Verdict;
use guestpass::contract::json::{change_from_str, review_facts_from_str};
use guestpass::contract::limits::MAX_ROLE_GRANTS;
use guestpass::generations::{GenerationOptions, Generations};
use guestpass_server::{Authenticator, Clock, NewApiKey, PolicySlot, Scope, ScopeName, ServerState, demo, router};
use guestpass_server_tests::description::{Answered, described};
use guestpass_store::model::{AttributeValue, Holder, Person, RoleAssignment};
use guestpass_store::{Directory, Expected, StoreOptions};
use serde_json::{Value, json};
use tower::ServiceExt;

use crate::{includes, policy};

const NOW_MS: i64 = 1_800_000_000_000;
const BYTES_MAX: usize = 1024 * 1024;

/// A server with the sample organisations, and a credential for each of these persons.
pub(crate) struct Service {
    router: Router,
    pub(crate) directory: Directory,
    pub(crate) generations: Generations,
    credentials: Vec<(&'static str, String)>,
}

/// Those who ask; each reaches every organisation, as far as the policy lets them.
const PERSONS: [&str; 10] = [
    "sam@initech.example",
    "ina@initech.example",
    "moe@initech.example",
    "gil@globex.example",
    "dana@partner.example",
    "pat@partner.example",
    "lee@partner.example",
    "bea@acme.example",
    "sue@support.example",
    "nobody@nowhere.example",
];

/// Somebody whose credential reaches one organisation, and a program that acts for no person.
const BOUND: &str = "sam, bound to globex";
const PROGRAM: &str = "a program";

pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    headers: HeaderMap,
    pub(crate) body: Value,
}

impl Service {
    pub(crate) async fn start() -> Self {
        Self::deciding_by(policy()).await
    }

    pub(crate) async fn deciding_by(policy: &Policy) -> Self {
        let memory = "sqlite::memory:".parse().expect("it names a store");
        let directory = Directory::open(&memory, StoreOptions::default()).await.expect("a store in memory opens");
        demo::fill(&directory).await.expect("the sample fits");
        let globex = Scope::One("globex".parse().expect("it is an identifier"));
        let mut wanted: Vec<(&str, Option<&str>, Scope)> =
            PERSONS.iter().map(|person| (*person, Some(*person), Scope::All)).collect();
        wanted.push((BOUND, Some("sam@initech.example"), globex));
        wanted.push((PROGRAM, None, Scope::All));
        let (mut keys, mut credentials) = (Vec::new(), Vec::new());
        for (name, person, scope) in wanted {
            let mut new = NewApiKey::generate(name, scope, [ScopeName::Administer]).expect("there is randomness");
            new.kept.person = person.map(|person| person.parse().expect("it is an identifier"));
            credentials.push((name, new.secret.expose().to_owned()));
            keys.push(new.kept);
        }
        let generations = Generations::new(policy.clone(), 0, GenerationOptions::default());
        let (slot, clock) = (PolicySlot::Given(generations.clone()), Clock::of(|| NOW_MS));
        let state = ServerState::new(directory.clone(), slot, clock, Authenticator::new(keys));
        Self { router: router(Arc::new(state)), directory, generations, credentials }
    }

    pub(crate) async fn ask(
        &self,
        who: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        self.ask_at(who, method, &format!("/api/v1/organisations/{path}"), headers, body).await
    }

    async fn ask_at(
        &self,
        who: &str,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: Option<&Value>,
    ) -> Answer {
        let (_, credential) = self.credentials.iter().find(|(name, _)| *name == who).expect("they have a credential");
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("authorization", format!("Bearer {credential}"));
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let sent = body.map(Value::to_string).unwrap_or_default();
        let request = match body {
            Some(_) => request.header("content-type", "application/json").body(Body::from(sent.clone())),
            None => request.body(Body::empty()),
        };
        let request = request.expect("it is a request");
        let response = self.router.clone().oneshot(request).await.expect("the router answers");
        let (parts, body) = response.into_parts();
        let bytes = to_bytes(body, BYTES_MAX).await.expect("the body is short");
        let content_type = parts.headers.get("content-type").map(|value| value.to_str().expect("it is text"));
        let (content_type, status) = (content_type.unwrap_or_default(), parts.status.as_u16());
        let sent = Some(sent.as_bytes());
        described(Answered { method, path, sent, status, content_type, body: &bytes }).expect("it is as described");
        let body = serde_json::from_slice(&bytes).unwrap_or(Value::Null);
        Answer { status: parts.status, headers: parts.headers, body }
    }

    pub(crate) async fn get(&self, who: &str, path: &str) -> Answer {
        self.ask(who, "GET", path, &[], None).await
    }

    /// Who they are, and where they can go.
    pub(crate) async fn me(&self, who: &str) -> Answer {
        self.ask_at(who, "GET", "/api/v1/me", &[], None).await
    }

    pub(crate) async fn change(
        &self,
        who: &str,
        organisation: &str,
        headers: &[(&str, &str)],
        change: Value,
    ) -> Answer {
        let body = json!({ "change": change });
        self.ask(who, "POST", &format!("{organisation}/changes"), headers, Some(&body)).await
    }

    pub(crate) async fn review(&self, who: &str, organisation: &str, change: &Value) -> Answer {
        let body = json!({ "change": change });
        self.ask(who, "POST", &format!("{organisation}/reviews"), &[], Some(&body)).await
    }
}

#[tokio::test]
async fn each_screen_is_for_those_whom_the_policy_lets_see_it() {
    let service = Service::start().await;
    let (sam, ina, moe, gil) =
        ("sam@initech.example", "ina@initech.example", "moe@initech.example", "gil@globex.example");
    let (dana, pat, bea, sue) =
        ("dana@partner.example", "pat@partner.example", "bea@acme.example", "sue@support.example");
    let nobody = "nobody@nowhere.example";
    for (who, path, status) in [
        (sam, "initech/external-access", 200),
        (ina, "initech/external-access", 200),
        (moe, "initech/external-access", 403),
        (gil, "initech/external-access", 404),
        (dana, "initech/external-access", 404),
        (nobody, "initech/external-access", 404),
        (sam, "nowhere/external-access", 404),
        (BOUND, "initech/external-access", 404),
        (BOUND, "globex/external-access", 404),
        (PROGRAM, "initech/external-access", 403),
        (gil, "globex/external-access", 200),
        (pat, "partner/customers", 200),
        (dana, "partner/customers", 200),
        (sam, "partner/customers", 404),
        (sam, "initech/customers", 403),
        (sam, "initech/roles", 200),
        (moe, "initech/roles", 403),
        (pat, "initech/roles", 404),
        (bea, "acme/roles", 200),
        (sam, "initech/people", 200),
        (moe, "initech/people", 403),
        (dana, "initech/people", 404),
        (bea, "acme/people", 200),
        (bea, "acme/access-requests", 200),
        (sue, "acme/access-requests", 200),
        (bea, "acme/administrators", 200),
        (moe, "initech/administrators", 200),
        (nobody, "initech/administrators", 404),
        (moe, "initech/facts", 200),
        (moe, "initech/facts?person=sam@initech.example", 403),
        (sam, "initech/facts?person=moe@initech.example", 200),
        (sam, "initech/facts?person=dana@partner.example&resource_kind=app&resource=chat", 200),
        (sam, "initech/facts?resource_kind=app", 400),
        (sam, "initech/facts?person=gil@globex.example", 404),
        (dana, "initech/facts", 200),
        (gil, "initech/facts", 404),
        (nobody, "initech/facts", 404),
        (PROGRAM, "initech/facts", 403),
        (moe, "initech/timeline?privileges=saas:application:view&until=2028-01-01T00:00:00Z", 200),
        (moe, "initech/timeline?person=sam@initech.example&api=sign-in&until=2028-01-01T00:00:00Z", 403),
        (sam, "initech/timeline?person=gil@globex.example&api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (sam, "initech/timeline?person=nobody&api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (sam, "initech/timeline?person=dana@partner.example&api=sign-in&until=2028-01-01T00:00:00Z", 200),
        (bea, "acme/timeline?person=sue@support.example&api=sign-in&until=2028-01-01T00:00:00Z", 200),
        (bea, "acme/timeline?person=ada@support.example&api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (sue, "acme/timeline?person=bea@acme.example&api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (pat, "partner/timeline?person=dana@partner.example&api=sign-in&until=2028-01-01T00:00:00Z", 200),
        (dana, "initech/timeline?api=sign-in&until=2028-01-01T00:00:00Z", 200),
        (gil, "initech/timeline?api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (gil, "initech/timeline?person=gil@globex.example&api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (nobody, "initech/timeline?api=sign-in&until=2028-01-01T00:00:00Z", 404),
        (sam, "initech/timeline?until=2028-01-01T00:00:00Z", 400),
        (sam, "initech/timeline?api=sign-in&until=tomorrow", 400),
        (sam, "initech/people?limit=many", 400),
        (sam, "initech/people?unknown=1", 400),
    ] {
        let answer = service.get(who, path).await;
        assert_eq!(answer.status.as_u16(), status, "{who} asks for {path}: {}", answer.body);
    }
}

#[tokio::test]
async fn not_yours_and_not_there_are_answered_alike() {
    let service = Service::start().await;
    let privileges = "timeline?privileges=saas:application:view&until=2028-01-01T00:00:00Z";
    let operation = "timeline?api=sign-in&until=2028-01-01T00:00:00Z";
    for screen in [
        "external-access",
        "customers",
        "roles",
        "people",
        "administrators",
        "access-requests",
        "facts",
        privileges,
        operation,
    ] {
        for (who, organisation) in [
            ("gil@globex.example", "initech"),
            ("sue@support.example", "initech"),
            ("nobody@nowhere.example", "initech"),
            // A customer of Lee's own organisation, which the policy does not show Lee (F15).
            ("lee@partner.example", "globex"),
            ("lee@partner.example", "initech"),
        ] {
            let not_yours = service.get(who, &format!("{organisation}/{screen}")).await;
            let not_there = service.get(who, &format!("nowhere/{screen}")).await;
            if screen == "administrators" && not_yours.status == StatusCode::OK {
                continue; // everybody may know them (C20)
            }
            assert_eq!(
                (not_yours.status, not_yours.body),
                (not_there.status, not_there.body),
                "{who} asks for {screen} at {organisation}"
            );
        }
    }
    // To whom the policy shows the customer, there is one.
    for (who, screen) in [("pat@partner.example", "facts"), ("dana@partner.example", privileges)] {
        let shown = service.get(who, &format!("globex/{screen}")).await;
        assert_eq!(shown.status, StatusCode::OK, "{who} asks for {screen}: {}", shown.body);
    }
}

/// Whether the first item of a list has all that is wanted.
fn first(key: &'static str, wanted: Value) -> impl Fn(&Value) -> bool {
    move |body| includes(&body[key][0], &wanted)
}

#[tokio::test]
async fn a_customer_is_shown_whom_it_lets_in() {
    let service = Service::start().await;
    let access = service.get("ina@initech.example", "initech/external-access").await.body;
    let partner = json!({
        "grantee": { "id": "partner", "kind": "partner", "domain": "partner.example" },
        "status": "enabled",
        "role_management": true,
    });
    assert!(first("instances", partner)(&access), "{access}");
    assert_eq!(
        access["limits"],
        json!({ "instances": { "used": 2, "allowed": 20 }, "role_assignments": { "used": 1, "allowed": 500 } })
    );
    assert_eq!(access["selectable"], json!([]), "everybody who can be let in is");
    let dana = json!([{ "id": "dana@partner.example", "name": "Dana Doe", "email": "dana@partner.example", "roles": ["saas-viewer"], "sign_in": true, "sign_in_reason": "granted" }]);
    assert_eq!(access["instances"][0]["users"], dana);
    assert!(
        includes(&access["instances"][1], &json!({ "grantee": { "id": "vendor" }, "status": "disabled" })),
        "{access}"
    );

    let managed = service.get("gil@globex.example", "globex/external-access").await.body;
    assert!(includes(&managed, &json!({ "managed": true })), "{managed}");
    assert!(first("instances", json!({ "status": "enabled" }))(&managed), "{managed}");
    assert_eq!(managed["instances"][0]["revision"], Value::Null);
    assert!(first("selectable", json!({ "id": "vendor", "kind": "vendor" }))(&managed), "{managed}");
    assert_eq!(managed["limits"]["instances"]["used"], 0, "the manager's access is nobody's instance");
}

#[tokio::test]
async fn a_partner_is_shown_its_customers_part_by_part() {
    let service = Service::start().await;
    let customers = service.get("dana@partner.example", "partner/customers").await.body;
    let globex = json!({ "id": "globex", "name": "Globex", "domain": "globex.example", "managed": true, "access_enabled": true, "link_visible": true, "sign_in": true, "sign_in_reason": "granted", "authorised_users": [{ "id": "dana@partner.example", "name": "Dana Doe", "email": "dana@partner.example" }] });
    assert!(first("customers", globex)(&customers), "{customers}");
    assert_eq!((&customers["people"], &customers["prospects"]), (&json!([]), &json!([])), "Dana decides nothing");
    // S21: Pat is authorised for nobody, so that there is no link, and no sign-in.
    let customers = service.get("pat@partner.example", "partner/customers?limit=1").await.body;
    assert!(
        first(
            "customers",
            json!({ "id": "globex", "access_enabled": true, "link_visible": false, "sign_in": false, "sign_in_reason": "not-authorised" })
        )(&customers),
        "{customers}"
    );
    assert_eq!(customers["next"], "globex");
    let lee = json!({ "id": "lee@partner.example", "name": "Lee Lang", "own_system_access": false });
    assert!(customers["people"].as_array().is_some_and(|all| all.iter().any(|one| includes(one, &lee))), "{customers}");
    let rest = service.get("pat@partner.example", "partner/customers?limit=1&after=globex").await.body;
    assert!(
        first("customers", json!({ "id": "initech", "managed": false, "access_until_ms": 2_082_758_400_000_i64 }))(
            &rest
        ),
        "{rest}"
    );
    assert_eq!(rest["next"], Value::Null);
}

#[tokio::test]
async fn other_screens_show_what_there_is() {
    let service = Service::start().await;
    let administrators = service.get("bea@acme.example", "acme/administrators").await.body;
    assert_eq!(
        administrators,
        json!({ "administrators": [{ "name": "Ada Ash", "email": "ada@support.example", "organisation": "support" }] })
    );

    for (who, expected) in [
        (
            "bea@acme.example",
            json!({ "id": "request-1", "status": "pending", "company_name": "Acme Berlin", "requested_by_name": "Sue Stone" }),
        ),
        ("sue@support.example", json!({ "id": "request-1" })),
    ] {
        let requests = service.get(who, "acme/access-requests").await.body;
        assert!(first("requests", expected)(&requests), "{requests}");
    }
    let none = service.get("gil@globex.example", "acme/access-requests").await.body;
    assert_eq!(none, json!({ "requests": [], "next": null, "elsewhere": [] }));
    let own = service.get("sue@support.example", "support/access-requests").await.body;
    assert!(first("elsewhere", json!({ "id": "request-1", "account": "acme", "account_name": "Acme" }))(&own), "{own}");
    assert_eq!(own["requests"], json!([]));

    let roles = service.get("sam@initech.example", "initech/roles").await.body;
    assert!(first("custom_roles", json!({ "name": "Licence clerk", "kind": "user" }))(&roles), "{roles}");
    assert!(
        roles["roles"]
            .as_array()
            .is_some_and(|roles| roles.iter().any(|role| role["name"] == "hr" && role["enabled"] == true))
    );

    let timeline = service.get("sam@initech.example", "initech/timeline?person=dana@partner.example&privileges=saas:application:view&from=2025-12-01T00:00:00Z&until=2040-01-01T00:00:00Z").await.body;
    assert_eq!(timeline["segments"].as_array().map(Vec::len), Some(3), "{timeline}");
}

#[tokio::test]
async fn what_is_taken_away_can_be_chosen_again() {
    let service = Service::start().await;
    let (sam, pat) = ("sam@initech.example", "pat@partner.example");
    let roles =
        json!({ "assign-role": { "holder": { "external_person": "vic@vendor.example" }, "role": "saas-viewer" } });
    let assigned = service.change(sam, "initech", &[("idempotency-key", "1")], roles).await;
    assert_eq!(assigned.status, 200, "{}", assigned.body);
    let delete = json!({ "delete-external-access": { "grantee": { "partner": "partner" } } });
    let deleted = service.change(sam, "initech", &[("idempotency-key", "2")], delete).await;
    assert_eq!(deleted.status, 200, "{}", deleted.body);
    let access = service.get(sam, "initech/external-access").await.body;
    let partner = json!({ "id": "partner", "kind": "partner", "name": "Partner", "accredited": true });
    assert!(first("selectable", partner)(&access), "{access}");
    assert!(first("instances", json!({ "grantee": { "id": "vendor" } }))(&access), "{access}");
    let vic = json!({ "id": "vic@vendor.example", "name": "Vic Vendor", "roles": ["saas-viewer"] });
    assert!(includes(&access["instances"][0]["users"][0], &vic), "{access}");
    assert_eq!(access["limits"]["instances"]["used"], 1);

    let end = json!({ "end-relationship": { "customer": "initech" } });
    let ended = service.change(pat, "partner", &[("idempotency-key", "3")], end).await;
    assert_eq!(ended.status, 200, "{}", ended.body);
    let customers = service.get(pat, "partner/customers").await.body;
    assert_eq!(customers["prospects"], json!([{ "id": "initech", "name": "Initech", "domain": "initech.example" }]));
    assert_eq!(customers["customers"].as_array().map(Vec::len), Some(1), "{customers}");
}

#[tokio::test]
async fn a_role_is_taken_away_as_it_was_listed_or_not_at_all() {
    let service = Service::start().await;
    let (sam, moe) = ("sam@initech.example", "moe@initech.example");
    let listed = async || {
        let people = service.get(sam, "initech/people").await.body["people"].clone();
        let people = people.as_array().expect("there are some").iter();
        people.clone().find(|person| person["id"] == moe).expect("Moe is one of them")["roles"].clone()
    };
    let assignment = json!({ "holder": { "person": moe }, "role": "saas-viewer" });
    let change = async |key: &str, revision: Option<&Value>, kind: &str| {
        let seen = revision.map(|revision| format!("\"{revision}\""));
        let headers = [Some(("idempotency-key", key)), seen.as_deref().map(|seen| ("if-match", seen))];
        let headers: Vec<_> = headers.into_iter().flatten().collect();
        service.change(sam, "initech", &headers, json!({ kind: assignment.clone() })).await
    };
    assert_eq!(listed().await, json!([]));
    assert_eq!(change("1", None, "assign-role").await.status, 200);
    let first = listed().await;
    let viewer = json!({ "role": "saas-viewer", "assigned_by": sam });
    assert!(first.as_array().is_some_and(|all| all.len() == 1) && includes(&first[0], &viewer), "{first}");
    // Meanwhile somebody takes it away and gives it again.
    assert_eq!(change("2", None, "unassign-role").await.status, 200);
    assert_eq!(change("3", None, "assign-role").await.status, 200);
    let stale = change("4", Some(&first[0]["revision"]), "unassign-role").await;
    assert_eq!((stale.status.as_u16(), &stale.body["code"]), (412, &json!("precondition-failed")));
    let second = listed().await;
    assert_ne!(second[0]["revision"], first[0]["revision"]);
    let taken = change("5", Some(&second[0]["revision"]), "unassign-role").await;
    assert_eq!(taken.status, 200, "taken away as it was listed: {}", taken.body);
    assert_eq!(listed().await, json!([]));
}

/// What people are and hold at home is none of a customer's business, and neither told to it nor counted against it.
#[tokio::test]
async fn what_somebody_from_outside_is_at_home_is_not_among_the_facts_of_a_customer() {
    let service = Service::start().await;
    let (sam, pat, dana) = ("sam@initech.example", "pat@partner.example", "dana@partner.example");
    let until = "until=2028-01-01T00:00:00Z";
    let seen = async || {
        let facts = service.get(sam, &format!("initech/facts?person={dana}")).await;
        assert_eq!(facts.status, 200, "{}", facts.body);
        let timeline = format!("initech/timeline?person={dana}&privileges=saas:application:view&{until}");
        let timeline = service.get(sam, &timeline).await;
        assert_eq!(timeline.status, 200, "{}", timeline.body);
        let assign = json!({ "assign-role": { "holder": { "external_person": dana }, "role": "external-support" } });
        let review = service.review(sam, "initech", &assign).await;
        assert_eq!(review.body["verdict"]["verdict"], "accepted", "{}", review.body);
        (facts.body["facts"].to_string(), timeline.body["segments"].to_string(), review.body.to_string())
    };
    let before = seen().await;
    assert!(!before.0.contains("partner-viewer"), "{}", before.0);

    // As many roles as facts carry, on top of the one of the sample.
    let kept = service.directory.get::<Person>(&[dana]).await.expect("the directory answers");
    let mut person = kept.expect("Dana is of the sample").entity;
    person.attributes.insert("salary".to_owned(), AttributeValue::Integer(7));
    let mut writing = service.directory.begin().await.expect("the directory takes writes");
    writing.put(&person, Expected::Any).await.expect("it fits");
    for number in 0..MAX_ROLE_GRANTS {
        let assignment = RoleAssignment {
            organisation: "partner".parse().expect("it is an identifier"),
            holder: Holder::Person(dana.parse().expect("it is an identifier")),
            role: format!("Held {number}").parse().expect("it is a name"),
            on_resource: None,
            window: None,
            assigned_by: None,
        };
        writing.put(&assignment, Expected::Absent).await.expect("it is new");
    }
    writing.commit().await.expect("all of it fits");
    assert_eq!(seen().await, before);
    // What the policy asks about is told, and at home everything counts.
    let sue = service.get("bea@acme.example", "acme/facts?person=sue@support.example").await.body;
    assert_eq!(sue["facts"]["attributes"]["principal"]["named"], true, "{sue}");
    let at_home = service.get(pat, &format!("partner/timeline?person={dana}&api=sign-in&{until}")).await;
    assert_eq!(at_home.body["segments"][0]["decision"]["reason"], "limit-exceeded", "{}", at_home.body);
}

#[tokio::test]
async fn a_customer_lets_support_in_and_takes_it_back() {
    let service = Service::start().await;
    let (sue, bea) = ("sue@support.example", "bea@acme.example");
    let ask = json!({ "submit-request": {
        "account": "acme", "company": "acme-berlin", "requested_by": sue,
        "valid_from": "2027-01-15T00:00:00Z", "valid_to": "2027-01-15T12:00:00Z",
    } });
    let asked = service.change(sue, "acme", &[("idempotency-key", "1")], ask).await;
    assert_eq!(asked.status, 200, "{}", asked.body);
    let id = asked.body["created"]["request"].as_str().expect("the request has a name").to_owned();

    let grant = json!({ "grant-request": { "request": id } });
    let seen = asked.headers["etag"].to_str().expect("it is text").to_owned();
    let granted = service.change(bea, "acme", &[("idempotency-key", "1"), ("if-match", &seen)], grant).await;
    assert_eq!(granted.status, 200, "{}", granted.body);
    let until = json!({ "access": { "start": "2027-01-15T08:00:00Z", "end": "2027-01-15T12:00:00Z" } });
    assert!(includes(&granted.body, &until), "{}", granted.body);

    let revoke = json!({ "revoke-grant": { "request": id } });
    let stale = service.change(bea, "acme", &[("idempotency-key", "2"), ("if-match", &seen)], revoke.clone()).await;
    assert_eq!((stale.status.as_u16(), &stale.body["code"]), (412, &json!("precondition-failed")));
    let revoked = service.change(bea, "acme", &[("idempotency-key", "2")], revoke.clone()).await;
    assert_eq!(revoked.status, 200, "{}", revoked.body);
    let again = service.change(bea, "acme", &[("idempotency-key", "2")], revoke.clone()).await;
    assert_eq!((again.status, &again.body), (revoked.status, &revoked.body));
    assert_eq!(again.headers["idempotency-replayed"], "true");
    let late = service.change(bea, "acme", &[("idempotency-key", "3")], revoke).await;
    assert_eq!((late.status.as_u16(), &late.body["reasons"]), (403, &json!(["grant-not-active"])));
}

#[tokio::test]
async fn what_cannot_be_a_change_is_a_problem() {
    let service = Service::start().await;
    let sam = "sam@initech.example";
    let key = ("idempotency-key", "1");
    let delete = |name: &str| json!({ "delete-custom-role": { "name": name } });
    for (who, organisation, headers, change, status, code) in [
        (sam, "initech", vec![], delete("Licence clerk"), 428, "precondition-required"),
        (sam, "initech", vec![key, key], delete("Licence clerk"), 400, "malformed"),
        (sam, "initech", vec![("idempotency-key", "")], delete("Licence clerk"), 422, "unfit"),
        (sam, "initech", vec![key, ("if-match", "W/\"1\"")], delete("Licence clerk"), 400, "malformed"),
        (sam, "initech", vec![key, ("if-match", "\"999\"")], delete("Licence clerk"), 412, "precondition-failed"),
        (sam, "initech", vec![key], json!({ "unheard-of": {} }), 400, "malformed"),
        (sam, "initech", vec![key], json!({ "delete-custom-role": { "name": "" } }), 400, "malformed"),
        (sam, "initech", vec![key], delete("nothing"), 403, "refused"),
        (sam, "nowhere", vec![key], delete("Licence clerk"), 404, "not-found"),
        ("gil@globex.example", "initech", vec![key], delete("Licence clerk"), 404, "not-found"),
        (BOUND, "initech", vec![key], delete("Licence clerk"), 404, "not-found"),
        (PROGRAM, "initech", vec![key], delete("Licence clerk"), 403, "forbidden"),
        ("ina@initech.example", "initech", vec![key], delete("Licence clerk"), 403, "refused"),
    ] {
        let answer = service.change(who, organisation, &headers, change.clone()).await;
        let found = (answer.status.as_u16(), answer.body["code"].as_str().unwrap_or_default());
        assert_eq!(found, (status, code), "{who} at {organisation}: {change} with {headers:?}: {}", answer.body);
    }
    let arrival = json!({ "add-person": { "email": "new@support.example", "arrival": "sso", "roles": [] } });
    let answer = service.change(PROGRAM, "support", &[key], arrival).await;
    assert_eq!(answer.status, 200, "a program reports who arrives: {}", answer.body);

    let now = json!({ "change": delete("Licence clerk"), "now": "2027-01-01T00:00:00Z" });
    let answer = service.ask(sam, "POST", "initech/changes", &[key], Some(&now)).await;
    assert_eq!(answer.status, 400, "the server knows what time it is: {}", answer.body);

    let first = service.change(sam, "initech", &[key], delete("Licence clerk")).await;
    assert_eq!(first.status, 200, "{}", first.body);
    let other = service.change(sam, "initech", &[key], delete("nothing")).await;
    assert_eq!((other.status.as_u16(), &other.body["code"]), (409, &json!("conflict")));
}

#[tokio::test]
async fn a_page_judges_by_the_facts_of_a_review_as_the_server_did() {
    let service = Service::start().await;
    let sam = "sam@initech.example";
    let edit = |start: &str, end: &str| {
        let period = json!({ "period": { "start": start, "end": end } });
        json!({ "edit-external-access": { "grantee": { "partner": "partner" }, "mode": period, "role_management": true } })
    };
    let (good, bad) =
        (edit("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z"), edit("2027-02-01T00:00:00Z", "2027-01-01T00:00:00Z"));
    let review = async |who: &str, change: &Value| service.review(who, "initech", change).await;
    let answer = review(sam, &good).await;
    assert_eq!((answer.status, &answer.body["verdict"]["verdict"]), (StatusCode::OK, &json!("accepted")));
    let refused = review(sam, &bad).await;
    assert_eq!(refused.body["verdict"]["refusals"], json!(["invalid-period"]));
    // The facts of the first answer are enough for the second change.
    let mut facts = answer.body["facts"].clone();
    facts["change_facts"] = answer.body["change_facts"].clone();
    let (facts, change_facts) = review_facts_from_str(&facts.to_string()).expect("they are read as any facts");
    for (change, expected) in [(good, &answer), (bad, &refused)] {
        let text = json!({ "change": change, "now": "2027-01-15T08:00:00Z" }).to_string();
        let change = change_from_str(&text).expect("it is a change");
        let verdict = policy().review(&facts, &change_facts, &change.change, change.now_ms).expect("it judges");
        assert_eq!(
            matches!(verdict, Verdict::Accepted(_)),
            expected.body["verdict"]["verdict"] == "accepted",
            "{text}"
        );
    }
    // Whoever may not make such changes learns nothing of what they are judged by.
    let moe = review("moe@initech.example", &edit("2027-01-01T00:00:00Z", "2027-02-01T00:00:00Z")).await;
    assert_eq!(moe.body["verdict"]["refusals"], json!(["not-permitted"]));
    assert!(moe.body.get("facts").is_none() && moe.body.get("change_facts").is_none(), "{}", moe.body);
}
