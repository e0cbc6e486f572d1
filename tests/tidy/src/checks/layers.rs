//! Dependencies point downwards. A new edge between two packages is a decision, made by adding it here.

use std::collections::BTreeSet;

use super::manifests::{self, Manifest};
use crate::finding::Finding;
use crate::source::Tree;

/// What each package of guest/ and host/ may depend on, of the packages of this workspace.
const EDGES: &[(&str, &[&str])] = &[
    ("guestpass-rules", &[]),
    ("guestpass-model", &["guestpass-rules"]),
    ("guestpass-component", &["guestpass-model", "guestpass-rules"]),
    ("guestpass-artifact", &[]),
    ("guestpass-policies", &[]),
    ("guestpass-contract", &[]),
    ("guestpass", &["guestpass-artifact", "guestpass-contract"]),
    (
        "guestpass-compiler",
        &["guestpass-artifact", "guestpass-contract", "guestpass-model", "guestpass-policies", "guestpass-rules"],
    ),
    ("guestpass-manifest", &["guestpass-contract"]),
    ("guestpass-authoring", &["guestpass", "guestpass-compiler", "guestpass-contract"]),
    ("guestpass-distribution", &["guestpass", "guestpass-manifest"]),
    ("guestpass-browser", &["guestpass-contract"]),
    ("guestpass-browser-trust", &["guestpass-manifest"]),
    ("guestpass-store", &["guestpass-contract"]),
    ("guestpass-guard", &["guestpass", "guestpass-contract", "guestpass-rules"]),
    (
        "guestpass-server",
        &[
            "guestpass",
            "guestpass-authoring",
            "guestpass-contract",
            "guestpass-distribution",
            "guestpass-manifest",
            "guestpass-store",
        ],
    ),
    (
        "guestpass-cli",
        &[
            "guestpass",
            "guestpass-authoring",
            "guestpass-compiler",
            "guestpass-contract",
            "guestpass-distribution",
            "guestpass-manifest",
            "guestpass-server",
            "guestpass-store",
        ],
    ),
];

/// Libraries that decide what a layer is: only these packages of guest/ and host/ may depend on them.
const CONFINED: &[(&str, &[&str])] = &[
    ("wasmtime", &["guestpass-contract", "guestpass", "guestpass-compiler"]),
    ("wasmtime-wizer", &["guestpass-compiler"]),
    ("wasm-bindgen", &["guestpass-browser", "guestpass-browser-trust"]),
    ("wit-bindgen", &["guestpass-component"]),
    ("sqlx", &["guestpass-store"]),
];

/// No package of guest/ or host/ depends on anything but what the tables allow.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (manifests, mut findings) = manifests::read(tree);
    let ours: BTreeSet<&str> = manifests.iter().map(|manifest| manifest.name.as_str()).collect();
    let house = manifests.iter().filter(|manifest| !manifest.folder.starts_with("tests/"));
    findings.extend(house.flat_map(|manifest| check_package(manifest, &ours)));
    findings
}

fn check_package(manifest: &Manifest, ours: &BTreeSet<&str>) -> Vec<Finding> {
    let name = manifest.name.as_str();
    let Some(allowed) = looked_up(EDGES, name) else {
        let message = format!("`{name}` has no place in the house; add it to `EDGES` in tests/tidy");
        return vec![Finding::in_file(&manifest.path, message)];
    };
    let mut findings = Vec::new();
    for dependency in manifest.dependencies() {
        let dependency = dependency.as_str();
        let reason = if ours.contains(dependency) && !allowed.contains(&dependency) {
            "which is not below it"
        } else if looked_up(CONFINED, dependency).is_some_and(|only| !only.contains(&name)) {
            "which belongs to another layer"
        } else {
            continue;
        };
        findings.push(Finding::in_file(&manifest.path, format!("`{name}` depends on `{dependency}`, {reason}")));
    }
    findings
}

fn looked_up<'a>(table: &[(&str, &'a [&'a str])], name: &str) -> Option<&'a [&'a str]> {
    table.iter().find(|(key, _)| *key == name).map(|(_, names)| *names)
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::{Source, Tree};

    fn findings(packages: &[(&str, &str, &str)]) -> Vec<String> {
        let source = |(folder, name, dependencies): &(&str, &str, &str)| {
            let text = format!("package.name = \"{name}\"\n[dependencies]\n{dependencies}\n");
            Source::new(format!("{folder}/Cargo.toml"), text)
        };
        let tree = Tree::of(packages.iter().map(source).collect());
        check(&tree).into_iter().map(|finding| finding.message).collect()
    }

    const RULES: (&str, &str, &str) = ("guest/rules", "guestpass-rules", "");

    #[test]
    fn downwards_is_allowed() {
        let model = ("guest/model", "guestpass-model", "guestpass-rules.workspace = true\npostcard = \"1\"");
        assert_eq!(findings(&[RULES, model]), [""; 0]);
    }

    #[test]
    fn every_other_direction_is_found() {
        let proofs = ("tests/vectors", "guestpass-vectors", "guestpass.workspace = true");
        let cases = [
            ("guest/rules", "guestpass-rules", "guestpass-vectors.workspace = true"),
            ("host/browser", "guestpass-browser", "x = { package = \"guestpass-rules\", version = \"1\" }"),
            ("guest/rules", "guestpass-rules", "wasmtime.workspace = true"),
            ("host/new", "guestpass-new", ""),
        ];
        for case in cases {
            assert_eq!(findings(&[RULES, proofs, case]).len(), 1, "{case:?}");
        }
    }
}
