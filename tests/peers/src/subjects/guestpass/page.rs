//! Guestpass as a page runs it: the npm package in V8, the engine of Chromium and of Node. It runs in a process of its
//! own, which is told what to ask on a pipe, and takes the time itself: the way there and back is no part of it.

use super::super::Subject;
use super::{component, holdings, load};
use crate::work::{CLOSES_MS, OPENS_MS, PERSON, Question, Work, organisation, privilege};
use anyhow::{Context, Result, ensure};
use chrono::DateTime;
use serde_json::{Value, json};
use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};
use std::str::FromStr;
use std::time::Duration;
use tempfile::TempDir;

/// The program that asks.
const PROGRAM: &str = include_str!("page.mjs");

/// How it asks.
#[derive(Clone, Copy)]
struct Manner {
    one: &'static str,
    all: &'static str,
}

struct Page {
    manner: Manner,
    count: usize,
    process: Child,
    questions: ChildStdin,
    answers: BufReader<ChildStdout>,
    /// Goes with it.
    _folder: TempDir,
}

/// Each question in a call of its own.
pub(in super::super) fn page(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    Ok(Box::new(start(work, questions, Manner { one: "one", all: "each" })?))
}

/// All questions in one call.
pub(in super::super) fn page_batch(work: Work, questions: &[Question]) -> Result<Box<dyn Subject>> {
    Ok(Box::new(start(work, questions, Manner { one: "batched", all: "batch" })?))
}

/// The package, as `cargo xtask package` builds it.
fn package() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/npm");
    folder.canonicalize().with_context(|| format!("`{}` is not there; run `cargo xtask package`", folder.display()))
}

fn start(work: Work, questions: &[Question], manner: Manner) -> Result<Page> {
    let folder = tempfile::tempdir()?;
    let case = json!({
        "digest": load(work)?.digest(),
        "facts": facts(work)?,
        "requests": questions.iter().map(request).collect::<Result<Vec<_>>>()?,
    });
    fs::write(folder.path().join("policy.wasm"), component(work)?)?;
    fs::write(folder.path().join("case.json"), case.to_string())?;
    fs::write(folder.path().join("page.mjs"), PROGRAM)?;
    let mut command = Command::new("node");
    command.arg(folder.path().join("page.mjs")).arg(package()?).arg(folder.path());
    let mut process = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().context("starting `node`")?;
    let questions_in = process.stdin.take().context("it has an input")?;
    let answers = BufReader::new(process.stdout.take().context("it has an output")?);
    Ok(Page { manner, count: questions.len(), process, questions: questions_in, answers, _folder: folder })
}

fn instant(now_ms: i64) -> Result<String> {
    Ok(DateTime::from_timestamp_millis(now_ms).context("it is an instant")?.to_rfc3339())
}

fn request(question: &Question) -> Result<Value> {
    Ok(json!({ "privileges": privilege(question.privilege), "now": instant(question.now_ms)? }))
}

fn facts(work: Work) -> Result<Value> {
    let window = json!({ "start": instant(OPENS_MS)?, "end": instant(CLOSES_MS)? });
    let holdings = holdings(work);
    let groups: Vec<_> = holdings.iter().filter_map(|(_, group)| group.as_deref()).collect();
    let grant = |(role, group): &(String, Option<String>)| json!({ "role": role, "group": group, "window": window });
    let attributes = (work.conditions > 0).then(|| json!({ "context": { "clearance": work.clearance() } }));
    Ok(json!({
        "organisation": organisation(work.asked_organisation()),
        "principal": { "kind": "member", "id": PERSON },
        "groups": groups,
        "role_grants": holdings.iter().map(grant).collect::<Vec<_>>(),
        "attributes": attributes,
    }))
}

impl Page {
    /// What it answers to a line.
    fn answer<Number: FromStr<Err: std::error::Error + Send + Sync + 'static>>(
        &mut self,
        line: &str,
    ) -> Result<Number> {
        writeln!(self.questions, "{line}")?;
        let mut line = String::new();
        ensure!(self.answers.read_line(&mut line)? > 0, "the page has ended: {:?}", self.process.try_wait()?);
        line.trim().parse().with_context(|| format!("`{}` is no number", line.trim()))
    }
}

impl Subject for Page {
    fn ask(&mut self, position: usize) -> Result<bool> {
        ensure!(position < self.count, "there is no such question");
        let line = format!("ask {} {position}", self.manner.one);
        Ok(self.answer::<usize>(&line)? == 1)
    }

    fn ask_all(&mut self) -> Result<usize> {
        self.answer(&format!("ask {}", self.manner.all))
    }

    fn time(&mut self, passes: u32) -> Result<Duration> {
        let ms: f64 = self.answer(&format!("time {} {passes}", self.manner.all))?;
        Duration::try_from_secs_f64(ms / 1e3).with_context(|| format!("{ms} ms is no time"))
    }

    fn questions(&self) -> usize {
        self.count
    }
}

impl Drop for Page {
    fn drop(&mut self) {
        // Nothing can be done here about a process that will not go.
        drop(self.process.kill());
        drop(self.process.wait());
    }
}
