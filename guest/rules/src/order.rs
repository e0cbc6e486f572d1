//! Sorting that takes little room.
//!
//! The standard library's sorts are faster on long lists, and come to 5 KB of WebAssembly for every type that they
//! sort; pages download them. What is sorted here is short, and mostly in order already.

use core::cmp::Ordering;

/// Sorts so that no item is greater than the next. Equal items may change places.
pub(crate) fn sort<Item: Ord>(items: &mut [Item]) {
    sort_by(items, Item::cmp);
}

/// Sorts by a comparison: a heap sort, whose steps are at most in proportion to `n log n` whatever the order.
pub(crate) fn sort_by<Item>(items: &mut [Item], compare: impl Fn(&Item, &Item) -> Ordering) {
    if items.is_sorted_by(|one, next| compare(one, next) != Ordering::Greater) {
        return;
    }
    for root in (0..items.len() >> 1).rev() {
        sift_down(items, root, &compare);
    }
    for end in (1..items.len()).rev() {
        items.swap(0, end);
        if let Some(heap) = items.get_mut(..end) {
            sift_down(heap, 0, &compare);
        }
    }
}

/// Moves the item at `root` down until no child is greater.
fn sift_down<Item>(heap: &mut [Item], mut root: usize, compare: &impl Fn(&Item, &Item) -> Ordering) {
    loop {
        let left = root.saturating_mul(2).saturating_add(1);
        let right = left.saturating_add(1);
        let is_greater = |one: usize, other: usize| match (heap.get(one), heap.get(other)) {
            (Some(one), Some(other)) => compare(one, other) == Ordering::Greater,
            _ => false,
        };
        let child = if is_greater(right, left) { right } else { left };
        if !is_greater(child, root) {
            return;
        }
        heap.swap(root, child);
        root = child;
    }
}

#[cfg(test)]
mod tests {
    use super::{sort, sort_by};
    use alloc::vec::Vec;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn sorts_as_the_standard_library_does(items in prop::collection::vec(0_u8..20, 0..60)) {
            let mut expected = items.clone();
            expected.sort_unstable();
            let mut found = items.clone();
            sort(&mut found);
            prop_assert_eq!(&found, &expected);

            let mut falling: Vec<u8> = items;
            sort_by(&mut falling, |one, other| other.cmp(one));
            expected.reverse();
            prop_assert_eq!(falling, expected);
        }
    }
}
