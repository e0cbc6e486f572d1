//! The closing table.

use guestpass_promises::{Outcome, Row, Tries};

use crate::console;

const HEAD: [&str; 7] = ["#", "promise", "what was done", "count", "failed", "worst", ""];
/// Which columns are numbers.
const NUMBERS: [usize; 3] = [0, 3, 4];

/// A line for the names of the columns, and one for each row, in the order of the promises.
pub(super) fn lines(rows: &[Row]) -> Vec<String> {
    let mut rows: Vec<&Row> = rows.iter().collect();
    rows.sort_by_key(|row| row.number);
    let cells: Vec<[String; 7]> = rows.iter().copied().map(cells).collect();
    let head = HEAD.map(str::to_owned);
    let width = |column: usize| {
        let texts = cells.iter().chain([&head]).filter_map(|cells| cells.get(column));
        texts.map(|text| text.chars().count()).max().unwrap_or_default()
    };
    let widths: Vec<usize> = (0..HEAD.len()).map(width).collect();
    let line = |cells: &[String; 7], outcome: Outcome| {
        let padded = cells.iter().zip(&widths).enumerate().map(|(column, (text, &width))| {
            let text = if NUMBERS.contains(&column) { format!("{text:>width$}") } else { format!("{text:<width$}") };
            match outcome {
                Outcome::Passed if column + 1 == HEAD.len() => console::verdict(text.trim_end(), true),
                Outcome::Failed if column + 1 == HEAD.len() => console::verdict(text.trim_end(), false),
                _ => text,
            }
        });
        padded.collect::<Vec<_>>().join("  ").trim_end().to_owned()
    };
    let told = rows.iter().zip(&cells).map(|(row, cells)| line(cells, row.outcome()));
    std::iter::once(line(&head, Outcome::NotTried)).chain(told).collect()
}

fn cells(row: &Row) -> [String; 7] {
    let Row { number, promise, done, tries, worst } = row;
    let [count, failed] = match tries {
        Tries::Here { count, failed } => [count.to_string(), failed.to_string()],
        Tries::Elsewhere => [String::new(), String::new()],
    };
    let outcome = match row.outcome() {
        Outcome::Passed => "passed",
        Outcome::Failed => "failed",
        Outcome::NotTried => "not tried",
    };
    [number.to_string(), promise.clone(), done.clone(), count, failed, worst.clone(), outcome.to_owned()]
}

#[cfg(test)]
mod tests {
    use super::lines;
    use guestpass_promises::{Number, Row};

    #[test]
    fn columns_stand_below_their_names_and_rows_in_the_order_of_the_promises() {
        let rows = [
            Row::new(Number(35), "nothing is lost", "kills", 1000, 0).worst("p99 3 ms"),
            Row::elsewhere(Number(46), "no test", "see there"),
            Row::new(Number(6), "short", "é", 5, 2),
        ];
        let plain = lines(&rows).iter().map(|line| anstream::adapter::strip_str(line).to_string()).collect::<Vec<_>>();
        let expected = [
            " #  promise          what was done  count  failed  worst",
            " 6  short            é                  5       2            failed",
            "35  nothing is lost  kills           1000       0  p99 3 ms  passed",
            "46  no test          see there                               not tried",
        ];
        assert_eq!(plain, expected);
    }
}
