//! Where and when it was measured.

use chrono::Utc;
use std::fmt;
use std::process::Command;

/// The lock file of this workspace: which releases were measured.
const LOCK: &str = include_str!("../../Cargo.lock");
/// Whose releases are told.
const PACKAGES: [&str; 4] = ["wasmtime", "cedar-policy", "regorus", "casbin"];

/// What a figure depends on besides the programs.
#[derive(Clone, Debug)]
pub struct Surroundings {
    date: String,
    processor: String,
    cores: usize,
    /// How many programs wanted a core, on average over a quarter of an hour.
    load: Option<String>,
    compiler: String,
}

impl Surroundings {
    /// This machine, now.
    #[must_use]
    pub fn here() -> Self {
        let compiler = Command::new("rustc").arg("--version").output().ok();
        let compiler = compiler.and_then(|output| String::from_utf8(output.stdout).ok());
        Self {
            date: Utc::now().format("%Y-%m-%d").to_string(),
            processor: processor().unwrap_or_else(|| std::env::consts::ARCH.to_owned()),
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            load: load(),
            compiler: compiler.map_or_else(|| "rustc".to_owned(), |text| text.trim().to_owned()),
        }
    }

    /// When and on which machine, without the releases.
    #[must_use]
    pub fn machine(&self) -> String {
        let Self { date, processor, cores, load, .. } = self;
        let load = load.as_ref().map(|load| format!(", load {load}")).unwrap_or_default();
        format!("{date}, {processor}, {cores} cores{load}")
    }
}

impl fmt::Display for Surroundings {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}, {}", self.machine(), self.compiler)?;
        PACKAGES.iter().try_for_each(|package| match version(LOCK, package) {
            Some(version) => write!(formatter, ", {package} {version}"),
            None => Ok(()),
        })
    }
}

/// The processor's name, on systems that tell it in a file.
fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

/// The load of the last quarter of an hour, on systems that tell it in a file.
fn load() -> Option<String> {
    std::fs::read_to_string("/proc/loadavg").ok()?.split(' ').nth(2).map(str::to_owned)
}

fn version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let (_, rest) = lock.split_once(&format!("name = \"{package}\"\nversion = \""))?;
    rest.split_once('"').map(|(version, _)| version)
}

#[cfg(test)]
mod tests {
    use super::{LOCK, PACKAGES, version};

    #[test]
    fn every_release_is_found() {
        for package in PACKAGES {
            assert!(version(LOCK, package).is_some(), "{package}");
        }
    }
}
