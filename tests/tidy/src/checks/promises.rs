//! The page of promises names tests that there are.

use std::collections::BTreeMap;

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::finding::Finding;
use crate::source::{Source, Tree};

/// The page: a table with a row for each promise, whose first cell is its number.
const PAGE: &str = "tests/PROMISES.md";
/// Promises are numbered from 1 to this.
const PROMISES: usize = 57;

/// Each promise has one row, and each row names a test or says in its last cell why there is none; each test that is
/// linked to as `name` stands in the file of the link.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(page) = tree.source(PAGE) else { return vec![Finding::in_file(PAGE, "is missing")] };
    let rows = rows(page);
    let mut findings = numbers(&rows);
    for row in &rows {
        let missing = row.tests.iter().filter(|(name, path)| !holds(tree, name, path));
        findings.extend(missing.map(|(name, path)| {
            let message = format!("promise {} names the test `{name}`, which `{path}` does not hold", row.number);
            Finding::at(PAGE, row.line, message)
        }));
        if row.tests.is_empty() && row.last_cell.trim().is_empty() {
            let message = format!("promise {} names no test and does not say what is not covered", row.number);
            findings.push(Finding::at(PAGE, row.line, message));
        }
    }
    findings
}

#[derive(Debug, Default)]
struct Row {
    line: usize,
    number: usize,
    /// Names of tests, with the files that they are to stand in.
    tests: Vec<(String, String)>,
    last_cell: String,
}

fn numbers(rows: &[Row]) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    rows.iter().for_each(|row| *seen.entry(row.number).or_insert(0) += 1);
    let wrong = (1..=PROMISES).filter(|number| seen.get(number) != Some(&1));
    wrong.map(|number| Finding::in_file(PAGE, format!("promise {number} must have one row"))).collect()
}

/// The rows of all tables whose first cell is a number.
fn rows(page: &Source) -> Vec<Row> {
    let (mut rows, mut row, mut cell, mut link) = (Vec::new(), Row::default(), 0, None::<(String, String)>);
    for (event, range) in Parser::new_ext(&page.text, Options::ENABLE_TABLES).into_offset_iter() {
        match event {
            Event::Start(Tag::TableRow) => {
                let before = page.text.get(..range.start).unwrap_or_default();
                row = Row { line: before.matches('\n').count() + 1, ..Row::default() };
                cell = 0;
            }
            Event::Start(Tag::TableCell) => {
                cell += 1;
                row.last_cell.clear();
            }
            Event::Start(Tag::Link { dest_url, .. }) => link = Some((String::new(), dest_url.to_string())),
            Event::End(TagEnd::Link) => row.tests.extend(link.take().filter(|(name, _)| is_name(name))),
            Event::Code(text) => match &mut link {
                Some((name, _)) => name.push_str(&text),
                None => row.last_cell.push_str(&text),
            },
            Event::Text(text) => {
                if cell == 1 {
                    row.number = text.trim().parse().unwrap_or(row.number);
                }
                row.last_cell.push_str(&text);
            }
            Event::End(TagEnd::TableRow) if row.number > 0 => rows.push(std::mem::take(&mut row)),
            _ => {}
        }
    }
    rows
}

/// Links in words, such as to a page, name no test.
fn is_name(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
}

/// Whether the file of a link, seen from the page, holds a function of this name.
fn holds(tree: &Tree, name: &str, path: &str) -> bool {
    let path = match path.strip_prefix("../") {
        Some(path) => path.to_owned(),
        None => format!("tests/{path}"),
    };
    // A function, or one that a macro makes of its name.
    let forms = [format!("fn {name}("), format!("{name}:"), format!("{name},")];
    tree.source(&path).is_some_and(|source| forms.iter().any(|form| source.text.contains(form.as_str())))
}

#[cfg(test)]
mod tests {
    use super::{PAGE, PROMISES, check};
    use crate::source::{Source, Tree};

    /// A page on which every promise but the first is proved by the same test.
    fn findings(first: &str) -> Vec<(usize, String)> {
        let rest = |number| format!("| {number} | b | [`kept`](store/tests/kills.rs) | |\n");
        let rest: String = (2..=PROMISES).map(rest).collect();
        let page = Source::new(PAGE, format!("| # | a | tests | not |\n|---|---|---|---|\n{first}{rest}"));
        let test = Source::new("tests/store/tests/kills.rs", "#[test]\nfn kept() {}\n");
        let code = Source::new("host/store/src/body.rs", "fn other() {}\n");
        let found = check(&Tree::of(vec![page, test, code]));
        found.into_iter().map(|finding| (finding.line, finding.message)).collect()
    }

    #[test]
    fn a_test_that_is_not_there_is_found() {
        for (row, count) in [
            ("| 1 | a | [`kept`](store/tests/kills.rs), [`other`](../host/store/src/body.rs) | |\n", 0),
            ("| 1 | a | [`lost`](store/tests/kills.rs) | |\n", 1),
            ("| 1 | a | [`kept`](store/tests/kill.rs) | |\n", 1),
            ("| 1 | a | [`kep`](store/tests/kills.rs) | |\n", 1),
            ("| 1 | a | [the kills](store/tests/kills.rs) | |\n", 1),
            ("| 1 | a | | nothing is proved |\n", 0),
            ("| 1 | a | | |\n", 1),
            ("", 1),
            ("| 2 | a | [`kept`](store/tests/kills.rs) | |\n", 2),
        ] {
            assert_eq!(findings(row).len(), count, "{row}: {:?}", findings(row));
        }
    }
}
