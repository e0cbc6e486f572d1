//! `guestpass serve`, in processes of its own, with a signed policy from a file.

use std::fs;
use std::io::{BufRead, BufReader};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use anyhow::{Context, Result, ensure};
use guestpass_server_tests::figures::client::Client;
use serde_json::Value;
use tempfile::TempDir;

use crate::directory::{organisation_id, person_id};

const POLICY: &str = include_str!("../../../guest/policies/default.toml");

/// What all servers of a run are set up with, and who may ask them.
pub(crate) struct Ground {
    folder: TempDir,
    program: PathBuf,
    keys: String,
    /// Decides about everybody.
    pub(crate) deciding: String,
    /// Those who change roles.
    pub(crate) owners: Vec<Owner>,
}

/// The owner of an organisation.
#[derive(Debug, Clone)]
pub(crate) struct Owner {
    /// Number of the organisation.
    pub(crate) organisation: u64,
    /// A key that acts for the owner.
    pub(crate) key: String,
    /// Changes that were made one after the other so far, by every clone.
    pub(crate) made: Arc<AtomicU64>,
}

/// A server, which ends with this value.
pub(crate) struct Server {
    process: Child,
    pub(crate) address: SocketAddr,
}

impl Ground {
    /// Builds and signs the policy, and makes keys for programs: one that decides, and one for the owner of each of
    /// these organisations.
    pub(crate) fn make(program: &Path, owners: impl Iterator<Item = u64>) -> Result<Self> {
        let folder = tempfile::Builder::new().prefix("guestpass-scale-").tempdir()?;
        let mut ground = Self {
            program: program.to_owned(),
            keys: String::new(),
            deciding: String::new(),
            owners: Vec::new(),
            folder,
        };
        fs::write(ground.path("default.toml"), POLICY)?;
        let [document, component, key, public] =
            ["default.toml", "default.wasm", "ops.key", "ops.pub"].map(|name| ground.path(name));
        ground.run(&["policy", "build", &document, "-o", &component])?;
        ground.run(&["keys", "generate", "--name", "ops", "-o", &ground.path("")])?;
        let trust = ground.run(&["keys", "trust", "--policy", "default", "--target", "production", &public])?;
        fs::write(ground.path("trust.toml"), trust)?;
        let sign = ["policy", "sign", &component, "--key", &key, "--manifest-version", "1", "--target", "production"];
        ground.run(&sign)?;
        ground.deciding = ground.key(&["--organisation", "*", "--scope", "decide"])?;
        for organisation in owners {
            let (id, person) = (organisation_id(organisation), person_id(organisation, 0));
            let key = ground.key(&["--organisation", &id, "--scope", "administer", "--person", &person])?;
            ground.owners.push(Owner { organisation, key, made: Arc::default() });
        }
        Ok(ground)
    }

    /// Starts one more server on this database, and waits until it can decide.
    pub(crate) async fn start(&self, number: usize, database: &str) -> Result<Server> {
        let settings = self.path(&format!("server{number}.toml"));
        fs::write(&settings, self.settings(number, database))?;
        let mut process = Command::new(&self.program)
            .args(["serve", "--config", &settings, "--format", "json"])
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(fs::File::create(self.path(&format!("server{number}.log")))?)
            .spawn()
            .with_context(|| format!("starting `{}`", self.program.display()))?;
        let output = process.stdout.take().context("the output was asked for")?;
        let mut line = String::new();
        BufReader::new(output).read_line(&mut line)?;
        let log = || fs::read_to_string(self.path(&format!("server{number}.log"))).unwrap_or_default();
        let told: Value = serde_json::from_str(&line).with_context(|| format!("it says `{line}`: {}", log()))?;
        let address = told.get("address").and_then(Value::as_str).and_then(|address| address.strip_prefix("http://"));
        let server = Server { process, address: address.context("it says no address")?.parse()? };
        server.wait().await.with_context(log)?;
        Ok(server)
    }

    fn settings(&self, number: usize, database: &str) -> String {
        let [component, trust, keep] =
            ["default.wasm", "trust.toml", &format!("kept{number}")].map(|name| self.path(name));
        // Nothing limits how often a server is asked: what it can do is what is measured.
        format!(
            "[listen]\naddress = \"127.0.0.1:0\"\n[store]\nlocation = \"{database}\"\n[policy]\n\
             source = \"{component}\"\ntrust = \"{trust}\"\nkeep = \"{keep}\"\n[limits]\nper_second = 1000000\nburst = 1000000\n\
             organisation_per_second = 1000000\norganisation_burst = 1000000\n[log]\nfilter = \"error\"\n{}",
            self.keys
        )
    }

    fn key(&mut self, arguments: &[&str]) -> Result<String> {
        let name = format!("key{}", self.owners.len());
        let made = self.run(&[&["keys", "api", "--format", "json", "--name", &name], arguments].concat())?;
        let made: Value = serde_json::from_str(&made)?;
        self.keys.push_str(made.get("settings").and_then(Value::as_str).context("no settings")?);
        self.keys.push('\n');
        Ok(made.get("key").and_then(Value::as_str).context("no key")?.to_owned())
    }

    /// What the program prints.
    fn run(&self, arguments: &[&str]) -> Result<String> {
        let program = self.program.display();
        let output = Command::new(&self.program).args(arguments).output().with_context(|| format!("`{program}`"))?;
        let said = String::from_utf8_lossy(&output.stderr);
        ensure!(output.status.success(), "`{program}` {arguments:?}: {said}");
        Ok(String::from_utf8(output.stdout)?)
    }

    fn path(&self, name: &str) -> String {
        self.folder.path().join(name).display().to_string()
    }
}

impl Server {
    pub(crate) fn process(&self) -> u32 {
        self.process.id()
    }

    async fn wait(&self) -> Result<()> {
        let request = b"GET /ready HTTP/1.1\r\nhost: localhost\r\n\r\n";
        let mut last = Ok(());
        for _ in 0..600 {
            let mut client = Client::connect(self.address).await?;
            last = client.ask(request).await.map(|_| ());
            if last.is_ok() {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(100)).await;
        }
        last.context("the server is not ready after a minute")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Its database goes too, so that there is nothing to end in good order.
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}
