//! People of other organisations: who is found, what is owed, and how far a credential reaches.

use crate::scenario::{ACTIONS, EVALUATION, EVALUATIONS, SUBJECTS, Scenario};
use guestpass_store::model::{CustomRole, Person};
use guestpass_store::{Directory, Expected, Page, StoreOptions};
use serde_json::{Value, json};

async fn outsiders() -> (Scenario, Vec<String>) {
    let memory = "sqlite::memory:".parse().expect("it names a store");
    let directory = Directory::open(&memory, StoreOptions::default()).await.expect("a store in memory opens");
    let scenario = Scenario::with_outsiders(directory.clone()).await;
    let people = directory.list::<Person>(&[], &Page::first(1000)).await.expect("the directory answers");
    (scenario, people.kept.into_iter().map(|person| person.entity.id.to_string()).collect())
}

fn ask(organisation: &str, person: &str, action: &str) -> Value {
    json!({
        "subject": { "type": "user", "id": person },
        "action": { "name": action },
        "resource": { "type": "organisation", "id": organisation },
    })
}

#[tokio::test]
async fn everybody_who_may_is_found_and_nobody_else() {
    let (scenario, everybody) = outsiders().await;
    let mut found_at_all = 0;
    for organisation in ["initech", "globex", "acme", "partner"] {
        for action in [
            "saas:application:view",
            "saas:application:edit",
            "saas:external-access:create",
            "partner:customer:view",
            "fsm:access-request:grant",
            "fsm:access-request:create",
            "fsm:company:view",
        ] {
            let mut expected = Vec::new();
            for person in &everybody {
                if scenario.decision(&ask(organisation, person, action)).await {
                    expected.push(json!({ "type": "user", "id": person }));
                }
            }
            let found = scenario.results(SUBJECTS, &ask(organisation, "", action)).await;
            assert_eq!(found, expected, "{organisation} {action}");
            found_at_all += found.len();
        }
    }
    assert!(found_at_all > 10, "the sample lets people in: {found_at_all}");
}

/// R3: Initech made a role of that name before the policy had one, and Dana holds it there.
#[tokio::test]
async fn a_name_of_a_role_that_the_policy_took_opens_nothing_and_shuts_nobody_else_out() {
    let memory = "sqlite::memory:".parse().expect("it names a store");
    let directory = Directory::open(&memory, StoreOptions::default()).await.expect("a store in memory opens");
    let scenario = Scenario::with_outsiders(directory.clone()).await;
    let (dana, sam) = ("dana@partner.example", "sam@initech.example");
    let view = |person: &str| ask("initech", person, "saas:application:view");
    assert!(scenario.decision(&view(dana)).await && scenario.decision(&view(sam)).await);
    let role = CustomRole {
        organisation: "initech".parse().expect("it is an identifier"),
        name: "saas-viewer".parse().expect("it is a name"),
        kind: Default::default(),
        level: Default::default(),
        privileges: vec!["saas:application:view".parse().expect("it is a name")],
    };
    let mut writing = directory.begin().await.expect("it can be written to");
    writing.put(&role, Expected::Absent).await.expect("it is new");
    writing.commit().await.expect("it is kept");
    assert!(!scenario.decision(&view(dana)).await, "neither role of that name is hers");
    assert!(scenario.decision(&view(sam)).await);
    assert!(scenario.decision(&ask("globex", dana, "saas:application:view")).await, "elsewhere nothing has changed");
}

#[tokio::test]
async fn actions_on_an_organisation_are_the_operations_that_are_allowed() {
    let (scenario, _) = outsiders().await;
    let found = scenario.results(ACTIONS, &ask("initech", "dana@partner.example", "")).await;
    assert!(!found.is_empty());
    for action in &found {
        let name = action["name"].as_str().expect("a name");
        assert!(scenario.decision(&ask("initech", "dana@partner.example", name)).await, "{name}");
    }
}

#[tokio::test]
async fn what_is_owed_is_told_without_being_asked_for() {
    let (scenario, everybody) = outsiders().await;
    let mut told = 0;
    for person in &everybody {
        for organisation in ["initech", "globex", "acme"] {
            for action in ["saas:application:view", "fsm:company:view", "fsm:access-request:create"] {
                let body = ask(organisation, person, action);
                let answer = scenario.post(EVALUATION, &body).await.body;
                let mut explained = body.clone();
                explained["options"] = json!({ "explain": true });
                let whole = scenario.post(EVALUATION, &explained).await.body["context"].clone();
                let owed = json!({
                    "obligations": whole["obligations"], "hidden_field_groups": whole["hidden_field_groups"],
                });
                let is_owed = owed != json!({ "obligations": [], "hidden_field_groups": [] });
                let is_told = answer["decision"] == true && is_owed;
                assert_eq!(answer.get("context"), is_told.then_some(&owed), "{body}: {whole}");
                told += usize::from(is_told);
            }
        }
    }
    assert!(told > 0, "somebody of the sample owes something");
}

#[tokio::test]
async fn who_says_no_organisation_has_to_be_bound_to_one() {
    let (scenario, _) = outsiders().await;
    let record = json!({ "type": "app", "id": "slack" });
    let body = json!({
        "subject": { "type": "user", "id": "sam@initech.example" }, "action": { "name": "saas:application:view" },
        "resource": record,
    });
    let answer = scenario.post(EVALUATION, &body).await;
    assert_eq!((answer.status, &answer.body["reason"]), (400, &json!("missing-attribute")), "{}", answer.body);
    let several =
        json!({ "evaluations": [body, ask("initech", "sam@initech.example", "saas:external-access:create")] });
    let answers = scenario.post(EVALUATIONS, &several).await.body["evaluations"].clone();
    assert_eq!((&answers[0]["decision"], &answers[0]["context"]["error"]["status"]), (&json!(false), &json!(400)));
    assert_eq!(answers[1]["decision"], true);
}
