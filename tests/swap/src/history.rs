//! What happened, by several threads at the same time, and whether it could have happened one after the other.

use std::time::Duration;

/// An activation or a pin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Happened {
    /// When it was asked for, since the beginning of the history.
    pub begun: Duration,
    /// When it was done.
    pub ended: Duration,
    /// The number of the generation that it made active, or that it got.
    pub number: u64,
}

/// The pins that got a generation which no order of the activations allows: one that was replaced before the pin was
/// asked for, or that nobody had asked for before it was done.
///
/// Numbers rise with each activation, and the history begins with generation 1.
#[must_use]
pub fn broken(activations: &[Happened], pins: &[Happened]) -> Vec<Happened> {
    let done = highest_until(activations, |activation| activation.ended);
    let asked = highest_until(activations, |activation| activation.begun);
    let fits = |pin: &Happened| highest(&done, pin.begun) <= pin.number && pin.number <= highest(&asked, pin.ended);
    pins.iter().filter(|pin| !fits(pin)).copied().collect()
}

/// By time, the highest number of all activations until then.
fn highest_until(activations: &[Happened], when: impl Fn(&Happened) -> Duration) -> Vec<(Duration, u64)> {
    let mut timed: Vec<_> = activations.iter().map(|activation| (when(activation), activation.number)).collect();
    timed.sort_unstable();
    let mut highest = 1;
    for (_, number) in &mut timed {
        highest = highest.max(*number);
        *number = highest;
    }
    timed
}

/// The highest number before a time; 1 when there is none.
fn highest(timed: &[(Duration, u64)], before: Duration) -> u64 {
    let position = timed.partition_point(|(time, _)| *time < before);
    position.checked_sub(1).and_then(|last| timed.get(last)).map_or(1, |(_, number)| *number)
}

#[cfg(test)]
mod tests {
    use super::{Happened, broken};
    use std::time::Duration;

    fn happened((begun, ended, number): (u64, u64, u64)) -> Happened {
        Happened { begun: Duration::from_nanos(begun), ended: Duration::from_nanos(ended), number }
    }

    #[test]
    fn stale_and_early_pins_are_found() {
        // Generation 2 is asked for at 10 and active at 20, generation 3 at 30 and 40.
        let activations = [(10, 20, 2), (30, 40, 3)].map(happened);
        for (pin, fits) in [
            ((0, 5, 1), true),
            ((0, 5, 2), false),
            ((0, 15, 2), true),
            ((15, 16, 1), true),
            ((15, 16, 2), true),
            ((21, 25, 1), false),
            ((21, 25, 2), true),
            ((21, 25, 3), false),
            ((21, 50, 2), true),
            ((21, 50, 3), true),
            ((41, 50, 2), false),
            ((41, 50, 3), true),
            ((41, 50, 4), false),
        ] {
            assert_eq!(broken(&activations, &[happened(pin)]).is_empty(), fits, "{pin:?}");
        }
    }
}
