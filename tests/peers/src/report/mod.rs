//! What was found, for people.

mod chart;
mod machine;
mod table;
mod wishes;

pub use chart::chart;
pub use machine::Surroundings;
pub use table::{growth_table, table};
pub use wishes::wishes;

use crate::allocations::Allocated;
use crate::measure::Time;
use crate::subjects::{Entry, Kind, Maker};

/// What was found out about one subject.
#[derive(Clone, Copy)]
pub struct Row {
    /// Who.
    pub entry: Entry,
    /// How long a decision takes.
    pub time: Time,
    /// What it allocates.
    pub allocated: Allocated,
}

/// The time of the fastest peer, in nanoseconds. Who repeats an answer is not among them.
#[must_use]
pub fn fastest_peer_ns(rows: &[Row]) -> f64 {
    let peers = rows.iter().filter(|row| row.entry.maker == Maker::Peer && row.entry.kind == Kind::Single);
    peers.map(|row| row.time.median_ns).fold(f64::INFINITY, f64::min)
}

/// A time as people read it.
fn duration(ns: f64) -> String {
    match ns {
        ns if ns < 999.5 => format!("{ns:.0} ns"),
        ns if ns < 9_995.0 => format!("{:.2} us", ns / 1e3),
        ns if ns < 99_950.0 => format!("{:.1} us", ns / 1e3),
        ns if ns < 999_500.0 => format!("{:.0} us", ns / 1e3),
        ns => format!("{:.2} ms", ns / 1e6),
    }
}

/// A ratio as people read it.
fn ratio(ratio: f64) -> String {
    if ratio < 9.95 { format!("{ratio:.1} x") } else { format!("{ratio:.0} x") }
}

#[cfg(test)]
mod tests {
    use super::{duration, ratio};

    #[test]
    fn figures_have_two_or_three_digits() {
        for (ns, expected) in
            [(402.4, "402 ns"), (999.6, "1.00 us"), (3_724.0, "3.72 us"), (41_300.0, "41.3 us"), (1.2e6, "1.20 ms")]
        {
            assert_eq!(duration(ns), expected);
        }
        assert_eq!([ratio(1.04), ratio(24.6)], ["1.0 x", "25 x"]);
    }
}
