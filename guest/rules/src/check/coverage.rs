//! When any role at all has an effect.

use super::holdings::{Held, Standing};
use crate::order::sort;
use crate::time::{Instant, Window};
use alloc::vec::Vec;

/// The instants at which some role has an effect, on whatever resource.
pub(crate) enum Coverage {
    Always,
    /// Rising spans that neither overlap nor touch.
    Sometimes(Vec<(Instant, Instant)>),
}

impl Coverage {
    pub(crate) fn of(held: &[Held<'_>]) -> Self {
        let mut spans = Vec::with_capacity(held.len());
        for one in held.iter().filter(|one| one.standing == Standing::Effective) {
            match one.window {
                None => return Self::Always,
                Some(window) => spans.push(span(window)),
            }
        }
        sort(&mut spans);
        let mut merged: Vec<(Instant, Instant)> = Vec::with_capacity(spans.len());
        for (start, end) in spans {
            match merged.last_mut() {
                Some(last) if start <= last.1 => last.1 = last.1.max(end),
                _ => merged.push((start, end)),
            }
        }
        Self::Sometimes(merged)
    }

    pub(crate) fn holds(&self, at: Instant) -> bool {
        match self {
            Self::Always => true,
            Self::Sometimes(spans) => {
                // The span that begins last before the instant is the only one that can hold it.
                let begun = spans.get(..spans.partition_point(|&(start, _)| start <= at));
                begun.and_then(<[_]>::last).is_some_and(|&(_, end)| at < end)
            }
        }
    }

    /// Adds the instants at which it changes.
    pub(crate) fn push_boundaries(&self, boundaries: &mut Vec<Instant>) {
        if let Self::Sometimes(spans) = self {
            boundaries.extend(spans.iter().flat_map(|&(start, end)| [start, end]));
        }
    }
}

fn span(window: Window) -> (Instant, Instant) {
    (window.start(), window.end())
}
