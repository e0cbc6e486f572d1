//! ChromeDriver as a child process, and one headless Chromium that it steers.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use anyhow::{Context, Result};
use fantoccini::actions::{InputSource, KeyAction, KeyActions};
use fantoccini::wd::{Capabilities, TimeoutConfiguration, WebDriverCompatibleCommand};
use fantoccini::{Client, ClientBuilder};
use http::Method;
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::runtime::{self, Runtime};
use url::Url;

/// How long one script may take. A batch of ten thousand decisions takes seconds; a slow machine gets its time.
const SCRIPT_TIMEOUT: Duration = Duration::from_secs(300);
/// How long a page may take to load, which comes from memory.
const PAGE_TIMEOUT: Duration = Duration::from_secs(100);
/// How long ChromeDriver may take to be ready, and then Chromium.
const START_TIMEOUT: Duration = Duration::from_secs(60);
/// How long Chromium may take to go.
const CLOSE_TIMEOUT: Duration = Duration::from_secs(10);

/// What ChromeDriver says when it is ready; the port follows.
const READY: &str = "started successfully on port ";

/// Quiet, without the network, and able to run as root in a container.
const CHROMIUM_ARGUMENTS: [&str; 8] = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    // A container's /dev/shm may be too small for two browsers.
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// A headless Chromium with a profile of its own. It goes when this value goes.
pub struct Chromium {
    runtime: Runtime,
    client: Option<Client>,
    // Dropped in this order: first the browser's parent, then the browser's folder.
    _driver: Driver,
    _profile: TempDir,
}

impl Chromium {
    /// Starts ChromeDriver on a free port, and Chromium; once more when the two do not find together.
    ///
    /// # Errors
    /// When `chromedriver` or Chromium is not installed, or does not start, twice.
    pub fn start() -> Result<Self> {
        Self::start_once().or_else(|first| {
            eprintln!("the browser did not start and gets a second try: {first:#}");
            Self::start_once()
        })
    }

    fn start_once() -> Result<Self> {
        let driver = Driver::start()?;
        let profile = tempfile::tempdir().context("cannot make a folder for the browser's profile")?;
        let mut arguments: Vec<String> = CHROMIUM_ARGUMENTS.map(str::to_owned).into();
        arguments.push(format!("--user-data-dir={}", profile.path().display()));
        let mut capabilities = Capabilities::new();
        capabilities.insert("goog:chromeOptions".to_owned(), json!({ "args": arguments }));
        let runtime = runtime::Builder::new_current_thread().enable_all().build()?;
        let client = runtime.block_on(async {
            let mut builder = ClientBuilder::new(HttpConnector::new());
            let client = builder.capabilities(capabilities).connect(&driver.address);
            let client =
                tokio::time::timeout(START_TIMEOUT, client).await.context("Chromium takes too long to start")?;
            let client = client.context("Chromium does not start")?;
            let timeouts = TimeoutConfiguration::new(Some(SCRIPT_TIMEOUT), Some(PAGE_TIMEOUT), None);
            client.update_timeouts(timeouts).await?;
            anyhow::Ok(client)
        })?;
        Ok(Self { runtime, client: Some(client), _driver: driver, _profile: profile })
    }

    /// Opens a page and waits until it is loaded.
    ///
    /// # Errors
    /// When there is no such page.
    pub fn open(&mut self, address: &str) -> Result<()> {
        let client = self.client()?.clone();
        self.runtime.block_on(client.goto(address)).with_context(|| format!("cannot open `{address}`"))
    }

    /// Runs the body of a JavaScript function, which finds `arguments` in `arguments` and, behind them, a function that
    /// takes its result.
    ///
    /// # Errors
    /// When the script throws or does not give a result in time.
    pub fn run(&mut self, script: &str, arguments: Vec<Value>) -> Result<Value> {
        let client = self.client()?.clone();
        self.runtime.block_on(client.execute_async(script, arguments)).context("the page's script failed")
    }

    /// Presses a key and lets it go: a character, or one of the keys that WebDriver has characters for.
    ///
    /// # Errors
    /// When Chromium is gone.
    pub fn press(&mut self, key: char) -> Result<()> {
        let client = self.client()?.clone();
        let pressed = KeyActions::new("keyboard".to_owned());
        let pressed = pressed.then(KeyAction::Down { value: key }).then(KeyAction::Up { value: key });
        self.runtime.block_on(client.perform_actions(pressed)).context("cannot press a key")
    }

    /// Shows pages from here on as a screen of this size does, in CSS pixels; a window itself cannot be that narrow.
    ///
    /// # Errors
    /// When Chromium is gone.
    pub fn device(&mut self, width: u32, height: u32) -> Result<()> {
        let client = self.client()?.clone();
        let command = DeviceMetrics { width, height };
        self.runtime.block_on(client.issue_cmd(command)).context("cannot change the size of the screen")?;
        Ok(())
    }

    /// What the page looks like, as a PNG.
    ///
    /// # Errors
    /// When Chromium is gone.
    pub fn screenshot(&mut self) -> Result<Vec<u8>> {
        let client = self.client()?.clone();
        self.runtime.block_on(client.screenshot()).context("cannot take a screenshot")
    }

    fn client(&self) -> Result<&Client> {
        self.client.as_ref().context("Chromium is gone")
    }
}

impl Drop for Chromium {
    fn drop(&mut self) {
        if let Some(client) = self.client.take() {
            // Nothing to be done about a browser that does not answer: its parent is killed next.
            let _ = self.runtime.block_on(async { tokio::time::timeout(CLOSE_TIMEOUT, client.close()).await });
        }
    }
}

/// A command of the DevTools, which ChromeDriver passes on.
#[derive(Debug)]
struct DeviceMetrics {
    width: u32,
    height: u32,
}

impl WebDriverCompatibleCommand for DeviceMetrics {
    fn endpoint(&self, base: &Url, session: Option<&str>) -> Result<Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &Url) -> (Method, Option<String>) {
        let Self { width, height } = self;
        let screen = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        let body = json!({ "cmd": "Emulation.setDeviceMetricsOverride", "params": screen });
        (Method::POST, Some(body.to_string()))
    }
}

/// A ChromeDriver that is killed when this value goes.
struct Driver {
    child: Child,
    address: String,
}

impl Driver {
    fn start() -> Result<Self> {
        let mut child = Command::new("chromedriver")
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start `chromedriver`; on Debian: `apt-get install chromium chromium-driver`")?;
        let output = child.stdout.take().context("`chromedriver` has no output")?;
        // From here on the value owns the child, so that an error below still ends it.
        let mut driver = Self { child, address: String::new() };
        let (sender, receiver) = mpsc::channel();
        // It reads to the end: a full pipe would stop ChromeDriver.
        thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if let Some((_, port)) = line.split_once(READY) {
                    // Nobody listens any more when it comes too late.
                    let _ = sender.send(port.trim_end_matches('.').parse::<u16>());
                }
            }
        });
        let port =
            receiver.recv_timeout(START_TIMEOUT).context("`chromedriver` ended, or took too long to be ready")?;
        driver.address = format!("http://127.0.0.1:{}", port.context("`chromedriver` names no port")?);
        Ok(driver)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        // It may have ended by itself.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
