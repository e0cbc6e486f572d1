//! What is given out is complete: whoever has only the package of a crate can read what it is, under which licence, and
//! build it.

use std::collections::BTreeMap;

use toml::{Table, Value};

use super::manifests::{self, Manifest};
use crate::finding::Finding;
use crate::source::Tree;

/// Files that every package has beside its manifest.
const FILES: [&str; 2] = ["README.md", "LICENSE"];
/// What its manifest says of every package, itself or through the workspace.
const KEYS: [&str; 6] = [
    "package.description",
    "package.keywords.workspace",
    "package.categories.workspace",
    "package.readme",
    "package.include",
    "package.publish",
];

/// Every package says whether it is given out. One that is has all that readers and builders need, depends on such
/// packages only, and is named with its exact version, so that two versions of the house never meet in one program.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (packages, _) = manifests::read(tree);
    let workspace = tree.source("Cargo.toml").and_then(|source| source.text.parse::<Table>().ok()).unwrap_or_default();
    let kinds: BTreeMap<&str, bool> =
        packages.iter().map(|package| (package.name.as_str(), is_given_out(package))).collect();
    let mut findings = Vec::new();
    for package in &packages {
        let kept_back = package.value("package.publish.workspace").and_then(Value::as_bool) == Some(true);
        if is_given_out(package) == kept_back {
            let message = "must say `publish = true`, or `publish.workspace = true` to be kept back";
            findings.push(Finding::in_file(&package.path, message));
        }
        if is_given_out(package) {
            findings.extend(check_package(tree, package, &kinds));
        }
        findings.extend(check_version(&workspace, package));
    }
    findings
}

/// The names of the packages that are given out, in the order of their folders.
#[must_use]
pub fn given_out(tree: &Tree) -> Vec<String> {
    let (packages, _) = manifests::read(tree);
    packages.into_iter().filter(is_given_out).map(|package| package.name).collect()
}

fn is_given_out(package: &Manifest) -> bool {
    package.value("package.publish").and_then(Value::as_bool) == Some(true)
}

fn check_package(tree: &Tree, package: &Manifest, kinds: &BTreeMap<&str, bool>) -> Vec<Finding> {
    let found = |message: String| Finding::in_file(&package.path, message);
    let silent = KEYS.iter().filter(|key| package.value(key).is_none());
    let mut findings: Vec<Finding> = silent.map(|key| found(format!("is given out and says no `{key}`"))).collect();
    let included = package.value("package.include").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    for name in FILES {
        let path = format!("{}/{name}", package.folder);
        if !tree.paths.contains(&path) {
            findings.push(found(format!("is given out without `{name}`; put `{path}` there")));
        }
        if !included.iter().any(|pattern| pattern.as_str() == Some(&format!("/{name}"))) {
            findings.push(found(format!("must have `/{name}` in `include`")));
        }
    }
    let licences = [tree.source("LICENSE"), tree.source(&format!("{}/LICENSE", package.folder))];
    if let [Some(whole), Some(own)] = licences
        && whole.text != own.text
    {
        findings.push(Finding::in_file(&own.path, "differs from `LICENSE`; make it a link to it"));
    }
    for dependency in package.dependencies() {
        if kinds.get(dependency.as_str()) == Some(&false) {
            findings.push(found(format!("is given out and depends on `{dependency}`, which is not")));
        }
    }
    findings
}

/// The workspace names a package with its version when it is given out, and without one when it is not: cargo leaves
/// tests' dependencies without a version out of a package, and takes no other ones.
fn check_version(workspace: &Table, package: &Manifest) -> Vec<Finding> {
    let at = |path: [&str; 3]| path.iter().try_fold(workspace, |table, key| table.get(*key)?.as_table());
    let Some(named) = at(["workspace", "dependencies", &package.name]) else { return Vec::new() };
    let version = workspace.get("workspace").and_then(|workspace| workspace.get("package")?.get("version")?.as_str());
    let wanted = version.filter(|_| is_given_out(package)).map(|version| format!("={version}"));
    if named.get("version").and_then(Value::as_str) == wanted.as_deref() {
        return Vec::new();
    }
    let message = match wanted {
        Some(version) => format!("must name `{}` with `version = \"{version}\"`", package.name),
        None => format!("must name `{}` without a version: it is not given out", package.name),
    };
    vec![Finding::in_file("Cargo.toml", message)]
}

#[cfg(test)]
mod tests {
    use super::{check, given_out};
    use crate::source::{Source, Tree};

    const COMPLETE: &str = r#"
        package.name = "a"
        package.description = "What it is"
        package.keywords.workspace = true
        package.categories.workspace = true
        package.readme = "README.md"
        package.include = ["/src", "/README.md", "/LICENSE"]
        package.publish = true
    "#;
    const WORKSPACE: &str = r#"
        workspace.package.version = "1.2.3"
        workspace.dependencies.a = { version = "=1.2.3", path = "host/a" }
        workspace.dependencies.b = { path = "tests/b" }
    "#;
    const KEPT_BACK: &str = "package.name = \"b\"\npackage.publish.workspace = true\n";

    /// Findings in a tree with the package `a`, which is given out, and `b`, which is not.
    fn findings(workspace: &str, manifest: &str, licence: &str) -> Vec<String> {
        let tree = Tree::of(vec![
            Source::new("Cargo.toml", workspace),
            Source::new("LICENSE", "the licence"),
            Source::new("tests/b/Cargo.toml", KEPT_BACK),
            Source::new("host/a/Cargo.toml", manifest),
            Source::new("host/a/README.md", "# a"),
            Source::new("host/a/LICENSE", licence),
        ]);
        check(&tree).into_iter().map(|finding| finding.message).collect()
    }

    #[test]
    fn a_complete_package_is_left_alone() {
        assert_eq!(findings(WORKSPACE, COMPLETE, "the licence"), [""; 0]);
        let sources = [("host/a/Cargo.toml", COMPLETE), ("tests/b/Cargo.toml", KEPT_BACK)];
        let tree = Tree::of(sources.map(|(path, text)| Source::new(path, text)).to_vec());
        assert_eq!(given_out(&tree), ["a"]);
    }

    #[test]
    fn whatever_is_missing_is_found() {
        let without = |part: &str| COMPLETE.lines().filter(|line| !line.contains(part)).collect::<Vec<_>>().join("\n");
        let cases = [
            (WORKSPACE.to_owned(), without("description"), "the licence", 1),
            (WORKSPACE.to_owned(), without("categories"), "the licence", 1),
            (WORKSPACE.to_owned(), COMPLETE.replace(", \"/LICENSE\"", ""), "the licence", 1),
            (WORKSPACE.to_owned(), COMPLETE.to_owned(), "another licence", 1),
            (WORKSPACE.to_owned(), format!("{COMPLETE}\ndependencies.b.workspace = true"), "the licence", 1),
            (WORKSPACE.replace("=1.2.3", "1.2.3"), COMPLETE.to_owned(), "the licence", 1),
            (WORKSPACE.replace("1.2.3\"\n", "1.2.4\"\n"), COMPLETE.to_owned(), "the licence", 1),
            (WORKSPACE.replace("{ path", "{ version = \"=1.2.3\", path"), COMPLETE.to_owned(), "the licence", 1),
            // It says neither; and `a` is named with a version then.
            (WORKSPACE.to_owned(), without("publish"), "the licence", 2),
        ];
        for (workspace, manifest, licence, expected) in cases {
            let found = findings(&workspace, &manifest, licence);
            assert_eq!(found.len(), expected, "{workspace}{manifest}{found:?}");
        }
    }
}
