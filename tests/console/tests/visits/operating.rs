//! What an operator is told of the policies that were before, and of roles that a policy takes.

use std::fs;

use guestpass_console_tests::{Demonstration, Violation, Visitor};
use serde_json::json;

use crate::{arrive, demonstration, post, upload, visitor};

/// Takes up the default policy with this put in place of that.
fn take_up(visitor: &mut Visitor, server: &Demonstration, that: &str, version: u64) -> Vec<u8> {
    let (component, manifest) = server.signed("version = \"1.0.0\"", that, version).expect("a policy is signed");
    visitor.tries(upload(&component, &manifest)).expect("the files are chosen");
    let steps = json!([
        { "see": "is verified and ready" },
        { "click": "Activate" },
        { "click": "Activate" },
        { "see": "decides now." },
    ]);
    visitor.tries(steps).expect("it is taken up");
    component
}

#[test]
fn an_operator_who_goes_back_is_told_which_policies_were_passed_over() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let former = take_up(&mut visitor, &server, "version = \"1.1.0\"", 2);
    take_up(&mut visitor, &server, "version = \"1.2.0\"", 3);
    let kept = fs::read_dir(server.folder().expect("it has one").join("kept/policies")).expect("policies are kept");
    let mut paths = kept.map(|entry| entry.expect("it is there").path());
    let damaged = paths.find(|path| fs::read(path).is_ok_and(|bytes| bytes == former)).expect("the former is kept");
    fs::write(damaged, "damaged").expect("it is written");
    let back = json!([
        { "click": "Roll back to default 1.1.0" },
        { "click": "Roll back" },
        { "see": "default 1.0.0 decides again." },
        { "see": "Passed over, because it cannot be used any more: default 1.1.0" },
        { "see": "Active: default 1.0.0" },
        { "see": "this page decides by it too" },
    ]);
    visitor.tries(back).expect("it is said which policy decides, and which one could not");
    assert_eq!(visitor.inspect("policy-passed-over").expect("the page is looked at"), Vec::<Violation>::new());
}

#[test]
fn a_page_that_cannot_get_the_policy_says_so_with_its_whole_address() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    visitor.tries(json!([{ "see": "this page decides by it too" }])).expect("the page has the policy");
    let refuse = "const [done] = arguments;
        const ask = window.fetch.bind(window);
        window.askAgain = () => {
            window.fetch = ask;
            window.dispatchEvent(new Event('online'));
        };
        const missing = async () => new Response(null, { status: 404 });
        window.fetch = (address, request) =>
            String(address).includes('/components/') ? missing() : ask(address, request);
        done(null);";
    visitor.run(refuse, Vec::new()).expect("no policy can be had from now on");
    take_up(&mut visitor, &server, "version = \"1.1.0\"", 2);
    let told = json!([{ "see": ": the server answered 404" }, { "see": "this page is switching" }]);
    visitor.tries(told).expect("the page says which policy it cannot get");
    assert_eq!(visitor.inspect("policy-trouble").expect("the page is looked at"), Vec::<Violation>::new());
    visitor.run("window.askAgain(); arguments[0](null);", Vec::new()).expect("it can be had again");
    let gone = json!([{ "gone": "The page cannot follow" }, { "see": "this page decides by it too" }]);
    visitor.tries(gone).expect("the page has it");
}

#[test]
fn whose_roles_a_policy_takes_is_said_before_and_after_it_is_taken_up() {
    let (server, mut visitor) = (demonstration(), visitor());
    arrive(&mut visitor, &server, "Sam", "initech/policy");
    let role = json!({ "name": "reader", "privileges": ["saas:application:view"] });
    let change = json!({ "change": { "create-custom-role": role } });
    post(&mut visitor, &server, "/api/v1/organisations/initech/changes", &change);
    let auditor = "[roles.saas-auditor]";
    let taking = format!(
        "[roles.reader]\ntitle = \"Reader\"\nsummary = \"Reads\"\nprivileges = [\"saas:report:export\"]\n\n{auditor}"
    );
    let (component, manifest) = server.signed(auditor, &taking, 2).expect("a policy with that role is signed");
    visitor.tries(upload(&component, &manifest)).expect("the files are chosen");
    let asked = json!([
        { "see": "is verified and ready" },
        { "click": "See the impact" },
        { "see": "whoever holds reader at initech holds nothing by it" },
        { "click": "Activate" },
        { "see": "It takes the name of a custom role" },
    ]);
    visitor.tries(asked).expect("the last question says so");
    assert_eq!(visitor.inspect("policy-takes").expect("the page is looked at"), Vec::<Violation>::new());
    let taken = json!([
        { "click": "Activate" },
        { "see": "decides now." },
        { "go": "#/initech/roles" },
        { "see": "name taken" },
        { "click": "Reader" },
        { "gone": "whoever holds this one holds nothing by it" },
        { "click": "reader" },
        { "see": "whoever holds this one holds nothing by it" },
        { "lacks": "Edit reader" },
    ]);
    visitor.tries(taken).expect("both roles can be looked at");
    assert_eq!(visitor.inspect("roles-taken").expect("the page is looked at"), Vec::<Violation>::new());
    let deleted = json!([
        { "click": "Delete reader" },
        { "click": "Delete the role" },
        { "see": "reader is deleted." },
        { "gone": "name taken" },
    ]);
    visitor.tries(deleted).expect("it is deleted");
}
