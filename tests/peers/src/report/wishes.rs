//! What was wished for, beside what was found. A wish that is missed is said to be, and fails nothing.

use super::{Row, duration, fastest_peer_ns, ratio};
use crate::subjects::{BATCH, EMPTY_CALL, Entry, NATIVE_BATCH, SINGLE};
use std::fmt::Write;

/// A single decision is to be so many times as fast as the fastest peer.
const AS_FAST_AS_PEERS: f64 = 20.0;
/// What a single decision may take, in nanoseconds.
const SINGLE_NS_MAX: f64 = 1_000.0;
/// What a decision of a batch may take, in nanoseconds.
const BATCH_NS_MAX: f64 = 150.0;
/// A decision of a batch may take so many times as long as the rules alone.
const TIMES_NATIVE_MAX: f64 = 2.0;

/// One line for each wish, and how far a single decision is above the least that a call takes; nothing when one of the
/// times is missing.
#[must_use]
pub fn wishes(rows: &[Row]) -> String {
    written(rows).unwrap_or_default()
}

fn written(rows: &[Row]) -> Option<String> {
    let [single, batch, native, empty] = [SINGLE, BATCH, NATIVE_BATCH, EMPTY_CALL].map(|entry| median_ns(rows, entry));
    let (single, batch, native, empty) = (single?, batch?, native?, empty?);
    let mut text = format!(
        "A single decision through wasmtime takes {} as long as a typed component call with nothing in it ({}): {} \
         more.\n\n| Through wasmtime | Wished for | Found | |\n|---|--:|--:|---|\n",
        ratio(single / empty),
        duration(empty),
        duration(single - empty),
    );
    let mut line = |what: &str, wanted: String, found: String, is_met: bool| {
        // A `String` takes whatever is written to it.
        let _ = writeln!(text, "| {what} | {wanted} | {found} | {} |", if is_met { "met" } else { "missed" });
    };
    let faster = fastest_peer_ns(rows) / single;
    let at_least = format!("at least {AS_FAST_AS_PEERS} x");
    line("A single decision, as fast as the fastest peer", at_least, ratio(faster), faster >= AS_FAST_AS_PEERS);
    let at_most = format!("at most {}", duration(SINGLE_NS_MAX));
    line("A single decision", at_most, duration(single), single <= SINGLE_NS_MAX);
    let at_most = format!("at most {}", duration(BATCH_NS_MAX));
    line("A decision of a batch", at_most, duration(batch), batch <= BATCH_NS_MAX);
    let (at_most, times) = (format!("at most {TIMES_NATIVE_MAX} x"), batch / native);
    line("A decision of a batch, to one by the native rules", at_most, ratio(times), times <= TIMES_NATIVE_MAX);
    Some(text)
}

fn median_ns(rows: &[Row], entry: Entry) -> Option<f64> {
    rows.iter().find(|row| row.entry.name == entry.name).map(|row| row.time.median_ns)
}

#[cfg(test)]
mod tests {
    use super::wishes;
    use crate::allocations::Allocated;
    use crate::measure::Time;
    use crate::report::Row;
    use crate::subjects::{BATCH, EMPTY_CALL, ENTRIES, Entry, Maker, NATIVE_BATCH, SINGLE};

    fn row((entry, median_ns): (Entry, f64)) -> Row {
        let time = Time { lower_quartile_ns: median_ns, median_ns, upper_quartile_ns: median_ns };
        Row { entry, time, allocated: Allocated { times: 0.0, bytes: 0.0 } }
    }

    #[test]
    fn a_missed_wish_is_said_to_be_missed() {
        let peer = ENTRIES.into_iter().find(|entry| entry.maker == Maker::Peer).unwrap();
        let found = [(SINGLE, 2_000.0), (BATCH, 140.0), (NATIVE_BATCH, 50.0), (EMPTY_CALL, 160.0), (peer, 40_000.0)];
        let text = wishes(&found.map(row));
        for line in [
            "A single decision through wasmtime takes 12 x as long as a typed component call with nothing in it \
             (160 ns): 1.84 us more.",
            "| A single decision, as fast as the fastest peer | at least 20 x | 20 x | met |",
            "| A single decision | at most 1.00 us | 2.00 us | missed |",
            "| A decision of a batch | at most 150 ns | 140 ns | met |",
            "| A decision of a batch, to one by the native rules | at most 2 x | 2.8 x | missed |",
        ] {
            assert!(text.lines().any(|found| found == line), "`{line}` is not in\n{text}");
        }
    }
}
