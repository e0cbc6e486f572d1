//! The rules, called directly.

use super::prover::{Lines, Prover, Run};
use anyhow::{Context, Result};
use guestpass_engines::{Engine, NativeEngine, Question as Asked};
use guestpass_vectors::Question;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread;

/// Cases that a thread takes at a time.
const SHARE: u64 = 1_000;

/// The rules with the policy of each document of the prover.
pub struct Rules {
    engines: Vec<NativeEngine>,
}

impl Rules {
    /// Compiles every document.
    ///
    /// # Errors
    /// When one does not compile.
    pub fn start() -> Result<Self> {
        let start = |document| NativeEngine::start(&document).with_context(|| document.file);
        Ok(Self { engines: Prover::documents().map(start).collect::<Result<_>>()? })
    }

    /// Answers a question about the document at that position.
    pub fn ask(&mut self, position: usize, question: &Question) -> Lines {
        let engine = self.engines.get_mut(position).ok_or_else(|| "there is no such document".to_owned())?;
        let answers = engine.answer(&[Asked::from(question.clone())]).map_err(|error| error.to_string())?;
        answers.into_iter().next().unwrap_or_else(|| Err("there is no answer".to_owned()))
    }
}

/// Compares so many cases in several threads, the same ones for the same seed. `progress` hears how many are done.
///
/// # Errors
/// When a document cannot be read or does not compile, or a thread ends before its time.
pub fn compare(seed: u64, cases: u64, threads: usize, progress: impl Fn(u64) + Sync) -> Result<Run> {
    let prover = Prover::new()?;
    let (next, done) = (AtomicU64::new(0), AtomicU64::new(0));
    let work = |mut rules: Rules| {
        let mut run = Run::default();
        loop {
            let first = next.fetch_add(SHARE, Ordering::Relaxed);
            if first >= cases {
                return run;
            }
            let end = first.saturating_add(SHARE).min(cases);
            for number in first..end {
                let mut ask = |position: usize, question: &Question| rules.ask(position, question);
                prover.case(seed, number, Some(&mut ask), &mut run);
            }
            progress(done.fetch_add(end - first, Ordering::Relaxed) + end - first);
        }
    };
    let started = (0..threads.max(1)).map(|_| Rules::start()).collect::<Result<Vec<_>>>()?;
    thread::scope(|scope| {
        let running: Vec<_> = started.into_iter().map(|rules| scope.spawn(|| work(rules))).collect();
        let mut all = Run::default();
        for thread in running {
            let run = thread.join().map_err(|_| anyhow::anyhow!("a thread ended before its time"))?;
            all.merge(run);
        }
        all.differences.sort_by_key(|difference| difference.number);
        Ok(all)
    })
}
