//! What a target is, and what it finds.

use std::fmt;

/// How far some bytes came.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reached {
    /// They were refused, as they may be.
    Refused,
    /// They were accepted, and all that must hold of what is accepted held.
    Accepted,
}

/// What does not hold, in a sentence for whoever repeats the case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Broken(pub String);

impl fmt::Display for Broken {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// What came of some bytes.
pub type Found = Result<Reached, Broken>;

/// Something that reads bytes from outside, and what must hold of it whatever they are.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    /// Its name: that of the fuzzer's program and of the folder of its corpus.
    pub name: &'static str,
    /// What must hold, beside that nothing panics.
    pub property: &'static str,
    /// Tries some bytes.
    pub judge: fn(&[u8]) -> Found,
    /// What is planted in `judge_spoiled`.
    pub fault: &'static str,
    /// Tries the same of a part that has a fault: it must be found, or the property could not fail.
    pub judge_spoiled: fn(&[u8]) -> Found,
    /// Where a fuzzer begins: some that are accepted, and some that are refused.
    pub seeds: fn() -> anyhow::Result<Vec<Vec<u8>>>,
}

impl Target {
    /// Tries some bytes, as a fuzzer does.
    ///
    /// # Panics
    /// When the property does not hold, which is how a fuzzer hears of it.
    pub fn hold(&self, data: &[u8]) {
        let found = (self.judge)(data);
        assert!(found.is_ok(), "{} does not hold: {found:?}", self.name);
    }
}

/// That something holds, or what does not.
pub(crate) fn require(holds: bool, what: impl FnOnce() -> String) -> Result<(), Broken> {
    if holds { Ok(()) } else { Err(Broken(what())) }
}

/// That two values are the same.
pub(crate) fn require_same<T: PartialEq + fmt::Debug>(found: &T, expected: &T, what: &str) -> Result<(), Broken> {
    require(found == expected, || format!("{what}: {found:?}, and {expected:?} was expected"))
}
