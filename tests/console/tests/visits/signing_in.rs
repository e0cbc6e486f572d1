//! People sign in to the console at a provider (authorization code with PKCE).

use guestpass_console_tests::{Fault, Issuer, Violation, Visitor, WithProvider};
use serde_json::{Value, json};

use crate::{demonstration, visitor};

/// A server, its provider, and the way to the screen that somebody wants to see.
struct World {
    issuer: Issuer,
    server: WithProvider,
    visitor: Visitor,
}

impl World {
    fn begin() -> Self {
        let person = json!({ "sub": "sam@initech.example", "organisation": "initech" });
        let issuer = Issuer::start(person).expect("the provider starts");
        let server = WithProvider::start(&demonstration(), &issuer).expect("the server starts");
        Self { issuer, server, visitor: visitor() }
    }

    /// Goes to the roles, and there to the provider.
    fn goes_to_sign_in(&mut self) {
        self.visitor.open(&format!("{}#/initech/roles", self.server.console())).expect("the console opens");
        self.visitor.leaves_by("Sign in at 127.0.0.1").expect("the page leaves");
    }

    fn ask(&mut self, expression: &str) -> Value {
        let body = format!("const done = arguments[0]; Promise.resolve({expression}).then(done);");
        self.visitor.run(&body, Vec::new()).expect("the page answers")
    }
}

#[test]
fn people_sign_in_at_the_provider_and_are_where_they_were() {
    let mut world = World::begin();
    world.visitor.open(world.server.console()).expect("the console opens");
    world.visitor.arrives_at("Sign in at 127.0.0.1").expect("the way to the provider is there");
    assert_eq!(world.visitor.inspect("sign-in").expect("the page is looked at"), Vec::<Violation>::new());
    let policy = world.ask("fetch('./').then((answer) => answer.headers.get('content-security-policy'))");
    let policy = policy.as_str().expect("it has one").to_owned();
    assert!(policy.ends_with(&format!("connect-src 'self' {}", world.issuer.address())), "{policy}");

    world.goes_to_sign_in();
    world.visitor.arrives_at("Licence clerk").expect("the roles are there");
    world.visitor.tries(json!([{ "see": "Sam Smith" }, { "see": "default 1.0.0" }])).expect("it is Sam who is there");
    // The code stays in no address, and nothing of the question is kept.
    assert_eq!(world.ask("location.href"), format!("{}#/initech/roles", world.server.console()));
    assert_eq!(world.ask("Object.keys(sessionStorage)"), json!(["guestpass-credential"]));

    // A token does not hold for ever: the server ends it, and the page says so and brings the person back.
    let spoilt = "sessionStorage.setItem('guestpass-credential', JSON.stringify({ key: 'spoilt' }))";
    assert_eq!(world.ask(&format!("({spoilt}, location.reload())")), Value::Null);
    world.visitor.arrives_at("Your sign-in has ended").expect("the page says so");
    world.visitor.leaves_by("Sign in at 127.0.0.1").expect("the page leaves");
    world.visitor.arrives_at("Licence clerk").expect("the roles are there again");
    world.visitor.tries(json!([{ "click": "Sign out" }, { "see": "Sign in at 127.0.0.1" }])).expect("it ends");
}

#[test]
fn a_key_that_no_header_carries_is_refused_where_it_is_written() {
    let mut world = World::begin();
    world.visitor.open(world.server.console()).expect("the console opens");
    world.visitor.arrives_at("With a key or a token").expect("the way without the provider is there");
    let steps = json!([
        { "click": "With a key or a token" },
        { "fill": "API key or token", "value": "gp_schlüssel" },
        { "click": "Sign in" },
        { "see": "letters, digits and signs of ASCII" },
        { "gone": "does not answer" },
        { "fill": "API key or token", "value": "gp_nobody" },
        { "gone": "letters, digits and signs of ASCII" },
    ]);
    world.visitor.tries(steps).expect("it is refused at the field");
}

#[test]
fn nobody_is_signed_in_by_what_does_not_answer_the_page_s_own_question() {
    let mut world = World::begin();
    for (fault, why) in [
        (Fault::Refuses, "The provider says: this person is on leave."),
        (Fault::OtherState, "state"),
        (Fault::OtherIssuer, "iss"),
        (Fault::OtherNonce, "nonce"),
        (Fault::OtherClient, "aud"),
    ] {
        world.issuer.does_wrong(Some(fault));
        world.goes_to_sign_in();
        world.visitor.arrives_at("You are not signed in").unwrap_or_else(|error| panic!("{fault:?}: {error:#}"));
        world.visitor.tries(json!([{ "see": why }])).unwrap_or_else(|error| panic!("{fault:?}: {error:#}"));
        assert_eq!(world.ask("Object.keys(sessionStorage)"), json!([]), "{fault:?}");
    }
    // Somebody else's answer, brought by a link.
    world.issuer.does_wrong(None);
    world.visitor.open(&format!("{}?code=code-0&state=theirs", world.server.console())).expect("the console opens");
    world.visitor.arrives_at("this tab has not asked for it").expect("the page says so");
}
