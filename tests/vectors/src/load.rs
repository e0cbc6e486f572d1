//! Reads the vectors.

use crate::documents::{DOCUMENTS, Document, document};
use crate::expectation::{Expected, Outcome};
use anyhow::{Context, Result, bail, ensure};
use serde::Deserialize;
use serde_json::{Value, json};
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
    /// The document whose policy is asked.
    pub document: &'static Document,
    /// Facts, as JSON; those that only a review looks at among them. Empty facts where a description is asked for.
    pub facts: String,
    /// What is asked.
    pub asked: Asked,
    /// What must come out.
    pub expected: Expected,
    /// Whether that is something that is allowed or something that is not.
    pub outcome: Outcome,
}

/// What a case asks of a policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Asked {
    /// A decision on this request, as JSON.
    Decision(String),
    /// A verdict on this change with its instant, as JSON.
    Verdict(String),
    /// What the policy says about itself.
    Description,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VectorFile {
    requirement: String,
    says: String,
    #[serde(default)]
    policy: Option<String>,
    cases: Vec<CaseFile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct CaseFile {
    name: String,
    #[serde(default)]
    policy: Option<String>,
    #[serde(default)]
    base: Option<String>,
    #[serde(default)]
    facts: Option<Value>,
    #[serde(default)]
    request: Option<Value>,
    #[serde(default)]
    change: Option<Value>,
    #[serde(default)]
    now: Option<String>,
    #[serde(default)]
    describe: Option<Value>,
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
    let VectorFile { requirement, says, policy, cases } = read(file)?;
    let (letter, number) = requirement.split_at_checked(1).context("a requirement is a letter and a number")?;
    let file_name = format!("{letter}{:02}.json", number.parse::<u8>()?);
    ensure!(file.ends_with(&file_name), "a vector of `{requirement}` belongs into `{file_name}`");
    ensure!(!cases.is_empty(), "there is no case");
    let read_case = |found: CaseFile| {
        let name = found.name.clone();
        case(&requirement, policy.as_deref(), found, bases).with_context(|| format!("case `{name}`"))
    };
    let cases = cases.into_iter().map(read_case).collect::<Result<_>>()?;
    Ok(Vector { requirement, says, cases })
}

fn case(
    requirement: &str,
    policy_of_file: Option<&str>,
    found: CaseFile,
    bases: &BTreeMap<String, Value>,
) -> Result<Case> {
    let document = match found.policy.as_deref().or(policy_of_file) {
        Some(stem) => document(stem).with_context(|| format!("there is no document `{stem}`"))?,
        None => DOCUMENTS.first().context("there is no document")?,
    };
    let facts = match (&found.base, &found.describe) {
        (Some(base), None) => patched(bases, base, found.facts.as_ref())?,
        (None, Some(_)) if found.facts.is_none() => json!({}),
        _ => bail!("a request or a change needs a `base`, a description neither that nor `facts`"),
    };
    let (asked, expected) = match (found.request, found.change, found.describe, found.expect, found.refused) {
        (Some(request), None, None, expect, refused) => {
            ensure!(found.now.is_none(), "a request says `now` itself");
            (Asked::Decision(request.to_string()), expected(expect, refused)?)
        }
        (None, Some(change), None, expect, refused) => {
            let now = found.now.context("a change needs `now`")?;
            (Asked::Verdict(json!({ "change": change, "now": now }).to_string()), expected(expect, refused)?)
        }
        (None, None, Some(description), None, None) => (Asked::Description, Expected::Answer(description)),
        _ => bail!("a case asks by `request`, by `change` or by `describe`, and says what is expected"),
    };
    let outcome = expected.outcome(&asked).context("an expectation says `effect` or `verdict`")?;
    let name = format!("{requirement}: {}", found.name);
    Ok(Case { name, document, facts: facts.to_string(), asked, expected, outcome })
}

fn patched(bases: &BTreeMap<String, Value>, base: &str, patch: Option<&Value>) -> Result<Value> {
    let mut facts = bases.get(base).with_context(|| format!("there is no base `{base}`"))?.clone();
    if let Some(patch) = patch {
        json_patch::merge(&mut facts, patch);
    }
    Ok(facts)
}

fn expected(answer: Option<Value>, refused: Option<String>) -> Result<Expected> {
    match (answer, refused) {
        (Some(answer), None) => Ok(Expected::Answer(answer)),
        (None, Some(code)) => Ok(Expected::Refused(code)),
        _ => bail!("either `expect` or `refused` must be said"),
    }
}
