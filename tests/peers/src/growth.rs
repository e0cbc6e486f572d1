//! How the time of a decision changes when there is more and more that has nothing to do with it.

use crate::agreement::agree;
use crate::measure::{Effort, Time, times};
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
        title: "Roles in the policy; the person holds five of them",
        sizes: [10, 100, 1_000, 10_000],
        work: |roles| Work { roles, ..ORDINARY },
        questions: |work| work.mixed_questions(QUESTIONS),
    },
    Growth {
        title: "Organisations that the person has roles in; one is asked about",
        sizes: [1, 10, 100, 1_000],
        work: |organisations| Work { organisations, ..ORDINARY },
        questions: |work| work.mixed_questions(QUESTIONS),
    },
    Growth {
        title: "Conditions on the privilege that is asked for, each in a role of the person; the last one is true",
        sizes: [0, 1, 10, 50],
        work: |conditions| Work { conditions, ..ORDINARY },
        questions: |work| vec![work.conditional_question(); QUESTIONS],
    },
];

impl Growth {
    /// The times of all entries at each size, after they have agreed on all answers.
    ///
    /// # Errors
    /// When they do not agree, or one cannot decide.
    pub fn times(&self, entries: &[Entry], effort: Effort) -> Result<Vec<Vec<Time>>> {
        let column = |size: &usize| {
            let work = (self.work)(*size);
            agree(entries, work)?;
            times(entries, work, &(self.questions)(work), effort)
        };
        self.sizes.iter().map(column).collect()
    }
}
