//! Running several steps one after the other.

use std::time::{Duration, Instant};

use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;

/// One of several things that must pass.
pub(crate) struct Step {
    name: &'static str,
    action: Action,
}

enum Action {
    Command(Invocation),
    /// A task of this program, with the command that runs it alone.
    Task(fn(&Project) -> TaskResult, &'static str),
}

impl Step {
    /// A step that is one command.
    pub(crate) fn command(name: &'static str, invocation: Invocation) -> Self {
        Self { name, action: Action::Command(invocation) }
    }

    /// A step that is a task of this program; `repeat` is the command that runs it alone.
    pub(crate) fn task(name: &'static str, task: fn(&Project) -> TaskResult, repeat: &'static str) -> Self {
        Self { name, action: Action::Task(task, repeat) }
    }

    fn repeat(&self) -> String {
        match &self.action {
            Action::Command(invocation) => invocation.to_string(),
            Action::Task(_, repeat) => (*repeat).to_owned(),
        }
    }

    fn run(&self, project: &Project) -> TaskResult {
        match &self.action {
            Action::Command(invocation) => invocation.run(project),
            Action::Task(task, _) => task(project),
        }
    }
}

/// Runs the steps in order, says how long each took, and closes with a table. Stops at the first that fails.
pub(crate) fn run_all(project: &Project, steps: &[Step]) -> TaskResult {
    let mut times = Vec::new();
    let mut outcome = Ok(());
    for (number, step) in (1..).zip(steps) {
        console::headline(&format!("{number}/{} {}: {}", steps.len(), step.name, step.repeat()));
        let begin = Instant::now();
        let result = step.run(project);
        let time = begin.elapsed();
        times.push(time);
        if let Err(cause) = result {
            outcome = Err(TaskError::Step { step: step.name, cause: Box::new(cause), repeat: step.repeat() });
            break;
        }
        console::success(&format!("    {} passed in {}", step.name, console::minutes(time)));
    }
    console::headline("summary");
    table(steps, &times, outcome.is_ok()).iter().for_each(|row| console::line(row));
    outcome
}

/// One row for each step and one for all. `times` holds those of the steps that ran; of these the last may have failed.
fn table(steps: &[Step], times: &[Duration], passed: bool) -> Vec<String> {
    let row = |name: &str, state: &str, time: &str| format!("{name:<24} {state:<8} {time:>6}");
    let state = |index: usize| match index + 1 == times.len() && !passed {
        true => "failed",
        false => "passed",
    };
    let rows = steps.iter().enumerate().map(|(index, step)| match times.get(index) {
        Some(time) => row(step.name, state(index), &console::minutes(*time)),
        None => row(step.name, "not run", ""),
    });
    let all = row("all", if passed { "passed" } else { "failed" }, &console::minutes(times.iter().sum()));
    rows.chain([all]).collect()
}

#[cfg(test)]
mod tests {
    use super::{Step, run_all, table};
    use crate::invocation::Invocation;
    use crate::project::Project;
    use std::time::Duration;

    fn steps() -> Vec<Step> {
        vec![
            Step::command("first", Invocation::new("true")),
            Step::command("second", Invocation::new("false")),
            Step::task("third", |_| Ok(()), "cargo xtask third"),
        ]
    }

    #[test]
    fn the_first_failure_ends_the_run_and_says_how_to_repeat_it() {
        let message = run_all(&Project::find(), &steps()).unwrap_err().to_string();
        assert!(message.starts_with("the step `second` failed: `false` failed"), "{message}");
        assert!(message.ends_with("to repeat it alone: false"), "{message}");
    }

    #[test]
    fn the_table_tells_passed_failed_and_not_run() {
        let times = [Duration::from_secs(61), Duration::from_secs(1)];
        let expected = [
            "first                    passed     1:01",
            "second                   failed     0:01",
            "third                    not run        ",
            "all                      failed     1:02",
        ];
        assert_eq!(table(&steps(), &times, false), expected);
    }
}
