//! Packs the browser host for npm: the WebAssembly file, its JavaScript, its TypeScript types and a `package.json`.

use std::ffi::OsString;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

use anyhow::{Context, Result, bail, ensure};
use flate2::Compression;
use flate2::write::GzEncoder;
use wasm_bindgen_cli_support::Bindgen;

/// The browser host may cost a page this much, compressed with gzip. Most of it reads JSON as strictly as a server
/// does: facts, and changes of every kind.
pub const PACKAGE_GZIP_BYTES_MAX: usize = 120 * 1024;

/// The packages that become WebAssembly files of their own, under the names that the scripts give them.
const MODULES: [&str; 2] = ["guestpass-browser", "guestpass-browser-trust"];
/// Written by hand: all files of the browser host's `js` folder that end so, but for those below.
const WRITTEN_ENDS: [&str; 3] = [".js", ".d.ts", ".md"];
/// `wasm-bindgen` puts these into the types that it generates.
const INCLUDED_FILES: [&str; 4] = ["facts.d.ts", "decision.d.ts", "change.d.ts", "policy.d.ts"];
/// What a page downloads for less common needs.
const EXTRA_FILES: [&str; 6] = [
    "classic.js",
    "react.js",
    "worker-thread.js",
    "trust.js",
    "guestpass_browser_trust.js",
    "guestpass_browser_trust_bg.wasm",
];
/// Of the workspace: the profile is in its `Cargo.toml`.
const PROFILE: &str = "page";
const TARGET: &str = "wasm32-unknown-unknown";

/// What was packed, and what it costs a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PackageReport {
    /// The folder with the package.
    pub folder: PathBuf,
    /// Every script and WebAssembly file.
    pub files: Vec<FileSize>,
}

/// The size of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileSize {
    /// Its name within the package.
    pub name: String,
    /// As it is stored.
    pub raw_bytes: usize,
    /// As a web server sends it.
    pub gzip_bytes: usize,
    /// Whether every page downloads it.
    pub always: bool,
}

impl PackageReport {
    /// Bytes of all files together that every page downloads, as they are stored.
    #[must_use]
    pub fn raw_bytes(&self) -> usize {
        self.files.iter().filter(|file| file.always).map(|file| file.raw_bytes).sum()
    }

    /// Bytes of all files together that every page downloads, each compressed with gzip.
    #[must_use]
    pub fn gzip_bytes(&self) -> usize {
        self.files.iter().filter(|file| file.always).map(|file| file.gzip_bytes).sum()
    }
}

/// Builds the browser host and lays it out in `out_dir` as the npm package `guestpass`.
///
/// It needs the compilation target `wasm32-unknown-unknown` and nothing else that cargo does not fetch.
///
/// # Errors
/// When the build fails, or a file cannot be written. `out_dir` may then hold some of the files.
pub fn build_package(out_dir: &Path) -> Result<PackageReport> {
    fs::create_dir_all(out_dir).with_context(|| format!("cannot make the folder `{}`", out_dir.display()))?;
    let mut names = Vec::new();
    for package in MODULES {
        let (wasm, stem) = (build_wasm(package)?, stem(package));
        let mut bindgen = Bindgen::new();
        bindgen.input_path(&wasm).out_name(&stem).typescript(true);
        bindgen.remove_name_section(true).remove_producers_section(true);
        bindgen.omit_default_module_path(true).web(true).context("wasm-bindgen knows no web target")?;
        bindgen.generate(out_dir).with_context(|| format!("wasm-bindgen failed on `{}`", wasm.display()))?;
        names.extend([format!("{stem}.js"), format!("{stem}_bg.wasm")]);
    }
    let root = project_root()?;
    for name in written_files(&root.join("host/browser/js"))? {
        let from = root.join("host/browser/js").join(&name);
        fs::copy(&from, out_dir.join(&name)).with_context(|| format!("cannot copy `{}`", from.display()))?;
        names.extend(name.ends_with(".js").then_some(name));
    }
    fs::copy(root.join("LICENSE"), out_dir.join("LICENSE")).context("cannot copy `LICENSE`")?;
    fs::write(out_dir.join("package.json"), package_json()?).context("cannot write `package.json`")?;
    names.sort();
    let files = names.iter().map(|name| measure(out_dir, name)).collect::<Result<_>>()?;
    Ok(PackageReport { folder: out_dir.to_owned(), files })
}

fn written_files(folder: &Path) -> Result<Vec<String>> {
    let entries = fs::read_dir(folder).with_context(|| format!("cannot read `{}`", folder.display()))?;
    let mut names = Vec::new();
    for entry in entries {
        let name = entry?.file_name().to_string_lossy().into_owned();
        let is_written = WRITTEN_ENDS.iter().any(|end| name.ends_with(end));
        names.extend((is_written && !INCLUDED_FILES.contains(&name.as_str())).then_some(name));
    }
    Ok(names)
}

/// What a package's files begin with.
fn stem(package: &str) -> String {
    package.replace('-', "_")
}

/// A package as WebAssembly, not yet bound to JavaScript.
fn build_wasm(package: &str) -> Result<PathBuf> {
    let root = project_root()?;
    // Its own folder: the cargo that runs this holds the lock of the other one.
    let target_dir = env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from).join("page");
    let mut cargo = Command::new(env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo")));
    // What the surrounding cargo set for its own build must not leak into this one.
    for (name, _) in env::vars_os() {
        let name_text = name.to_string_lossy();
        if name_text.starts_with("CARGO_PROFILE_") || name_text.starts_with("CARGO_BUILD_") {
            cargo.env_remove(&name);
        }
    }
    cargo.env_remove("RUSTFLAGS").env("CARGO_ENCODED_RUSTFLAGS", flags_for_rustc(&root)?);
    cargo.current_dir(&root).args(["rustc", "--quiet", "--locked", "--package", package, "--lib"]);
    cargo.args(["--crate-type", "cdylib", "--target", TARGET, "--profile", PROFILE, "--target-dir"]).arg(&target_dir);
    let status = cargo.status().context("cannot start cargo")?;
    if !status.success() {
        bail!("`{package}` does not build; is the target there? `rustup target add {TARGET}`");
    }
    Ok(target_dir.join(TARGET).join(PROFILE).join(stem(package)).with_extension("wasm"))
}

/// Panic messages name source files, and the package must not depend on where it was built. SHA-256 runs once for each
/// component: it may take its time and be small.
fn flags_for_rustc(root: &Path) -> Result<OsString> {
    let cargo_home = match env::var_os("CARGO_HOME") {
        Some(folder) => PathBuf::from(folder),
        None => env::home_dir().context("there is no home folder")?.join(".cargo"),
    };
    let mut flags = OsString::from("--cfg=sha2_backend_soft=\"compact\"\u{1f}--remap-path-prefix=");
    flags.push(root);
    flags.push("=guestpass\u{1f}--remap-path-prefix=");
    flags.push(cargo_home);
    flags.push("=cargo");
    Ok(flags)
}

fn package_json() -> Result<String> {
    let package = serde_json::json!({
        "name": "guestpass",
        "version": env!("CARGO_PKG_VERSION"),
        "description": "Runs Guestpass access policies in a page: the same component, the same answers as the server",
        "license": env!("CARGO_PKG_LICENSE"),
        "type": "module",
        "main": "./index.js",
        "types": "./index.d.ts",
        "exports": {
            ".": { "types": "./index.d.ts", "default": "./index.js" },
            "./worker": { "types": "./worker.d.ts", "default": "./worker.js" },
            "./react": { "types": "./react.d.ts", "default": "./react.js" },
            "./worker-thread": "./worker-thread.js",
            "./guestpass_browser_bg.wasm": "./guestpass_browser_bg.wasm",
            "./package.json": "./package.json",
        },
        "files": ["*.js", "*.d.ts", "*.wasm"],
        // It gives `Policy` its `load`.
        "sideEffects": ["./policy.js", "./classic.js", "./worker-thread.js"],
        "peerDependencies": { "react": ">=18" },
        "peerDependenciesMeta": { "react": { "optional": true } },
        "keywords": ["access control", "authorization", "policy", "webassembly"],
    });
    Ok(serde_json::to_string_pretty(&package)? + "\n")
}

fn measure(folder: &Path, name: &str) -> Result<FileSize> {
    let bytes = fs::read(folder.join(name)).with_context(|| format!("the package lacks `{name}`"))?;
    ensure!(!bytes.is_empty(), "`{name}` is empty");
    let (raw_bytes, gzip_bytes) = (bytes.len(), gzip_bytes(&bytes)?);
    Ok(FileSize { name: name.to_owned(), raw_bytes, gzip_bytes, always: !EXTRA_FILES.contains(&name) })
}

/// How many bytes `bytes` take as a web server sends them.
///
/// # Errors
/// None in practice; the compressor's interface knows some.
pub fn gzip_bytes(bytes: &[u8]) -> Result<usize> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    Ok(encoder.finish()?.len())
}

/// The top of the repository, two folders above this crate.
fn project_root() -> Result<PathBuf> {
    let crate_folder = Path::new(env!("CARGO_MANIFEST_DIR"));
    crate_folder.ancestors().nth(2).map(Path::to_owned).context("this crate stands outside the repository")
}
