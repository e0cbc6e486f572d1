//! Builds a component from a package of this workspace: the engine in the build script and in the test that builds it a
//! second time elsewhere, and the example of a custom component in tests/components.

use std::path::Path;
use std::process::Command;

const TARGET: &str = "wasm32-unknown-unknown";
/// Bytes of linear memory that the component may ever use; the hosts allow the same.
const MEMORY_BYTES_MAX: u32 = 16 * 1024 * 1024;
/// Bytes of stack inside linear memory. The rules do not recurse; this is ample.
const STACK_BYTES: u32 = 256 * 1024;

/// Variables of the outer cargo, or of whoever started it, that would change what is built or stand in its way.
const VARIABLES_CLEARED: [&str; 12] = [
    "CARGO_BUILD_TARGET",
    "CARGO_BUILD_RUSTFLAGS",
    "CARGO_ENCODED_RUSTFLAGS",
    "CARGO_MAKEFLAGS",
    "CARGO_TARGET_DIR",
    "CLIPPY_ARGS",
    "CLIPPY_CONF_DIR",
    "MAKEFLAGS",
    "RUSTC_WORKSPACE_WRAPPER",
    "RUSTC_WRAPPER",
    "RUSTDOCFLAGS",
    "RUSTFLAGS",
];

/// Builds the component of `package` from the sources in `workspace`, with intermediate files in `target`.
///
/// # Errors
/// What went wrong and what to do about it, in one sentence.
pub fn build(workspace: &Path, package: &str, target: &Path) -> Result<Vec<u8>, String> {
    require_target()?;
    run_cargo(workspace, package, target)?;
    let core = target.join(TARGET).join("guest").join(package.replace('-', "_")).with_extension("wasm");
    let core = std::fs::read(&core).map_err(|error| format!("cannot read `{}`: {error}", core.display()))?;
    wit_component::ComponentEncoder::default()
        .validate(true)
        .module(&core)
        .and_then(|encoder| encoder.encode())
        .map_err(|error| format!("the compiled rules do not make a component: {error:#}"))
}

fn require_target() -> Result<(), String> {
    let mut rustc = Command::new(std::env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    let output = rustc.args(["--print", "target-libdir", "--target", TARGET]).output();
    let folder = output.map_err(|error| format!("cannot start rustc: {error}"))?;
    if Path::new(String::from_utf8_lossy(&folder.stdout).trim()).is_dir() {
        return Ok(());
    }
    Err(format!(
        "the rules are compiled to WebAssembly, and the target `{TARGET}` is missing; run `rustup target add {TARGET}`"
    ))
}

fn run_cargo(workspace: &Path, package: &str, target: &Path) -> Result<(), String> {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.current_dir(workspace);
    // Only here is the crate a library of the C kind: no other linker takes the names that a component exports.
    cargo.args(["rustc", "--quiet", "--package", package, "--lib", "--crate-type", "cdylib"]);
    cargo.args(["--profile", "guest"]);
    cargo.args(["--target", TARGET, "--target-dir"]).arg(target);
    let cleared = std::env::vars_os().filter(|(name, _)| is_cleared(&name.to_string_lossy()));
    cleared.for_each(|(name, _)| {
        cargo.env_remove(name);
    });
    cargo.env("CARGO_ENCODED_RUSTFLAGS", flags(workspace).join("\u{1f}"));
    let status = cargo.status().map_err(|error| format!("cannot start cargo: {error}"))?;
    if status.success() {
        Ok(())
    } else {
        Err("the rules do not compile to WebAssembly; the messages above say why".into())
    }
}

fn is_cleared(name: &str) -> bool {
    // A profile set by environment would give other bytes than the profile in Cargo.toml.
    VARIABLES_CLEARED.contains(&name) || name.starts_with("CARGO_PROFILE_") || name.starts_with("CARGO_TARGET_")
}

/// Fixed memory, and no trace of the folders that the build happened in.
fn flags(workspace: &Path) -> Vec<String> {
    let mut flags = vec![
        format!("-Clink-arg=--max-memory={MEMORY_BYTES_MAX}"),
        format!("-Clink-arg=-zstack-size={STACK_BYTES}"),
        format!("--remap-path-prefix={}=/guestpass", workspace.display()),
    ];
    let home = std::env::var_os("CARGO_HOME").map(std::path::PathBuf::from);
    if let Some(home) = home.or_else(|| std::env::home_dir().map(|home| home.join(".cargo"))) {
        flags.push(format!("--remap-path-prefix={}=/cargo", home.display()));
    }
    flags
}
