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

/// A workspace that nothing here builds, because it costs minutes. Whoever does build it wants it in order.
#[derive(Clone, Copy)]
struct OwnWorkspace {
    folder: &'static str,
    format: &'static str,
    lock_file: &'static str,
}

/// All of them, with the names of their steps.
const OWN_WORKSPACES: [OwnWorkspace; 2] = [
    OwnWorkspace { folder: "tests/peers", format: "format of the peers", lock_file: "lock file of the peers" },
    OwnWorkspace { folder: "tests/fuzz/glue", format: "format of the fuzzers", lock_file: "lock file of the fuzzers" },
];

impl OwnWorkspace {
    /// Is it formatted, and does its lock file go with all manifests, those of this workspace among them? The second
    /// command prints one line when it does.
    fn steps(self) -> [Step; 2] {
        let manifest = format!("--manifest-path {}/Cargo.toml", self.folder);
        [
            Step::command(self.format, Invocation::new(&format!("cargo fmt {manifest} --check"))),
            Step::command(self.lock_file, Invocation::new(&format!("cargo tree --locked --depth 0 {manifest}"))),
        ]
    }
}

fn steps(project: &Project) -> Vec<Step> {
    let deny = Invocation::of(project.cargo_deny()).arguments("--locked check bans licenses sources");
    let documentation =
        Invocation::new("cargo doc --locked --workspace --no-deps").variable("RUSTDOCFLAGS", "-D warnings");
    let guests = "cargo clippy --locked --target wasm32-unknown-unknown -p guestpass-component -p guestpass-browser \
                  -p guestpass-browser-trust";
    let first = [
        Step::task("setup", setup::run, "cargo xtask setup"),
        Step::command("format", Invocation::new("cargo fmt --all --check")),
    ];
    let others = [
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
    ];
    let own = OWN_WORKSPACES.into_iter().flat_map(OwnWorkspace::steps);
    first.into_iter().chain(own).chain(others).collect()
}

#[cfg(test)]
mod tests {
    use super::OWN_WORKSPACES;
    use crate::invocation::Invocation;
    use crate::project::Project;

    #[test]
    fn no_workspace_of_its_own_is_forgotten() {
        let listed = Invocation::new("git ls-files --cached --others --exclude-standard *Cargo.lock");
        let listed = listed.output(&Project::find()).unwrap();
        let found: Vec<_> = listed.lines().filter_map(|path| path.strip_suffix("/Cargo.lock")).collect();
        let mut known = OWN_WORKSPACES.map(|workspace| workspace.folder);
        known.sort_unstable();
        assert_eq!(found, known);
    }
}
