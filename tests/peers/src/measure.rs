//! Times. Everybody takes part in every round, each time in another order, so that whatever else the machine does
//! falls on all alike; what counts is the median of the rounds.

use crate::subjects::{Entry, Subject};
use crate::work::{Question, Work};
use anyhow::{Context, Result};
use std::hint::black_box;
use std::time::Duration;

/// How long everybody is busy before anything is measured, at least: a page's engine compiles what is called often.
const WARM: Duration = Duration::from_millis(100);

/// How long is measured.
#[derive(Clone, Copy, Debug)]
pub struct Effort {
    /// Number of rounds.
    pub rounds: usize,
    /// How long each subject is busy in a round, at least.
    pub turn: Duration,
}

/// What a decision of one subject takes, in nanoseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Time {
    /// A quarter of the rounds were no slower.
    pub lower_quartile_ns: f64,
    /// Half of them were no slower.
    pub median_ns: f64,
    /// Three quarters of them were no slower.
    pub upper_quartile_ns: f64,
}

/// One subject, and what it is asked.
#[derive(Clone, Debug)]
pub struct Task {
    /// Who.
    pub entry: Entry,
    /// How much of everything there is.
    pub work: Work,
    /// What is asked.
    pub questions: Vec<Question>,
}

/// The times of all tasks, in their order.
///
/// # Errors
/// When somebody cannot be prepared, or cannot decide.
pub fn times(tasks: &[Task], effort: Effort) -> Result<Vec<Time>> {
    let mut runners = tasks.iter().map(|task| Runner::warm(task, effort.turn)).collect::<Result<Vec<_>>>()?;
    for round in 0..effort.rounds {
        let count = runners.len();
        for turn in 0..count {
            if let Some(runner) = runners.get_mut((turn + round) % count) {
                runner.take_turn()?;
            }
        }
    }
    Ok(runners.into_iter().map(Runner::time).collect())
}

struct Runner {
    subject: Box<dyn Subject>,
    passes: u32,
    samples_ns: Vec<f64>,
}

impl Runner {
    /// Asks once for everything, to fill every cache, and then twice as often each time until it is warm; the last time
    /// shows how often a turn has room for everything.
    fn warm(task: &Task, turn: Duration) -> Result<Self> {
        let mut subject = (task.entry.prepare)(task.work, &task.questions)?;
        black_box(subject.ask_all()?);
        let mut passes = 1_u32;
        let mut time = subject.time(passes)?;
        while time < WARM {
            passes = passes.checked_mul(2).context("so many questions take some time")?;
            time = subject.time(passes)?;
        }
        let passes = turn.as_nanos() * u128::from(passes) / time.as_nanos().max(1) + 1;
        Ok(Self { subject, passes: u32::try_from(passes)?, samples_ns: Vec::new() })
    }

    fn take_turn(&mut self) -> Result<()> {
        let time = self.subject.time(self.passes)?;
        let decisions = f64::from(self.passes) * f64::from(u32::try_from(self.subject.questions())?);
        self.samples_ns.push(time.as_secs_f64() * 1e9 / decisions);
        Ok(())
    }

    fn time(mut self) -> Time {
        self.samples_ns.sort_by(f64::total_cmp);
        let last = self.samples_ns.len().saturating_sub(1);
        let at = |quarters: usize| self.samples_ns.get(last * quarters / 4).copied().unwrap_or(f64::NAN);
        Time { lower_quartile_ns: at(1), median_ns: at(2), upper_quartile_ns: at(3) }
    }
}
