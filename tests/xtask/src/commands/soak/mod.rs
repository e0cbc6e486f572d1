//! What takes longer than a test may, and one table of what came of it: a row for each promise of tests/PROMISES.md.
//!
//! Each step runs to its end even when one before it has failed. The proofs hand their rows over in a file, as
//! `guestpass_promises` has it; what a step finds without rows of its own is told in one row here. Last, the tests are
//! run that the page names for promises that have no row yet.

mod named_tests;
mod steps;
mod table;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use clap::Args;
use guestpass_promises::{
    Outcome, PAGE, PERCENT_VARIABLE, Promise, ROWS_VARIABLE, Row, SOAK_VARIABLE, promises, rows_of,
};

use crate::commands::{self, programs, setup};
use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;
use steps::SoakStep;

/// Minutes that make everything be tried as often as is planned.
const MINUTES_OF_ALL: u64 = 10;

/// How much is tried.
#[derive(Args, Clone, Copy, Debug)]
pub(crate) struct Soak {
    /// Minutes under load. Of everything else a tenth is tried for each minute, and all of it from 10 on. Tests that no
    /// step makes longer run once, and take their own time.
    #[arg(long, default_value_t = MINUTES_OF_ALL)]
    minutes: u64,
}

impl Soak {
    /// How much of what counts cases is tried.
    fn percent(self) -> u64 {
        (self.minutes.saturating_mul(100) / MINUTES_OF_ALL).min(100)
    }
}

/// Runs the steps, prints the table and fails when a promise was broken.
pub(crate) fn run(project: &Project, soak: Soak) -> TaskResult {
    let page = page(project)?;
    setup::run(project)?;
    programs::build().run(project)?;
    // Some of the tests that the page names visit the console.
    Invocation::of(project.programs().join("package")).run(project)?;
    commands::console::build(project)?;
    let mut rows = of_steps(project, soak)?;
    let tests = of_named_tests(project, &named_tests::without_row(&page, &rows), &mut rows);
    console::headline("what is promised, and what came of it");
    table::lines(&rows).iter().for_each(|line| console::line(line));
    // A test that no row names may have failed among the others.
    kept(&rows).and(tests)
}

/// The promises of the page.
fn page(project: &Project) -> Result<Vec<Promise>, TaskError> {
    let path = project.root().join(PAGE);
    let text = fs::read_to_string(&path).map_err(|cause| TaskError::File { path, cause })?;
    Ok(promises(&text))
}

/// Runs the steps, one after the other.
fn of_steps(project: &Project, soak: Soak) -> Result<Vec<Row>, TaskError> {
    let path = project.soak_rows();
    let mut rows = Vec::new();
    for step in steps::all(project, soak) {
        console::headline(&format!("{}: {}", step.promise, step.invocation));
        start_over(&path)?;
        let invocation = step.invocation.clone().variable(SOAK_VARIABLE, "1").variable(ROWS_VARIABLE, &path);
        let ended = invocation.variable(PERCENT_VARIABLE, soak.percent().to_string()).run(project);
        rows.extend(found(&step, handed_over(&path)?, ended.is_ok()));
    }
    Ok(rows)
}

/// Runs the tests of promises that have no row, and adds one for each.
fn of_named_tests(project: &Project, without_row: &[&Promise], rows: &mut Vec<Row>) -> TaskResult {
    let (printed, ended) = match named_tests::command(without_row) {
        Some(invocation) => {
            console::headline(&format!("the promises that have no row yet: {invocation}"));
            // What these tests hand over goes into the file, and not between the lines that are read here. It is
            // dropped: whether they passed is all that counts.
            invocation.variable(ROWS_VARIABLE, project.soak_rows()).run_and_read(project)
        }
        None => (String::new(), Ok(())),
    };
    let results = named_tests::results(&printed);
    named_tests::complaints(without_row, &results).iter().for_each(|line| console::line(line));
    rows.extend(without_row.iter().map(|promise| named_tests::row(promise, &results)));
    ended
}

/// Fails when a promise was broken.
fn kept(rows: &[Row]) -> TaskResult {
    let count = |outcomes: &[Outcome]| {
        let found = rows.iter().filter(|row| outcomes.contains(&row.outcome()));
        found.map(|row| row.number).collect::<BTreeSet<_>>().len()
    };
    match count(&[Outcome::Failed]) {
        0 => Ok(()),
        broken => Err(TaskError::Broken { broken, of: count(&[Outcome::Passed, Outcome::Failed]) }),
    }
}

/// The rows of a step: those that were handed over; and one of its own when there are none, or when it failed and none
/// of them says so.
fn found(step: &SoakStep, mut rows: Vec<Row>, has_ended_well: bool) -> Vec<Row> {
    let is_broken = rows.iter().any(|row| row.outcome() == Outcome::Failed);
    let told = if has_ended_well { !rows.is_empty() } else { is_broken };
    if !told {
        let failed = u64::from(!has_ended_well);
        rows.push(Row::new(step.number, step.promise, step.done, step.count, failed));
    }
    rows
}

fn start_over(path: &Path) -> TaskResult {
    fs::write(path, "").map_err(|cause| TaskError::File { path: path.to_owned(), cause })
}

fn handed_over(path: &Path) -> Result<Vec<Row>, TaskError> {
    let failed = |cause| TaskError::File { path: path.to_owned(), cause };
    let text = fs::read_to_string(path).map_err(failed)?;
    rows_of(&text).map_err(|cause| failed(cause.into()))
}

#[cfg(test)]
mod tests {
    use super::{Soak, found, kept, named_tests, page, steps};
    use crate::project::Project;
    use guestpass_promises::{Number, Outcome, PROMISES, Row};

    #[test]
    fn minutes_are_handed_on_and_cases_grow_with_them() {
        let steps = steps::all(&Project::find(), Soak { minutes: 3 });
        assert!(steps.iter().any(|step| step.invocation.to_string().ends_with("soak 3")));
        assert!(steps.iter().any(|step| step.invocation.to_string().ends_with("prove --cases 300000")));
        assert_eq!([0, 1, 9, 10, 500].map(|minutes| Soak { minutes }.percent()), [0, 10, 90, 100, 100]);
    }

    #[test]
    fn a_step_that_fails_has_a_row_that_says_so() {
        let step = steps::all(&Project::find(), Soak { minutes: 1 }).remove(0);
        let [good, bad] = [0, 1].map(|failed| Row::new(Number(33), "a", "b", 1, failed));
        let (passed, failed) = (Outcome::Passed, Outcome::Failed);
        for (rows, has_ended_well, expected) in [
            (vec![], true, vec![(25, passed)]),
            (vec![], false, vec![(25, failed)]),
            (vec![good.clone()], true, vec![(33, passed)]),
            (vec![good.clone()], false, vec![(33, passed), (25, failed)]),
            (vec![good, bad], false, vec![(33, passed), (33, failed)]),
        ] {
            let found = found(&step, rows.clone(), has_ended_well);
            let found: Vec<_> = found.iter().map(|row| (row.number.0, row.outcome())).collect();
            assert_eq!(found, expected, "{rows:?}, {has_ended_well}");
        }
    }

    /// Some promises have rows of steps, and of all others the page names tests, which pass.
    #[test]
    fn every_promise_of_the_page_has_a_row() {
        let page = page(&Project::find()).unwrap();
        let handed_over = [2, 8, 25, 25].map(|number| Row::new(Number(number), "a", "b", 1, 0));
        let without_row = named_tests::without_row(&page, &handed_over);
        let tests = without_row.iter().flat_map(|promise| &promise.tests);
        let printed: String = tests.map(|test| format!("test a::b::{} ... ok\n", test.name)).collect();
        let results = named_tests::results(&printed);
        assert_eq!(named_tests::complaints(&without_row, &results), [""; 0]);
        let of_tests = without_row.iter().map(|promise| named_tests::row(promise, &results));
        let rows: Vec<Row> = of_tests.chain(handed_over).collect();
        for number in (1..=PROMISES).map(Number) {
            let found = rows.iter().filter(|row| row.number == number).count();
            assert_eq!(found, if number == Number(25) { 2 } else { 1 }, "promise {number}");
        }
        let not_tried = rows.iter().filter(|row| row.outcome() == Outcome::NotTried);
        assert_eq!(not_tried.map(|row| row.number.0).collect::<Vec<_>>(), [24, 46, 55]);
        assert!(kept(&rows).is_ok());
    }

    #[test]
    fn promises_are_counted_and_not_their_rows() {
        let row = |number, failed| Row::new(Number(number), "a", "b", 1, failed);
        let elsewhere = Row::elsewhere(Number(46), "a", "b");
        assert!(kept(&[row(1, 0), elsewhere.clone()]).is_ok());
        let message = kept(&[row(1, 1), row(1, 1), row(1, 0), row(2, 0), elsewhere]).unwrap_err().to_string();
        assert!(message.starts_with("1 of 2 promises"), "{message}");
    }
}
