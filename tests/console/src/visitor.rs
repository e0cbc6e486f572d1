//! Somebody before the page.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use std::{env, fs, thread};

use anyhow::{Context, Result, bail};
use guestpass_browser_tests::Chromium;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

const STEPS: &str = include_str!("../page/steps.js");
/// Where axe is, when it is installed with the console.
const AXE: &str = "../../web-demo/node_modules/axe-core/axe.min.js";

/// The phone and the desktop that the console is made for, in CSS pixels.
const WIDTHS: [(u32, u32); 2] = [(360, 780), (1440, 900)];
/// How long a page may take to come.
const ARRIVAL_TIME_MAX: Duration = Duration::from_secs(20);
const THEMES: [&str; 2] = ["light", "dark"];

/// One thing that a person does, or expects to see: `click`, `fill` with `value`, `choose` with `option`, `upload` with
/// `content` and `file`, `see`, `gone`, `lacks`, `disabled` or `go`, each with a name as it is read out or written. A
/// row or a part is named by its words with `within`.
///
/// Or something that happens to the answers of the server, each with the end of a path: `hold` until `release`, `lose`,
/// `amend` with the members in `with`, or `part` the list that `list` names.
#[derive(Debug, Clone, Deserialize, Serialize)]
#[serde(transparent)]
pub struct Step(Value);

/// What axe finds.
#[derive(Debug, Clone, Deserialize, PartialEq, Eq)]
pub struct Violation {
    /// The rule.
    pub id: String,
    /// The rule in words.
    pub help: String,
    /// Where, as selectors.
    pub places: Vec<String>,
}

/// Somebody in Chromium.
pub struct Visitor {
    browser: Chromium,
}

impl Visitor {
    /// Starts Chromium.
    ///
    /// # Errors
    /// It is not installed, or does not start.
    pub fn start() -> Result<Self> {
        Ok(Self { browser: Chromium::start()? })
    }

    /// Opens a page anew, with a desktop's width and light colours.
    ///
    /// # Errors
    /// There is no such page.
    pub fn open(&mut self, address: &str) -> Result<()> {
        self.browser.device(1440, 900)?;
        self.browser.open("about:blank")?;
        self.browser.open(address)
    }

    /// Does what a person would.
    ///
    /// # Errors
    /// What is not as expected, with what is to be seen instead.
    pub fn does(&mut self, steps: &[Step]) -> Result<()> {
        let outcome = self.browser.run(STEPS, vec![serde_json::to_value(steps)?])?;
        match outcome {
            Value::Null => Ok(()),
            Value::String(message) => bail!("{message}"),
            other => bail!("the page says `{other}`"),
        }
    }

    /// As [`Visitor::does`], with the steps as JSON.
    ///
    /// # Errors
    /// As there.
    pub fn tries(&mut self, steps: Value) -> Result<()> {
        self.does(&serde_json::from_value::<Vec<Step>>(steps)?)
    }

    /// Clicks a button that leads to another page. The script is done by then: one that a page takes away with it is
    /// run by the driver once more in the next page.
    ///
    /// # Errors
    /// There is no button whose text begins so.
    pub fn leaves_by(&mut self, name: &str) -> Result<()> {
        self.does(&[Step(json!({ "see": name }))])?;
        let script = "const [name, done] = arguments;
            const button = [...document.querySelectorAll('button')].find((one) => one.textContent.startsWith(name));
            setTimeout(() => button?.click(), 50);
            done(Boolean(button));";
        match self.run(script, vec![json!(name)])? {
            Value::Bool(true) => Ok(()),
            other => bail!("no button is called `{name}`: {other}"),
        }
    }

    /// Waits until a page is there that has this text, whichever pages come and go meanwhile.
    ///
    /// # Errors
    /// There is none within twenty seconds; the last one is told.
    pub fn arrives_at(&mut self, text: &str) -> Result<()> {
        let began = Instant::now();
        loop {
            // A page that goes away gives no answer.
            let shown = self.run("arguments[0](`${location}\n${document.body.innerText}`);", Vec::new());
            match shown {
                Ok(Value::String(shown)) if shown.contains(text) => return Ok(()),
                shown if began.elapsed() > ARRIVAL_TIME_MAX => bail!("`{text}` does not come: {shown:?}"),
                _ => thread::sleep(Duration::from_millis(50)),
            }
        }
    }

    /// Presses a key, as [`Chromium::press`] does.
    ///
    /// # Errors
    /// As there.
    pub fn press(&mut self, key: char) -> Result<()> {
        self.browser.press(key)
    }

    /// Runs the body of a function, whose last argument takes the result.
    ///
    /// # Errors
    /// It throws, or takes too long.
    pub fn run(&mut self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        self.browser.run(script, arguments)
    }

    /// Looks at what is on the screen at both widths and in both colours: writes `NAME-WIDTH-THEME.png`, and gives what
    /// axe finds in each, and whether the page is wider than the screen.
    ///
    /// # Errors
    /// Chromium or axe is missing.
    pub fn inspect(&mut self, name: &str) -> Result<Vec<Violation>> {
        let axe = Path::new(env!("CARGO_MANIFEST_DIR")).join(AXE);
        let axe = fs::read_to_string(axe).context("axe is not installed; run `cargo xtask console` first")?;
        // Run as a script of the driver: the page itself forbids scripts from elsewhere.
        self.browser.run(&format!("{axe}\n;arguments[arguments.length - 1](null);"), Vec::new())?;
        let mut found = Vec::new();
        for (width, height) in WIDTHS {
            self.browser.device(width, height)?;
            for theme in THEMES {
                let script = include_str!("../page/inspect.js");
                let answer = self.browser.run(script, vec![json!(theme)])?;
                let violations: Vec<Violation> = serde_json::from_value(answer)?;
                found.extend(violations.into_iter().map(|violation| Violation {
                    help: format!("{} ({name}, {width} px, {theme})", violation.help),
                    ..violation
                }));
                let picture = self.browser.screenshot()?;
                fs::write(pictures()?.join(format!("{name}-{width}-{theme}.png")), picture)?;
            }
        }
        self.browser.device(WIDTHS[1].0, WIDTHS[1].1)?;
        Ok(found)
    }
}

/// Where pictures are written for people to look at.
fn pictures() -> Result<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/screenshots");
    fs::create_dir_all(&folder)?;
    Ok(folder)
}
