//! What the page answers and what the server answers is the same.

use guestpass_browser_tests::{PageEngine, PageQuestion};
use guestpass_console_tests::Demonstration;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// How many answers are compared at least.
const ANSWERS_MIN: usize = 10_000;
/// Questions of one request.
const BATCH: usize = 50;
/// How often the same is asked when the policy is late.
const TRIES_MAX: usize = 10;

/// Asks the server for anybody.
struct Asking {
    server: Demonstration,
    key: String,
    client: Client,
    runtime: Runtime,
}

impl Asking {
    fn start() -> Self {
        let server = Demonstration::start().expect("the server starts");
        // A server closes a connection that it hears nothing on for a while, as when the page takes long to decide.
        let client = Client::builder().no_proxy().pool_max_idle_per_host(0).build();
        let key = server.key().expect("it has a key");
        let runtime = Builder::new_current_thread().enable_all().build().expect("a runtime is made");
        Self { server, key, client: client.expect("a client is made"), runtime }
    }

    fn get(&self, path: &str, person: &str) -> Value {
        let request = self.client.get(self.address(path));
        let request = if person.is_empty() { request } else { request.header("guestpass-person", person) };
        serde_json::from_slice(&self.bytes(request)).expect("it is JSON")
    }

    fn post(&self, path: &str, body: &Value) -> Value {
        serde_json::from_slice(&self.bytes(self.client.post(self.address(path)).json(body))).expect("it is JSON")
    }

    /// Asks again when the policy was late, as the server says: on a machine that does other work it can be.
    fn evaluations(&self, body: &Value) -> Value {
        let mut answer = Value::Null;
        for _ in 0..TRIES_MAX {
            answer = self.post("/access/v1/evaluations", body);
            let mut answers = answer["evaluations"].as_array().into_iter().flatten();
            if !answers.any(|answer| answer["context"]["code"] == "overloaded") {
                break;
            }
            println!("the policy was late for {}", body["subject"]["id"]);
        }
        answer
    }

    fn address(&self, path: &str) -> String {
        format!("{}{path}", self.server.base())
    }

    fn bytes(&self, request: RequestBuilder) -> Vec<u8> {
        let answer = async {
            let response = request.bearer_auth(&self.key).send().await?.error_for_status()?;
            response.bytes().await
        };
        self.runtime.block_on(answer).expect("the server answers").to_vec()
    }
}

/// Everything that can be asked of the policy: a name, and how it is asked for.
fn questions(page: &mut PageEngine) -> Vec<(String, &'static str)> {
    let info = page.answer(PageQuestion::Describe).expect("it describes itself").concat();
    let info: Value = serde_json::from_str(&info).expect("it is JSON");
    let names = |key: &str, kind: &'static str| -> Vec<_> {
        let listed = info[key].as_array().expect("it is a list").iter();
        listed.map(|named| (named["name"].as_str().expect("it has a name").to_owned(), kind)).collect()
    };
    [names("privileges", "privileges"), names("apis", "api")].concat()
}

/// What is acted upon: the organisation as a whole, or a thing of a kind, wherever it is known.
const RESOURCES: [Option<(&str, &str)>; 3] = [None, Some(("app", "chat")), Some(("company", "acme-berlin"))];

/// Compares the answers about somebody in an organisation, and counts them.
fn compare(
    asking: &Asking,
    page: &mut PageEngine,
    (person, organisation): (&str, &str),
    resource: Option<(&str, &str)>,
    questions: &[(String, &'static str)],
) -> usize {
    let named = resource.map_or_else(String::new, |(kind, id)| format!("?resource_kind={kind}&resource={id}"));
    let facts = asking.get(&format!("/api/v1/organisations/{organisation}/facts{named}"), person);
    let facts = facts["facts"].to_string();
    let on_resource = resource.map(|(_, id)| id);
    let (kind, id) = resource.unwrap_or(("organisation", organisation));
    for questions in questions.chunks(BATCH) {
        let evaluations = questions.iter().map(|(name, _)| json!({ "action": { "name": name } }));
        let answer = asking.evaluations(&json!({
            "subject": { "type": "user", "id": person },
            "resource": { "type": kind, "id": id },
            "context": { "organisation": organisation },
            "evaluations": evaluations.collect::<Vec<_>>(),
            "options": { "explain": true },
        }));
        let answers = answer["evaluations"].as_array().unwrap_or_else(|| panic!("{answer}"));
        assert!(answers.iter().all(|answer| answer["context"]["now"].is_string()), "{answer}");
        assert_eq!(answers.len(), questions.len(), "{answer}");
        let requests = questions
            .iter()
            .zip(answers)
            .map(|((name, kind), answer)| json!({ *kind: name, "now": answer["context"]["now"], "explain": true, "on_resource": on_resource }));
        let requests = Value::from(requests.collect::<Vec<_>>()).to_string();
        let decided = page.check_text(&facts, &requests).expect("the page decides");
        for ((name, _), (answer, decided)) in questions.iter().zip(answers.iter().zip(&decided)) {
            let decided: Value = serde_json::from_str(decided).expect("it is JSON");
            assert_eq!(answer["context"], decided, "{person} at {organisation}: {name}");
        }
    }
    questions.len()
}

#[test]
fn the_page_answers_as_the_server_does() {
    let asking = Asking::start();
    let (demo, active) = (asking.get("/console/demo.json", ""), asking.get("/policy/v1/active", ""));
    let digest = active["digest"].as_str().expect("it has a digest");
    let component = asking.client.get(asking.address(&format!("/policy/v1/components/{digest}")));
    let component = asking.bytes(component);
    let mut page = PageEngine::start(&component, digest).expect("the page loads it");
    let questions = questions(&mut page);
    let mut compared = 0;
    for person in demo["people"].as_array().expect("it is a list") {
        let person = person["id"].as_str().expect("it has an id");
        let me = asking.get("/api/v1/me", person);
        for organisation in me["organisations"].as_array().expect("it is a list") {
            let organisation = organisation["id"].as_str().expect("it has an id");
            for resource in RESOURCES {
                compared += compare(&asking, &mut page, (person, organisation), resource, &questions);
            }
        }
    }
    println!("{compared} answers of the page equal those of the server");
    assert!(compared >= ANSWERS_MIN, "only {compared} answers were compared");
}
