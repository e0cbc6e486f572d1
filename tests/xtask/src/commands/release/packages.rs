//! The packages of the crates that are given out: made, unpacked, and compiled without the repository.

use std::fs;
use std::path::{Path, PathBuf};

use guestpass_tidy::Tree;
use toml::{Table, Value};

use crate::errors::{TaskError, TaskResult};
use crate::invocation::Invocation;
use crate::project::Project;

/// Makes a package of every crate that is given out. cargo takes the engine component for a change that was forgotten,
/// since git ignores it; whether anything else was is looked at before.
pub(super) fn make(project: &Project) -> TaskResult {
    let names = names(project)?;
    let make = Invocation::new("cargo package --locked --no-verify --allow-dirty");
    names.iter().fold(make, |make, name| make.argument("-p").argument(name)).run(project)
}

/// Unpacks the packages into a folder of their own, and compiles them there as a workspace: each has only what its
/// package brings, and takes the others from beside it, as it will take them from a registry.
///
/// One check of all of them compiles wasmtime once; `cargo package` by itself would compile it anew for each.
pub(super) fn compile(project: &Project) -> TaskResult {
    let folder = project.unpacked();
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(failed(&folder))?;
    }
    fs::create_dir_all(&folder).map_err(failed(&folder))?;
    let licence = read(&project.root().join("LICENSE"))?;
    let names = names(project)?;
    for name in &names {
        let package = package_of(name);
        let archive = project.packages().join(format!("{package}.crate"));
        Invocation::new("tar -xzf").argument(&archive).argument("-C").argument(&folder).run(project)?;
        let own = folder.join(&package).join("LICENSE");
        if read(&own)? != licence {
            return Err(TaskError::Release(format!("`{}` is not the licence; git must make links", own.display())));
        }
    }
    let root = read(&project.root().join("Cargo.toml"))?;
    write(&folder.join("Cargo.toml"), &workspace_of(&root, &names)?)?;
    write(&folder.join("Cargo.lock"), &read(&project.root().join("Cargo.lock"))?)?;
    Invocation::new("cargo check --workspace --manifest-path").argument(folder.join("Cargo.toml")).run(project)
}

/// The manifest of the workspace of the packages, with the profiles of this one, so that what it has compiled is used.
fn workspace_of(root: &str, names: &[String]) -> Result<String, TaskError> {
    let wrong = |error: &dyn std::fmt::Display| TaskError::Release(format!("Cargo.toml: {error}"));
    let root: Table = root.parse().map_err(|error: toml::de::Error| wrong(&error))?;
    let members = names.iter().map(|name| Value::from(package_of(name))).collect();
    let place =
        |name: &String| (name.clone(), Value::Table(Table::from_iter([("path".into(), package_of(name).into())])));
    let patch = Table::from_iter([("crates-io".to_owned(), Value::Table(names.iter().map(place).collect()))]);
    let workspace =
        Table::from_iter([("resolver".to_owned(), Value::from("3")), ("members".to_owned(), Value::Array(members))]);
    let mut all = Table::from_iter([
        ("workspace".to_owned(), Value::Table(workspace)),
        ("patch".to_owned(), Value::Table(patch)),
    ]);
    all.extend(root.get("profile").map(|profile| ("profile".to_owned(), profile.clone())));
    toml::to_string(&all).map_err(|error| wrong(&error))
}

fn names(project: &Project) -> Result<Vec<String>, TaskError> {
    Ok(guestpass_tidy::given_out(&Tree::read(project.root())?))
}

/// All crates have the version of the workspace, and so has this one.
fn package_of(name: &str) -> String {
    format!("{name}-{}", env!("CARGO_PKG_VERSION"))
}

fn read(path: &Path) -> Result<String, TaskError> {
    fs::read_to_string(path).map_err(failed(path))
}

fn write(path: &Path, text: &str) -> TaskResult {
    fs::write(path, text).map_err(failed(path))
}

fn failed(path: &Path) -> impl FnOnce(std::io::Error) -> TaskError + use<> {
    let path = PathBuf::from(path);
    move |cause| TaskError::File { path, cause }
}

#[cfg(test)]
mod tests {
    use super::{names, package_of, workspace_of};
    use crate::project::Project;

    #[test]
    fn packages_find_each_other_and_nothing_of_the_repository() {
        let names = ["a".to_owned(), "b".to_owned()];
        let text = workspace_of("profile.dev.opt-level = 1\nworkspace.members = [\"host/a\"]", &names).unwrap();
        let table: toml::Table = text.parse().unwrap();
        assert_eq!(table["workspace"]["members"].as_array().unwrap().len(), 2);
        assert_eq!(table["patch"]["crates-io"]["b"]["path"].as_str(), Some(package_of("b").as_str()));
        assert_eq!(table["profile"]["dev"]["opt-level"].as_integer(), Some(1));
        assert!(!text.contains("host/"), "{text}");
    }

    #[test]
    fn users_crates_are_given_out_and_tests_are_not() {
        let names = names(&Project::find()).unwrap();
        for (name, expected) in
            [("guestpass", true), ("guestpass-cli", true), ("guestpass-tidy", false), ("xtask", false)]
        {
            assert_eq!(names.iter().any(|found| found == name), expected, "{name}");
        }
    }
}
