//! Builds the npm package of the browser host into `target/npm` and prints what it costs a page.

#![forbid(unsafe_code)]

use anyhow::{Result, ensure};
use guestpass_browser_tests::{PACKAGE_GZIP_BYTES_MAX, build_package};
use std::fs;
use std::io::Write;
use std::path::Path;

fn main() -> Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../target/npm");
    // Files of an earlier package must not travel with this one.
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let report = build_package(&folder)?;
    let mut out = std::io::stdout();
    for file in &report.files {
        let when = if file.always { "" } else { ", on demand" };
        writeln!(out, "{:<26} {:>8} bytes {:>8} gzipped{when}", file.name, file.raw_bytes, file.gzip_bytes)?;
    }
    let (raw, gzip) = (report.raw_bytes(), report.gzip_bytes());
    writeln!(
        out,
        "{:<26} {raw:>8} bytes {gzip:>8} gzipped, at most {PACKAGE_GZIP_BYTES_MAX}",
        "what a page downloads"
    )?;
    ensure!(gzip <= PACKAGE_GZIP_BYTES_MAX, "the package is too large for a page");
    Ok(())
}
