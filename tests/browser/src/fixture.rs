//! Small components with fixed answers, honest or not.

use anyhow::{Context, Result};
use guestpass_browser::abi::GuestFunction;
use guestpass_contract::{Decision, EVALUATION_INTERFACE, PolicyInfo, Verdict};
use wit_component::{ComponentEncoder, StringEncoding};
use wit_parser::Resolve;

use crate::mock::MockGuest;

/// Bytes of memory in one WebAssembly page.
const PAGE_BYTES: usize = 65_536;
/// Pages behind the fixed answers, for parameters.
const HEAP_PAGES: usize = 16;

const CONTRACT: &str = include_str!("../../../wit/policy.wit");

/// A component that answers every question alike.
#[derive(Debug, Clone)]
pub struct Fixture {
    memory: MockGuest,
    describe: String,
    check: String,
    review: String,
    realloc: String,
    post_return: String,
    extra: String,
}

impl Fixture {
    /// It describes itself as `info` and answers every check with `decisions`, whatever was asked. It judges no change.
    ///
    /// # Errors
    /// When they take more than a few megabytes.
    pub fn new(info: &PolicyInfo, decisions: &[Decision]) -> Result<Self> {
        let mut memory = MockGuest::new(8 * 1024 * 1024);
        let describe = format!("i32.const {}", memory.place(info)?);
        let check = format!("i32.const {}", memory.place(decisions)?);
        let (review, nothing) = ("unreachable".to_owned(), String::new());
        Ok(Self {
            memory,
            describe,
            check,
            review,
            realloc: nothing.clone(),
            post_return: nothing.clone(),
            extra: nothing,
        })
    }

    /// Answers every review with `verdict`, whatever was asked.
    ///
    /// # Errors
    /// When it takes more than a few megabytes.
    pub fn judging(mut self, verdict: &Verdict) -> Result<Self> {
        self.review = format!("i32.const {}", self.memory.place(verdict)?);
        Ok(self)
    }

    /// What `review` does before it answers, in WebAssembly text; the parameters' address is local 0.
    #[must_use]
    pub fn before_review(mut self, body: &str) -> Self {
        self.review = format!("{body}\n{}", self.review);
        self
    }

    /// Replaces what `review` does, in WebAssembly text that leaves an address.
    #[must_use]
    pub fn review_with(mut self, body: &str) -> Self {
        body.clone_into(&mut self.review);
        self
    }

    /// Replaces what `describe` does, in WebAssembly text that leaves an address.
    #[must_use]
    pub fn describe_with(mut self, body: &str) -> Self {
        body.clone_into(&mut self.describe);
        self
    }

    /// What `check` does before it answers, in WebAssembly text; the parameters' address is local 0.
    #[must_use]
    pub fn before_check(mut self, body: &str) -> Self {
        self.check = format!("{body}\n{}", self.check);
        self
    }

    /// Replaces what `check` does, in WebAssembly text that leaves an address.
    #[must_use]
    pub fn check_with(mut self, body: &str) -> Self {
        body.clone_into(&mut self.check);
        self
    }

    /// What `check` does to its answer, in WebAssembly text; the answer's address is local 1. Excludes
    /// [`Fixture::before_check`].
    #[must_use]
    pub fn twisting_check(mut self, body: &str) -> Self {
        self.check = format!("(local i32) (local.set 1 ({}))\n{body}\nlocal.get 1", self.check);
        self
    }

    /// What the allocator does before it gives memory for parameters, in WebAssembly text.
    #[must_use]
    pub fn before_realloc(mut self, body: &str) -> Self {
        self.realloc.push_str(body);
        self
    }

    /// What happens after each answer has been read, in WebAssembly text; the answer's address is local 0.
    #[must_use]
    pub fn after_answers(mut self, body: &str) -> Self {
        self.post_return.push_str(body);
        self
    }

    /// Further fields of the core module, in WebAssembly text; must be imports or follow none.
    #[must_use]
    pub fn with(mut self, fields: &str) -> Self {
        self.extra.push_str(fields);
        self
    }

    /// Overwrites a byte of the fixed answers.
    #[must_use]
    pub fn poke(mut self, address: usize, byte: u8) -> Self {
        self.memory.poke(address, byte);
        self
    }

    /// The core module.
    ///
    /// # Errors
    /// When the WebAssembly text given is not well-formed.
    pub fn core_module(&self) -> Result<Vec<u8>> {
        let answers = self.memory.bytes();
        let heap = answers.len().next_multiple_of(PAGE_BYTES);
        let pages = heap / PAGE_BYTES + HEAP_PAGES;
        let data: String = answers.iter().map(|byte| format!("\\{byte:02x}")).collect();
        let post_returns: String =
            GuestFunction::ALL.iter().map(|function| self.post_return(function.post_return_export(), heap)).collect();
        let text = format!(
            r#"(module
                {extra}
                (memory (export "memory") {pages} 256)
                (data (i32.const 0) "{data}")
                (global $next (mut i32) (i32.const {heap}))
                (func (export "cabi_realloc") (param i32 i32 i32 i32) (result i32)
                    {realloc}
                    (local.set 0 (i32.and (i32.add (global.get $next) (i32.const 15)) (i32.const -16)))
                    (global.set $next (i32.add (local.get 0) (local.get 3)))
                    (local.get 0))
                (func (export "{describe_name}") (result i32) {describe})
                (func (export "{check_name}") (param i32) (result i32) {check})
                (func (export "{review_name}") (param i32) (result i32) {review})
                (func (export "{EVALUATION_INTERFACE}#init") (param i32 i32) (result i32) unreachable)
                {post_returns}
            )"#,
            extra = self.extra,
            realloc = self.realloc,
            describe = self.describe,
            check = self.check,
            review = self.review,
            describe_name = GuestFunction::Describe.export(),
            check_name = GuestFunction::Check.export(),
            review_name = GuestFunction::Review.export(),
        );
        wat::parse_str(&text).context("the fixture is not well-formed")
    }

    /// The component.
    ///
    /// # Errors
    /// When the core module does not fit the contract.
    pub fn component(&self) -> Result<Vec<u8>> {
        component_of(self.core_module()?, CONTRACT)
    }

    /// A component that claims to fulfil another contract than this project's, which `change` makes of it.
    ///
    /// # Errors
    /// When the core module does not fit that contract.
    pub fn component_of_another_contract(&self, change: impl FnOnce(&str) -> String) -> Result<Vec<u8>> {
        component_of(self.core_module()?, &change(CONTRACT))
    }

    /// Frees all parameters at once, which a component may.
    fn post_return(&self, name: &str, heap: usize) -> String {
        let body = &self.post_return;
        format!(r#"(func (export "{name}") (param i32) {body} (global.set $next (i32.const {heap})))"#)
    }
}

fn component_of(mut module: Vec<u8>, contract: &str) -> Result<Vec<u8>> {
    let mut resolve = Resolve::default();
    let package = resolve.push_str("policy.wit", contract)?;
    let world = resolve.select_world(&[package], Some("policy"))?;
    wit_component::embed_component_metadata(&mut module, &resolve, world, StringEncoding::UTF8)?;
    ComponentEncoder::default().module(&module)?.validate(true).encode()
}
