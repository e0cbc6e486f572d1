//! Changes, and facts about them, that break the contract: past the JSON reader, which refuses most of this by itself.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::{Limits, Policy, Runtime};
use guestpass_contract::{
    AccessMode, Change, ChangeFacts, ChangeFactsBuilder, ChangePersonDraft, ExternalAccess, ExternalAccessEdit,
    ExternalAccessSettings, Facts, FactsBuilder, Grantee, KeptRequestDraft, ListedUser, NameSpan, NewPerson,
    PrincipalDraft, RequestStatus, RoleSwitch, TextRange, Window,
};
use guestpass_contract::{AppLevel, Arrival, CustomRoleEdit, RoleKind};
use guestpass_hostile::{NOW_MS, verdict_words};
use std::time::Duration;

const OUTSIDE: TextRange = TextRange { start: u32::MAX, length: 2 };
const BACKWARD: Window = Window { start: NOW_MS, end: NOW_MS };

fn policy() -> Policy {
    let built = guestpass_compiler::compile(guestpass_vectors::POLICY_FILE, guestpass_vectors::POLICY_SOURCE);
    let limits = Limits { deadline: Duration::from_secs(5), ..Limits::default() };
    Runtime::new(limits).and_then(|runtime| runtime.load(&built.expect("it compiles").component)).expect("it loads")
}

fn facts() -> Facts {
    let mut facts = FactsBuilder::new("initech").expect("names");
    facts.principal(&PrincipalDraft::member("sam")).expect("names");
    facts.build()
}

fn change_facts() -> ChangeFacts {
    let mut facts = ChangeFactsBuilder::new();
    let person = ChangePersonDraft { roles: &["saas-viewer"], ..ChangePersonDraft::default() };
    facts.person(&person).expect("names");
    let request = KeptRequestDraft {
        status: RequestStatus::Pending,
        account: "initech",
        company: "initech-emea",
        requested_by: "dana",
        created_by: "dana",
        window: Window { start: NOW_MS, end: NOW_MS + 1 },
    };
    facts.request(&request).expect("names");
    facts.instance(ExternalAccess { mode: AccessMode::Continuous, role_management: true });
    facts.build()
}

fn switch(role: &str) -> Change {
    Change::SwitchRole(RoleSwitch { role: role.to_owned(), enabled: false })
}

/// What is wrong with the facts about the change, and how to make it so.
type Case = (&'static str, fn(&mut ChangeFacts));

#[test]
fn facts_about_a_change_that_break_the_contract_refuse_it() {
    let cases: [Case; 14] = [
        ("an e-mail outside the text", |it| person(it).email = OUTSIDE),
        ("an identity outside the text", |it| person(it).identity = OUTSIDE),
        ("roles outside the list", |it| person(it).roles = NameSpan { start: 1, length: 9 }),
        ("a name outside the text", |it| it.names.push(OUTSIDE)),
        ("too many names", |it| it.names = vec![TextRange::default(); 1_001]),
        ("too many counterparts", |it| person(it).counterparts = vec![listed(TextRange::default()); 101]),
        ("a counterpart outside the text", |it| person(it).counterparts = vec![listed(OUTSIDE)]),
        ("a default role outside the text", |it| it.default_role = OUTSIDE),
        ("a request for a company outside the text", |it| request(it).company = OUTSIDE),
        ("a request by somebody outside the text", |it| request(it).created_by = OUTSIDE),
        ("a request that runs backward", |it| request(it).window = BACKWARD),
        ("an instance that runs backward", |it| {
            it.instance = Some(ExternalAccess { mode: AccessMode::Period(BACKWARD), role_management: true });
        }),
        ("a name of 257 bytes", |it| {
            it.text.push_str(&"x".repeat(300));
            it.default_role = TextRange { start: 0, length: 257 };
        }),
        ("too long a text", |it| it.text.push_str(&" ".repeat(256 * 1024))),
    ];
    let policy = policy();
    assert_ne!(verdict_words(&policy, &facts(), &change_facts(), &switch("saas-viewer")), "malformed");
    for (what, make) in cases {
        let mut change_facts = change_facts();
        make(&mut change_facts);
        assert_eq!(verdict_words(&policy, &facts(), &change_facts, &switch("saas-viewer")), "malformed", "{what}");
    }
}

fn person(facts: &mut ChangeFacts) -> &mut guestpass_contract::ChangePerson {
    facts.person.as_mut().expect("a person")
}

fn request(facts: &mut ChangeFacts) -> &mut guestpass_contract::KeptRequest {
    facts.request.as_mut().expect("a request")
}

fn listed(email: TextRange) -> ListedUser {
    ListedUser { email, identity: TextRange::default() }
}

#[test]
fn facts_about_the_person_that_break_the_contract_refuse_every_change() {
    let policy = policy();
    let mut broken = facts();
    broken.principal.email = OUTSIDE;
    assert_eq!(verdict_words(&policy, &broken, &change_facts(), &switch("saas-viewer")), "malformed");
    let nameless =
        Facts { principal: guestpass_contract::Principal { id: TextRange::default(), ..facts().principal }, ..facts() };
    assert_eq!(verdict_words(&policy, &nameless, &change_facts(), &switch("saas-viewer")), "malformed");
}

#[test]
fn changes_without_names_or_with_endless_ones_are_malformed() {
    let long = "x".repeat(257);
    let edit = |name: &str, privileges: Vec<String>| {
        Change::CreateCustomRole(CustomRoleEdit {
            name: name.to_owned(),
            kind: RoleKind::User,
            level: AppLevel::None,
            privileges,
        })
    };
    let add = |email: &str, roles: Vec<String>| {
        Change::AddPerson(NewPerson { email: email.to_owned(), arrival: Arrival::Manual, roles })
    };
    let changes = [
        ("a role without a name", switch("")),
        ("a role with an endless name", switch(&long)),
        ("a request without an id", Change::GrantRequest(String::new())),
        ("a customer without an id", Change::EndRelationship(String::new())),
        ("a partner without an id", Change::DeleteExternalAccess(Grantee::Partner(String::new()))),
        ("a partner with an endless id", Change::DeleteExternalAccess(Grantee::Partner(long.clone()))),
        ("a custom role without a name", edit("", Vec::new())),
        ("ten thousand and one privileges", edit("auditor", vec!["a:b:c".to_owned(); 10_001])),
        ("a person without an e-mail address", add("", vec!["saas-viewer".to_owned()])),
        (
            "a role among others without a name",
            add("eve@initech.example", vec!["saas-viewer".to_owned(), String::new()]),
        ),
        ("ten thousand and one roles", add("eve@initech.example", vec!["saas-viewer".to_owned(); 10_001])),
    ];
    let policy = policy();
    for (what, change) in changes {
        assert_eq!(verdict_words(&policy, &facts(), &change_facts(), &change), "malformed", "{what}");
    }
    // A privilege of any length is one that the rules can speak about.
    let words = verdict_words(&policy, &facts(), &change_facts(), &edit("auditor", vec![long]));
    assert!(words.contains("malformed-privilege") && !words.starts_with("malformed,"), "{words}");
}

#[test]
fn a_period_that_runs_backward_is_refused_for_what_it_is() {
    let settings = ExternalAccessSettings { mode: AccessMode::Period(BACKWARD), role_management: true };
    let change = Change::EditExternalAccess(ExternalAccessEdit { grantee: Grantee::Vendor, settings });
    let words = verdict_words(&policy(), &facts(), &change_facts(), &change);
    let words: Vec<_> = words.split(',').collect();
    assert!(words.contains(&"invalid-period") && !words.contains(&"malformed"), "{words:?}");
}
