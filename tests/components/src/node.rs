//! Examples whose compilers come from npm.

use std::path::{Path, PathBuf};
use std::process::Command;

/// Installs what the example needs, at the versions that it has locked, and builds it to the file `output`.
///
/// # Errors
/// What went wrong, in one sentence.
pub(crate) fn build(example: &str, output: &Path, arguments: &[&str]) -> Result<Vec<u8>, String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(example);
    if !is_installed(&folder) {
        run_npm(&folder, &["ci", "--silent", "--no-audit", "--no-fund"], None)?;
    }
    run_npm(&folder, &[&["run", "--silent", "build", "--"], arguments].concat(), Some(output))?;
    std::fs::read(output).map_err(|error| format!("cannot read `{}`: {error}", output.display()))
}

/// npm leaves a copy of the lock file where it installed everything.
fn is_installed(folder: &Path) -> bool {
    let changed = |path: PathBuf| path.metadata().and_then(|metadata| metadata.modified()).ok();
    let installed = changed(folder.join("node_modules").join(".package-lock.json"));
    installed
        .is_some_and(|installed| changed(folder.join("package-lock.json")).is_some_and(|locked| locked <= installed))
}

fn run_npm(folder: &Path, arguments: &[&str], output: Option<&Path>) -> Result<(), String> {
    let mut npm = Command::new("npm");
    npm.current_dir(folder).args(arguments).args(output);
    match npm.output() {
        Err(error) => Err(format!("cannot start npm, which `cargo xtask setup` installs: {error}")),
        Ok(printed) if printed.status.success() => Ok(()),
        Ok(printed) => Err(format!(
            "`npm {}` failed in `{}`: {}",
            arguments.join(" "),
            folder.display(),
            String::from_utf8_lossy(&printed.stderr)
        )),
    }
}
