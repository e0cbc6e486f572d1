//! Reads the vectors.

use crate::expectation::Expected;
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// What one requirement asks for.
#[derive(Debug, Clone)]
pub struct Vector {
    /// The requirement, such as `F9`.
    pub requirement: String,
    /// The requirement in one sentence.
    pub says: String,
    /// Questions that show it.
    pub cases: Vec<Case>,
}

/// One question and what must be answered.
#[derive(Debug, Clone)]
pub struct Case {
    /// The requirement and the case's own words.
    pub name: String,
    /// Facts, as JSON.
    pub facts: String,
    /// A request, as JSON.
    pub request: String,
    /// What must come out.
    pub expected: Expected,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    requirement: String,
    says: String,
    cases: Vec<CaseFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    name: String,
    base: String,
    #[serde(default)]
    facts: Option<Value>,
    request: Value,
    #[serde(default)]
    expect: Option<Value>,
    #[serde(default)]
    refused: Option<String>,
}

/// All vectors, in the order of their file names.
///
/// # Errors
/// When a file cannot be read, or says something that a vector cannot.
pub fn load() -> Result<Vec<Vector>> {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    let bases: BTreeMap<String, Value> = read(&package.join("bases.json"))?;
    let mut files: Vec<PathBuf> =
        fs::read_dir(package.join("data"))?.map(|entry| entry.map(|entry| entry.path())).collect::<Result<_, _>>()?;
    files.sort();
    files.iter().map(|file| vector(file, &bases).with_context(|| format!("in `{}`", file.display()))).collect()
}

fn read<Shape: for<'de> Deserialize<'de>>(file: &Path) -> Result<Shape> {
    let text = fs::read_to_string(file).with_context(|| format!("cannot read `{}`", file.display()))?;
    serde_json::from_str(&text).with_context(|| format!("`{}` does not have the shape of a vector", file.display()))
}

fn vector(file: &Path, bases: &BTreeMap<String, Value>) -> Result<Vector> {
    let VectorFile { requirement, says, cases } = read(file)?;
    let (letter, number) = requirement.split_at_checked(1).context("a requirement is a letter and a number")?;
    let file_name = format!("{letter}{:02}.json", number.parse::<u8>()?);
    ensure!(file.ends_with(&file_name), "a vector of `{requirement}` belongs into `{file_name}`");
    ensure!(!cases.is_empty(), "there is no case");
    let cases = cases.into_iter().map(|found| case(&requirement, found, bases)).collect::<Result<_>>()?;
    Ok(Vector { requirement, says, cases })
}

fn case(requirement: &str, found: CaseFile, bases: &BTreeMap<String, Value>) -> Result<Case> {
    let mut facts = bases.get(&found.base).with_context(|| format!("there is no base `{}`", found.base))?.clone();
    if let Some(patch) = &found.facts {
        json_patch::merge(&mut facts, patch);
    }
    let expected = match (found.expect, found.refused) {
        (Some(decision), None) => Expected::Decision(decision),
        (None, Some(code)) => Expected::Refused(code),
        _ => bail!("case `{}` must say either `expect` or `refused`", found.name),
    };
    Ok(Case {
        name: format!("{requirement}: {}", found.name),
        facts: facts.to_string(),
        request: found.request.to_string(),
        expected,
    })
}
