//! A set of privileges as one bit each.

use crate::identifiers::PrivilegeIndex;
use alloc::vec;
use alloc::vec::Vec;

/// Which privileges a role gives, one bit for each privilege of the policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PrivilegeSet {
    words: Vec<u64>,
}

impl PrivilegeSet {
    /// The empty set among `count` privileges.
    pub(crate) fn none_of(count: usize) -> Self {
        Self { words: vec![0; count.div_ceil(64)] }
    }

    /// Adds a privilege; one beyond the count that the set was made for is left out.
    pub(crate) fn insert(&mut self, privilege: PrivilegeIndex) {
        let (word, bit) = split(privilege);
        if let Some(word) = self.words.get_mut(word) {
            *word |= bit;
        }
    }

    pub(crate) fn contains(&self, privilege: PrivilegeIndex) -> bool {
        let (word, bit) = split(privilege);
        self.words.get(word).is_some_and(|word| word & bit != 0)
    }
}

/// The word that a privilege's bit lies in, and the bit.
fn split(privilege: PrivilegeIndex) -> (usize, u64) {
    let position = privilege.as_usize();
    (position >> 6, 1_u64 << (position & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn holds_what_was_put_in_and_nothing_else() {
        let mut set = PrivilegeSet::none_of(130);
        for index in [0, 63, 64, 129, 500] {
            set.insert(PrivilegeIndex(index));
        }
        for index in 0..200 {
            assert_eq!(set.contains(PrivilegeIndex(index)), [0, 63, 64, 129].contains(&index), "privilege {index}");
        }
    }
}
