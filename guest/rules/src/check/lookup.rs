//! Finds names among the names of the facts.

use crate::order::sort;
use crate::text::is_same;
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
            return self.names.iter().find(|(one, _)| is_same(one, name)).map(|&(_, position)| position);
        }
        let place = self.names.binary_search_by(|(one, _)| (*one).cmp(name)).ok()?;
        self.names.get(place).map(|&(_, position)| position)
    }
}

#[cfg(test)]
mod tests {
    use super::{FEW, Lookup};
    use alloc::string::String;
    use alloc::vec::Vec;

    #[test]
    fn every_name_is_found_where_it_stands_whatever_the_order() {
        for count in 0..3 * FEW {
            // Neither rising nor falling.
            let names: Vec<String> = (0..count).map(|number| alloc::format!("group-{}", number * 7 % 25)).collect();
            let lookup = Lookup::of(names.iter().map(String::as_str));
            for (position, name) in names.iter().enumerate() {
                assert_eq!(lookup.position(name), Some(position), "`{name}` of {count}");
            }
            for other in ["", "group", "group-25"] {
                assert_eq!(lookup.position(other), None, "`{other}` of {count}");
            }
        }
    }
}
