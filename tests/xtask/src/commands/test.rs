//! Everything that must pass.
//!
//! All steps share one target folder and one profile, and every build of tests or programs names the whole workspace:
//! naming single packages would choose other features of shared dependencies and compile wasmtime once more.

use crate::commands::{console, programs, readme, setup};
use crate::errors::TaskResult;
use crate::invocation::Invocation;
use crate::project::Project;
use crate::step::{Step, run_all};

/// Runs every step; the first failure ends it.
pub(crate) fn run(project: &Project) -> TaskResult {
    run_all(project, &steps(project))
}

fn steps(project: &Project) -> Vec<Step> {
    let deny = Invocation::of(project.cargo_deny()).arguments("--locked check bans licenses sources");
    let documentation =
        Invocation::new("cargo doc --locked --workspace --no-deps").variable("RUSTDOCFLAGS", "-D warnings");
    let guests = "cargo clippy --locked --target wasm32-unknown-unknown -p guestpass-component -p guestpass-browser \
                  -p guestpass-browser-trust";
    vec![
        Step::task("setup", setup::run, "cargo xtask setup"),
        Step::command("format", Invocation::new("cargo fmt --all --check")),
        Step::command(
            "format of the peers",
            Invocation::new("cargo fmt --manifest-path tests/peers/Cargo.toml --check"),
        ),
        Step::command(
            "format of the fuzzers",
            Invocation::new("cargo fmt --manifest-path tests/fuzz/glue/Cargo.toml --check"),
        ),
        Step::command("lints", Invocation::new("cargo clippy --locked --workspace --all-targets -- -D warnings")),
        Step::command("lints of wasm32 code", Invocation::new(&format!("{guests} -- -D warnings"))),
        Step::command("dependencies", deny),
        Step::command("documentation", documentation),
        Step::command("programs", programs::build()),
        Step::command("browser package", Invocation::of(project.programs().join("package"))),
        Step::task("console", console::build, "cargo xtask console"),
        Step::command("tests", Invocation::new("cargo test --locked --workspace --no-fail-fast")),
        Step::command("sizes", Invocation::of(project.programs().join("sizes"))),
        Step::command("two hosts", Invocation::of(project.programs().join("demo"))),
        Step::task("README", readme::run, "cargo xtask readme"),
    ]
}
