//! The component that comes out: small, the same everywhere, and it says what the document says.

#![expect(clippy::expect_used, reason = "a test that cannot go on has failed")]

use guestpass_compiler::{CompileError, CompiledPolicy, compile, parse};
use guestpass_contract::{EVALUATION_INTERFACE, InitError, PolicyInfo, RoleInfo};
use guestpass_model::{PolicyModel, RoleModel};
use std::process::Command;
use wasmtime::component::{Component, Instance, Linker};
use wasmtime::{Config, Engine, Store};

const FLEXERA_ONE: &str = include_str!("../../../guest/policies/flexera-one.toml");

const DEFAULT: &str = include_str!("../../../guest/policies/default.toml");

fn flexera_one() -> CompiledPolicy {
    compile("flexera-one.toml", FLEXERA_ONE).expect("the ready document compiles")
}

fn started(component: &[u8]) -> (Store<()>, Instance) {
    let mut config = Config::new();
    config.concurrency_support(false);
    let engine = Engine::new(&config).expect("an engine");
    let component = Component::new(&engine, component).expect("a component");
    let mut store = Store::new(&engine, ());
    let instance = Linker::new(&engine).instantiate(&mut store, &component).expect("it imports nothing");
    (store, instance)
}

fn described(component: &[u8]) -> PolicyInfo {
    let (mut store, instance) = started(component);
    let (_, interface) = instance.get_export(&mut store, None, EVALUATION_INTERFACE).expect("the interface");
    let (_, describe) = instance.get_export(&mut store, Some(&interface), "describe").expect("the function");
    let describe = instance.get_typed_func::<(), (PolicyInfo,)>(&mut store, describe).expect("the contract's type");
    describe.call(&mut store, ()).expect("an answer").0
}

fn given(role: &RoleInfo) -> Vec<(u16, Option<u16>)> {
    role.privileges.iter().map(|it| (it.privilege, it.condition)).collect()
}

fn assert_says(info: &PolicyInfo, model: &PolicyModel) {
    info.verify().expect("the description keeps the contract");
    assert_eq!((&info.name, &info.version), (&model.name, &model.version));
    assert_eq!(info.source_digest, model.source_digest);
    let named: Vec<_> = info.privileges.iter().map(|privilege| (&privilege.name, &privilege.summary)).collect();
    assert_eq!(named, model.privileges.iter().map(|it| (&it.name, &it.summary)).collect::<Vec<_>>());
    let roles: Vec<_> = info.roles.iter().map(|role| (&role.name, &role.title, given(role))).collect();
    let given = |role: &RoleModel| role.privileges.iter().map(|it| (it.privilege, it.condition)).collect();
    assert_eq!(roles, model.roles.iter().map(|it| (&it.name, &it.title, given(it))).collect::<Vec<_>>());
    let apis: Vec<_> = info.apis.iter().map(|api| (&api.name, api.gates.is_some())).collect();
    assert_eq!(apis, model.apis.iter().map(|it| (&it.name, it.gates.is_some())).collect::<Vec<_>>());
    assert_eq!(info.conditions, model.conditions.iter().map(|it| it.source.clone()).collect::<Vec<_>>());
    let groups: Vec<_> = info.field_groups.iter().map(|group| (&group.name, &group.shown_by, &group.on)).collect();
    assert_eq!(groups, model.field_groups.iter().map(|it| (&it.name, &it.shown_by, &it.on)).collect::<Vec<_>>());
    let changes: Vec<_> = info.changes.iter().map(|change| change.name.as_str()).collect();
    assert_eq!(changes, model.changes.iter().map(|it| it.kind.name()).collect::<Vec<_>>());
    assert_eq!(info.attributes.len(), model.attributes.len());
    let limits: Vec<_> = info.limits.iter().map(|limit| (&limit.name, limit.maximum)).collect();
    assert_eq!(limits, model.limits.iter().map(|it| (&it.name, it.maximum)).collect::<Vec<_>>());
}

#[test]
fn the_component_says_what_the_document_says() {
    let compiled = flexera_one();
    let checked = parse("flexera-one.toml", FLEXERA_ONE).expect("the ready document is fine");
    assert_says(&described(&compiled.component), &checked.model);
    assert_eq!(compiled.source_digest, checked.model.source_digest);
}

/// The document that unites the four products has every part that a document can have.
#[test]
fn the_component_says_what_the_largest_document_says() {
    let compiled = compile("default.toml", DEFAULT).expect("the ready document compiles");
    let checked = parse("default.toml", DEFAULT).expect("the ready document is fine");
    assert!(!checked.model.conditions.is_empty() && !checked.model.field_groups.is_empty());
    assert_says(&described(&compiled.component), &checked.model);
}

#[test]
fn a_component_takes_no_second_policy() {
    let (mut store, instance) = started(&flexera_one().component);
    let (_, interface) = instance.get_export(&mut store, None, EVALUATION_INTERFACE).expect("the interface");
    let (_, init) = instance.get_export(&mut store, Some(&interface), "init").expect("the function");
    let init =
        instance.get_typed_func::<(&[u8],), (Result<(), InitError>,)>(&mut store, init).expect("the contract's type");
    let model = parse("other.toml", FLEXERA_ONE).expect("the ready document is fine").model;
    let bytes = guestpass_model::encode(&model).expect("a model");
    assert_eq!(init.call(&mut store, (&bytes,)).expect("an answer").0, Err(InitError::AlreadyInitialised));
}

/// Printed for [`another_process_builds_the_same_bytes`], which runs this test in a process of its own.
#[test]
fn prints_its_digest() {
    let compiled = flexera_one();
    println!("digest {} of {} bytes", compiled.digest, compiled.component.len());
}

#[test]
fn another_process_builds_the_same_bytes() {
    let own = format!("digest {} of {} bytes", flexera_one().digest, flexera_one().component.len());
    for _ in 0..2 {
        let mut other = Command::new(std::env::current_exe().expect("this test's own file"));
        let output = other.args(["--exact", "prints_its_digest", "--nocapture"]).output().expect("it runs");
        let printed = String::from_utf8_lossy(&output.stdout);
        assert!(printed.contains(&own), "{own} is not in {printed}");
    }
}

#[test]
fn another_document_gives_other_bytes() {
    let other = compile("other.toml", &FLEXERA_ONE.replace("1.0.0", "1.0.1")).expect("it compiles");
    assert_ne!(other.digest, flexera_one().digest);
}

#[test]
fn a_component_is_small() {
    let (engine, policy) = (guestpass_artifact::ENGINE_COMPONENT.len(), flexera_one().component.len());
    assert!(engine <= 300 * 1024, "the engine component has {engine} bytes");
    assert!(policy <= 400 * 1024, "with a policy of ordinary size it has {policy} bytes");
}

#[test]
fn a_document_with_errors_gives_no_component() {
    let failed = compile("bad.toml", "name = 1");
    let Err(CompileError::Document(found)) = failed else { panic!("{failed:?}") };
    assert!(found.plain().starts_with("bad.toml:1:1: error: "), "{}", found.plain());
}

/// A catalogue as large as the rules allow either becomes a component that describes itself, or is said to be too
/// large.
#[test]
fn large_documents_compile_or_are_said_to_be_too_large() {
    for (roles, privileges) in [(100, 1_000), (1_000, 5_000), (9_000, 10_000)] {
        let source = large(roles, privileges);
        match compile("large.toml", &source) {
            Ok(compiled) => {
                let model = parse("large.toml", &source).expect("it compiled").model;
                assert_says(&described(&compiled.component), &model);
                println!("{roles} roles, {privileges} privileges: {} bytes", compiled.component.len());
            }
            Err(CompileError::TooLarge { reason }) => println!("{roles} roles, {privileges} privileges: {reason}"),
            Err(other) => panic!("{roles} roles, {privileges} privileges: {other}"),
        }
    }
}

fn large(roles: usize, privileges: usize) -> String {
    let mut source = String::from(
        "name = \"large\"\nversion = \"1.0.0\"\ncontract = \"0.2\"\n[suites.s]\nsummary = \"All\"\n[privileges]\n",
    );
    for number in 0..privileges {
        source.push_str(&format!("\"s:r:{number}\" = \"Do it\"\n"));
    }
    for number in 0..roles {
        let privilege = number % privileges;
        source.push_str(&format!(
            "[roles.r{number}]\ntitle = \"T\"\nsummary = \"S\"\nprivileges = [\"s:r:{privilege}\"]\n"
        ));
    }
    source
}
