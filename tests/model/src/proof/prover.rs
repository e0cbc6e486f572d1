//! Makes questions and puts each to both.

use super::LABORATORY;
use super::compare::{self, Said};
use super::tally::Tally;
use crate::{Oracle, Unreadable};
use guestpass_vectors::{Asks, DOCUMENTS, Document, Generator, Question};
use serde_json::Value;
use std::fmt;

/// What the rules made of a question: a line of JSON for each answer, or the code of a refusal.
pub type Lines = Result<Vec<String>, String>;

/// Asks the rules a question about the document at that position.
pub type AsksRules<'a> = dyn FnMut(usize, &Question) -> Lines + 'a;

/// A question that is answered in two ways.
#[derive(Debug, Clone)]
pub struct Difference {
    /// The number of the case.
    pub number: u64,
    /// What was asked.
    pub question: Question,
    /// Where the answers differ.
    pub found: Vec<String>,
}

impl fmt::Display for Difference {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { number, question: Question { stem, facts, asks }, found } = self;
        writeln!(formatter, "case {number}, {stem}: {}", found.join("; "))?;
        writeln!(formatter, "  facts {facts}")?;
        match asks {
            Asks::Requests(requests) => write!(formatter, "  requests {requests}"),
            Asks::Change(change) => write!(formatter, "  change {change}"),
        }
    }
}

/// What came of some cases.
#[derive(Debug, Clone, Default)]
pub struct Run {
    /// How many cases were compared.
    pub cases: u64,
    /// What was answered.
    pub tally: Tally,
    /// The cases that were answered in two ways.
    pub differences: Vec<Difference>,
}

impl Run {
    /// Both together.
    pub fn merge(&mut self, other: Self) {
        self.cases += other.cases;
        self.tally.merge(&other.tally);
        self.differences.extend(other.differences);
    }
}

/// One document, and who is asked about it.
struct Asked {
    generator: Generator,
    oracle: Oracle,
}

/// The oracle and a way to ask the rules, for every document.
pub struct Prover {
    asked: Vec<Asked>,
}

impl Prover {
    /// The documents that are asked about, in their order.
    pub fn documents() -> impl Iterator<Item = Document> {
        DOCUMENTS.iter().copied().chain([LABORATORY])
    }

    /// Reads every document.
    ///
    /// # Errors
    /// When one cannot be read.
    pub fn new() -> Result<Self, Unreadable> {
        let asked = |document: Document| {
            Ok(Asked { generator: Generator::new(&document), oracle: Oracle::new(document.source)? })
        };
        Ok(Self { asked: Self::documents().map(asked).collect::<Result<_, _>>()? })
    }

    /// Compares the answers to one case. Without `rules` the oracle is only heard.
    pub fn case(&self, seed: u64, number: u64, rules: Option<&mut AsksRules<'_>>, run: &mut Run) {
        let count = u64::try_from(self.asked.len()).unwrap_or(1).max(1);
        let position = usize::try_from(number % count).unwrap_or_default();
        let Some(Asked { generator, oracle }) = self.asked.get(position) else { return };
        let question = generator.question(seed, number);
        let said = ask(oracle, &question);
        if let Ok(said) = &said {
            said.iter().for_each(|said| run.tally.count(said));
        }
        run.cases += 1;
        let found = match rules {
            None => Vec::new(),
            Some(rules) => found(&rules(position, &question), &said),
        };
        if !found.is_empty() {
            run.differences.push(Difference { number, question, found });
        }
    }
}

fn found(lines: &Lines, said: &Result<Vec<Said>, String>) -> Vec<String> {
    match (lines, said) {
        (Ok(lines), Ok(said)) if lines.len() == said.len() => {
            lines.iter().zip(said).flat_map(|(line, said)| compare::of(line, said)).collect()
        }
        (lines, said) => vec![format!("the rules say {lines:?}, the oracle {said:?}")],
    }
}

fn ask(oracle: &Oracle, question: &Question) -> Result<Vec<Said>, String> {
    let json = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| error.to_string());
    let facts = json(&question.facts)?;
    match &question.asks {
        Asks::Requests(requests) => {
            let requests = json(requests)?;
            let requests = requests.as_array().map(Vec::as_slice).unwrap_or_default();
            let answers = oracle.check_all(&facts, requests).map_err(|error| error.to_string())?;
            Ok(answers.into_iter().map(Said::Answer).collect())
        }
        Asks::Change(change) => {
            let verdict = oracle.review(&facts, &json(change)?).map_err(|error| error.to_string())?;
            Ok(vec![Said::Verdict(verdict)])
        }
    }
}
