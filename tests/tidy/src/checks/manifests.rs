//! The packages of the workspace, as their manifests describe them.

use std::collections::BTreeSet;

use toml::{Table, Value};

use crate::finding::Finding;
use crate::source::Tree;

/// One package.
pub(super) struct Manifest {
    /// Path of its `Cargo.toml`.
    pub(super) path: String,
    /// Folder that it stands in.
    pub(super) folder: String,
    /// Name of the package.
    pub(super) name: String,
    table: Table,
}

/// Every package, and a finding for each manifest that cannot be read.
pub(super) fn read(tree: &Tree) -> (Vec<Manifest>, Vec<Finding>) {
    let mut manifests = Vec::new();
    let mut findings = Vec::new();
    for source in tree.sources.iter().filter(|source| source.file_name() == "Cargo.toml") {
        match source.text.parse::<Table>() {
            Ok(table) => {
                let name = table.get("package").and_then(|package| package.get("name")).and_then(Value::as_str);
                if let Some(name) = name.map(str::to_owned) {
                    let (path, folder) = (source.path.clone(), source.folder().to_owned());
                    manifests.push(Manifest { path, folder, name, table });
                }
            }
            Err(error) => findings.push(Finding::in_file(&source.path, format!("is not TOML: {}", error.message()))),
        }
    }
    (manifests, findings)
}

impl Manifest {
    /// Packages that the finished program is made of, or that its build script calls. What only tests use is left out.
    pub(super) fn dependencies(&self) -> BTreeSet<String> {
        let targets = self.table.get("target").and_then(Value::as_table);
        let by_target = targets.into_iter().flat_map(|targets| targets.values()).filter_map(Value::as_table);
        std::iter::once(&self.table).chain(by_target).flat_map(named_in).collect()
    }

    /// The value at a dotted path, such as `lints.workspace`.
    pub(super) fn value(&self, path: &str) -> Option<&Value> {
        let mut keys = path.split('.');
        let first = self.table.get(keys.next()?)?;
        keys.try_fold(first, |value, key| value.get(key))
    }
}

fn named_in(table: &Table) -> Vec<String> {
    let sections = ["dependencies", "build-dependencies"].into_iter().filter_map(|key| table.get(key)?.as_table());
    sections.flatten().map(|(key, value)| package_name(key, value)).collect()
}

/// A dependency may be renamed; what counts is the package behind the name.
fn package_name(key: &str, value: &Value) -> String {
    value.get("package").and_then(Value::as_str).unwrap_or(key).to_owned()
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::source::{Source, Tree};

    #[test]
    fn dependencies_of_every_kind_but_development_are_read() {
        let text = r#"
            package.name = "a"
            lints.workspace = true
            [dependencies]
            b = "1"
            renamed = { package = "c", version = "1" }
            [build-dependencies]
            d = { workspace = true }
            [target.'cfg(unix)'.dependencies]
            e = "1"
            [dev-dependencies]
            f = "1"
        "#;
        let (manifests, findings) = read(&Tree::of(vec![Source::new("host/a/Cargo.toml", text)]));
        assert_eq!(findings, []);
        let manifest = manifests.first().unwrap();
        assert_eq!((manifest.name.as_str(), manifest.folder.as_str()), ("a", "host/a"));
        assert_eq!(manifest.dependencies().into_iter().collect::<Vec<_>>(), ["b", "c", "d", "e"]);
        assert_eq!(manifest.value("lints.workspace").and_then(toml::Value::as_bool), Some(true));
    }

    #[test]
    fn a_manifest_that_is_not_toml_is_found() {
        let (manifests, findings) = read(&Tree::of(vec![Source::new("Cargo.toml", "[package")]));
        assert_eq!((manifests.len(), findings.len()), (0, 1));
    }
}
