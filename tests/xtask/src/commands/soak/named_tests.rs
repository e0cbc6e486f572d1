//! The tests that the page names, of the promises that no step has a row for. All of them run in one command, and what
//! it prints tells which of them ran.

use std::collections::{BTreeMap, BTreeSet};

use guestpass_promises::{NamedTest, PAGE, Promise, Row};

use crate::invocation::Invocation;

/// Characters of a promise that the table has room for.
const PROMISE_CHARS_MAX: usize = 60;

/// What came of a test. Tests of one name in several places are one; the last of these counts for all.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum TestResult {
    /// It says why it waits for another task.
    Ignored,
    Passed,
    Failed,
}

/// What came of each test, by its name without the modules.
pub(super) type TestResults<'a> = BTreeMap<&'a str, TestResult>;

/// The promises of the page that have no row.
pub(super) fn without_row<'a>(page: &'a [Promise], rows: &[Row]) -> Vec<&'a Promise> {
    page.iter().filter(|promise| rows.iter().all(|row| row.number != promise.number)).collect()
}

/// Runs the tests of these promises, and those whose names hold one of theirs; nothing when they name none.
pub(super) fn command(promises: &[&Promise]) -> Option<Invocation> {
    let names: BTreeSet<&str> = tests(promises).map(|(_, test)| test.name.as_str()).collect();
    let invocation = Invocation::new("cargo test --locked --workspace --no-fail-fast --");
    (!names.is_empty()).then(|| names.into_iter().fold(invocation, Invocation::argument))
}

/// What came of the tests, as the lines `test some::path::name ... ok` of their programs tell.
pub(super) fn results(printed: &str) -> TestResults<'_> {
    let mut results = TestResults::new();
    for line in printed.lines() {
        let Some((path, result)) = line.strip_prefix("test ").and_then(|line| line.split_once(" ... ")) else {
            continue;
        };
        // `some::path::name - should panic`, and `ignored, for this reason`.
        let word = |text: &'_ str| text.find([' ', ',']).unwrap_or(text.len());
        let result = match result.split_at(word(result)).0 {
            "ok" => TestResult::Passed,
            "FAILED" => TestResult::Failed,
            "ignored" => TestResult::Ignored,
            _ => continue,
        };
        let path = path.split_at(word(path)).0;
        let name = path.rsplit("::").next().unwrap_or(path);
        results.entry(name).and_modify(|known| *known = result.max(*known)).or_insert(result);
    }
    results
}

/// The row of a promise: how many of its tests ran, and how many failed or did not run.
pub(super) fn row(promise: &Promise, results: &TestResults<'_>) -> Row {
    let text = shortened(&promise.text);
    if promise.tests.is_empty() {
        return Row::elsewhere(promise.number, &text, format!("not tried here: see {PAGE}"));
    }
    let found: Vec<_> = promise.tests.iter().map(|test| results.get(test.name.as_str()).copied()).collect();
    let count = |wanted: &[Option<TestResult>]| found.iter().filter(|result| wanted.contains(result)).count() as u64;
    let (passed, failed, ignored) = (Some(TestResult::Passed), Some(TestResult::Failed), Some(TestResult::Ignored));
    let done = match count(&[ignored]) {
        0 => "its tests".to_owned(),
        ignored => format!("its tests, but {ignored} for another task"),
    };
    Row::new(promise.number, &text, done, count(&[passed, failed]), count(&[failed, None]))
}

/// A line for each test that failed or did not run.
pub(super) fn complaints(promises: &[&Promise], results: &TestResults<'_>) -> Vec<String> {
    let wrong = tests(promises).filter_map(|(promise, test)| {
        let problem = match results.get(test.name.as_str()) {
            Some(TestResult::Passed | TestResult::Ignored) => return None,
            Some(TestResult::Failed) => "has failed",
            None => "did not run; see above whether it was compiled, and whether its program ran to the end",
        };
        Some(format!("promise {}: the test `{}` {problem}", promise.number, test.name))
    });
    wrong.collect()
}

fn tests<'a>(promises: &[&'a Promise]) -> impl Iterator<Item = (&'a Promise, &'a NamedTest)> {
    promises.iter().flat_map(|&promise| promise.tests.iter().map(move |test| (promise, test)))
}

/// As many words as there is room for.
fn shortened(text: &str) -> String {
    match text.char_indices().nth(PROMISE_CHARS_MAX).and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{}…", start.rsplit_once(' ').map_or(start, |(words, _)| words).trim_end_matches(',')),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{PROMISE_CHARS_MAX, command, complaints, results, row, shortened, without_row};
    use guestpass_promises::{Number, Outcome, Promise, Row, Tries, promises};

    fn page() -> Vec<Promise> {
        promises(
            "| # | Promise | Tests | Not covered |\n|---|---|---|---|\n\
             | 1 | one | [`a`](x.rs), [`b`](x.rs), [the program](x.rs) | |\n\
             | 2 | two | [`b`](x.rs) | |\n\
             | 3 | three | [the task](x.rs) | a network |\n",
        )
    }

    #[test]
    fn promises_without_a_row_have_their_tests_run_at_once() {
        let page = page();
        let rows = |numbers: &[u8]| numbers.iter().map(|&it| Row::new(Number(it), "", "", 1, 0)).collect::<Vec<_>>();
        let without = "cargo test --locked --workspace --no-fail-fast --";
        for (covered, expected) in [
            (&[][..], Some(format!("{without} a b"))),
            (&[1, 3], Some(format!("{without} b"))),
            (&[1, 2], None),
            (&[1, 2, 3], None),
        ] {
            let command = command(&without_row(&page, &rows(covered)));
            assert_eq!(command.map(|command| command.to_string()), expected, "{covered:?}");
        }
    }

    /// What is printed, and of the first promise how many tests ran, how many were wrong, and what came of it.
    #[test]
    fn a_test_that_failed_or_did_not_run_breaks_its_promise() {
        let page = page();
        let promise = &page[0];
        for (printed, count, failed, outcome) in [
            ("test a ... ok\ntest m::n::b ... ok\n", 2, 0, Outcome::Passed),
            ("test a ... ok\ntest m::b ... FAILED\ntest c ... ok\n", 2, 1, Outcome::Failed),
            ("test b ... ok\ntest b ... FAILED\ntest b ... ok\ntest a ... ok\n", 2, 1, Outcome::Failed),
            ("test a ... ok\n", 1, 1, Outcome::Failed),
            ("test a ... ok\ntest m::bb ... ok\ntest b::m ... ok\n", 1, 1, Outcome::Failed),
            ("", 0, 2, Outcome::Failed),
            ("error: could not compile `x`\ntest result: ok. 2 passed\n", 0, 2, Outcome::Failed),
            ("test a - should panic ... ok\ntest b ... ignored, for another task\n", 1, 0, Outcome::Passed),
            ("test a ... ignored\ntest b ... ignored\n", 0, 0, Outcome::Failed),
        ] {
            let results = results(printed);
            let row = row(promise, &results);
            assert_eq!((row.tries, row.outcome()), (Tries::Here { count, failed }, outcome), "{printed}");
            assert_eq!(complaints(&[promise], &results).len() as u64, failed, "{printed}");
        }
    }

    #[test]
    fn a_promise_that_names_no_test_is_neither_kept_nor_broken() {
        let row = row(&page()[2], &results(""));
        assert_eq!((row.number, row.outcome()), (Number(3), Outcome::NotTried));
        assert_eq!(row.done, "not tried here: see tests/PROMISES.md");
    }

    #[test]
    fn a_promise_is_cut_between_words() {
        assert_eq!(shortened("in a few words"), "in a few words");
        let long = shortened(&"wörds, ".repeat(20));
        assert!(long.ends_with("wörds…") && long.chars().count() <= PROMISE_CHARS_MAX, "{long}");
    }
}
