//! Measures a policy in Chromium beside Cedar's page engine, in one run: `bench-page POLICY.wasm`, where the policy is
//! that of Flexera One. Figures are printed, and none is a reason to fail.

#![forbid(unsafe_code)]

use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail, ensure};
use guestpass_browser::digest_of;
use guestpass_browser_tests::{Chromium, Site, build_package, gzip_bytes};
use serde_json::{Value, json};

/// How often each engine's page is loaded anew.
const LOADS: usize = 7;
/// What is wanted: milliseconds to the first answer, microseconds for one check, and for a batch of a thousand.
const WANTED: [(&str, f64); 3] = [("first answer", 300.0), ("one check", 20.0), ("batch of 1000", 5_000.0)];

/// What one engine takes, in the units of [`WANTED`].
struct Measured {
    times: [f64; 3],
    gzip_bytes: usize,
}

fn main() -> Result<()> {
    let policy = std::env::args_os().nth(1).context("give the component of the policy of Flexera One")?;
    let policy = fs::read(&policy).with_context(|| format!("cannot read `{}`", PathBuf::from(&policy).display()))?;
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("bench");
    install(&folder)?;
    let package = tempfile::tempdir()?;
    let report = build_package(package.path())?;
    let mut files = BTreeMap::new();
    for file in &report.files {
        files.insert(format!("/package/{}", file.name), fs::read(package.path().join(&file.name))?);
    }
    let cedar = folder.join("node_modules/@cedar-policy/cedar-wasm/web");
    for name in ["cedar_wasm.js", "cedar_wasm_bg.wasm"] {
        files.insert(format!("/cedar/{name}"), fs::read(cedar.join(name))?);
    }
    files.insert("/".to_owned(), fs::read(folder.join("page.html"))?);
    for name in ["page.js", "policies.cedar"] {
        files.insert(format!("/{name}"), fs::read(folder.join(name))?);
    }
    let mut case: Value = serde_json::from_slice(&fs::read(folder.join("case.json"))?)?;
    let effects = case.pointer("/effects").cloned().unwrap_or_default();
    case.as_object_mut().context("the case is no object")?.insert("digest".to_owned(), json!(digest_of(&policy)));
    files.insert("/case.json".to_owned(), case.to_string().into_bytes());
    let ours = report.gzip_bytes().saturating_add(gzip_bytes(&policy)?);
    let theirs = files.iter().filter(|(path, _)| path.starts_with("/cedar/"));
    let theirs = theirs.map(|(_, bytes)| gzip_bytes(bytes)).sum::<Result<usize>>()?;
    files.insert("/policy.wasm".to_owned(), policy);

    let site = Site::start(files)?;
    let guestpass = Measured { times: measured(&site, "guestpass", &effects)?, gzip_bytes: ours };
    let cedar = Measured { times: measured(&site, "cedar", &effects)?, gzip_bytes: theirs };
    print(&guestpass, &cedar)
}

/// npm leaves a folder where it installed what is locked.
fn install(folder: &Path) -> Result<()> {
    if folder.join("node_modules/.package-lock.json").exists() {
        return Ok(());
    }
    let arguments = ["ci", "--silent", "--no-audit", "--no-fund"];
    let status = Command::new("npm").current_dir(folder).args(arguments).status().context("cannot start npm")?;
    ensure!(status.success(), "`npm {}` failed in `{}`", arguments.join(" "), folder.display());
    Ok(())
}

fn measured(site: &Site, engine: &str, effects: &Value) -> Result<[f64; 3]> {
    let address = format!("{}/?engine={engine}", site.address());
    let mut chromium = Chromium::start()?;
    let mut run = |function: &str| -> Result<Value> {
        chromium.open(&address)?;
        let script = format!("const done = arguments[0]; {function}().then(done, (error) => done(String(error)));");
        chromium.run(&script, Vec::new())
    };
    let mut firsts = Vec::new();
    for _ in 0..LOADS {
        let first = run("first")?;
        firsts.push(first.as_f64().with_context(|| format!("{engine}: {first}"))?);
    }
    firsts.sort_by(f64::total_cmp);
    let found = run("measure")?;
    for key in ["/effects", "/batched"] {
        ensure!(found.pointer(key) == Some(effects), "{engine} does not answer {effects}: {found}");
    }
    let number = |key| found.pointer(key).and_then(Value::as_f64).with_context(|| format!("{engine}: {found}"));
    let Some(first) = firsts.get(LOADS / 2) else { bail!("no page was loaded") };
    Ok([*first, number("/one")?, number("/batch")?])
}

fn print(guestpass: &Measured, cedar: &Measured) -> Result<()> {
    let mut out = std::io::stdout();
    writeln!(out, "{:<28} {:>12} {:>12} {:>10}", "in Chromium, medians", "guestpass", "cedar-wasm", "wanted")?;
    let units = ["ms", "us", "us"];
    for (index, ((name, wanted), unit)) in WANTED.iter().zip(units).enumerate() {
        let of = |measured: &Measured| measured.times.get(index).copied().unwrap_or(f64::NAN);
        let missed = if of(guestpass) > *wanted { "  MISSED" } else { "" };
        let name = format!("{name}, {unit}");
        writeln!(out, "{name:<28} {:>12.1} {:>12.1} {wanted:>10.0}{missed}", of(guestpass), of(cedar))?;
    }
    let (ours, theirs) = (guestpass.gzip_bytes, cedar.gzip_bytes);
    writeln!(out, "{:<28} {ours:>12} {theirs:>12}", "downloaded, bytes gzipped")?;
    writeln!(out, "Guestpass decides by all of its policy and says why; Cedar has the part that the case asks about.")?;
    Ok(())
}
