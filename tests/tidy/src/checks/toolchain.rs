//! One version of the compiler, wherever it is named.

use toml::{Table, Value};

use crate::finding::Finding;
use crate::source::Tree;

/// Names the version that everything is built with.
const TOOLCHAIN: &str = "rust-toolchain.toml";
/// Names the version that crates ask for.
const WORKSPACE: &str = "Cargo.toml";
/// Names the version that the image is built with.
const CONTAINER: &str = "host/cli/Containerfile";

/// The image is built with the version of the toolchain, and no crate asks for a newer one or for less than it was
/// tried with.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(channel) = text_at(tree, TOOLCHAIN, &["toolchain", "channel"]) else {
        return vec![Finding::in_file(TOOLCHAIN, "names no `toolchain.channel`")];
    };
    let release = channel.rsplit_once('.').map_or(channel.as_str(), |(release, _)| release);
    let asked = text_at(tree, WORKSPACE, &["workspace", "package", "rust-version"]);
    let wrong = |path, what: String| Finding::in_file(path, format!("{TOOLCHAIN} names {channel}; here stands {what}"));
    let mut findings = Vec::new();
    if asked.as_deref() != Some(release) {
        findings.push(wrong(WORKSPACE, format!("`rust-version = {:?}`", asked.unwrap_or_default())));
    }
    let lines = || tree.source(CONTAINER).into_iter().flat_map(|source| source.text.lines());
    let in_image = lines().find_map(|line| line.strip_prefix("ARG RUST=")).unwrap_or_default();
    if in_image != channel {
        findings.push(wrong(CONTAINER, format!("`ARG RUST={in_image}`")));
    }
    findings
}

fn text_at(tree: &Tree, path: &str, keys: &[&str]) -> Option<String> {
    let table: Table = tree.source(path)?.text.parse().ok()?;
    let value = keys.iter().try_fold(Value::Table(table), |value, key| value.get(key).cloned())?;
    value.as_str().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::{CONTAINER, TOOLCHAIN, WORKSPACE, check};
    use crate::source::{Source, Tree};

    #[test]
    fn another_version_is_found_wherever_it_stands() {
        for (toolchain, workspace, image, wrong) in [
            ("1.95.0", "1.95", "1.95.0", &[][..]),
            ("1.96.1", "1.96", "1.95.0", &[CONTAINER]),
            ("1.95.0", "1.94", "1.95.0", &[WORKSPACE]),
            ("1.95.0", "1.96", "1.95", &[WORKSPACE, CONTAINER]),
        ] {
            let tree = Tree::of(vec![
                Source::new(TOOLCHAIN, format!("[toolchain]\nchannel = \"{toolchain}\"\n")),
                Source::new(WORKSPACE, format!("[workspace.package]\nrust-version = \"{workspace}\"\n")),
                Source::new(CONTAINER, format!("# An image.\nARG RUST={image}\nFROM rust:${{RUST}}\n")),
            ]);
            let found: Vec<_> = check(&tree).into_iter().map(|finding| finding.path).collect();
            assert_eq!(found, wrong, "{toolchain} {workspace} {image}");
        }
        assert_eq!(check(&Tree::default()).len(), 1);
    }
}
