//! The closing table.

use guestpass_promises::Row;

use crate::console;

const HEAD: [&str; 6] = ["promise", "what was done", "count", "failed", "worst", ""];
/// Which columns are numbers.
const NUMBERS: [usize; 2] = [2, 3];

/// A line for the names of the columns, and one for each row.
pub(super) fn lines(rows: &[Row]) -> Vec<String> {
    let cells: Vec<[String; 6]> = rows.iter().map(cells).collect();
    let head = HEAD.map(str::to_owned);
    let width = |column: usize| {
        let texts = cells.iter().chain([&head]).filter_map(|cells| cells.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |cells: &[String; 6], has_passed: Option<bool>| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (text, &width))| {
            let text = if NUMBERS.contains(&column) { format!("{text:>width$}") } else { format!("{text:<width$}") };
            match has_passed.filter(|_| column + 1 == HEAD.len()) {
                Some(has_passed) => console::verdict(&text, has_passed),
                None => text,
            }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let told = rows.iter().zip(&cells).map(|(row, cells)| line(cells, Some(row.has_passed())));
    std::iter::once(line(&head, None)).chain(told).collect()
}

fn cells(row: &Row) -> [String; 6] {
    let Row { promise, done, count, failed, worst } = row;
    let outcome = if row.has_passed() { "passed" } else { "failed" };
    [promise.clone(), done.clone(), count.to_string(), failed.to_string(), worst.clone(), outcome.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::lines;
    use guestpass_promises::Row;

    #[test]
    fn columns_stand_below_their_names() {
        let rows = [Row::new("nothing is lost", "kills", 1000, 0).worst("p99 3 ms"), Row::new("short", "é", 5, 2)];
        let plain = lines(&rows).iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect::<Vec<_>>();
        let expected = [
            "promise          what was done  count  failed  worst",
            "nothing is lost  kills           1000       0  p99 3 ms  passed",
            "short            é                  5       2            failed",
        ];
        assert_eq!(plain, expected);
    }
}
