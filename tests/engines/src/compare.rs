//! Puts the same questions to several engines and finds where they differ.

use crate::{Answer, Engine, Question};
use anyhow::{Result, ensure};

/// What came of a comparison.
#[derive(Debug)]
pub struct Differences {
    /// The answers of the first engine.
    pub answers: Vec<Answer>,
    /// Every difference from them, as text.
    pub found: Vec<String>,
}

impl Differences {
    /// Puts the questions to all engines. Answers must be equal byte for byte.
    ///
    /// # Errors
    /// When an engine fails, or leaves a question without an answer.
    pub fn between(engines: &mut [Box<dyn Engine>], questions: &[Question]) -> Result<Self> {
        let mut answers: Option<Vec<Answer>> = None;
        let mut found = Vec::new();
        for engine in engines {
            let own = engine.answer(questions)?;
            ensure!(own.len() == questions.len(), "{} leaves questions without an answer", engine.name());
            match &answers {
                None => answers = Some(own),
                Some(first) => {
                    for ((question, expected), got) in questions.iter().zip(first).zip(&own) {
                        if expected != got {
                            found.push(describe(engine.name(), question, expected, got));
                        }
                    }
                }
            }
        }
        Ok(Self { answers: answers.unwrap_or_default(), found })
    }
}

fn describe(engine: &str, question: &Question, expected: &Answer, got: &Answer) -> String {
    let asked = match question {
        Question::Check { facts, requests } => format!("facts    {facts}\n  requests {requests}"),
        Question::Review { facts, change } => format!("facts    {facts}\n  change   {change}"),
        Question::Describe => "asked what it is".to_owned(),
    };
    format!("{engine} differs\n  {asked}\n  first    {expected:?}\n  {engine} {got:?}")
}
