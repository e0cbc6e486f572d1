//! What a component can do to a server while it runs (reliability rows 14 to 16), as data: a line for each attack, with
//! the code that it must end with.

mod answers;
mod space;
mod time;
mod traps;

use crate::{ask, ask_for_change, harmless};
use anyhow::{Context, Result};
use guestpass::Runtime;
use guestpass_browser_tests::Fixture;

/// A harmless component, changed to do harm.
#[derive(Debug, Clone, Copy)]
pub struct Attack {
    /// What it does, in a few words.
    pub what: &'static str,
    /// When it does so.
    pub asked: Asked,
    /// The code that loading it, or asking it, ends with.
    pub expected: &'static str,
    change: fn(Fixture) -> Fixture,
}

/// What is asked of a component.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// To start and to describe itself.
    Load,
    /// To decide.
    Check,
    /// To judge a change.
    Review,
}

/// All attacks.
#[must_use]
pub fn attacks() -> Vec<Attack> {
    [time::ATTACKS, space::ATTACKS, traps::ATTACKS, answers::ATTACKS].concat()
}

impl Attack {
    const fn load(what: &'static str, expected: &'static str, change: fn(Fixture) -> Fixture) -> Self {
        Self { what, asked: Asked::Load, expected, change }
    }

    const fn check(what: &'static str, expected: &'static str, change: fn(Fixture) -> Fixture) -> Self {
        Self { what, asked: Asked::Check, expected, change }
    }

    const fn review(what: &'static str, expected: &'static str, change: fn(Fixture) -> Fixture) -> Self {
        Self { what, asked: Asked::Review, expected, change }
    }

    /// The component.
    ///
    /// # Errors
    /// When the change does not give a well-formed one.
    pub fn component(&self) -> Result<Vec<u8>> {
        (self.change)(harmless()?).component().context(self.what)
    }

    /// Whether it is stopped by the clock, so that each try costs a whole deadline.
    #[must_use]
    pub fn waits(&self) -> bool {
        self.expected == "policy-deadline" || self.asked == Asked::Load
    }

    /// Loads the component and asks it `times`; what the last of them ended with. All of them end alike.
    ///
    /// # Errors
    /// When the question cannot be put, when the component does not load though only its answers should be bad, or when
    /// two tries end differently.
    pub fn run(&self, runtime: &Runtime, component: &[u8], times: usize) -> Result<String> {
        if self.asked == Asked::Load {
            let ends = (0..times.min(3)).map(|_| {
                Ok(runtime.load(component).map_or_else(|error| error.code().to_owned(), |_| "loaded".to_owned()))
            });
            return the_same(ends);
        }
        let policy = runtime.load(component).context(self.what)?;
        let question = if self.asked == Asked::Review { ask_for_change } else { ask };
        the_same((0..times).map(|_| question(&policy)))
    }
}

fn the_same(mut ends: impl Iterator<Item = Result<String>>) -> Result<String> {
    let first = ends.next().context("nothing was tried")??;
    for end in ends {
        let end = end?;
        anyhow::ensure!(end == first, "it ended with `{first}` and then with `{end}`");
    }
    Ok(first)
}
