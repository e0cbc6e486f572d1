//! Facts carry only so much of everything. What there is more of is refused when it is written, and what is there
//! already denies nothing to anybody (X1, reliability row 54).

use guestpass::contract::{RequestDraft, Verdict};
use guestpass_server::administration::{Unadministered, review};
use guestpass_store::model::{AccessRequest, CustomRole, Entity, Holder, RequestStatus, RoleAssignment, Window};
use guestpass_store::{Consistency, Expected, FactsQuestion, ResourceName, Supplied, Writing};
use serde_json::{Value, json};

use crate::{Server, Step, policy, proposal, step};

const NOW_MS: i64 = 1_800_000_000_000;
const HOUR_MS: i64 = 3_600_000;
const SUE: &str = "sue@support.example";
const ADA: &str = "ada@support.example";
const DANA: &str = "dana@partner.example";

/// Why a change is refused: for nothing, or because there would be too many.
const MADE: &[&str] = &[];
const FULL: &[&str] = &["limit-exceeded"];

/// What is in the directory besides the sample, of which request 1 waits and one role is Initech's own.
#[derive(Default)]
struct Crowd {
    requests: Vec<AccessRequest>,
    custom_roles: Vec<CustomRole>,
    assignments: Vec<RoleAssignment>,
}

impl Crowd {
    /// So many requests of a status, which end at one instant and were made by one person.
    fn asking(mut self, count: usize, status: RequestStatus, end_ms: i64, who: &str) -> Self {
        let first = self.requests.len();
        self.requests.extend((first..first + count).map(|number| AccessRequest {
            account: "acme".parse().expect("it is an identifier"),
            id: format!("{status:?}-{number}").parse().expect("it is an identifier"),
            company: "acme-berlin".parse().expect("it is an identifier"),
            description: String::new(),
            requested_by: who.parse().expect("it is an identifier"),
            created_by: who.parse().expect("it is an identifier"),
            window: Window { start_ms: NOW_MS - HOUR_MS, end_ms },
            status,
            decided_by: None,
        }));
        self
    }

    /// So many roles of Initech's own, each with so many privileges.
    fn naming(mut self, count: usize, privileges: usize) -> Self {
        let privilege = |number: usize| format!("saas:thing-{number:05}:view").parse().expect("it is a name");
        self.custom_roles.extend((0..count).map(|number| CustomRole {
            organisation: "initech".parse().expect("it is an identifier"),
            name: format!("Role {number}").parse().expect("it is a name"),
            kind: Default::default(),
            level: Default::default(),
            privileges: (0..privileges).map(privilege).collect(),
        }));
        self
    }

    /// So many roles at Initech of one holder.
    fn holding(mut self, count: usize, holder: &Holder) -> Self {
        self.assignments.extend((0..count).map(|number| RoleAssignment {
            organisation: "initech".parse().expect("it is an identifier"),
            holder: holder.clone(),
            role: format!("Held {number}").parse().expect("it is a name"),
            on_resource: None,
            window: None,
            assigned_by: None,
        }));
        self
    }

    async fn server(&self) -> Server {
        let server = Server::start(policy()).await;
        let mut writing = server.directory.begin().await.expect("the directory takes writes");
        put_all(&mut writing, &self.requests).await;
        put_all(&mut writing, &self.custom_roles).await;
        put_all(&mut writing, &self.assignments).await;
        writing.commit().await.expect("the crowd fits");
        server
    }
}

async fn put_all<E: Entity>(writing: &mut Writing, entities: &[E]) {
    for entity in entities {
        writing.put(entity, Expected::Absent).await.expect("it is new");
    }
}

/// That changes, one after the other, are refused for these reasons, or made; and that a review says so beforehand.
async fn check(name: &str, crowd: Crowd, steps: &[(Step, &[&str])]) {
    let server = crowd.server().await;
    for (number, (step, expected)) in steps.iter().enumerate() {
        let proposal = proposal(step);
        let judged = review(&server.directory, &server.generation(), &proposal).await;
        let judged = judged.unwrap_or_else(|error| panic!("{name}: the review of step {number}: {error}"));
        let is_accepted = matches!(judged.verdict, Verdict::Accepted(_));
        assert_eq!(is_accepted, expected.is_empty(), "{name}: the review of step {number}");
        let refused: Vec<&str> = match server.make(&proposal).await {
            Ok(_) => Vec::new(),
            Err(Unadministered::Refused(rejection)) => {
                rejection.refusals.iter().map(|refusal| refusal.name()).collect()
            }
            Err(error) => panic!("{name}: step {number}: {error}"),
        };
        assert_eq!(refused, *expected, "{name}: step {number}");
    }
}

fn submit() -> Step {
    let (account, company) = ("acme", "acme-berlin");
    let (valid_from, valid_to) = ("2027-01-15T00:00:00Z", "2027-01-16T00:00:00Z");
    let request = json!({ "account": account, "company": company, "requested_by": SUE, "valid_from": valid_from,
        "valid_to": valid_to });
    step("acme", SUE, json!({ "submit-request": request }))
}

fn withdraw(id: &str) -> Step {
    step("acme", SUE, json!({ "withdraw-request": { "request": id } }))
}

fn at_initech(change: Value) -> Step {
    step("initech", "sam@initech.example", change)
}

fn create(name: &str) -> Step {
    at_initech(json!({ "create-custom-role": { "name": name, "privileges": ["saas:application:view"] } }))
}

fn delete(name: &str) -> Step {
    at_initech(json!({ "delete-custom-role": { "name": name } }))
}

fn assign(holder: &Value, role: &str) -> Step {
    at_initech(json!({ "assign-role": { "holder": holder, "role": role } }))
}

fn assign_on(holder: &Value, role: &str, app: &str) -> Step {
    at_initech(json!({ "assign-role": { "holder": holder, "role": role, "on_resource": app } }))
}

fn unassign(holder: &Value, role: &str) -> Step {
    at_initech(json!({ "unassign-role": { "holder": holder, "role": role } }))
}

/// Why Sue may look at the data of the company now, or why not.
async fn reason(server: &Server) -> &'static str {
    let name = |text: &str| text.parse().expect("it is a name");
    let question = FactsQuestion {
        organisation: "acme".parse().expect("it is an identifier"),
        person: SUE.parse().expect("it is an identifier"),
        resource: Some(ResourceName { kind: name("company"), id: name("acme-berlin") }),
    };
    let material = server.directory.material(&question, Consistency::Latest).await.expect("the directory answers");
    let facts = material.facts(&Supplied::default()).expect("the facts fit");
    let request =
        RequestDraft { on_resource: Some("acme-berlin"), ..RequestDraft::privileges("fsm:company-data:view", NOW_MS) };
    server.generation().check_one(&facts, &request).expect("it decides").reason.name()
}

#[tokio::test]
async fn requests_that_give_nothing_take_no_place_of_access_that_is_granted() {
    let past = || {
        Crowd::default()
            .asking(50, RequestStatus::Rejected, NOW_MS + HOUR_MS, SUE)
            .asking(50, RequestStatus::Withdrawn, NOW_MS + HOUR_MS, SUE)
            .asking(30, RequestStatus::Pending, NOW_MS + HOUR_MS, SUE)
            .asking(20, RequestStatus::Pending, NOW_MS + HOUR_MS, ADA)
    };
    let granted = |crowd: Crowd, end_ms| crowd.asking(1, RequestStatus::Granted, end_ms, SUE);
    let long_past = past().asking(150, RequestStatus::Granted, NOW_MS, SUE);
    for (name, crowd, expected) in [
        ("one that runs", granted(past(), NOW_MS + 1), "granted"),
        ("one that has ended", granted(past(), NOW_MS), "window-ended"),
        ("none", past(), "request-pending"),
        ("one that runs, among many that have ended", granted(long_past, NOW_MS + 1), "granted"),
    ] {
        let server = crowd.server().await;
        assert_eq!(reason(&server).await, expected, "{name}");
        server.make(&proposal(&withdraw("Pending-100"))).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        server.make(&proposal(&submit())).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(reason(&server).await, expected, "{name}: after two changes");
    }
}

#[tokio::test]
async fn no_more_requests_of_an_organisation_wait_and_run_at_once_than_facts_can_carry() {
    let later = NOW_MS + HOUR_MS;
    let asking = |count, status, end_ms, who| Crowd::default().asking(count, status, end_ms, who);
    let waiting = asking(40, RequestStatus::Pending, later, SUE).asking(58, RequestStatus::Pending, later, ADA);
    let steps = [(submit(), MADE), (submit(), FULL), (withdraw("Pending-0"), MADE), (submit(), MADE), (submit(), FULL)];
    check("many wait", waiting, &steps).await;

    let running = asking(60, RequestStatus::Granted, later, ADA);
    let both = running.asking(39, RequestStatus::Pending, later, SUE);
    check("many run, and others of the organisation wait", both, &[(submit(), FULL)]).await;

    let ended = asking(150, RequestStatus::Granted, NOW_MS, SUE).asking(150, RequestStatus::Pending, NOW_MS, SUE);
    let refused = ended.asking(60, RequestStatus::Rejected, later, SUE).asking(60, RequestStatus::Revoked, later, SUE);
    check("many are over", refused, &[(submit(), MADE)]).await;

    let others = asking(150, RequestStatus::Pending, later, "bea@acme.example");
    check("another organisation asks", others, &[(submit(), MADE)]).await;
}

#[tokio::test]
async fn nobody_alone_takes_all_requests_that_an_organisation_may_have() {
    let later = NOW_MS + HOUR_MS;
    let asking = |count, status, end_ms, who| Crowd::default().asking(count, status, end_ms, who);
    // Request 1 of the sample is Sue's too.
    let steps = [(submit(), MADE), (submit(), FULL), (withdraw("Pending-0"), MADE), (submit(), MADE), (submit(), FULL)];
    check("one person has nearly half", asking(48, RequestStatus::Pending, later, SUE), &steps).await;

    let running = asking(49, RequestStatus::Granted, later, SUE);
    check("what runs counts as what waits", running, &[(submit(), FULL)]).await;

    let ended = asking(90, RequestStatus::Granted, NOW_MS, SUE).asking(90, RequestStatus::Rejected, later, SUE);
    check("what is over does not", ended, &[(submit(), MADE)]).await;

    let mut for_her = asking(60, RequestStatus::Pending, later, ADA);
    for_her.requests.iter_mut().for_each(|request| request.requested_by = SUE.parse().expect("it is an identifier"));
    check("what another one wrote down for her is not hers", for_her, &[(submit(), MADE)]).await;
}

#[tokio::test]
async fn an_organisation_makes_no_more_roles_than_facts_can_carry_and_can_always_take_one_away() {
    let moe = json!({ "person": "moe@initech.example" });
    let steps = [
        (create("One more"), MADE),
        (create("Too many"), FULL),
        (delete("Role 7"), MADE),
        (create("In its place"), MADE),
        (create("Too many"), FULL),
    ];
    check("as many as there may be", Crowd::default().naming(998, 1), &steps).await;

    let edit = json!({ "edit-custom-role": { "name": "Role 3", "privileges": ["saas:application:view"] } });
    let steps = [
        (create("Too many"), FULL),
        (create("Role 3"), &["already-exists", "limit-exceeded"][..]),
        (assign(&moe, "Role 999"), MADE),
        (assign(&moe, "Role 9999"), &["unknown-role"][..]),
        (at_initech(edit), MADE),
        (delete("Role 1000"), MADE),
    ];
    check("more than there may be, from before", Crowd::default().naming(1_001, 1), &steps).await;

    let steps = [(create("Short"), MADE), (assign(&moe, "Role 3"), MADE), (delete("Role 7"), MADE)];
    check("longer ones than facts can carry together", Crowd::default().naming(20, 1_000), &steps).await;
}

#[tokio::test]
async fn an_organisation_makes_no_more_and_no_longer_roles_than_a_review_can_read() {
    let edit = |name: &str, privileges: &[&str]| {
        at_initech(json!({ "edit-custom-role": { "name": name, "privileges": privileges } }))
    };
    let longer = ["saas:application:view", "saas:licence:view", "saas:licence:edit", "saas:report:edit"];
    let steps = [
        (create("One more"), FULL),
        (edit("Licence clerk", &longer), FULL),
        (edit("Licence clerk", &longer[..2]), MADE),
        (edit("Licence clerk", &longer), FULL),
        (edit("Role 3", &longer[..1]), MADE),
        (edit("Licence clerk", &longer), MADE),
        (create("In its place"), MADE),
    ];
    // Each has 23,864 bytes.
    check("long ones", Crowd::default().naming(88, 990), &steps).await;
    check("fewer of them", Crowd::default().naming(80, 990), &[(create("One more"), MADE)]).await;
}

#[tokio::test]
async fn nobody_is_given_more_roles_than_facts_can_carry() {
    let (person, group) = (json!({ "person": "moe@initech.example" }), json!({ "group": "finance" }));
    let moe = Holder::Person("moe@initech.example".parse().expect("it is an identifier"));
    let finance = Holder::Group("finance".parse().expect("it is an identifier"));
    let steps = [
        (assign(&person, "saas-viewer"), MADE),
        (assign(&person, "Licence clerk"), FULL),
        (assign(&person, "saas-viewer"), MADE),
        (unassign(&person, "saas-viewer"), MADE),
        (assign(&person, "Licence clerk"), MADE),
    ];
    check("a person has many", Crowd::default().holding(999, &moe), &steps).await;

    let steps = [
        (assign(&group, "saas-viewer"), MADE),
        (assign(&group, "Licence clerk"), FULL),
        (assign(&person, "Licence clerk"), FULL),
        (unassign(&group, "saas-viewer"), MADE),
        (assign(&person, "Licence clerk"), MADE),
        (assign(&group, "saas-viewer"), FULL),
    ];
    check("a person and the person's group", Crowd::default().holding(600, &moe).holding(399, &finance), &steps).await;
}

#[tokio::test]
async fn a_role_of_an_outsider_on_one_more_app_is_no_pair_more() {
    let dana = json!({ "external_person": DANA });
    let holder = Holder::Person(DANA.parse().expect("it is an identifier"));
    // With the one of the sample, one less than there may be (F26).
    let steps = [
        (assign_on(&dana, "owner", "chat"), MADE),
        (assign_on(&dana, "owner", "payroll"), MADE),
        (assign(&dana, "external-support"), FULL),
        (assign_on(&dana, "it-admin", "chat"), FULL),
    ];
    check("as many pairs as there may be", Crowd::default().holding(498, &holder), &steps).await;
}
