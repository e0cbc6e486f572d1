//! How the child is started, and how the two understand each other.

use crate::Limits;
use std::ffi::OsString;
use std::path::PathBuf;
use std::time::Duration;

/// The first argument of the child.
pub(super) const ARGUMENT: &str = "compile-trial";

/// What the child says first, so that a program which does not know what it was started for is told from one that
/// takes long to compile.
pub(super) const GREETING: &str = "guestpass compile-trial 1";

/// Exit codes of the child.
pub(super) mod exit {
    /// It compiled; the digest of what it compiled is on its output.
    pub(crate) const COMPILED: i32 = 0;
    /// The component does not compile.
    pub(crate) const DOES_NOT_COMPILE: i32 = 10;
    /// There was too little memory, and the compiler noticed.
    pub(crate) const OUT_OF_MEMORY: i32 = 11;
    /// The child could not bound itself, or read the component.
    pub(crate) const UNAVAILABLE: i32 = 12;
}

/// The program that compiles strangers' components on trial.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrialCommand {
    /// The program. It calls [`serve_if_asked`](super::serve_if_asked) before it does anything else.
    pub program: PathBuf,
    /// Arguments that stand before those that make a child of it, which come last.
    pub arguments: Vec<OsString>,
}

impl TrialCommand {
    /// This program once more.
    ///
    /// # Errors
    /// When the operating system does not say which program this is.
    pub fn this_program() -> std::io::Result<Self> {
        Ok(Self { program: std::env::current_exe()?, arguments: Vec::new() })
    }
}

/// What the child must keep, handed over as arguments.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bounds {
    pub(super) memory_bytes_max: u64,
    pub(super) component_bytes_max: u64,
    pub(super) stack_bytes_max: usize,
    pub(super) deadline: Duration,
}

impl Bounds {
    pub(super) fn of(limits: &Limits) -> Self {
        Self {
            memory_bytes_max: limits.compile_memory_bytes_max,
            component_bytes_max: u64::try_from(limits.component_bytes_max).unwrap_or(u64::MAX),
            stack_bytes_max: limits.stack_bytes_max,
            deadline: limits.compile_deadline,
        }
    }

    /// How many arguments they are.
    pub(super) const ARGUMENTS: usize = 4;

    pub(super) fn arguments(&self) -> [String; Self::ARGUMENTS] {
        let deadline_ms = u64::try_from(self.deadline.as_millis()).unwrap_or(u64::MAX);
        [
            self.memory_bytes_max.to_string(),
            self.component_bytes_max.to_string(),
            deadline_ms.to_string(),
            self.stack_bytes_max.to_string(),
        ]
    }

    /// Reads the arguments that [`Bounds::arguments`] wrote.
    pub(super) fn read<'a>(mut arguments: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut number = || arguments.next()?.parse::<u64>().ok();
        let (memory_bytes_max, component_bytes_max) = (number()?, number()?);
        let deadline = Duration::from_millis(number()?);
        let stack_bytes_max = usize::try_from(number()?).ok()?;
        Some(Self { memory_bytes_max, component_bytes_max, stack_bytes_max, deadline })
    }
}
