//! Finds what is named so, in a number of steps that does not grow with the number of names.

use crate::text::is_same;
use alloc::vec;
use alloc::vec::Vec;

/// A place that no name has.
const FREE: u16 = u16::MAX;

/// The positions of names that are known when the policy is made. Which place a name gets depends on its bytes and on
/// nothing else, so that every host finds it in the same number of steps.
#[derive(Debug, Clone, Default)]
pub(crate) struct NameIndex {
    /// A power of two of them, at least half of them free; a name stands in the first free place from its own on.
    places: Vec<u16>,
}

impl NameIndex {
    /// Indexes unique names by their positions; at most
    /// [`CATALOGUE_ENTRIES_MAX`](crate::limits::CATALOGUE_ENTRIES_MAX).
    pub(crate) fn of<'n>(names: impl ExactSizeIterator<Item = &'n str>) -> Self {
        let mut index = Self { places: vec![FREE; names.len().saturating_mul(2).next_power_of_two()] };
        for (position, name) in (0..FREE).zip(names) {
            let mut place = index.first_place(name);
            while index.places.get(place).is_some_and(|&taken| taken != FREE) {
                place = index.next_place(place);
            }
            if let Some(free) = index.places.get_mut(place) {
                *free = position;
            }
        }
        index
    }

    /// The position of a name, given what stands at each position.
    pub(crate) fn position<'n>(&self, name: &str, name_at: impl Fn(usize) -> Option<&'n str>) -> Option<u16> {
        let mut place = self.first_place(name);
        loop {
            let position = self.places.get(place).copied().filter(|&position| position != FREE)?;
            if is_same(name_at(usize::from(position))?, name) {
                return Some(position);
            }
            place = self.next_place(place);
        }
    }

    fn first_place(&self, name: &str) -> usize {
        // The upper half is mixed best, and has more bits than there are places.
        usize::try_from(hash_of(name) >> 32).unwrap_or(0) & self.places.len().wrapping_sub(1)
    }

    fn next_place(&self, place: usize) -> usize {
        place.wrapping_add(1) & self.places.len().wrapping_sub(1)
    }
}

/// A number that tells most names apart. Eight bytes at a time: names are short, and are looked up in every request.
pub(crate) fn hash_of(name: &str) -> u64 {
    const ODD: u64 = 0x9E37_79B9_7F4A_7C15;
    let mix = |hash: u64, word: u64| {
        let mixed = (hash ^ word).wrapping_mul(ODD);
        mixed ^ (mixed >> 29)
    };
    let (words, rest) = name.as_bytes().as_chunks::<8>();
    let mut hash = words.iter().fold(0, |hash, &word| mix(hash, u64::from_le_bytes(word)));
    // No byte of a name is zero, so that no two ends of names look alike.
    hash = mix(hash, rest.iter().fold(0, |word, &byte| (word << 8) | u64::from(byte)));
    hash.wrapping_mul(ODD)
}

#[cfg(test)]
mod tests {
    use super::{NameIndex, hash_of};
    use alloc::string::String;
    use alloc::vec::Vec;

    #[test]
    fn every_name_is_found_where_it_stands_and_no_other_is_found() {
        for count in [0, 1, 2, 3, 100, 10_000] {
            let names: Vec<String> = (0..count).map(|number| alloc::format!("store:item-{number:04}:view")).collect();
            let index = NameIndex::of(names.iter().map(String::as_str));
            let at = |position: usize| names.get(position).map(String::as_str);
            for (position, name) in (0..).zip(&names) {
                assert_eq!(index.position(name, at), Some(position), "`{name}` of {count}");
            }
            for other in ["", "s", "store:item-0000:edit", "store:item-10000:view"] {
                assert_eq!(index.position(other, at), None, "`{other}` of {count}");
            }
        }
    }

    /// One slip of the mixing would leave every answer as it is, and lengthen the way to a name on some host.
    #[test]
    fn the_number_of_a_name_is_the_same_everywhere() {
        for (name, expected) in [
            ("", 0),
            ("a", 0x80A2_0B62_89C8_8C6C),
            ("ab", 0xA6D9_2E70_F251_32C9),
            ("8-letter", 0xC818_ADE0_2FB1_3B9A),
            ("a name of more than two words", 0x159F_6A89_1B07_9219),
        ] {
            assert_eq!(hash_of(name), expected, "`{name}`");
        }
    }

    #[test]
    fn names_are_spread_over_the_places() {
        let names: Vec<String> = (0..10_000).map(|number| alloc::format!("role-{number}")).collect();
        let index = NameIndex::of(names.iter().map(String::as_str));
        let longest = index.places.split(|&place| place == super::FREE).map(<[u16]>::len).max();
        assert!(longest.is_some_and(|longest| longest < 60), "{longest:?} names stand next to each other");
    }
}
