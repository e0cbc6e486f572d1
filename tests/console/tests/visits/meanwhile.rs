//! What others do while a page is open.

use guestpass_console_tests::Violation;
use serde_json::{Value, json};

use crate::{arrive, demonstration, post, post_as, upload, visitor};

/// Where changes of Initech are made.
const CHANGES: &str = "/api/v1/organisations/initech/changes";

/// The organisation's own role comes to give these.
fn edit_the_own_role(privileges: &[&str]) -> Value {
    let role = json!({ "name": "Licence clerk", "kind": "user", "level": "none", "privileges": privileges });
    json!({ "change": { "edit-custom-role": role } })
}

#[test]
fn an_edited_role_tells_of_privileges_that_no_operation_asks_for() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/roles");
    visitor.tries(json!([{ "see": "Licence clerk" }])).expect("the screen is there");
    post(&mut visitor, &server, CHANGES, &edit_the_own_role(&["apps:inventory:view"]));
    let held = json!({ "holder": { "person": "moe@initech.example" }, "role": "Licence clerk" });
    post(&mut visitor, &server, CHANGES, &json!({ "change": { "assign-role": held } }));
    arrive(&mut visitor, &server, "Sam", "initech/roles");
    let steps = json!([
        { "click": "Edit Licence clerk" },
        { "see": "1 person holds this role. Nothing changes for them." },
        // Changes ask for it, and no operation.
        { "click": "saas:role:edit" },
        { "see": "1 would gain something" },
        { "see": "Change custom roles (saas:role:edit)" },
        // Nothing is allowed by it that was not, and more is shown.
        { "click": "apps:inventory:financial" },
        { "see": "Fields shown: Financial columns of the App inventory" },
    ]);
    visitor.tries(steps).expect("the gain is told");
}

#[test]
fn a_role_that_somebody_else_has_edited_is_edited_as_it_is_now() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/roles");
    visitor.tries(json!([{ "click": "Edit Licence clerk" }, { "see": "Privileges (3)" }])).expect("the dialog opens");
    post(&mut visitor, &server, CHANGES, &edit_the_own_role(&["saas:application:view"]));
    let steps = json!([
        { "click": "saas:spend:view" },
        { "click": "Save the role" },
        { "click": "Try again" },
        { "see": "Privileges (1)" },
        { "click": "saas:spend:view" },
        { "click": "Save the role" },
        { "see": "Licence clerk is changed." },
    ]);
    visitor.tries(steps).expect("the role is saved over what is there now");
}

#[test]
fn a_dialog_about_a_role_that_somebody_else_has_deleted_says_that_it_is_gone() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/roles");
    visitor.tries(json!([{ "click": "Edit Licence clerk" }, { "see": "Privileges (3)" }])).expect("the dialog opens");
    post(&mut visitor, &server, CHANGES, &edit_the_own_role(&["saas:application:view"]));
    let steps = json!([{ "click": "saas:spend:view" }, { "click": "Save the role" }, { "see": "Try again" }]);
    visitor.tries(steps).expect("somebody was faster");
    post(&mut visitor, &server, CHANGES, &json!({ "change": { "delete-custom-role": { "name": "Licence clerk" } } }));
    let steps = json!([{ "click": "Try again" }, { "see": "This role is not there any more." }]);
    visitor.tries(steps).expect("the dialog says so");
    assert_eq!(visitor.inspect("role-gone").expect("the page is looked at"), Vec::<Violation>::new());
    let steps =
        json!([{ "click": "Close" }, { "gone": "This role is not there any more." }, { "lacks": "Licence clerk" }]);
    visitor.tries(steps).expect("it goes when the person wants it to");
}

/// Takes something, and does not hear that it is taken; somebody else gives it again, and it is taken once more.
fn take_again((name, id): (&str, &str), screen: &str, opening: &str, taking: &str, giving: &Value) {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, name, screen);
    let steps = json!([
        { "click": opening },
        { "lose": "/changes" },
        { "click": taking },
        { "see": "It is not known whether it was done." },
        { "release": "/changes" },
    ]);
    visitor.tries(steps).expect("it is taken, and nobody knows");
    let (organisation, _) = screen.split_once('/').expect("it is a screen of an organisation");
    let changes = format!("/api/v1/organisations/{organisation}/changes");
    post_as(&mut visitor, &server, id, &changes, &json!({ "change": giving }));
    // The first is the same change once more, which was made; the second is another one.
    let steps = json!([{ "click": taking }, { "click": taking }, { "lacks": taking }]);
    visitor.tries(steps).unwrap_or_else(|error| panic!("{taking}: {error:#}"));
}

#[test]
fn what_somebody_else_has_given_again_is_taken_once_more() {
    let role = json!({ "holder": { "external_person": "dana@partner.example" }, "role": "saas-viewer" });
    take_again(
        ("Sam", "sam@initech.example"),
        "initech/external-access",
        "Roles Partner",
        "Take SaaS viewer from Dana Doe",
        &json!({ "assign-role": role }),
    );
    let user = json!({ "customer": "initech", "person": "dana@partner.example" });
    take_again(
        ("Pat", "pat@partner.example"),
        "partner/partner-access",
        "Change the authorised users for Initech",
        "Withdraw Dana Doe",
        &json!({ "authorise-user": user }),
    );
}

#[test]
fn what_is_refused_in_between_makes_no_other_change_of_one_whose_answer_is_lost() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/external-access");
    let steps = json!([
        { "click": "Roles Partner" },
        { "choose": "Role", "option": "Licence clerk" },
        { "lose": "/changes" },
        { "click": "Take SaaS viewer from Dana Doe" },
        { "see": "It is not known whether it was done." },
        { "release": "/changes" },
    ]);
    visitor.tries(steps).expect("it is taken, and nobody knows");
    post(&mut visitor, &server, CHANGES, &json!({ "change": { "delete-custom-role": { "name": "Licence clerk" } } }));
    let steps = json!([
        { "click": "Assign role" },
        { "gone": "Saving" },
        { "see": "Refused, says the policy in" },
        { "click": "Take SaaS viewer from Dana Doe" },
        { "lacks": "Take SaaS viewer from Dana Doe" },
    ]);
    visitor.tries(steps).expect("it is said to be taken");
}

#[test]
fn a_question_whether_to_roll_back_stays_the_question_that_it_was() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let (component, manifest) =
        server.signed("version = \"1.0.0\"", "version = \"1.1.0\"", 2).expect("a newer policy is signed");
    visitor.tries(upload(&component, &manifest)).expect("the files are chosen");
    let steps = json!([
        { "see": "is verified and ready" },
        { "click": "Activate" },
        { "click": "Activate" },
        { "see": "Active: default 1.1.0" },
        { "click": "Roll back to default 1.0.0" },
        { "see": "Roll back to default 1.0.0?" },
    ]);
    visitor.tries(steps).expect("the question is asked");
    let generation = "const [key, done] = arguments;
        fetch('/operations/v1/policy', { headers: { authorization: `Bearer ${key}` } })
            .then((answer) => answer.json())
            .then(({ active }) => done(active.generation));";
    let key = server.key().expect("it has a key");
    let generation = visitor.run(generation, vec![json!(key)]).expect("the server answers");
    // Another operator goes back first.
    post(&mut visitor, &server, "/operations/v1/policy/rollback", &json!({ "generation": generation }));
    visitor.arrives_at("Active: default 1.0.0").expect("the page hears of it");
    let steps = json!([
        { "see": "Roll back to default 1.0.0?" },
        { "click": "Roll back" },
        { "see": "is active, and not" },
        { "click": "Cancel" },
        { "see": "Active: default 1.0.0" },
    ]);
    visitor.tries(steps).expect("it goes nowhere else");
}

#[test]
fn nobody_is_reassured_by_an_impact_that_says_too_little() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let (component, manifest) =
        server.signed("version = \"1.0.0\"", "version = \"1.1.0\"", 2).expect("a newer policy is signed");
    visitor.tries(upload(&component, &manifest)).expect("the files are chosen");
    visitor.tries(json!([{ "see": "is verified and ready" }])).expect("there is a candidate");
    let nothing = json!({ "differences": [], "described": [], "not_covered": [], "people": { "people": {} } });
    for (members, said) in [
        (json!({}), "It allows and shows nothing that is out of reach now."),
        (json!({ "not_covered": ["custom roles"] }), "the comparison does not cover everything"),
        (json!({ "people_left_out": 7 }), "the comparison does not cover everything"),
        (
            json!({
                "people": { "people": { "more-shown": { "dana@partner.example": ["catalog.view"] } } },
                "people_in_words": ["dana@partner.example is shown more"],
            }),
            "It allows or shows something that is out of reach now.",
        ),
        (json!({ "active": "sha256:00" }), "You have not looked at its impact."),
    ] {
        let mut answer = nothing.clone();
        answer.as_object_mut().expect("it is an object").extend(members.as_object().expect("it is one").clone());
        let steps = json!([
            { "amend": "/impact", "with": answer },
            { "click": "See the impact" },
            { "see": if said.starts_with("You") { "See the impact once more" } else { "Both policies were asked" } },
            { (if members == json!({}) { "see" } else { "gone" }): "Both policies mean the same." },
            { "click": "Activate" },
            { "see": said },
            { "click": "Cancel" },
            { "release": "/impact" },
        ]);
        visitor.tries(steps).unwrap_or_else(|error| panic!("{said}: {error:#}"));
    }
}

#[test]
fn a_shadow_that_is_given_up_says_so() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let shadow = json!({
        "digest": "sha256:00", "compared": 3, "left_out": 0, "errors": 100, "given_up": true, "disagreements": {},
        "samples": [], "last_error": "trap",
    });
    let steps = json!([
        { "see": "Active: default 1.0.0" },
        { "amend": "/operations/v1/policy", "with": { "shadow": shadow } },
        { "see": "It failed so often that it is not asked any more." },
        { "gone": "is put to this one too" },
    ]);
    visitor.tries(steps).expect("it is told");
}

#[test]
fn a_page_that_follows_the_policy_again_says_so_no_longer() {
    let (mut server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    visitor.tries(json!([{ "see": "this page decides by it too" }])).expect("the page has the policy");
    server.stop();
    visitor.tries(json!([{ "see": "The page cannot follow the policy of the server" }])).expect("the page says so");
    server.start_again().expect("the server starts where it was");
    // It has another key, and the page that was open is told of it.
    let renew = "const [key, done] = arguments;
        const ask = window.fetch.bind(window);
        window.fetch = (address, request) => {
            const headers = new Headers(request?.headers);
            headers.set('authorization', `Bearer ${key}`);
            return ask(address, { ...request, headers });
        };
        window.dispatchEvent(new Event('online'));
        done(null);";
    let key = server.key().expect("it has a key");
    visitor.run(renew, vec![json!(key)]).expect("the page has the key");
    let steps = json!([
        { "gone": "The page cannot follow the policy of the server" },
        { "see": "this page decides by it too" },
    ]);
    visitor.tries(steps).expect("it goes on");
}
