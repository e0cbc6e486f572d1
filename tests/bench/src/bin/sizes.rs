//! What the files weigh that machines and pages take in, beside what they may weigh. The npm package must have been
//! built; it has a limit of its own, which whoever builds it checks.

#![forbid(unsafe_code)]

use anyhow::{Context, Result, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use guestpass_policies::READY;
use std::fs;
use std::io::Write;
use std::path::Path;

/// The engine component may have this many bytes.
const ENGINE_BYTES_MAX: usize = 300 * 1024;
/// All that a page downloads, the host and a policy, may have this many bytes, compressed with gzip: what the largest
/// of the ready policies takes, and a little room. It keeps a page from growing unnoticed.
const PAGE_GZIP_BYTES_MAX: usize = 250 * 1024;
/// What it should have. A figure like those of the benchmarks: what is missed is printed, and no reason to fail.
const PAGE_GZIP_BYTES_WANTED: usize = 150 * 1024;
/// What a page downloads of the npm package only when it has a use for it.
const EXTRA_FILES: [&str; 6] = [
    "classic.js",
    "react.js",
    "worker-thread.js",
    "trust.js",
    "guestpass_browser_trust.js",
    "guestpass_browser_trust_bg.wasm",
];

fn main() -> Result<()> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    let mut out = std::io::stdout();
    let engine = guestpass_artifact::ENGINE_COMPONENT.len();
    writeln!(out, "{:<24} {engine:>8} bytes, at most {ENGINE_BYTES_MAX}", "engine.wasm")?;

    let host = package_gzip_bytes(&root.join("target/npm"))?;
    writeln!(out, "{:<38} {host:>9} gzipped", "page host")?;

    let mut largest_page = 0_usize;
    for ready in READY {
        let name = format!("{}.toml", ready.name);
        let component = guestpass_compiler::compile(&name, ready.document)?.component;
        let (raw, gzip) = (component.len(), gzip_bytes(&component)?);
        let page = host + gzip;
        largest_page = largest_page.max(page);
        let missed = match page.checked_sub(PAGE_GZIP_BYTES_WANTED) {
            None | Some(0) => String::new(),
            Some(bytes) => format!(": MISSED by {bytes}"),
        };
        writeln!(out, "{name:<24} {raw:>8} bytes {gzip:>8} gzipped")?;
        writeln!(out, "{:<33} {page:>14} with the host, {PAGE_GZIP_BYTES_WANTED} wanted{missed}", "")?;
    }
    writeln!(out, "{:<33} {largest_page:>14} gzipped, at most {PAGE_GZIP_BYTES_MAX}", "host and largest policy")?;
    ensure!(engine <= ENGINE_BYTES_MAX, "engine.wasm is too large");
    ensure!(largest_page <= PAGE_GZIP_BYTES_MAX, "the host and a policy are too large for a page");
    Ok(())
}

/// What every page downloads of the npm package.
fn package_gzip_bytes(folder: &Path) -> Result<usize> {
    let entries = fs::read_dir(folder).with_context(|| format!("no `{}`; `cargo xtask package`", folder.display()))?;
    let mut total = 0_usize;
    for entry in entries {
        let path = entry?.path();
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let is_loaded = path.extension().is_some_and(|end| end == "js" || end == "wasm");
        if is_loaded && !EXTRA_FILES.contains(&name.as_str()) {
            total = total.saturating_add(gzip_bytes(&fs::read(&path)?)?);
        }
    }
    Ok(total)
}

/// As a web server sends it.
fn gzip_bytes(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}
