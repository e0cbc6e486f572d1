//! The tables, in Markdown.

use super::{Row, duration, fastest_peer_ns, ratio};
use crate::measure::Time;
use crate::subjects::Entry;
use std::fmt::Write;

/// One line for each subject.
#[must_use]
pub fn table(rows: &[Row]) -> String {
    let fastest_ns = fastest_peer_ns(rows);
    let mut text = String::from(
        "| Who decides | A decision takes | Half of the rounds | As fast as the fastest peer | Allocations | Bytes |\n\
         |---|--:|--:|--:|--:|--:|\n",
    );
    for row in rows {
        let time = row.time;
        let compared =
            if row.entry.kind.decides() { ratio(fastest_ns / time.median_ns) } else { "(decides nothing)".to_owned() };
        let spread = format!("{} to {}", duration(time.lower_quartile_ns), duration(time.upper_quartile_ns));
        let (name, median) = (row.entry.name, duration(time.median_ns));
        let allocated = match row.allocated {
            allocated if row.entry.is_counted => format!("{:.1} | {:.0}", allocated.times, allocated.bytes),
            _ => "(not counted) | (not counted)".to_owned(),
        };
        // A `String` takes whatever is written to it.
        let _ = writeln!(text, "| {name} | {median} | {spread} | {compared} | {allocated} |");
    }
    text
}

/// One line for each subject, one column for each size. `sizes` are the headings.
#[must_use]
pub fn growth_table(sizes: &[String], entries: &[Entry], columns: &[Vec<Time>]) -> String {
    let mut text = format!("| Who decides | {} | Largest to smallest |\n|---|", sizes.join(" | "));
    text.push_str(&"--:|".repeat(sizes.len() + 1));
    text.push('\n');
    for (position, entry) in entries.iter().enumerate() {
        let medians: Vec<f64> =
            columns.iter().filter_map(|column| column.get(position)).map(|time| time.median_ns).collect();
        let cells: Vec<String> = medians.iter().copied().map(duration).collect();
        let grown = match (medians.first(), medians.last()) {
            (Some(first), Some(last)) => ratio(last / first),
            _ => String::new(),
        };
        let _ = writeln!(text, "| {} | {} | {grown} |", entry.name, cells.join(" | "));
    }
    text
}
