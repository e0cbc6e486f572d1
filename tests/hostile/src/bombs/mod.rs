//! Components that are small to send and costly to compile (reliability row 21): a line for each.
//!
//! Each is valid as far as it goes and stays within the size of a component, so that nothing but its cost speaks
//! against it.

mod code;
mod sections;
mod types;

use wasm_encoder::{Component, Module, ModuleSection};

/// A component that means to keep a compiler busy.
#[derive(Debug, Clone, Copy)]
pub struct Bomb {
    /// What there is too much of.
    pub what: &'static str,
    /// What comes of loading it.
    pub end: End,
    make: fn() -> Vec<u8>,
}

/// What comes of loading a bomb.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum End {
    /// It is refused with this code: before anything is compiled, or after it was compiled and found to be no policy.
    Refused(&'static str),
    /// The trial is stopped, for its time or its memory.
    Stopped,
    /// One or the other: it takes about as long as it may.
    CompiledOrStopped,
}

/// It is compiled after all, and is no policy.
const COMPILED: End = End::Refused("component-wrong-world");

/// All bombs.
#[must_use]
pub fn bombs() -> Vec<Bomb> {
    [code::BOMBS, sections::BOMBS, types::BOMBS].concat()
}

impl Bomb {
    /// The component.
    #[must_use]
    pub fn component(&self) -> Vec<u8> {
        (self.make)()
    }
}

/// A component that holds nothing but this module.
fn holding(module: &Module) -> Vec<u8> {
    let mut component = Component::new();
    component.section(&ModuleSection(module));
    component.finish()
}
