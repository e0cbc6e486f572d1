//! Why a component is not loaded.

use std::error::Error;
use std::fmt;

/// Why a component is not loaded. Nothing of it has been kept.
#[derive(Debug)]
pub struct LoadError {
    refusal: Refusal,
    detail: String,
}

/// The step of loading at which a component was refused, in the order of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Refusal {
    /// This machine cannot run WebAssembly or start a thread.
    Runtime,
    /// The file is larger than [`Limits::component_bytes_max`](crate::Limits::component_bytes_max).
    TooLarge,
    /// The bytes do not have the digest that was expected.
    DigestMismatch,
    /// The bytes are not a WebAssembly component: a core module, machine code compiled elsewhere, or something else.
    NotAComponent,
    /// The bytes begin as a component and then break its format, or end early.
    Malformed,
    /// It uses a WebAssembly feature that could give other answers elsewhere, such as floating point, threads or SIMD.
    Feature,
    /// It asks for something from outside. A policy gets nothing (the import is named).
    Imports,
    /// It holds more, or less, than exactly one core module, wherever they lie.
    Shape,
    /// Its memory or a table has no maximum, or a larger one than allowed.
    Unbounded,
    /// No child process could compile it on [trial](crate::trial).
    TrialUnavailable,
    /// On trial it took longer to compile than [`Limits::compile_deadline`](crate::Limits::compile_deadline).
    CompileTooLong,
    /// On trial it took more memory to compile than
    /// [`Limits::compile_memory_bytes_max`](crate::Limits::compile_memory_bytes_max).
    CompileTooMuchMemory,
    /// On trial the compiler crashed over it.
    CompileCrashed,
    /// It does not compile.
    Compile,
    /// It does not export the functions of the contract, or with other types.
    World,
    /// It trapped, ran out of time or asked for too much memory while it was started or described itself.
    Start,
    /// It carries no policy: it is the engine component itself.
    NoPolicy,
    /// What it says about itself breaks the contract.
    Description,
}

impl Refusal {
    /// Every refusal, in the order of the steps.
    pub const ALL: [Self; 18] = [
        Self::Runtime,
        Self::TooLarge,
        Self::DigestMismatch,
        Self::NotAComponent,
        Self::Malformed,
        Self::Feature,
        Self::Imports,
        Self::Shape,
        Self::Unbounded,
        Self::TrialUnavailable,
        Self::CompileTooLong,
        Self::CompileTooMuchMemory,
        Self::CompileCrashed,
        Self::Compile,
        Self::World,
        Self::Start,
        Self::NoPolicy,
        Self::Description,
    ];

    /// The stable code.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::Runtime => "runtime-unavailable",
            Self::TooLarge => "component-too-large",
            Self::DigestMismatch => "digest-mismatch",
            Self::NotAComponent => "component-not-a-component",
            Self::Malformed => "component-malformed",
            Self::Feature => "component-feature",
            Self::Imports => "component-imports",
            Self::Shape => "component-shape",
            Self::Unbounded => "component-unbounded",
            Self::TrialUnavailable => "compile-trial-unavailable",
            Self::CompileTooLong => "compile-too-long",
            Self::CompileTooMuchMemory => "compile-too-much-memory",
            Self::CompileCrashed => "compile-crashed",
            Self::Compile => "component-does-not-compile",
            Self::World => "component-wrong-world",
            Self::Start => "component-does-not-start",
            Self::NoPolicy => "component-without-policy",
            Self::Description => "component-description",
        }
    }
}

impl LoadError {
    pub(crate) fn new(refusal: Refusal, detail: impl Into<String>) -> Self {
        Self { refusal, detail: detail.into() }
    }

    pub(crate) fn caused_by(refusal: Refusal, cause: impl fmt::Display) -> Self {
        // The alternate form prints a chain of causes on one line.
        Self::new(refusal, format!("{cause:#}").replace('\n', " "))
    }

    /// The step at which the component was refused.
    #[must_use]
    pub fn refusal(&self) -> Refusal {
        self.refusal
    }

    /// The stable code of that step.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.refusal.code()
    }
}

impl fmt::Display for LoadError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.refusal {
            Refusal::Runtime => "this machine cannot run policies",
            Refusal::TooLarge => "the component is too large",
            Refusal::DigestMismatch => "the component is not the one expected",
            Refusal::NotAComponent => "this is not a WebAssembly component; build one with `guestpass policy build`",
            Refusal::Malformed => "the component is damaged",
            Refusal::Feature => "the component uses a WebAssembly feature that a policy may not use",
            Refusal::Imports => "the component asks for something from outside, and a policy gets nothing",
            Refusal::Shape => "the component does not consist of exactly one core module",
            Refusal::Unbounded => "the component does not bound its memory",
            Refusal::TrialUnavailable => "the component could not be compiled on trial",
            Refusal::CompileTooLong => "the component takes too long to compile",
            Refusal::CompileTooMuchMemory => "the component takes too much memory to compile",
            Refusal::CompileCrashed => "the compiler crashes over the component",
            Refusal::Compile => "the component does not compile",
            Refusal::World => "the component does not export the functions of a policy",
            Refusal::Start => "the component does not start",
            Refusal::NoPolicy => "the component carries no policy; build one into it with `guestpass policy build`",
            Refusal::Description => "what the component says about itself breaks the contract",
        };
        write!(formatter, "{what}: {}", self.detail)
    }
}

impl Error for LoadError {}
