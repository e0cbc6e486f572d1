//! Chance that can be repeated.

/// A stream of numbers that a seed decides.
#[derive(Debug, Clone)]
pub(super) struct Dice {
    state: u64,
}

impl Dice {
    /// The numbers of one question: they depend on the seed and on the question's own number, and on nothing else.
    pub(super) fn new(seed: u64, number: u64) -> Self {
        let mut dice = Self { state: seed ^ number.wrapping_mul(0xa076_1d64_78bd_642f) };
        dice.next();
        dice
    }

    /// SplitMix64.
    fn next(&mut self) -> u64 {
        self.state = self.state.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.state ^ (self.state >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `bound`; 0 when the bound is 0.
    pub(super) fn below(&mut self, bound: usize) -> usize {
        let bound = u64::try_from(bound).unwrap_or(u64::MAX).max(1);
        usize::try_from(self.next() % bound).unwrap_or_default()
    }

    /// A number from `first` up to and without `end`.
    pub(super) fn between(&mut self, first: i64, end: i64) -> i64 {
        let span = usize::try_from(end.saturating_sub(first)).unwrap_or_default();
        first.saturating_add(i64::try_from(self.below(span)).unwrap_or_default())
    }

    /// True so many times in a hundred.
    pub(super) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of the items.
    pub(super) fn pick<'a, T: ?Sized>(&mut self, items: &[&'a T]) -> Option<&'a T> {
        let position = self.below(items.len());
        items.get(position).copied()
    }

    /// One of the words; empty only when there are none.
    pub(super) fn word<'a>(&mut self, words: &[&'a str]) -> &'a str {
        self.pick(words).unwrap_or_default()
    }

    /// One of the words, each as often as the number before it says.
    pub(super) fn weighted<'a>(&mut self, words: &[(usize, &'a str)]) -> &'a str {
        let total = words.iter().map(|(weight, _)| weight).sum();
        let mut left = self.below(total);
        for &(weight, word) in words {
            if left < weight {
                return word;
            }
            left -= weight;
        }
        ""
    }

    /// Up to `most` of the words, repeats among them possible.
    pub(super) fn several<'a>(&mut self, words: &[&'a str], most: usize) -> Vec<&'a str> {
        let count = self.below(most + 1);
        (0..count).filter_map(|_| self.pick(words)).collect()
    }

    /// `value` so many times in a hundred.
    pub(super) fn maybe<T>(&mut self, percent: usize, value: impl FnOnce(&mut Self) -> T) -> Option<T> {
        if self.chance(percent) { Some(value(self)) } else { None }
    }
}

#[cfg(test)]
mod tests {
    use super::Dice;

    #[test]
    fn weights_are_kept() {
        let mut dice = Dice::new(1, 1);
        let rare = (0..10_000).filter(|_| dice.weighted(&[(9, "often"), (1, "rare")]) == "rare").count();
        assert!((800..1200).contains(&rare), "{rare}");
        assert_eq!((dice.below(0), dice.word(&[]), dice.weighted(&[])), (0, "", ""));
    }

    #[test]
    fn neighbours_are_not_alike() {
        let first: std::collections::BTreeSet<u64> = (0..1000).map(|number| Dice::new(7, number).next()).collect();
        assert_eq!(first.len(), 1000);
    }
}
