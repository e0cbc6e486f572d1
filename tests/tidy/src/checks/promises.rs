//! The page of promises names tests that there are.

use guestpass_promises::{NamedTest, Number, PAGE, PROMISES, Promise, promises};

use crate::finding::Finding;
use crate::source::Tree;

/// Each promise has one row, and each row names a test or says in its last cell why there is none; each test that is
/// linked to as `name` stands in the file of the link.
pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(page) = tree.source(PAGE) else { return vec![Finding::in_file(PAGE, "is missing")] };
    let promises = promises(&page.text);
    let mut findings = numbers(&promises);
    for promise in &promises {
        let missing = promise.tests.iter().filter(|test| !holds(tree, test));
        findings.extend(missing.map(|NamedTest { name, path }| {
            let message = format!("promise {} names the test `{name}`, which `{path}` does not hold", promise.number);
            Finding::at(PAGE, promise.line, message)
        }));
        if promise.tests.is_empty() && promise.not_covered.trim().is_empty() {
            let message = format!("promise {} names no test and does not say what is not covered", promise.number);
            findings.push(Finding::at(PAGE, promise.line, message));
        }
    }
    findings
}

fn numbers(promises: &[Promise]) -> Vec<Finding> {
    let rows = |number| promises.iter().filter(|promise| promise.number == number).count();
    let wrong = (1..=PROMISES).map(Number).filter(|&number| rows(number) != 1);
    wrong.map(|number| Finding::in_file(PAGE, format!("promise {number} must have one row"))).collect()
}

/// Whether the file of a link, seen from the page, holds a function of this name.
fn holds(tree: &Tree, NamedTest { name, path }: &NamedTest) -> bool {
    let path = match path.strip_prefix("../") {
        Some(path) => path.to_owned(),
        None => format!("tests/{path}"),
    };
    // A function, or one that a macro makes of its name.
    let forms = [format!("fn {name}("), format!("{name}:"), format!("{name},")];
    tree.source(&path).is_some_and(|source| forms.iter().any(|form| source.text.contains(form.as_str())))
}

#[cfg(test)]
mod tests {
    use super::check;
    use crate::source::{Source, Tree};
    use guestpass_promises::{PAGE, PROMISES};

    /// A page on which every promise but the first is proved by the same test.
    fn findings(first: &str) -> Vec<(usize, String)> {
        let rest = |number| format!("| {number} | b | [`kept`](store/tests/kills.rs) | |\n");
        let rest: String = (2..=PROMISES).map(rest).collect();
        let page = Source::new(PAGE, format!("| # | a | tests | not |\n|---|---|---|---|\n{first}{rest}"));
        let test = Source::new("tests/store/tests/kills.rs", "#[test]\nfn kept() {}\n");
        let code = Source::new("host/store/src/body.rs", "fn other() {}\n");
        let found = check(&Tree::of(vec![page, test, code]));
        found.into_iter().map(|finding| (finding.line, finding.message)).collect()
    }

    #[test]
    fn a_test_that_is_not_there_is_found() {
        for (row, count) in [
            ("| 1 | a | [`kept`](store/tests/kills.rs), [`other`](../host/store/src/body.rs) | |\n", 0),
            ("| 1 | a | [`lost`](store/tests/kills.rs) | |\n", 1),
            ("| 1 | a | [`kept`](store/tests/kill.rs) | |\n", 1),
            ("| 1 | a | [`kep`](store/tests/kills.rs) | |\n", 1),
            ("| 1 | a | [the kills](store/tests/kills.rs) | |\n", 1),
            ("| 1 | a | | nothing is proved |\n", 0),
            ("| 1 | a | | |\n", 1),
            ("", 1),
            ("| 2 | a | [`kept`](store/tests/kills.rs) | |\n", 2),
        ] {
            assert_eq!(findings(row).len(), count, "{row}: {:?}", findings(row));
        }
    }
}
