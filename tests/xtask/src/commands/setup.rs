//! What the tests need beyond Rust.

use std::path::Path;

use crate::console;
use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;

const WASM_TARGET: &str = "wasm32-unknown-unknown";
const CARGO_DENY_VERSION: &str = "0.20.2";
const CARGO_MUTANTS_VERSION: &str = "27.1.0";
const CARGO_FUZZ_VERSION: &str = "0.13.2";

/// A need, and Debian's package that brings it.
struct Program {
    name: &'static str,
    debian_package: &'static str,
}

const BROWSER: [Program; 2] = [
    Program { name: "chromium", debian_package: "chromium" },
    Program { name: "chromedriver", debian_package: "chromium-driver" },
];
const NODE: [Program; 2] =
    [Program { name: "node", debian_package: "nodejs" }, Program { name: "npm", debian_package: "npm" }];

/// The registry that policies are pushed to and pulled from.
const REGISTRY: [Program; 1] = [Program { name: "docker-registry", debian_package: "docker-registry" }];

/// One of the two databases of the directory.
const POSTGRES: [Program; 1] = [Program { name: "initdb", debian_package: "postgresql" }];
/// Debian keeps the programs of each version of its server here, off the search path.
const POSTGRES_VERSIONS: &str = "/usr/lib/postgresql";

/// Asks the server in the README.
const CURL: [Program; 1] = [Program { name: "curl", debian_package: "curl" }];

/// Installs what is missing for `cargo xtask test`. What is there already is left alone.
pub(crate) fn run(project: &Project) -> TaskResult {
    console::line(
        "installs what is missing of: the target wasm32-unknown-unknown, rustfmt and clippy (rustup); Chromium, its \
         driver, Node, npm, docker-registry, PostgreSQL and curl (apt-get); cargo-deny (cargo, into the target folder)",
    );
    install_components(project)?;
    install_wasm_target(project)?;
    install_programs(project, BROWSER.iter().chain(&NODE).chain(&REGISTRY).chain(&POSTGRES).chain(&CURL))?;
    install_cargo_deny(project)
}

/// Installs what is missing for `cargo xtask console`.
pub(crate) fn run_for_console(project: &Project) -> TaskResult {
    install_programs(project, NODE.iter())
}

/// Installs what is missing for `cargo xtask bench`.
pub(crate) fn run_for_bench(project: &Project) -> TaskResult {
    install_wasm_target(project)?;
    install_programs(project, NODE.iter())
}

/// Installs what is missing for `cargo xtask bench-page`.
pub(crate) fn run_for_bench_page(project: &Project) -> TaskResult {
    install_wasm_target(project)?;
    install_programs(project, BROWSER.iter().chain(&NODE))
}

/// Installs what is missing for `cargo xtask release`.
pub(crate) fn run_for_release(project: &Project) -> TaskResult {
    install_wasm_target(project)?;
    install_programs(project, NODE.iter())
}

/// Installs what is missing for `cargo xtask package`.
pub(crate) fn run_for_package(project: &Project) -> TaskResult {
    install_wasm_target(project)
}

fn install_components(project: &Project) -> TaskResult {
    for component in ["rustfmt", "clippy"] {
        let command = component.replace("rust", "");
        if Invocation::new(&format!("cargo {command} --version")).output(project).is_none() {
            console::line(&format!("installing {component}"));
            Invocation::new(&format!("rustup component add {component}")).run(project)?;
        }
    }
    Ok(())
}

fn install_wasm_target(project: &Project) -> TaskResult {
    let folder = Invocation::new(&format!("rustc --print target-libdir --target {WASM_TARGET}")).output(project);
    if folder.is_some_and(|folder| Path::new(folder.trim()).is_dir()) {
        return Ok(());
    }
    console::line(&format!("installing the target {WASM_TARGET}"));
    Invocation::new(&format!("rustup target add {WASM_TARGET}")).run(project)
}

fn install_programs<'a>(project: &Project, programs: impl Iterator<Item = &'a Program>) -> TaskResult {
    let missing: Vec<&Program> = programs.filter(|program| !is_installed(program.name)).collect();
    if missing.is_empty() {
        return Ok(());
    }
    if !is_on_path("apt-get") {
        let names: Vec<&str> = missing.iter().map(|program| program.name).collect();
        let names = names.join("`, `");
        let message = format!("`{names}` must be on the search path; without apt-get, install them by hand");
        return Err(TaskError::Missing(message));
    }
    let packages: Vec<&str> = missing.iter().map(|program| program.debian_package).collect();
    console::line(&format!("installing {}", packages.join(", ")));
    let apt = format!("{} -o Acquire::Retries=5 -o DPkg::Lock::Timeout=300 -qq", apt_get(project));
    Invocation::new(&format!("{apt} update")).run(project)?;
    Invocation::new(&format!("{apt} install --yes --no-install-recommends {}", packages.join(" "))).run(project)
}

/// apt-get as root, by sudo where that is needed, and without questions.
fn apt_get(project: &Project) -> String {
    let is_root = Invocation::new("id -u").output(project).is_some_and(|id| id.trim() == "0");
    let sudo = if is_root { "" } else { "sudo " };
    format!("{sudo}env DEBIAN_FRONTEND=noninteractive apt-get")
}

fn is_installed(program: &str) -> bool {
    let mut versions = std::fs::read_dir(POSTGRES_VERSIONS).into_iter().flatten().flatten();
    is_on_path(program) || versions.any(|version| version.path().join("bin").join(program).is_file())
}

fn is_on_path(program: &str) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&path).any(|folder| folder.join(program).is_file())
}

/// Installs cargo-deny, which runs for seconds only.
pub(crate) fn install_cargo_deny(project: &Project) -> TaskResult {
    install_tool(project, "cargo-deny", CARGO_DENY_VERSION, &project.cargo_deny())
}

/// Installs cargo-mutants, which waits for cargo most of the time.
pub(crate) fn install_cargo_mutants(project: &Project) -> TaskResult {
    install_tool(project, "cargo-mutants", CARGO_MUTANTS_VERSION, &project.cargo_mutants())
}

/// Installs cargo-fuzz, which waits for cargo and the fuzzer.
pub(crate) fn install_cargo_fuzz(project: &Project) -> TaskResult {
    install_tool(project, "cargo-fuzz", CARGO_FUZZ_VERSION, &project.cargo_fuzz())
}

/// Installs a tool into the target folder, where it stays. Without optimisation it is built in a third of the time.
fn install_tool(project: &Project, name: &str, version: &str, program: &Path) -> TaskResult {
    let installed = Invocation::of(program).argument("--version").output(project);
    if installed.is_some_and(|printed| printed.trim() == format!("{name} {version}")) {
        return Ok(());
    }
    console::line(&format!("installing {name} {version}"));
    let build = project.tools().join("build");
    Invocation::new(&format!("cargo install {name} --locked --version {version} --debug --force --root"))
        .argument(project.tools())
        .variable("CARGO_TARGET_DIR", &build)
        .variable("CARGO_PROFILE_DEV_DEBUG", "false")
        .run(project)?;
    std::fs::remove_dir_all(&build).map_err(|cause| TaskError::File { path: build, cause })
}

#[cfg(test)]
mod tests {
    use super::is_on_path;

    #[test]
    fn programs_are_found() {
        assert!(is_on_path("sh"));
        assert!(!is_on_path("no-such-program-here"));
    }
}
