//! Finds names among the names of the facts.

use crate::order::sort;
use alloc::vec::Vec;

/// Few names are compared one by one; many are sorted first, so that 1000 grants of 1000 groups stay affordable.
const FEW: usize = 8;

/// Some names of the facts.
pub(crate) struct Lookup<'a> {
    /// With their positions; in byte order when they are many.
    names: Vec<(&'a str, usize)>,
}

impl<'a> Lookup<'a> {
    pub(crate) fn of(names: impl ExactSizeIterator<Item = &'a str>) -> Self {
        let mut names: Vec<_> = names.enumerate().map(|(position, name)| (name, position)).collect();
        if names.len() > FEW {
            sort(&mut names);
        }
        Self { names }
    }

    /// Where the name stands in the facts.
    pub(crate) fn position(&self, name: &str) -> Option<usize> {
        if self.names.len() <= FEW {
            return self.names.iter().find(|(one, _)| *one == name).map(|&(_, position)| position);
        }
        let place = self.names.binary_search_by(|(one, _)| (*one).cmp(name)).ok()?;
        self.names.get(place).map(|&(_, position)| position)
    }
}
