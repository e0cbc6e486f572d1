//! Whoever answers otherwise does other work, and its time says nothing.

use crate::subjects::{Entry, Kind};
use crate::work::{Question, Work};
use anyhow::{Context, Result, ensure};

/// What everybody has agreed on.
#[derive(Clone, Copy, Debug, Default)]
pub struct Agreed {
    /// Questions that all have answered.
    pub questions: usize,
    /// Of these, those that are allowed.
    pub allowed: usize,
}

/// Asks everybody everything, and compares the answers with those of the first.
///
/// # Errors
/// When somebody answers otherwise, with the question; or cannot answer.
pub fn agree(entries: &[Entry], work: Work) -> Result<Agreed> {
    let questions = work.all_questions();
    let mut expected: Option<Vec<bool>> = None;
    for entry in entries.iter().filter(|entry| entry.kind != Kind::Floor) {
        let answers = answers(entry, work, &questions).with_context(|| format!("{} on {work:?}", entry.name))?;
        match &expected {
            None => expected = Some(answers),
            Some(expected) => {
                let differing = expected.iter().zip(&answers).position(|(expected, answer)| expected != answer);
                let question = differing.and_then(|position| questions.get(position));
                ensure!(question.is_none(), "{} answers otherwise to {question:?} on {work:?}", entry.name);
            }
        }
    }
    let expected = expected.unwrap_or_default();
    let allowed = expected.iter().filter(|allowed| **allowed).count();
    ensure!(allowed > 0 && allowed < expected.len(), "what is measured must be allowed and denied: {work:?}");
    Ok(Agreed { questions: expected.len(), allowed })
}

fn answers(entry: &Entry, work: Work, questions: &[Question]) -> Result<Vec<bool>> {
    if entry.kind == Kind::Batch {
        // A batch is asked as a whole, so that each batch is asked for one answer only, and for the sum of all.
        let mut answers = Vec::new();
        for questions in questions.chunks(crate::QUESTIONS) {
            let mut subject = (entry.prepare)(work, questions)?;
            let chunk = (0..questions.len()).map(|position| subject.ask(position)).collect::<Result<Vec<_>>>()?;
            ensure!(subject.ask_all()? == chunk.iter().filter(|allowed| **allowed).count(), "a batch adds up");
            answers.extend(chunk);
        }
        return Ok(answers);
    }
    let mut subject = (entry.prepare)(work, questions)?;
    (0..questions.len()).map(|position| subject.ask(position)).collect()
}
