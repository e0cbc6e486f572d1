//! Writes down what the rules answer, for `cargo xtask mutants`: every ready policy in its binary form, and the answers
//! to questions that nobody wrote. A changed rule is asked the same again.

#![forbid(unsafe_code)]

use anyhow::{Context, Result};
use guestpass_engines::{Engine, NativeEngine, Question};
use guestpass_vectors::{DOCUMENTS, generate};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;

/// Any will do; the same one makes two runs comparable.
const SEED: u64 = 2026;
/// Enough that every rule is asked about often, and few enough that a changed rule is judged in seconds.
const QUESTIONS: usize = 20_000;

fn main() -> Result<()> {
    let folder = std::env::args_os().nth(1).map(PathBuf::from).context("say which folder to write to")?;
    fs::create_dir_all(&folder)?;
    let mut engines = BTreeMap::new();
    for document in DOCUMENTS {
        let parsed = guestpass_compiler::parse(document.file, document.source)?;
        fs::write(folder.join(format!("{}.model", document.stem)), guestpass_model::encode(&parsed.model)?)?;
        let engine = NativeEngine::start(document)?;
        fs::write(folder.join(format!("{}.digest", document.stem)), engine.digest())?;
        engines.insert(document.stem, engine);
    }
    let mut lines = vec![SEED.to_string()];
    for question in generate(SEED, QUESTIONS) {
        let engine = engines.get_mut(question.stem).context("a question is about a ready document")?;
        let answers = engine.answer(&[Question::from(question)])?;
        lines.push(serde_json::to_string(&answers.first())?);
    }
    fs::write(folder.join("answers.ndjson"), lines.join("\n") + "\n")?;
    Ok(())
}
