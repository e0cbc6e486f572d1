//! A table of short cells under numbered columns.

use std::fmt::Write;

/// What stands in place of a table that has nothing to tell.
pub const NOBODY: &str = "nobody may do any of it";

/// Prints a table: a row for each name with its cells. Rows whose cells say nothing are gathered below.
pub(crate) fn print(out: &mut String, title: &str, columns: usize, rows: &[(String, Vec<char>)]) {
    let _ = writeln!(out, "\n## {title}\n");
    let (silent, telling): (Vec<_>, Vec<_>) = rows.iter().partition(|(_, cells)| cells.iter().all(|it| *it == '.'));
    if telling.is_empty() {
        let _ = writeln!(out, "{NOBODY}");
        return;
    }
    let width = rows.iter().map(|(name, _)| name.chars().count()).max().unwrap_or_default();
    let numbers: String = (0..columns).map(|column| format!(" {column:>2}")).collect();
    let _ = writeln!(out, "{:width$}{numbers}", "");
    for (name, cells) in telling {
        let cells: String = cells.iter().map(|cell| format!("  {cell}")).collect();
        let _ = writeln!(out, "{name:width$}{cells}");
    }
    if !silent.is_empty() {
        let _ = writeln!(out, "nobody:");
        silent.iter().for_each(|(name, _)| {
            let _ = writeln!(out, "  {name}");
        });
    }
}

#[cfg(test)]
mod tests {
    use super::print;

    #[test]
    fn rows_that_say_nothing_are_gathered() {
        let mut out = String::new();
        let row = |name: &str, cells: &str| (name.to_owned(), cells.chars().collect());
        print(&mut out, "own", 2, &[row("a:b:c", ".x"), row("d:e:f", "..")]);
        print(&mut out, "abroad", 2, &[row("a:b:c", "..")]);
        assert_eq!(
            out,
            "\n## own\n\n       0  1\na:b:c  .  x\nnobody:\n  d:e:f\n\n## abroad\n\nnobody may do any of it\n"
        );
    }
}
