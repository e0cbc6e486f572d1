//! A policy in a page, as one of the engines that give decisions.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use anyhow::{Context, Result, bail};
use serde_json::{Value, json};

use crate::driver::Chromium;
use crate::package::build_package;
use crate::site::Site;

/// The most JSON text that goes to the page in one step, in bytes; ChromeDriver copies it several times.
const STEP_BYTES_MAX: usize = 2 * 1024 * 1024;

const PAGE_HTML: &str = include_str!("../page/index.html");
const PAGE_SCRIPT: &str = include_str!("../page/page.js");

/// A question to the page, as JSON texts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PageQuestion<'a> {
    /// Decides an array of requests.
    Check {
        /// Facts.
        facts: &'a str,
        /// An array of requests.
        requests: &'a str,
    },
    /// Judges a change.
    Review {
        /// Facts, those about the change among them.
        facts: &'a str,
        /// A change with its instant.
        change: &'a str,
    },
    /// Asks the policy what it is.
    Describe,
}

impl<'a> PageQuestion<'a> {
    /// As the page's function takes it.
    fn texts(self) -> Vec<&'a str> {
        match self {
            Self::Check { facts, requests } => vec!["check", facts, requests],
            Self::Review { facts, change } => vec!["review", facts, change],
            Self::Describe => vec!["describe"],
        }
    }
}

/// An error that the page's code threw.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageProblem {
    /// The stable code, or `not-a-guestpass-error`.
    pub code: String,
    /// For people.
    pub message: String,
}

impl std::fmt::Display for PageProblem {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "the page threw `{}`: {}", self.code, self.message)
    }
}

impl std::error::Error for PageProblem {}

/// A policy component in headless Chromium, loaded through the npm package under a strict content security policy.
pub struct PageEngine {
    chromium: Chromium,
    site: Site,
    digest: String,
    components_served: usize,
}

impl PageEngine {
    /// Packs the browser host (once in a process), starts Chromium and loads `component`, which must have `digest`.
    ///
    /// # Errors
    /// [`PageProblem`] when the page refuses the component; any other error when Chromium or the build fails.
    pub fn start(component: &[u8], digest: &str) -> Result<Self> {
        // On a small machine a fresh Chromium has been seen to load everything and then never run. Nothing has been
        // compared by then, so that a second start hides nothing; what a page refuses is refused at once.
        match Self::start_once(component, digest) {
            Err(error) if error.downcast_ref::<PageProblem>().is_none() => {
                Self::start_once(component, digest).with_context(|| format!("the first start failed too: {error:#}"))
            }
            started => started,
        }
    }

    fn start_once(component: &[u8], digest: &str) -> Result<Self> {
        let site = Site::start(site_files()?.clone())?;
        let mut chromium = Chromium::start()?;
        chromium.open(&format!("{}/", site.address())).with_context(|| format!("served: {}", site.served()))?;
        let mut engine = Self { chromium, site, digest: String::new(), components_served: 0 };
        engine.load(component, digest)?;
        Ok(engine)
    }

    /// The component's digest as the page computed it.
    #[must_use]
    pub fn digest(&self) -> &str {
        &self.digest
    }

    /// Replaces the page's policy by `component`.
    ///
    /// # Errors
    /// [`PageProblem`] when the page refuses it; the page then keeps the policy that it had.
    pub fn load(&mut self, component: &[u8], digest: &str) -> Result<()> {
        self.components_served = self.components_served.saturating_add(1);
        let path = format!("/component-{}.bin", self.components_served);
        self.site.put(&path, component.to_vec());
        let loaded = self.run("harness.load(...given)", vec![json!(path), json!(digest)])?;
        loaded.as_str().context("the page gives no digest")?.clone_into(&mut self.digest);
        Ok(())
    }

    /// The code with which the page refuses to load `component`.
    ///
    /// # Errors
    /// When the page loads it, or something else than the page fails.
    pub fn load_error(&mut self, component: &[u8], digest: &str) -> Result<String> {
        match self.load(component, digest) {
            Ok(()) => bail!("the page loads the component"),
            Err(error) => Ok(error.downcast::<PageProblem>()?.code),
        }
    }

    /// Answers a question in lines of JSON: one for each request, one for a verdict or a description.
    ///
    /// # Errors
    /// [`PageProblem`] when there is no answer to be had.
    pub fn answer(&mut self, question: PageQuestion<'_>) -> Result<Vec<String>> {
        Ok(self.answer_each(&[question])?.pop().context("the page gives no outcome")??)
    }

    /// Decides an array of requests; one line of JSON for each.
    ///
    /// # Errors
    /// [`PageProblem`] when there is no decision to be had.
    pub fn check_text(&mut self, facts: &str, requests: &str) -> Result<Vec<String>> {
        self.answer(PageQuestion::Check { facts, requests })
    }

    /// Judges a change; a line of JSON.
    ///
    /// # Errors
    /// [`PageProblem`] when there is no verdict to be had.
    pub fn review_text(&mut self, facts: &str, change: &str) -> Result<String> {
        Ok(self.answer(PageQuestion::Review { facts, change })?.concat())
    }

    /// Answers many questions in few steps, with an outcome for each.
    ///
    /// # Errors
    /// When something else than the page's code fails.
    pub fn answer_each(&mut self, questions: &[PageQuestion<'_>]) -> Result<Vec<Result<Vec<String>, PageProblem>>> {
        let mut outcomes = Vec::with_capacity(questions.len());
        for step in steps(questions) {
            let answer = self.run("harness.answerMany(...given)", vec![json!(step)])?;
            let Value::Array(answers) = answer else { bail!("the page gives no list") };
            for answer in answers {
                outcomes.push(outcome(&answer)?);
            }
        }
        if outcomes.len() != questions.len() {
            bail!("{} outcomes on {} questions", outcomes.len(), questions.len());
        }
        Ok(outcomes)
    }

    /// Runs an asynchronous JavaScript expression in the page, with `values` in `given` and the tests' functions in
    /// `harness`.
    ///
    /// # Errors
    /// [`PageProblem`] when it throws.
    pub fn run(&mut self, expression: &str, values: Vec<Value>) -> Result<Value> {
        let script = format!(
            "const given = Array.from(arguments), done = given.pop(); \
             (async () => ({expression}))().then(value => done({{ value }}), error => done({{ problem: harness.problem(error) }}));"
        );
        let answer = self.chromium.run(&script, values);
        let mut answer = answer.with_context(|| format!("served: {}", self.site.served()))?;
        match answer.get("problem") {
            Some(thrown) => Err(problem(thrown)?.into()),
            None => Ok(answer.get_mut("value").map_or(Value::Null, Value::take)),
        }
    }

    /// The server that the page is from.
    #[must_use]
    pub fn site(&self) -> &Site {
        &self.site
    }

    /// Writes what the page looks like to `path`, as a PNG.
    ///
    /// # Errors
    /// When Chromium is gone or the file cannot be written.
    pub fn screenshot(&mut self, path: &Path) -> Result<()> {
        fs::write(path, self.chromium.screenshot()?).with_context(|| format!("cannot write `{}`", path.display()))
    }
}

/// Cuts the questions into pieces that ChromeDriver carries well.
fn steps<'a>(questions: &[PageQuestion<'a>]) -> Vec<Vec<Vec<&'a str>>> {
    let mut steps: Vec<Vec<Vec<&str>>> = Vec::new();
    let mut bytes_left = 0_usize;
    for texts in questions.iter().map(|question| question.texts()) {
        let bytes = texts.iter().map(|text| text.len()).sum::<usize>();
        match steps.last_mut() {
            Some(step) if bytes <= bytes_left => {
                step.push(texts);
                bytes_left = bytes_left.saturating_sub(bytes);
            }
            _ => {
                steps.push(vec![texts]);
                bytes_left = STEP_BYTES_MAX.saturating_sub(bytes);
            }
        }
    }
    steps
}

fn outcome(answer: &Value) -> Result<Result<Vec<String>, PageProblem>> {
    if let Some(thrown) = answer.get("problem") {
        return Ok(Err(problem(thrown)?));
    }
    let lines = answer.get("lines").and_then(Value::as_str).context("the page gives no lines")?;
    Ok(Ok(lines.lines().map(str::to_owned).collect()))
}

fn problem(thrown: &Value) -> Result<PageProblem> {
    let text = |key: &str| thrown.get(key).and_then(Value::as_str).map(str::to_owned);
    Ok(PageProblem {
        code: text("code").context("the page's error has no code")?,
        message: text("message").unwrap_or_default(),
    })
}

/// The page and the package, by path. Built once: every engine of a process serves the same.
///
/// # Errors
/// The package does not build.
pub fn site_files() -> Result<&'static BTreeMap<String, Vec<u8>>> {
    static FILES: OnceLock<std::result::Result<BTreeMap<String, Vec<u8>>, String>> = OnceLock::new();
    let files = FILES.get_or_init(|| read_site_files().map_err(|error| format!("{error:#}")));
    files.as_ref().map_err(|error| anyhow::anyhow!("{error}"))
}

fn read_site_files() -> Result<BTreeMap<String, Vec<u8>>> {
    let folder = tempfile::tempdir().context("cannot make a folder for the package")?;
    let report = build_package(folder.path())?;
    let mut files = BTreeMap::new();
    for file in report.files {
        files.insert(format!("/package/{}", file.name), fs::read(folder.path().join(&file.name))?);
    }
    files.insert("/".to_owned(), PAGE_HTML.into());
    files.insert("/page.js".to_owned(), PAGE_SCRIPT.into());
    Ok(files)
}
