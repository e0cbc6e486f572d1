//! How the time of a decision changes when there is more and more that has nothing to do with it.

use crate::agreement::agree;
use crate::measure::{Effort, Task, Time, times};
use crate::subjects::Entry;
use crate::work::{ORDINARY, Question, Work};
use anyhow::Result;

/// Questions of a round. Fewer than in the ordinary work, because some subjects take long.
const QUESTIONS: usize = 32;

/// One thing that grows.
#[derive(Clone, Copy, Debug)]
pub struct Growth {
    /// For people: what grows.
    pub title: &'static str,
    /// How much of it.
    pub sizes: [usize; 4],
    work: fn(usize) -> Work,
    questions: fn(Work) -> Vec<Question>,
}

/// Everything that grows.
pub const GROWTHS: [Growth; 3] = [
    Growth {
        title: "Roles in the policy, of one privilege each; the person holds five of them",
        sizes: [10, 100, 1_000, 10_000],
        // A policy document has at most 1 MiB, which ten thousand roles of more privileges do not fit into.
        work: |roles| Work { roles, given_by_a_role: 1, ..ORDINARY },
        questions: |work| work.balanced_questions(QUESTIONS),
    },
    Growth {
        title: "Organisations that the person has roles in; one is asked about",
        sizes: [1, 10, 100, 1_000],
        work: |organisations| Work { organisations, ..ORDINARY },
        questions: |work| work.balanced_questions(QUESTIONS),
    },
    Growth {
        title: "Conditions on the privilege that is asked for, each in a role of the person; the last one is true",
        sizes: [0, 1, 10, 50],
        work: |conditions| Work { conditions, ..ORDINARY },
        questions: |work| vec![work.conditional_question(); QUESTIONS],
    },
];

impl Growth {
    /// The times of all entries at each size, in the order of the sizes, after they have agreed on all answers. All
    /// sizes take part in each round, so that they can be compared with each other too.
    ///
    /// # Errors
    /// When they do not agree, or one cannot decide.
    pub fn times(&self, entries: &[Entry], effort: Effort) -> Result<Vec<Vec<Time>>> {
        let mut tasks = Vec::new();
        for size in self.sizes {
            let work = (self.work)(size);
            agree(entries, work)?;
            let questions = (self.questions)(work);
            tasks.extend(entries.iter().map(|&entry| Task { entry, work, questions: questions.clone() }));
        }
        Ok(times(&tasks, effort)?.chunks(entries.len().max(1)).map(<[Time]>::to_vec).collect())
    }
}
