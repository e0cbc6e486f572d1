//! Changes, judged by the policy and written by the server: what is answered, and what the directory holds then.
//!
//! Each case of the folder `cases` begins with the sample organisations.

#![cfg(test)]
#![forbid(unsafe_code)]

mod collisions;
mod crowds;
mod many;
mod over_http;
mod shown;
mod untold;

use std::fs;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use guestpass::contract::Verdict;
use guestpass::contract::json::change_from_str;
use guestpass::generations::{Generation, GenerationOptions, Generations};
use guestpass::{Policy, Runtime};
use guestpass_server::administration::{Administered, Judged, Proposal, RepeatKey, Unadministered, administer, review};
use guestpass_server::demo;
use guestpass_server_tests::patient_limits;
use guestpass_store::audit::{AuditPage, Phase};
use guestpass_store::model::{
    AccessRequest, AuthorisedUser, CustomRole, Entity, ExternalAccess, Organisation, Person, Relationship, Resource,
    RoleAssignment, Window,
};
use guestpass_store::{Directory, Expected, Page, Revision, StoreError, StoreOptions};
use serde::Deserialize;
use serde_json::{Value, json};

const NOW: &str = "2027-01-15T08:00:00Z";

/// One file of cases.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Cases {
    cases: Vec<Case>,
}

/// A change after some others.
#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    /// Changes that are accepted first.
    #[serde(default)]
    before: Vec<Step>,
    #[serde(flatten)]
    step: Step,
    /// Every reason, when it is refused; `not-there` when it is answered as if there were no such organisation.
    #[serde(default)]
    refused: Vec<String>,
    /// Every warning, when it is accepted.
    #[serde(default)]
    warnings: Vec<String>,
    /// What the answer says besides.
    #[serde(default)]
    answered: Value,
    /// What the directory holds then.
    #[serde(default)]
    holds: Vec<Row>,
    /// What it does not hold any longer, or never held.
    #[serde(default)]
    lacks: Vec<Row>,
}

#[derive(Debug, Clone, Deserialize)]
struct Step {
    organisation: String,
    actor: String,
    change: Value,
}

/// A row, and some of what stands in it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    table: String,
    key: Vec<String>,
    #[serde(default)]
    with: Value,
}

struct Server {
    directory: Directory,
    generations: Generations,
}

impl Server {
    async fn start(policy: &Policy) -> Self {
        let memory = "sqlite::memory:".parse().expect("it names a store");
        let directory = Directory::open(&memory, StoreOptions::default()).await.expect("a store in memory opens");
        demo::fill(&directory).await.expect("the sample fits");
        Self { directory, generations: Generations::new(policy.clone(), 0, GenerationOptions::default()) }
    }

    fn generation(&self) -> Arc<Generation> {
        self.generations.pin()
    }

    async fn make(&self, proposal: &Proposal) -> Result<Administered, Unadministered> {
        administer(&self.directory, &self.generation(), proposal).await
    }

    /// All that is kept.
    async fn snapshot(&self) -> Vec<Value> {
        let mut all = self.all::<AccessRequest>().await;
        all.extend(self.all::<AuthorisedUser>().await);
        all.extend(self.all::<CustomRole>().await);
        all.extend(self.all::<ExternalAccess>().await);
        all.extend(self.all::<Organisation>().await);
        all.extend(self.all::<Person>().await);
        all.extend(self.all::<Relationship>().await);
        all.extend(self.all::<Resource>().await);
        all.extend(self.all::<RoleAssignment>().await);
        all
    }

    async fn all<E: Entity>(&self) -> Vec<Value> {
        let listed = self.directory.list::<E>(&[], &Page::first(1000)).await.expect("the directory answers");
        listed.kept.into_iter().map(|kept| json!([kept.entity, kept.revision])).collect()
    }

    /// That the last change was begun and ended in the audit log.
    async fn assert_logged(&self, name: &str, is_made: bool) {
        let page = AuditPage { organisation: None, after: 0, limit: 1000 };
        let entries = self.directory.audit(&page).await.expect("the log can be read");
        let [.., began, ended] = entries.as_slice() else { panic!("{name}: nothing is logged") };
        let phase = if is_made { Phase::Completed } else { Phase::Refused };
        assert_eq!((began.phase, ended.phase, ended.concerns), (Phase::Began, phase, Some(began.sequence)), "{name}");
        assert!(ended.policy.is_some(), "{name}: which policy decided");
    }

    async fn row(&self, row: &Row) -> Option<Value> {
        let key: Vec<&str> = row.key.iter().map(String::as_str).collect();
        let found = match row.table.as_str() {
            "access_requests" => self.get::<AccessRequest>(&key).await,
            "authorised_users" => self.get::<AuthorisedUser>(&key).await,
            "custom_roles" => self.get::<CustomRole>(&key).await,
            "external_accesses" => self.get::<ExternalAccess>(&key).await,
            "organisations" => self.get::<Organisation>(&key).await,
            "people" => self.get::<Person>(&key).await,
            "relationships" => self.get::<Relationship>(&key).await,
            "resources" => self.get::<Resource>(&key).await,
            "role_assignments" => self.get::<RoleAssignment>(&key).await,
            other => panic!("no table `{other}`"),
        };
        found.expect("the directory answers")
    }

    async fn get<E: Entity>(&self, key: &[&str]) -> Result<Option<Value>, StoreError> {
        let kept = self.directory.get::<E>(key).await?;
        Ok(kept.map(|kept| serde_json::to_value(kept.entity).expect("an entity is JSON")))
    }
}

/// Compiled once: that takes longer than all cases together.
fn policy() -> &'static Policy {
    static POLICY: OnceLock<Policy> = OnceLock::new();
    POLICY.get_or_init(|| loaded("default.toml", include_str!("../../../../guest/policies/default.toml")))
}

fn loaded(name: &str, source: &str) -> Policy {
    let component = guestpass_compiler::compile(name, source).expect("the document compiles").component;
    Runtime::new(patient_limits()).expect("the limits are sound").load(&component).expect("the policy loads")
}

fn proposal(step: &Step) -> Proposal {
    let text = json!({ "change": step.change, "now": NOW }).to_string();
    let proposed = change_from_str(&text).unwrap_or_else(|error| panic!("{text}: {error}"));
    Proposal {
        organisation: step.organisation.parse().expect("it is an identifier"),
        actor: step.actor.parse().expect("it is an identifier"),
        change: proposed.change,
        now_ms: proposed.now_ms,
        expected: None,
        key: None,
    }
}

fn step(organisation: &str, actor: &str, change: Value) -> Step {
    Step { organisation: organisation.to_owned(), actor: actor.to_owned(), change }
}

/// Whether all that is wanted is there.
fn includes(found: &Value, wanted: &Value) -> bool {
    match (found, wanted) {
        (_, Value::Null) => true,
        (Value::Object(found), Value::Object(wanted)) => {
            wanted.iter().all(|(key, wanted)| found.get(key).is_some_and(|found| includes(found, wanted)))
        }
        _ => found == wanted,
    }
}

/// That a review tells beforehand what becomes of the change.
fn assert_reviewed(case: &Case, judged: Result<Judged, Unadministered>) {
    let name = &case.name;
    match judged.map(|judged| judged.verdict) {
        Ok(Verdict::Accepted(acceptance)) => {
            let warnings: Vec<_> = acceptance.warnings.iter().map(|warning| warning.name().to_owned()).collect();
            assert_eq!((warnings, case.refused.is_empty()), (case.warnings.clone(), true), "{name}: the review");
        }
        Ok(Verdict::Refused(rejection)) => {
            let reasons: Vec<_> = rejection.refusals.iter().map(|refusal| refusal.name().to_owned()).collect();
            assert_eq!(reasons, case.refused, "{name}: the review");
        }
        Err(Unadministered::NotThere) => assert_eq!(case.refused, ["not-there"], "{name}: the review"),
        Err(error) => panic!("{name}: the review: {error}"),
    }
}

async fn check(case: &Case) {
    let name = &case.name;
    let server = Server::start(policy()).await;
    for earlier in &case.before {
        server.make(&proposal(earlier)).await.unwrap_or_else(|error| panic!("{name}: before: {error}"));
    }
    let (revision, before) = (server.directory.revision().await.expect("it answers"), server.snapshot().await);
    let judged = review(&server.directory, &server.generation(), &proposal(&case.step)).await;
    assert_eq!(server.snapshot().await, before, "{name}: a review has written something");
    assert_reviewed(case, judged);
    match server.make(&proposal(&case.step)).await {
        Ok(administered) => {
            assert!(case.refused.is_empty(), "{name}: accepted: {}", administered.answer);
            assert_eq!(administered.answer["warnings"], json!(case.warnings), "{name}");
            assert!(includes(&administered.answer, &case.answered), "{name}: {}", administered.answer);
            assert!(administered.revision > revision, "{name}");
        }
        Err(Unadministered::Refused(rejection)) => {
            let reasons: Vec<_> = rejection.refusals.iter().map(|refusal| refusal.name().to_owned()).collect();
            assert_eq!(reasons, case.refused, "{name}: {:?}", rejection.denial);
            assert_eq!(server.snapshot().await, before, "{name}: something is written");
        }
        Err(Unadministered::NotThere) => {
            assert_eq!(case.refused, ["not-there"], "{name}");
            assert_eq!(server.snapshot().await, before, "{name}: something is written");
        }
        Err(error) => panic!("{name}: {error}"),
    }
    server.assert_logged(name, case.refused.is_empty()).await;
    for row in &case.holds {
        let found = server.row(row).await.unwrap_or_else(|| panic!("{name}: {row:?} is not there"));
        assert!(includes(&found, &row.with), "{name}: {row:?} is {found}");
    }
    for row in &case.lacks {
        let found = server.row(row).await;
        assert!(found.is_none(), "{name}: {row:?} is {found:?}");
    }
}

#[tokio::test]
async fn the_directory_holds_what_the_policy_accepts_and_nothing_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/administration/cases");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder of cases is there") {
        let path = entry.expect("it can be read").path();
        let text = fs::read_to_string(&path).expect("a file of cases can be read");
        let cases: Cases = toml::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        for case in &cases.cases {
            check(case).await;
            count += 1;
        }
    }
    assert!(count > 40, "only {count} cases were found");
}

#[tokio::test]
async fn what_somebody_else_has_changed_meanwhile_is_not_overwritten() {
    let server = Server::start(policy()).await;
    let edit = |mode: &str| {
        let grantee = json!({ "partner": "partner" });
        let change = json!({ "edit-external-access": { "grantee": grantee, "mode": mode, "role_management": true } });
        proposal(&step("initech", "sam@initech.example", change))
    };
    let seen = server.directory.get::<ExternalAccess>(&["initech", "partner"]).await.expect("it answers");
    let seen = seen.expect("the sample has it").revision;
    let expecting = |proposal, revision: Revision| Proposal { expected: Some(revision), ..proposal };

    let first = server.make(&expecting(edit("disabled"), seen)).await.expect("nobody has changed it");
    let second = server.make(&expecting(edit("continuous"), seen)).await.expect_err("it has changed");
    assert!(matches!(second, Unadministered::Store(StoreError::Conflict(_))), "{second}");
    server.make(&expecting(edit("continuous"), first.revision)).await.expect("the newest was seen");
}

#[tokio::test]
async fn a_change_that_is_sent_again_is_made_once() {
    let server = Server::start(policy()).await;
    let key = |request: &str| RepeatKey {
        caller: "key:1".parse().expect("it is a name"),
        key: "once".parse().expect("it is a name"),
        request: request.to_owned(),
    };
    let change =
        json!({ "add-person": { "email": "new@initech.example", "arrival": "manual", "roles": ["saas-viewer"] } });
    let proposal = proposal(&step("initech", "sam@initech.example", change));
    let keyed = |request: &str| Proposal { key: Some(key(request)), ..proposal.clone() };

    let first = server.make(&keyed("a")).await.expect("it is accepted");
    let again = server.make(&keyed("a")).await.expect("it is answered again");
    assert!(!first.is_repeated && again.is_repeated);
    assert_eq!((&again.answer, again.revision), (&first.answer, first.revision));
    let other = server.make(&keyed("b")).await.expect_err("the key stands for something else");
    assert!(matches!(other, Unadministered::KeyReused(_)), "{other}");
    let unkeyed = server.make(&proposal).await.expect_err("the person is there");
    assert!(matches!(unkeyed, Unadministered::Refused(_)), "{unkeyed}");
}

#[tokio::test]
async fn a_role_of_the_past_is_not_given_by_a_new_one_of_its_name() {
    let server = Server::start(policy()).await;
    let sam = |change| proposal(&step("initech", "sam@initech.example", change));
    let clerk = json!({ "name": "Licence clerk", "privileges": ["saas:application:view"] });
    let assign = json!({ "holder": { "person": "moe@initech.example" }, "role": "Licence clerk" });
    for change in [
        json!({ "assign-role": assign }),
        json!({ "delete-custom-role": { "name": "Licence clerk" } }),
        json!({ "create-custom-role": clerk }),
    ] {
        server.make(&sam(change)).await.expect("it is accepted");
    }
    let key = ["initech", "person", "moe@initech.example", "Licence clerk", ""];
    assert!(server.directory.get::<RoleAssignment>(&key).await.expect("it answers").is_none());
}

/// C35: a window that has ended holds nothing any more, so that the role is not held already.
#[tokio::test]
async fn a_role_whose_window_has_ended_can_be_given_anew_and_taken_away() {
    const NOW_MS: i64 = 1_800_000_000_000;
    for (start_ms, end_ms, warnings) in [
        (0, NOW_MS, json!([])),
        (0, NOW_MS - 1, json!([])),
        (0, NOW_MS + 1, json!(["no-change"])),
        (NOW_MS + 1, NOW_MS + 2, json!(["no-change"])),
    ] {
        for (holder, kept) in [
            (json!({ "person": "moe@initech.example" }), json!({ "person": "moe@initech.example" })),
            (json!({ "group": "finance" }), json!({ "group": "finance" })),
            (json!({ "external_person": "dana@partner.example" }), json!({ "person": "dana@partner.example" })),
        ] {
            let server = Server::start(policy()).await;
            let window = Some(Window { start_ms, end_ms });
            let assignment = RoleAssignment {
                organisation: "initech".parse().expect("it is an identifier"),
                holder: serde_json::from_value(kept).expect("it is a holder"),
                role: "external-support".parse().expect("it is a name"),
                on_resource: None,
                window,
                assigned_by: None,
            };
            let mut writing = server.directory.begin().await.expect("the directory takes writes");
            writing.put(&assignment, Expected::Absent).await.expect("it is new");
            writing.commit().await.expect("it fits");
            let (kind, id) = assignment.holder.columns();
            let key = ["initech", kind, id, "external-support", ""];
            let role = json!({ "holder": holder, "role": "external-support" });

            let change = json!({ "assign-role": role });
            let made = server.make(&proposal(&step("initech", "sam@initech.example", change))).await;
            let made = made.unwrap_or_else(|error| panic!("{holder} until {end_ms}: {error}"));
            assert_eq!(made.answer["warnings"], warnings, "{holder} until {end_ms}");
            let kept = server.directory.get::<RoleAssignment>(&key).await.expect("it answers").expect("it is there");
            let expected = if warnings == json!([]) { None } else { window };
            assert_eq!(kept.entity.window, expected, "{holder} until {end_ms}");

            let mut writing = server.directory.begin().await.expect("the directory takes writes");
            writing.put(&assignment, Expected::Any).await.expect("it fits");
            writing.commit().await.expect("it fits");
            let change = json!({ "unassign-role": role });
            let taken = server.make(&proposal(&step("initech", "sam@initech.example", change))).await;
            taken.unwrap_or_else(|error| panic!("{holder} until {end_ms}: {error}"));
            assert!(server.directory.get::<RoleAssignment>(&key).await.expect("it answers").is_none());
        }
    }
}
