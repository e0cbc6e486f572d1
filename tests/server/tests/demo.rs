//! The sample organisations fit to the directory and to the policy that comes with Guestpass.

#![cfg(test)]
#![forbid(unsafe_code)]

use guestpass::contract::RequestDraft;
use guestpass::{Policy, Runtime};
use guestpass_server::demo;
use guestpass_server_tests::patient_limits;
use guestpass_store::{Consistency, Directory, FactsQuestion, StoreOptions, Supplied};

const NOW_MS: i64 = 1_800_000_000_000;

fn policy() -> Policy {
    let source = include_str!("../../../guest/policies/default.toml");
    let component = guestpass_compiler::compile("default.toml", source).expect("the document compiles").component;
    Runtime::new(patient_limits()).expect("the limits are sound").load(&component).expect("the policy loads")
}

async fn filled() -> Directory {
    let memory = "sqlite::memory:".parse().expect("it names a store");
    let directory = Directory::open(&memory, StoreOptions::default()).await.expect("a store in memory opens");
    demo::fill(&directory).await.expect("the sample fits");
    directory
}

#[tokio::test]
async fn everybody_may_do_what_the_sample_says_and_no_more() {
    let (directory, policy) = (filled().await, policy());
    for (organisation, person, privilege, expected) in [
        ("initech", "dana@partner.example", "saas:application:view", true),
        ("initech", "dana@partner.example", "saas:application:edit", false),
        ("initech", "kim@partner.example", "saas:application:view", false),
        ("initech", "lee@partner.example", "saas:application:view", false),
        ("initech", "vic@vendor.example", "saas:application:view", false),
        ("initech", "sam@initech.example", "saas:external-access:create", true),
        ("initech", "ina@initech.example", "saas:external-access:view", true),
        ("initech", "ina@initech.example", "saas:external-access:edit", false),
        ("initech", "moe@initech.example", "saas:application:view", false),
        ("globex", "dana@partner.example", "saas:application:edit", true),
        ("globex", "sam@initech.example", "saas:application:view", false),
        ("partner", "pat@partner.example", "partner:user:authorise", true),
        ("partner", "dana@partner.example", "partner:customer:view", true),
        ("acme", "bea@acme.example", "fsm:access-request:grant", true),
        ("acme", "account@acme.example", "fsm:access-request:grant", true),
        ("acme", "sue@support.example", "fsm:access-request:create", true),
        ("acme", "sue@support.example", "fsm:company-data:view", false),
        ("acme", "ada@support.example", "fsm:company:view", true),
    ] {
        let question = FactsQuestion {
            organisation: organisation.parse().expect("it is an identifier"),
            person: person.parse().expect("it is an identifier"),
            resource: None,
        };
        let material = directory.material(&question, Consistency::Latest).await.expect("the directory answers");
        let facts = material.facts(&Supplied::default()).expect("the facts fit");
        let decision = policy.check_one(&facts, &RequestDraft::privileges(privilege, NOW_MS)).expect("it decides");
        assert_eq!(decision.is_allowed(), expected, "{person} at {organisation}: {privilege}: {decision:?}");
    }
}

#[tokio::test]
async fn a_directory_is_filled_once() {
    let directory = filled().await;
    assert!(demo::fill(&directory).await.is_err());
}
