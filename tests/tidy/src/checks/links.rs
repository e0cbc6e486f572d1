//! What a page or a comment points at exists: links of Markdown pages, their headings, and paths in backticks.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use super::slug::slug;
use crate::finding::Finding;
use crate::source::{Source, Tree};

/// A path in backticks is checked when it starts with one of these.
const FOLDERS: [&str; 9] = [".cargo/", ".ci/", ".config/", "guest/", "host/", "src/", "tests/", "web-demo/", "wit/"];

/// Links and paths that lead nowhere.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let check_source = |source: &Source| match source.extension() {
        "md" => check_page(tree, source),
        "rs" | "wit" => check_comments(tree, source),
        _ => Vec::new(),
    };
    tree.sources.iter().flat_map(check_source).collect()
}

fn check_page(tree: &Tree, source: &Source) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (event, range) in parser(&source.text).into_offset_iter() {
        let problem = match &event {
            Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. }) => {
                broken_link(tree, source, dest_url)
            }
            Event::Code(span) => broken_path(tree, source, span),
            _ => None,
        };
        if let Some(message) = problem {
            let before = source.text.get(..range.start).unwrap_or_default();
            findings.push(Finding::at(&source.path, before.matches('\n').count() + 1, message));
        }
    }
    findings
}

fn check_comments(tree: &Tree, source: &Source) -> Vec<Finding> {
    let comments = source.lines().filter(|(_, text)| text.trim_start().starts_with("//"));
    let spans = comments.flat_map(|(line, text)| text.split('`').skip(1).step_by(2).map(move |span| (line, span)));
    spans.filter_map(|(line, span)| Some(Finding::at(&source.path, line, broken_path(tree, source, span)?))).collect()
}

fn parser(text: &str) -> Parser<'_> {
    Parser::new_ext(text, Options::ENABLE_TABLES)
}

/// What is wrong with a link, if anything. Links to other places are left alone: tests do not use the network.
fn broken_link(tree: &Tree, source: &Source, link: &str) -> Option<String> {
    if link.contains("://") || link.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = link.split_once('#').unwrap_or((link, ""));
    let target = if path.is_empty() { Some(source.path.clone()) } else { joined(source.folder(), path) };
    let Some(target) = target.filter(|target| tree.holds(target)) else {
        return Some(format!("links to `{link}`, which does not exist"));
    };
    let page = tree.source(&target).filter(|page| page.extension() == "md")?;
    let found = heading.is_empty() || headings(&page.text).iter().any(|name| name == heading);
    (!found).then(|| format!("links to `{link}`, and `{target}` has no such heading"))
}

/// What is wrong with a path in backticks, if it is one. It may start at the top or at any folder above the file.
fn broken_path(tree: &Tree, source: &Source, span: &str) -> Option<String> {
    let is_path = FOLDERS.iter().any(|folder| span.starts_with(folder))
        && span.chars().all(|character| character.is_alphanumeric() || "/._-".contains(character));
    let mut folders = std::iter::successors(Some(source.folder()), |folder| parent(folder));
    let exists = folders.any(|folder| joined(folder, span).is_some_and(|path| tree.holds(&path)));
    (is_path && !exists).then(|| format!("names `{span}`, which does not exist"))
}

/// The folder above; the top, which is empty, has none.
fn parent(folder: &str) -> Option<&str> {
    (!folder.is_empty()).then(|| folder.rsplit_once('/').map_or("", |(parent, _)| parent))
}

/// `path` seen from `folder`, without `.` and `..`; none when it leaves the repository.
fn joined(folder: &str, path: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in folder.split('/').chain(path.split('/')) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            name => parts.push(name),
        }
    }
    Some(parts.join("/"))
}

/// The names of the headings of a page.
fn headings(text: &str) -> Vec<String> {
    let mut names = Vec::new();
    let mut heading: Option<String> = None;
    for event in parser(text) {
        match event {
            Event::Start(Tag::Heading { .. }) => heading = Some(String::new()),
            Event::End(TagEnd::Heading(_)) => names.extend(heading.take().map(|words| slug(&words))),
            Event::Text(words) | Event::Code(words) => {
                if let Some(heading) = &mut heading {
                    heading.push_str(&words);
                }
            }
            _ => {}
        }
    }
    names
}

#[cfg(test)]
mod tests {
    use super::{check, joined};
    use crate::source::{Source, Tree};

    fn lines(path: &str, text: &str) -> Vec<usize> {
        let others = ["wit/policy.wit", "host/engine/src/pool.rs"].map(|path| Source::new(path, ""));
        let page = Source::new("wit/CHANGES.md", "# The rule\n");
        let tree = Tree::of([vec![Source::new(path, text), page], others.to_vec()].concat());
        check(&tree).iter().map(|finding| finding.line).collect()
    }

    #[test]
    fn links_of_a_page_lead_somewhere() {
        let cases: [(&str, &[usize]); 9] = [
            ("[a](wit/policy.wit) [b](wit/) [c](https://example.org/x)\n", &[]),
            ("x\n\n[a](wit/police.wit)\n", &[3]),
            ("[a](../elsewhere.md)\n", &[1]),
            ("[a](wit/CHANGES.md#the-rule)\n", &[]),
            ("[a](wit/CHANGES.md#a-rule)\n", &[1]),
            ("# Here\n[a](#here) [b](#there)\n", &[2]),
            ("![a](picture.png)\n", &[1]),
            ("[a][b]\n\n[b]: nowhere.md\n", &[1]),
            ("```\n[a](nowhere.md) `host/nothing.rs`\n```\n", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(lines("README.md", text), expected, "{text}");
        }
    }

    #[test]
    fn paths_in_backticks_exist() {
        let cases: [(&str, &str, &[usize]); 6] = [
            ("README.md", "`host/engine` `host/engine/src/pool.rs` `tests/*` `a/b`\n", &[]),
            ("README.md", "`host/engine/src/pond.rs`\n", &[1]),
            ("host/engine/src/lib.rs", "//! See `src/pool.rs`\n", &[]),
            ("host/engine/src/lib.rs", "\n    /// See `src/pond.rs` and `wit/policy.wit`\n", &[2]),
            ("host/engine/src/lib.rs", "let x = \"`src/pond.rs`\";\n", &[]),
            ("host/cli/src/lib.rs", "// See `src/pool.rs`\n", &[1]),
        ];
        for (path, text, expected) in cases {
            assert_eq!(lines(path, text), expected, "{path}: {text}");
        }
    }

    #[test]
    fn paths_are_joined() {
        assert_eq!(joined("a/b", "../c/./d"), Some("a/c/d".to_owned()));
        assert_eq!(joined("a", "../../b"), None);
    }
}
