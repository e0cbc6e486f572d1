//! What every package and every crate root declares.

use toml::Value;

use super::manifests::{self, Manifest};
use crate::finding::Finding;
use crate::source::{Source, Tree};

const FORBID_UNSAFE: &str = "#![forbid(unsafe_code)]";

/// A crate that cannot do without unsafe code, which then stands in one of its modules.
struct Exception {
    root: &'static str,
    module: &'static str,
    reason: &'static str,
}

const UNSAFE_ALLOWED: &[Exception] = &[
    Exception {
        root: "guest/component/src/lib.rs",
        module: "guest/component/src/bindings.rs",
        reason: "wit-bindgen generates code that reads what the host has lowered into memory",
    },
    Exception {
        root: "tests/components/rust-policy/src/lib.rs",
        module: "tests/components/rust-policy/src/bindings.rs",
        reason: "wit-bindgen generates code that reads what the host has lowered into memory",
    },
    Exception {
        root: "host/engine/src/lib.rs",
        module: "host/engine/src/functions.rs",
        reason: "a function whose type was checked when the policy was loaded is not checked again for each call",
    },
];

/// Lints that a crate root switches on beyond those of the workspace.
const STRICTER: &[(&str, &str)] = &[
    ("guest/rules/src/lib.rs", "clippy::arithmetic_side_effects"),
    ("guest/rules/src/lib.rs", "clippy::float_arithmetic"),
];

/// Keys that every manifest takes from the workspace.
const INHERITED: [&str; 5] = [
    "lints.workspace",
    "package.version.workspace",
    "package.edition.workspace",
    "package.rust-version.workspace",
    "package.license.workspace",
];

/// Every package inherits the settings of the workspace; every crate root forbids unsafe code, or is an exception.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let (manifests, mut findings) = manifests::read(tree);
    for manifest in &manifests {
        findings.extend(check_manifest(manifest));
        let roots = tree.sources.iter().filter(|source| is_root(source, &manifest.folder));
        findings.extend(roots.flat_map(|root| check_root(root, UNSAFE_ALLOWED, STRICTER)));
    }
    findings.extend(tree.sources.iter().flat_map(|source| check_module(source, UNSAFE_ALLOWED)));
    findings
}

fn check_manifest(manifest: &Manifest) -> Vec<Finding> {
    let missing = INHERITED.iter().filter(|key| manifest.value(key).and_then(Value::as_bool) != Some(true));
    missing.map(|key| Finding::in_file(&manifest.path, format!("must say `{key} = true`"))).collect()
}

/// Libraries, programs and build scripts. Tests are crates too; they have the lints of the workspace.
fn is_root(source: &Source, package_folder: &str) -> bool {
    let inside = source.path.strip_prefix(package_folder).and_then(|rest| rest.strip_prefix('/'));
    inside.is_some_and(|path| match path {
        "src/lib.rs" | "src/main.rs" | "build.rs" => true,
        other => {
            let program = other.strip_prefix("src/bin/").and_then(|name| name.strip_suffix(".rs"));
            program.is_some_and(|name| !name.contains('/') || name.ends_with("/main"))
        }
    })
}

/// Only the module of an exception may switch the lint off.
fn check_module(source: &Source, exceptions: &[Exception]) -> Vec<Finding> {
    let switches_off =
        |text: &str| ["allow", "expect"].iter().any(|word| text.contains(&format!("{word}(unsafe_code")));
    let excepted = exceptions.iter().any(|exception| exception.module == source.path);
    if source.extension() != "rs" || excepted {
        return Vec::new();
    }
    let message = "unsafe code may stand only in the modules that `UNSAFE_ALLOWED` of tests/tidy lists";
    let lines = source.lines().filter(|(_, text)| switches_off(text));
    lines.map(|(line, _)| Finding::at(&source.path, line, message)).collect()
}

fn check_root(root: &Source, exceptions: &[Exception], stricter: &[(&str, &str)]) -> Vec<Finding> {
    let forbids = root.text.lines().any(|line| line.trim() == FORBID_UNSAFE);
    let exception = exceptions.iter().find(|exception| exception.root == root.path);
    let mut findings = Vec::new();
    match (forbids, exception) {
        (false, None) => {
            let message =
                format!("must say `{FORBID_UNSAFE}`, or stand in `UNSAFE_ALLOWED` of tests/tidy with the reason");
            findings.push(Finding::in_file(&root.path, message));
        }
        (true, Some(exception)) => {
            let message = format!("no longer needs its exception in tests/tidy ({})", exception.reason);
            findings.push(Finding::in_file(&root.path, message));
        }
        _ => {}
    }
    let wanted = stricter.iter().filter(|(path, lint)| *path == root.path && !root.text.contains(lint));
    findings.extend(wanted.map(|(path, lint)| Finding::in_file(path, format!("must deny `{lint}`"))));
    findings
}

#[cfg(test)]
mod tests {
    use super::{Exception, INHERITED, check, check_module, check_root, is_root};
    use crate::source::{Source, Tree};

    fn findings(manifest: &str, root: &str) -> usize {
        let manifest = Source::new("host/a/Cargo.toml", format!("package.name = \"a\"\n{manifest}"));
        check(&Tree::of(vec![manifest, Source::new("host/a/src/lib.rs", root)])).len()
    }

    #[test]
    fn a_missing_line_is_found() {
        let complete: String = INHERITED.iter().map(|key| format!("{key} = true\n")).collect();
        assert_eq!(findings(&complete, "#![forbid(unsafe_code)]\n"), 0);
        assert_eq!(findings(&complete, "// #![forbid(unsafe_code)]\n"), 1);
        assert_eq!(findings("", "#![forbid(unsafe_code)]\n"), INHERITED.len());
    }

    #[test]
    fn an_exception_must_be_needed() {
        let allowed = [Exception { root: "a.rs", module: "b.rs", reason: "reason" }];
        assert_eq!(check_root(&Source::new("a.rs", ""), &allowed, &[]), []);
        assert_eq!(check_root(&Source::new("a.rs", "#![forbid(unsafe_code)]"), &allowed, &[]).len(), 1);
        let module = |path: &str| Source::new(path, format!("#![{}(unsafe_code)]", "expect"));
        assert_eq!(check_module(&module("b.rs"), &allowed), []);
        assert_eq!(check_module(&module("c.rs"), &allowed).len(), 1);
    }

    #[test]
    fn a_missing_stricter_lint_is_found() {
        let root = |text: &str| Source::new("a.rs", format!("#![forbid(unsafe_code)]\n{text}"));
        let stricter = [("a.rs", "clippy::float_arithmetic")];
        assert_eq!(check_root(&root("#![deny(clippy::float_arithmetic)]"), &[], &stricter), []);
        assert_eq!(check_root(&root(""), &[], &stricter).len(), 1);
    }

    #[test]
    fn roots_are_told_from_modules() {
        let cases = [
            ("host/a/src/lib.rs", true),
            ("host/a/build.rs", true),
            ("host/a/src/bin/demo.rs", true),
            ("host/a/src/bin/demo/main.rs", true),
            ("host/a/src/bin/demo/print.rs", false),
            ("host/a/src/pool.rs", false),
            ("host/ab/src/lib.rs", false),
        ];
        for (path, expected) in cases {
            assert_eq!(is_root(&Source::new(path, ""), "host/a"), expected, "{path}");
        }
    }
}
